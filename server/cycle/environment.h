// What a chart asks of the municipality around it while it runs one macrostep for one step. Inside server/cycle only.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "cycle/decision.h"
#include "cycle/records.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {

class Environment : public statechart::Environment {
 public:
  Environment(Decision& decision, const Step& step);

  const statechart::Chart* chart() const { return chart_; }
  std::map<std::string, Value> TakeVariables() { return std::move(variables_); }

  bool Evaluate(const workflow::v1::Compare& compare, const statechart::Event& event) override;
  bool Evaluate(workflow::v1::Fact fact) override;
  void Execute(const workflow::v1::Action& action, const statechart::Event& event) override;
  void Entered(const workflow::v1::State& state) override;
  void Exited(const workflow::v1::State& state) override;

  // The parts of Entered, for a state that is not entered but holds something new.
  void OpenTask(const workflow::v1::Task& definition, const std::string& state);
  void SetTimer(const workflow::v1::Timer& timer, const std::string& state, const std::string& event);
  // At that instant; at once where it has passed.
  void SetTimerAt(const workflow::v1::Timer& timer, Instant at, const std::string& state, const std::string& event);
  // Of a task of the assignee's that was opened on that day.
  Date DueOf(const workflow::v1::Task& definition, const std::string& assignee, Date opened);

 private:
  const Cycle& cycle() { return *decision_.state.cycles.Find(cycle_key_); }
  const Step& step() { return *decision_.state.steps.Find(key_); }
  bool ReportsEnded();
  bool AllOthersEnded();
  void Assign(const workflow::v1::Assign& assign, const statechart::Event& event);
  void Send(const workflow::v1::Send& send);
  Instant InstantOf(const workflow::v1::Timer& rule);
  Date ParameterDay(const std::string& parameter);

  Decision& decision_;
  std::string key_;
  std::string cycle_key_;
  std::shared_ptr<const statechart::Workflow> workflow_;
  const workflow::v1::Phase* phase_;
  const statechart::Chart* chart_ = nullptr;
  std::map<std::string, Value> variables_;
};

// Does the comparison hold for this form and these variables? Pure.
bool Holds(const workflow::v1::Compare& compare, const Value& data, const std::map<std::string, Value>& variables);

}  // namespace arshjul::cycle
