// What people call the phases of a cycle and the states in them. Threads: the view's one.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "api/frame.h"

namespace arshjul::api {

class PhaseTexts {
 public:
  // `workflow` may be null: then everything is called by its id.
  PhaseTexts(std::shared_ptr<const statechart::Workflow> workflow, std::string language);

  const std::string& title() const { return title_; }  // of the workflow
  std::string Phase(const std::string& id) const;
  // `shown` as in cycle::UnitInPhase: a state of the phase's chart, or "open", "done", "waiting", "overtaken", "cancelled".
  std::string State(const std::string& phase, const std::string& shown, bool done);

 private:
  std::shared_ptr<const statechart::Workflow> workflow_;
  std::string language_, title_;
  std::map<std::pair<std::string, std::string>, std::string> states_;
};

}  // namespace arshjul::api
