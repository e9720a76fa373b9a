// What a chart asks of the municipality around it while it runs one macrostep for one step. Inside server/cycle only.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cycle/decision.h"
#include "cycle/records.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {

class Environment : public statechart::Environment {
 public:
  Environment(Decision& decision, const Step& step);

  const statechart::Chart* chart() const { return chart_; }
  statechart::Variables TakeVariables() { return std::move(variables_); }

  // Where the chart was stopped, once it has been.
  const statechart::LimitPassed& given_up() const { return given_up_; }

  const statechart::Variables& GetVariables() const override { return variables_; }
  void SetVariable(const std::string& variable, Value value) override { variables_[variable] = std::move(value); }
  std::string Self() const override { return key_; }
  bool Evaluate(workflow::v1::Fact fact) override;
  bool Send(statechart::Sending sending) override;
  void Cancel(const std::string& event, const std::string& send_id) override;
  void Execute(const workflow::v1::Action& action, const statechart::Event& event) override;
  void Entered(const workflow::v1::State& state) override;
  void Exited(const workflow::v1::State& state) override;
  std::optional<statechart::Limit> Passed() const override;
  void GivenUp(const statechart::LimitPassed& passed) override { given_up_ = passed; }

  // The parts of Entered, for a state that is not entered but holds something new.
  void OpenTask(const workflow::v1::Task& definition, const std::string& state);
  // `seconds`: worked out when the event was sent; the rule's own when nothing is given.
  void SetTimer(const workflow::v1::Timer& timer, std::optional<double> seconds, const std::string& state, statechart::Event event);
  // One that runs, under another rule. It stays a timer also where it is due by now, and comes by itself right after: should it fail,
  // it alone is parked, and what moved it stands.
  void MoveTimer(const workflow::v1::Timer& rule, cycle::Timer timer, Instant at, const std::string& state, const std::string& event);
  // Of a task of the assignee's that was opened on that day.
  Date DueOf(const workflow::v1::Task& definition, const std::string& assignee, Date opened);

 private:
  const Cycle& cycle() { return *decision_.state.cycles.Find(cycle_key_); }
  const Step& step() { return *decision_.state.steps.Find(key_); }
  bool ReportsEnded();
  bool AllOthersEnded();
  void Push(const std::string& step, const statechart::Event& event);
  Instant InstantOf(const workflow::v1::Timer& rule, std::optional<double> seconds);
  Date ParameterDay(const std::string& parameter);

  Decision& decision_;
  std::string key_;
  std::string cycle_key_;
  std::shared_ptr<const statechart::Workflow> workflow_;
  const workflow::v1::Phase* phase_;
  const statechart::Chart* chart_ = nullptr;
  statechart::Variables variables_;
  statechart::LimitPassed given_up_;
};

}  // namespace arshjul::cycle
