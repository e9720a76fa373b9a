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

// "municipalities/{m}/cycles/{year}", or the year, as a cycle's key: a year alone means its newest launch.
inline std::string CycleKey(cycle::State& state, const std::string& text) {
  if (text.find('/') != std::string::npos) return text.substr(text.rfind('/') + 1);
  const bool year = text.size() == 4 && text.find_first_not_of("0123456789") == std::string::npos;
  const cycle::Cycle* newest = year ? state.CycleOfYear(std::stoi(text)) : nullptr;
  return newest == nullptr ? text : newest->Key();
}

}  // namespace arshjul::api
