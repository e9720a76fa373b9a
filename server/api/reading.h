// Readings of personnel text are noted before an answer goes out. Inside server/api only.
#pragma once

#include <vector>

#include "api/frame.h"

namespace arshjul::api {

// Durable when it returns; an answer whose reading cannot be noted is not given. Blocks: only on reader threads.
inline Result NoteReads(Frame& frame, const Asker& asker, const std::vector<cycle::TextRead>& reads) {
  if (reads.empty()) return {};
  return frame.engine().NoteReads(asker.municipality, asker.person, reads);
}

// "municipalities/{m}/cycles/{year}", or the year, as a cycle's key.
inline std::string CycleKey(const std::string& text) { return text.substr(text.rfind('/') + 1); }

}  // namespace arshjul::api
