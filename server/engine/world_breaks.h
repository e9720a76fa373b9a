// The world breaking in the middle of a pure decision: a row or a text that cannot be read. The pure rooms have no word
// for it, so it is thrown through them and caught by whoever called them; the state they were working on is thrown away.
// Nothing else in the program is thrown across rooms.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace arshjul::engine {

struct WorldBreaks {
  absl::Status status;
};

template <class T>
T OrBreak(absl::StatusOr<T> result) {
  if (!result.ok()) throw WorldBreaks{result.status()};
  return *std::move(result);
}
inline void OrBreak(const absl::Status& status) {
  if (!status.ok()) throw WorldBreaks{status};
}

}  // namespace arshjul::engine
