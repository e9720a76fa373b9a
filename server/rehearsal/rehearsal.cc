#include "rehearsal/rehearsal.h"

#include <absl/strings/ascii.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <cmath>

namespace arshjul::rehearsal {

namespace v1 = workflow::v1;

namespace {

constexpr std::chrono::milliseconds kWorkingDay = std::chrono::hours(24);

// "SCOPE_UNIT" -> "unit", as the language writes it.
std::string Word(const std::string& prefix, const std::string& name) { return absl::AsciiStrToLower(name.substr(prefix.size())); }

// Facts, forms and people are what the rehearsal says; what happens is noted and applied to a copy at once, so that a later
// guard sees it.
class World : public statechart::Environment {
 public:
  World(const Instance& instance, const Facts& facts) : instance_(instance), facts_(facts) {}

  const statechart::Variables& GetVariables() const override { return instance_.variables; }
  void SetVariable(const std::string& variable, Value value) override { Note(VariableSet{variable, std::move(value)}); }
  std::string Self() const override { return kSelf; }
  bool Evaluate(v1::Fact fact) override { return facts_.contains(fact); }
  bool Send(statechart::Sending sending) override;
  void Cancel(const std::string& event, const std::string& send_id) override;
  void Execute(const v1::Action& action, const statechart::Event& event) override;
  void Entered(const v1::State& state) override;
  void Exited(const v1::State& state) override;
  std::optional<statechart::Limit> Passed() const override;
  void GivenUp(const statechart::LimitPassed& passed) override { passed_ = passed; }

  void Note(Change change) {
    Apply(change, instance_);
    noted_.changes.push_back(std::move(change));
  }
  const Instance& instance() const { return instance_; }
  Ran TakeRan() { return {std::move(noted_), passed_}; }

 private:
  void SetTimer(const v1::Timer& rule, const std::string& state, const std::string& event);
  void ComeLater(std::chrono::milliseconds later, const std::string& state, statechart::Event event);
  void Ask(const char* what, Value how) { Note(Asked{Object{{what, std::move(how)}}}); }

