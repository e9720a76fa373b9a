#include "statechart/limits.h"

namespace arshjul::statechart {

const char* NameOf(Limit limit) {
  switch (limit) {
    case Limit::kMicrosteps: return "microsteps";
    case Limit::kInternalEvents: return "internal_events";
    case Limit::kActions: return "actions";
    case Limit::kData: return "data";
    case Limit::kTimers: return "timers";
    case Limit::kTasks: return "tasks";
    case Limit::kQueue: return "queue";
  }
  return "";
}

int64_t MostOf(Limit limit) {
  switch (limit) {
    case Limit::kMicrosteps: return kMaxMicrosteps;
    case Limit::kInternalEvents: return kMaxInternalEvents;
    case Limit::kActions: return kMaxActions;
    case Limit::kData: return static_cast<int64_t>(kMaxDataBytes);
    case Limit::kTimers: return kMaxTimers;
    case Limit::kTasks: return kMaxTasks;
    case Limit::kQueue: return kMaxQueue;
  }
  return 0;
}

}  // namespace arshjul::statechart
