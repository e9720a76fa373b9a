#include <algorithm>
#include <charconv>
#include <set>

#include "base/words.h"
#include "cycle/cards.h"
#include "cycle/decision.h"
#include "cycle/form.h"
#include "cycle/near.h"
#include "cycle/query_agreement.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {

using access::Audience;
using access::StateDetail;

namespace {

using States = google::protobuf::RepeatedPtrField<workflow::v1::State>;

// Ids of the tasks whose completion makes `record` count: "task.minutes.send" is of the task minutes.
void CollectTasks(const States& states, workflow::v1::Record record, std::set<std::string>& out) {
  for (const workflow::v1::State& state : states) {
    for (const workflow::v1::Transition& transition : state.on()) {
      bool records = std::any_of(transition.actions().begin(), transition.actions().end(), [&](const auto& action) { return action.record() == record; });
      if (!records || !transition.event().starts_with("task.")) continue;
      std::string rest = transition.event().substr(5);
      out.insert(rest.substr(0, rest.find('.')));
    }
    CollectTasks(state.states(), record, out);
  }
}

const workflow::v1::State* FindState(const States& states, const std::string& id) {
  for (const workflow::v1::State& state : states) {
    if (state.id() == id) return &state;
    if (const workflow::v1::State* found = FindState(state.states(), id)) return found;
  }
  return nullptr;
}

const workflow::v1::Chart* ChartOf(const statechart::Workflow& workflow, const std::string& phase) {
  auto found = workflow.phases.find(phase);
  if (found == workflow.phases.end() || found->second->scope() != workflow::v1::SCOPE_PAIR) return nullptr;
  for (const workflow::v1::Chart& chart : workflow.definition.charts()) {
    if (chart.id() == found->second->chart()) return &chart;
  }
  return nullptr;
}

// A phase whose chart minutes something is a talk.
const workflow::v1::Chart* TalkChart(const statechart::Workflow& workflow, const std::string& phase) {
  const workflow::v1::Chart* chart = ChartOf(workflow, phase);
  std::set<std::string> minutes;
  if (chart != nullptr) CollectTasks(chart->states(), workflow::v1::RECORD_MINUTES, minutes);
  return minutes.empty() ? nullptr : chart;
}

std::string Recorded(const Step& step, const std::string& field) {
  auto found = step.recorded.find(field);
  return found == step.recorded.end() ? "" : found->second.Text();
}

TalkShown Show(State& state, const Context& context, const Step& step, const workflow::v1::Chart& chart, const Relations& relations, const std::string& language) {
  const organisation::Organisation& org = state.Organisation();
  TalkShown out;
  out.cycle = step.cycle;
  out.phase = step.phase;
  out.open_task = OwnOpenTaskOf(state, context, step);
  out.unit_id = step.units.empty() ? "" : step.units.front();
  const organisation::Unit* unit = org.FindUnit(out.unit_id);
  out.unit = unit == nullptr ? out.unit_id : unit->name;
  out.leader = step.leader;
  out.leader_name = org.NameOf(step.leader);
  out.superior = step.superior;
  out.superior_name = org.NameOf(step.superior);
  if (MaySeeState(relations, true) != StateDetail::kFull) {
    out.state = step.state == StepState::kDone ? "done" : "open";
  } else if (const workflow::v1::State* shown = step.shown.empty() ? nullptr : FindState(chart.states(), step.shown)) {
    out.state = step.shown;
    out.state_title = TextIn(shown->title(), language);
  } else {
    out.state = Lower(StepStateName(step.state));
  }
  out.confirmed = step.state == StepState::kDone;
  if (MaySee(relations, Audience::kLine)) {
    out.date = Recorded(step, "held_on");
    out.time = Recorded(step, "time");
    out.place = Recorded(step, "place");
    out.conductor = Recorded(step, "conductor");
    out.conductor_name = out.conductor.empty() ? "" : org.NameOf(out.conductor);
  }
  out.changed = step.ended.value_or(step.opened);
  return out;
}

// The task that a text was written in: "<owner>/17.remark".
const Task* TaskOfText(State& state, const std::string& id) {
  const std::string name = id.substr(id.find('/') + 1);
  int64_t number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return state.tasks.Find(Task::MakeKey(number));
}

// A remark that asked for a correction was answered by it; the one that stays was given in confirming.
bool LedBack(State& state, const Context& context, const Task& task) {
  const workflow::v1::Task* definition = FindTaskDefinition(state, context, task);
  if (definition == nullptr) return false;
  for (const workflow::v1::TaskAction& action : definition->actions()) {
    if (action.id() == task.action) return action.leads() == workflow::v1::TaskAction::LEADS_BACK;
  }
  return false;
}

// Calls `take` with each personnel text of those tasks that the reader may see: field id, text id.
void EachText(const statechart::Workflow& workflow, const Step& step, const std::set<std::string>& tasks, const Relations& relations, auto&& take) {
  for (const std::string& kind : tasks) {
    auto definition = workflow.tasks.find(kind);
    if (definition == workflow.tasks.end()) continue;
    for (const workflow::v1::Field& field : definition->second->fields()) {
      auto text = step.texts.find(kind + "." + field.id());
      if (text != step.texts.end() && MaySee(relations, static_cast<Audience>(field.audience()))) take(field.id(), text->second);
    }
  }
}

void ShowMinutes(State& state, const Context& context, const statechart::Workflow& workflow, const workflow::v1::Chart& chart, const Step& step,
                 const Relations& relations, TalkShown& out) {
  std::set<std::string> minutes, confirmation;
  CollectTasks(chart.states(), workflow::v1::RECORD_MINUTES, minutes);
  CollectTasks(chart.states(), workflow::v1::RECORD_CONFIRMATION, confirmation);
  EachText(workflow, step, minutes, relations, [&](const std::string& field, const std::string& text) {
    Value value = ReadText(context, text);
    if (!value.IsNull()) out.minutes[field] = std::move(value);
  });
  if (MaySee(relations, Audience::kParties)) {
    for (const Addendum& addendum : step.addenda) {
      const organisation::Unit* unit = state.Organisation().FindUnit(addendum.unit);
      out.addenda.push_back({context.calendar->LocalDate(addendum.time), unit == nullptr ? addendum.unit : unit->name,
                             NameOfIndicator(state, addendum.indicator), addendum.from, addendum.to});
    }
  }
  EachText(workflow, step, confirmation, relations, [&](const std::string&, const std::string& text) {
    const Task* task = TaskOfText(state, text);
    if (task == nullptr || LedBack(state, context, *task)) return;
    out.remark += (out.remark.empty() ? "" : "\n") + ReadText(context, text).Text();
  });
}

std::string PlaceInOrder(State& state, const Step& step) {
  const organisation::Unit* unit = step.units.empty() ? nullptr : state.Organisation().FindUnit(step.units.front());
  return (unit == nullptr ? "" : Lower(unit->name)) + '\x1f' + step.Key();
}

bool Told(const Relations& relations) {
  StateDetail detail = MaySeeState(relations, true);
  return detail == StateDetail::kFull || detail == StateDetail::kDoneOpen;
}

using TalksInOrder = std::map<std::string, std::pair<const Step*, const workflow::v1::Chart*>>;

// Of steps, each under the version that it belongs to; null where its phase has no talk.
class Charts {
 public:
  Charts(State& state, const Context& context) : state_(state), context_(context) {}

