// What is costly to make and the same for everybody: calendars and compiled workflows, made once. Threads: any.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "calendar/calendar.h"
#include "statechart/workflow.h"

namespace arshjul::engine {

class Calendars {
 public:
  // NOT_FOUND: there is no such zone on this machine.
  absl::StatusOr<std::shared_ptr<const calendar::Calendar>> Of(const std::string& zone,
                                                               const std::vector<calendar::ClosedSpan>& closed);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const calendar::Calendar>> made_;  // by zone and spans
};

class Workflows {
 public:
  // Null when the source is no workflow. `hash` is the source's.
  std::shared_ptr<const statechart::Workflow> Of(const std::string& hash, const std::string& source);

 private:
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const statechart::Workflow>> made_;  // by hash
};

}  // namespace arshjul::engine
