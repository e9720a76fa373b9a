#include "rehearsal/rehearsal.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <cmath>

namespace arshjul::rehearsal {

namespace v1 = workflow::v1;

namespace {

constexpr std::chrono::milliseconds kWorkingDay = std::chrono::hours(24);
// Longer than any year, and far from where a count of milliseconds ends.
constexpr double kLongestSeconds = 1e10;

// "SCOPE_UNIT" -> "unit", as the language writes it.
std::string Word(const std::string& prefix, const std::string& name) { return absl::AsciiStrToLower(name.substr(prefix.size())); }

// Facts, forms and people are what the rehearsal says; what happens is noted and applied to a copy at once, so that a later
// guard sees it.
class World : public statechart::Environment {
 public:
  World(const Instance& instance, const Facts& facts) : instance_(instance), facts_(facts) {}

  bool Evaluate(const v1::Compare& compare, const statechart::Event& event) override {
    return statechart::Holds(compare, event.data, instance_.variables);
  }
  bool Evaluate(v1::Fact fact) override { return facts_.contains(fact); }
  void Execute(const v1::Action& action, const statechart::Event& event) override;
  void Entered(const v1::State& state) override;
  void Exited(const v1::State& state) override;

  void Note(Change change) {
    Apply(change, instance_);
    noted_.changes.push_back(std::move(change));
  }
  const Instance& instance() const { return instance_; }
  Changes TakeNoted() { return std::move(noted_); }

 private:
  void Send(const v1::Send& send);
  void SetTimer(const v1::Timer& rule, const std::string& state, const std::string& event);
  void Ask(const char* what, Value how) { Note(Asked{Object{{what, std::move(how)}}}); }

  Instance instance_;
  const Facts& facts_;
  Changes noted_;
};

void World::Execute(const v1::Action& action, const statechart::Event& event) {
  switch (action.action_case()) {
    case v1::Action::kAssign: {
      const v1::Assign& assign = action.assign();
      Note(VariableSet{assign.variable(), statechart::Assigned(assign, event.data, instance_.variables)});
      break;
    }
    case v1::Action::kSend: Send(action.send()); break;
    case v1::Action::kRecord: Ask("record", Word("RECORD_", v1::Record_Name(action.record()))); break;
    case v1::Action::kNotify:
      Ask("notify", Object{{"to", Word("PARTY_", v1::Party_Name(action.notify().to()))}, {"message", action.notify().message()}});
      break;
    case v1::Action::kLog: Ask("log", action.log()); break;
    // `raise` is the chart's own.
    default: break;
  }
}

void World::Send(const v1::Send& send) {
  if (send.to() != v1::Send::TO_SELF) {
    Object how = {{"event", send.event()}, {"to", Word("TO_", v1::Send::To_Name(send.to()))}};
    if (send.to() == v1::Send::TO_PHASE) how["phase"] = send.phase();
    Ask("send", std::move(how));
  } else if (send.cancel()) {
    const std::vector<Timer> timers = instance_.timers;
    for (const Timer& timer : timers) {
      if (timer.state.empty() && timer.event == send.event()) Note(TimerEnded{timer.number});
    }
  } else if (send.has_after()) {
    SetTimer(send.after(), "", send.event());
  } else {
    Note(Queued{send.event()});
  }
}

void World::SetTimer(const v1::Timer& rule, const std::string& state, const std::string& event) {
  std::chrono::milliseconds later{0};
  if (rule.has_seconds()) {
    const double seconds = rule.seconds() > 0 ? std::min(rule.seconds(), kLongestSeconds) : 0;
    later = std::chrono::milliseconds(std::llround(seconds * 1000));
  } else if (rule.has_working_days()) {
    later = kWorkingDay * rule.working_days();
  } else {
    return;  // A day of the calendar, of a slice, of a form: there is none here.
  }
  if (later.count() <= 0) {
    Note(Queued{event});
  } else {
    Note(TimerSet{{instance_.next_timer, instance_.now + later, state, event}});
  }
}

void World::Entered(const v1::State& state) {
  for (const std::string& task : state.tasks()) Note(TaskOpened{{task, state.id()}});
  int number = 0;
  for (const v1::Transition& transition : state.on()) {
    if (transition.has_after()) SetTimer(transition.after(), state.id(), statechart::Chart::TimerEvent(state.id(), number++));
  }
}

void World::Exited(const v1::State& state) {
  const std::vector<OpenTask> tasks = instance_.tasks;
  for (const OpenTask& task : tasks) {
    if (task.state == state.id()) Note(TaskEnded{task, false});
  }
  const std::vector<Timer> timers = instance_.timers;
  for (const Timer& timer : timers) {
    if (timer.state == state.id()) Note(TimerEnded{timer.number});
  }
}

const Timer* FirstDue(const Instance& instance, Instant until) {
  const Timer* first = nullptr;
  for (const Timer& timer : instance.timers) {
    if (timer.at <= until && (first == nullptr || timer.at < first->at)) first = &timer;
  }
  return first;
}

}  // namespace

std::optional<Changes> Rehearsal::Run(const Instance& instance, const statechart::Event* event, const Facts& facts,
                                      Changes before) const {
  World world(instance, facts);
  for (Change& change : before.changes) world.Note(std::move(change));
  statechart::Configuration configuration = instance.configuration;
  const auto outcome = event == nullptr ? chart_->Start(configuration, world) : chart_->Handle(configuration, *event, world);
  if (outcome == statechart::Outcome::kLimit) return std::nullopt;
  if (event == nullptr || configuration != instance.configuration) world.Note(Moved{configuration});
  return world.TakeNoted();
}

std::optional<Changes> Rehearsal::Start(const Instance& instance, const Facts& facts) const {
  return Run(instance, nullptr, facts, {});
}

std::optional<Changes> Rehearsal::Handle(const Instance& instance, const statechart::Event& event, const Facts& facts) const {
  Changes before;
  const std::vector<std::string> tokens = absl::StrSplit(event.name, '.');
  if (tokens.size() == 3 && tokens[0] == "task" && !instance.configuration.done) {
    const auto open = std::find_if(instance.tasks.begin(), instance.tasks.end(),
                                   [&](const OpenTask& task) { return task.task == tokens[1]; });
    if (open != instance.tasks.end()) before.changes.push_back(TaskEnded{*open, true});
  }
  return Run(instance, &event, facts, std::move(before));
}

std::optional<Changes> Rehearsal::Next(const Instance& instance, Instant until, const Facts& facts) const {
  Changes before;
  std::string name;
  if (!instance.queue.empty()) {
    name = instance.queue.front();
    before.changes.push_back(Dequeued{});
  } else if (const Timer* timer = FirstDue(instance, until)) {
    name = timer->event;
    if (timer->at > instance.now) before.changes.push_back(ClockSet{timer->at});
    before.changes.push_back(TimerEnded{timer->number});
  } else {
    if (instance.now < until) before.changes.push_back(ClockSet{until});
    return before;
  }
  const statechart::Event event{name, Value()};
  return Run(instance, &event, facts, std::move(before));
}

std::optional<v1::Fact> FactNamed(const std::string& name) {
  v1::Fact fact = v1::FACT_UNSPECIFIED;
  if (name != absl::AsciiStrToLower(name) || !v1::Fact_Parse("FACT_" + absl::AsciiStrToUpper(name), &fact)) return std::nullopt;
  return fact == v1::FACT_UNSPECIFIED ? std::nullopt : std::optional(fact);
}

}  // namespace arshjul::rehearsal
