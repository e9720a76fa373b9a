// Stores that no server has open, and copies of stores. One thread.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace arshjul::admin {

// A municipality's file, or a copy of one.
struct Place {
  std::string file;
  std::string keys;  // "" where the keys are not at hand: texts are not opened then
  std::string keys_missing;  // where they should lie and do not; "" for a copy, which never has them
};

// In a server's data folder: one municipality, or, with "", all. NOT_FOUND when there is none.
absl::StatusOr<std::vector<Place>> PlacesIn(const std::string& data, const std::string& keys, const std::string& municipality);

struct Verified {
  int64_t entries = 0;
  std::vector<std::string> findings;  // empty: all is well
};
// UNAVAILABLE: a server has it open.
absl::StatusOr<Verified> Verify(const Place& place);

// Errors as store::Store::Backup.
absl::Status Backup(const Place& place, const std::string& to);

}  // namespace arshjul::admin
