// Where a chart is stopped. A chart that comes here is a fault of the workflow, not of the server: what it did is given up
// and whoever asked is told which limit it was, and where.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace arshjul::statechart {

// In one run to rest of one event.
inline constexpr int kMaxMicrosteps = 1000;
// A chart may raise many events per microstep; so many in one run is the same fault as too many microsteps.
inline constexpr int kMaxInternalEvents = 100'000;
// Lists in lists, gone through in each microstep: the only loops there are within one.
inline constexpr int kMaxActions = 100'000;
// What one run copies into events and variables, in bytes: an event that carries the one before twice over doubles each time.
inline constexpr size_t kMaxDataBytes = 16'000'000;
// Of one step at once.
inline constexpr int kMaxTimers = 1000;
inline constexpr int kMaxTasks = 200;
// Events that a step has sent itself and that have not come yet.
inline constexpr int kMaxQueue = 10'000;

// Beyond these an action cannot be done (error.execution), but the chart goes on.
inline constexpr double kMaxNumber = 9'007'199'254'740'991;  // 2^53 - 1: up to here whole numbers are exact
inline constexpr double kMaxSeconds = 1e10;  // longer than any year, and far from where a count of milliseconds ends
inline constexpr int kMaxDays = 10'000;      // a working life; the calendar counts them one by one
inline constexpr int kMaxValueDepth = 20;    // what is stored can be read again (base/codec.h, kMaxDepth)

enum class Limit { kMicrosteps, kInternalEvents, kActions, kData, kTimers, kTasks, kQueue };
// "microsteps", as docs/workflow-language.md calls it, and how many.
const char* NameOf(Limit limit);
int64_t MostOf(Limit limit);

struct LimitPassed {
  Limit limit = Limit::kMicrosteps;
  std::string state;  // whose transition or action it was; "" before the first state
};

}  // namespace arshjul::statechart