  const workflow::v1::Chart* Of(const Step& step) {
    const std::string version = step.workflow.empty() ? "cycle " + step.cycle : step.workflow;
    auto [found, made] = charts_.try_emplace({version, step.phase}, nullptr);
    if (made) {
      kept_.push_back(PinnedWorkflow(state_, context_, step));
      found->second = TalkChart(*kept_.back(), step.phase);
    }
    return found->second;
  }

 private:
  State& state_;
  const Context& context_;
  std::map<std::pair<std::string, std::string>, const workflow::v1::Chart*> charts_;
  std::vector<std::shared_ptr<const statechart::Workflow>> kept_;  // charts lie in these
};

std::vector<const Step*> StepsOfPairs(State& state, const Context& context, const std::string& cycle_key) {
  const Cycle& cycle = *state.cycles.Find(cycle_key);
  const auto workflow = PinnedWorkflow(state, context, cycle);
  std::vector<const Step*> steps;
  for (const PhaseRun& run : cycle.phases) {
    // One that is in this version no more has steps that ended under an earlier one.
    const auto phase = workflow->phases.find(run.id);
    if (phase != workflow->phases.end() && phase->second->scope() != workflow::v1::SCOPE_PAIR) continue;
    for (const Step* step : state.steps.By(Step::kByPhase, cycle_key + "/" + run.id)) steps.push_back(step);
  }
  return steps;
}

}  // namespace

