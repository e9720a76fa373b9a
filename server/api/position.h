// Positions in a municipality's history as the API counts them: one for each event, so that a watch that broke off between
// two events of one commit goes on with the second. Pure.
#pragma once

#include <algorithm>
#include <cstdint>

namespace arshjul::api {

// A commit of more events than this gives the last of them one position.
inline constexpr int64_t kEventsInEntry = 1'000'000;

// `index` counts from 0 within the log entry.
inline int64_t PositionOf(int64_t sequence, int64_t index) { return sequence * kEventsInEntry + std::min(index, kEventsInEntry - 1); }
// After everything in the entry.
inline int64_t PositionAfter(int64_t sequence) { return PositionOf(sequence, kEventsInEntry - 1); }
inline int64_t SequenceOf(int64_t position) { return position / kEventsInEntry; }

}  // namespace arshjul::api