  Instance instance_;
  const Facts& facts_;
  Changes noted_;
  std::optional<statechart::LimitPassed> passed_;
};

void World::Execute(const v1::Action& action, const statechart::Event&) {
  switch (action.action_case()) {
    case v1::Action::kRecord: Ask("record", Word("RECORD_", v1::Record_Name(action.record()))); break;
    case v1::Action::kNotify:
      Ask("notify", Object{{"to", Word("PARTY_", v1::Party_Name(action.notify().to()))}, {"message", action.notify().message()}});
      break;
    case v1::Action::kLog: Ask("log", action.log()); break;
    // The rest is the chart's own.
    default: break;
  }
}

bool World::Send(statechart::Sending sending) {
  const v1::Send& rule = sending.rule;
  if (rule.to() == v1::Send::TO_SENDER || rule.to() == v1::Send::TO_STEP) {
    if (sending.step != kSelf) return false;
    Note(Queued{std::move(sending.event)});
  } else if (rule.to() != v1::Send::TO_SELF) {
    Object how = {{"event", sending.event.name}, {"to", Word("TO_", v1::Send::To_Name(rule.to()))}};
    if (rule.to() == v1::Send::TO_PHASE) how["phase"] = rule.phase();
    if (!sending.event.data.IsNull()) how["data"] = std::move(sending.event.data);
    Ask("send", std::move(how));
  } else if (sending.seconds) {
    ComeLater(std::chrono::milliseconds(std::llround(*sending.seconds * 1000)), "", std::move(sending.event));
  } else if (rule.after().has_working_days()) {
    ComeLater(kWorkingDay * rule.after().working_days(), "", std::move(sending.event));
  } else if (!rule.has_after()) {
    Note(Queued{std::move(sending.event)});
  }
  return true;
}

void World::Cancel(const std::string& event, const std::string& send_id) {
  const std::vector<Timer> timers = instance_.timers;
  for (const Timer& timer : timers) {
    const bool meant = send_id.empty() ? timer.event.name == event : timer.event.send_id == send_id;
    if (timer.state.empty() && meant) Note(TimerEnded{timer.number});
  }
}

void World::ComeLater(std::chrono::milliseconds later, const std::string& state, statechart::Event event) {
  if (later.count() <= 0) {
    Note(Queued{std::move(event)});
  } else {
    Note(TimerSet{{instance_.next_timer, instance_.now + later, state, std::move(event)}});
  }
}

void World::SetTimer(const v1::Timer& rule, const std::string& state, const std::string& name) {
  statechart::Event event{name, Value(), statechart::EventType::kPlatform};
  if (rule.has_seconds()) {
    ComeLater(std::chrono::milliseconds(std::llround(std::clamp(rule.seconds(), 0.0, statechart::kMaxSeconds) * 1000)), state, std::move(event));
  } else if (rule.has_working_days()) {
    ComeLater(kWorkingDay * rule.working_days(), state, std::move(event));
  }
  // A day of the calendar, of a slice, of a form: there is none here.
}

std::optional<statechart::Limit> World::Passed() const {
  if (instance_.timers.size() > statechart::kMaxTimers) return statechart::Limit::kTimers;
  if (instance_.tasks.size() > statechart::kMaxTasks) return statechart::Limit::kTasks;
  if (instance_.queue.size() > statechart::kMaxQueue) return statechart::Limit::kQueue;
  return std::nullopt;
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

Ran Rehearsal::Run(const Instance& instance, const statechart::Event* event, const Facts& facts,
                   Changes before) const {
  World world(instance, facts);
  for (Change& change : before.changes) world.Note(std::move(change));
  statechart::Configuration configuration = instance.configuration;
  const auto outcome = event == nullptr ? chart_->Start(configuration, world) : chart_->Handle(configuration, *event, world);
  const bool moved = event == nullptr || configuration != instance.configuration;
  if (outcome != statechart::Outcome::kLimit && moved) world.Note(Moved{configuration});
  return world.TakeRan();
}

Ran Rehearsal::Start(const Instance& instance, const Facts& facts) const {
  return Run(instance, nullptr, facts, {});
}

Ran Rehearsal::Handle(const Instance& instance, const statechart::Event& event, const Facts& facts) const {
  Changes before;
  const std::vector<std::string> tokens = absl::StrSplit(event.name, '.');
  if (tokens.size() == 3 && tokens[0] == "task" && !instance.configuration.done) {
    const auto open = std::find_if(instance.tasks.begin(), instance.tasks.end(),
                                   [&](const OpenTask& task) { return task.task == tokens[1]; });
    if (open != instance.tasks.end()) before.changes.push_back(TaskEnded{*open, true});
  }
  return Run(instance, &event, facts, std::move(before));
}

Ran Rehearsal::Next(const Instance& instance, Instant until, const Facts& facts) const {
  Changes before;
  statechart::Event event;
  if (!instance.queue.empty()) {
    event = instance.queue.front();
    before.changes.push_back(Dequeued{});
  } else if (const Timer* timer = FirstDue(instance, until)) {
    event = timer->event;
    if (timer->at > instance.now) before.changes.push_back(ClockSet{timer->at});
    before.changes.push_back(TimerEnded{timer->number});
  } else {
    if (instance.now < until) before.changes.push_back(ClockSet{until});
    return {std::move(before), std::nullopt};
  }
  return Run(instance, &event, facts, std::move(before));
}

std::optional<v1::Fact> FactNamed(const std::string& name) {
  v1::Fact fact = v1::FACT_UNSPECIFIED;
  if (name != absl::AsciiStrToLower(name) || !v1::Fact_Parse("FACT_" + absl::AsciiStrToUpper(name), &fact)) return std::nullopt;
  return fact == v1::FACT_UNSPECIFIED ? std::nullopt : std::optional(fact);
}

}  // namespace arshjul::rehearsal