TalkPage ListTalks(State& state, const Context& context, const std::string& cycle, size_t most, const std::string& after,
                   const std::string& language) {
  Viewer viewer(state, context);
  const bool all = LooksAtAllPairs(state, viewer);
  Near<Step> near;
  if (!all) near = StepsNear(state, viewer);
  Charts charts(state, context);
  TalkPage page;
  page.next = PageOfCycles{CyclesWanted(state, cycle), most, after}.Go(
      [&](const std::string& key) {
        TalksInOrder talks;
        for (const Step* step : all ? StepsOfPairs(state, context, key) : near[key]) {
          if (const workflow::v1::Chart* chart = charts.Of(*step)) talks[PlaceInOrder(state, *step)] = {step, chart};
        }
        return talks;
      },
      [&](const auto& talk) { return Told(viewer.To(*talk.first)); },
      [&](const auto& talk) { page.talks.push_back(Show(state, context, *talk.first, *talk.second, viewer.To(*talk.first), language)); });
  return page;
}

TalkAnswer GetTalk(State& state, const Context& given, const std::string& cycle_key, const std::string& leader, const std::string& language) {
  TalkAnswer answer;
  const Cycle* cycle = state.cycles.Find(cycle_key);
  if (cycle == nullptr) {
    answer.refusal = Refusal{Reason::kCycleNotFound, {{"cycle", cycle_key}}, {}};
    return answer;
  }
  NotedTexts texts(given.texts);
  Context context = given;
  context.texts = &texts;
  const Step* newest = nullptr;
  for (const Step* step : state.steps.By(Step::kByLeader, leader)) {
    if (step->cycle != cycle_key || TalkChart(*PinnedWorkflow(state, context, *step), step->phase) == nullptr) continue;
    // One that came to nothing counts only where there is no other.
    bool better = newest == nullptr || (newest->state == StepState::kCancelled) > (step->state == StepState::kCancelled) ||
                  ((newest->state == StepState::kCancelled) == (step->state == StepState::kCancelled) && newest->opened <= step->opened);
    if (better) newest = step;
  }
  if (newest == nullptr) {
    answer.refusal = Refusal{Reason::kTalkNotFound, {{"talk", cycle_key + "-" + leader}}, {}};
    return answer;
  }
  Relations relations = Viewer(state, context).To(*newest);
  if (!Told(relations)) {
    answer.refusal = Refusal{Reason::kNotVisible, {}, {}};
    return answer;
  }
  auto workflow = PinnedWorkflow(state, context, *newest);
  const workflow::v1::Chart& chart = *TalkChart(*workflow, newest->phase);
  answer.talk = Show(state, context, *newest, chart, relations, language);
  ShowMinutes(state, context, *workflow, chart, *newest, relations, answer.talk);
  answer.reads = texts.Reads();
  return answer;
}

}  // namespace arshjul::cycle
