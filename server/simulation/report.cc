#include "simulation/report.h"

#include <algorithm>

#include "simulation/load.h"

namespace arshjul::simulation {
namespace {

using cycle::StepState;
using cycle::TaskState;

// Nobody reads more of who waited for whom.
constexpr size_t kLongestPath = 30;

class Reporter {
 public:
  Reporter(engine::View& seen, Stage& stage, const Player& player, const Manner& manner)
      : seen_(seen), stage_(stage), player_(player), manner_(manner), chronicle_(player.chronicle()),
        cycle_(*seen.state.cycles.Find(stage.cycle())), workflow_(cycle::PinnedWorkflow(seen.state, seen.context, cycle_)),
        calendar_(*seen.context.calendar) {}

  Report Make(const std::vector<Turn>& turns) {
    Describe(turns);
    for (const auto& [number, task] : chronicle_.tasks()) {
      if (task.cycle != stage_.cycle()) continue;
      ++report_.tasks;
      report_.completed += task.state == TaskState::kDone;
      report_.withdrawn += task.state == TaskState::kWithdrawn;
      report_.late += IsLate(task, report_.last_day);
      by_phase_[task.phase].push_back(&task);
    }
    for (const auto& [key, step] : chronicle_.steps()) {
      if (step.cycle == stage_.cycle()) steps_[step.phase].push_back(&step);
    }
    for (const cycle::PhaseRun& run : cycle_.phases) report_.phases.push_back(OutcomeOf(run));
    CountLoads(chronicle_, player_, seen_.state.Organisation(), stage_.cycle(), report_);
    FindJams(report_);
    ListDaysOff();
    return std::move(report_);
  }

 private:
  void Describe(const std::vector<Turn>& turns) {
    const organisation::Organisation& org = seen_.state.Organisation();
    report_.municipality = seen_.state.Self()->name;
    report_.workflow = cycle_.workflow;
    report_.year = cycle_.year;
    report_.seed = manner_.seed;
    report_.profile = manner_.profile;
    report_.launched = stage_.launched();
    report_.last_day = player_.today();
    report_.closed = chronicle_.Closed(stage_.cycle());
    std::set<std::string> leaders;
    for (const organisation::Unit* unit : org.Preorder(report_.launched)) {
      ++report_.units;
      const organisation::Holding* holding = org.HolderOf(unit->id, report_.launched);
      if (holding == nullptr || !leaders.insert(holding->person).second) continue;
      ++report_.leaders;
      ++report_.habits[static_cast<size_t>(player_.HabitOf(holding->person))];
    }
    for (const Turn& turn : turns) {
      report_.absences += std::holds_alternative<cycle::RegisterAbsence>(turn.command);
      report_.successors += std::holds_alternative<cycle::AssignHolding>(turn.command);
    }
    report_.troubles = player_.troubles();
    report_.incidents = chronicle_.incidents();
  }

  std::string TitleOfTask(const std::string& kind) const {
    auto found = workflow_->tasks.find(kind);
    return found == workflow_->tasks.end() ? kind : cycle::TextIn(found->second->title(), manner_.language);
  }
  std::string NameOfUnit(const std::string& id) const {
    const organisation::Unit* unit = seen_.state.Organisation().FindUnit(id);
    return unit == nullptr ? id : unit->name;
  }
  std::string NameOf(const std::string& person) const {
    return person.empty() ? "" : seen_.state.Organisation().NameOf(person);
  }

  // It had not come to its own end when the year was closed, or the play ended.
  bool Unended(const StepLife& step) const {
    if (step.state == StepState::kWaiting || step.state == StepState::kActive) return true;
    const int64_t closing = chronicle_.ClosedBy(stage_.cycle());
    return step.state == StepState::kOvertaken && closing != 0 && step.cause == closing;
  }

  PhaseOutcome OutcomeOf(const cycle::PhaseRun& run) {
    PhaseOutcome out;
    const workflow::v1::Phase& phase = *workflow_->phases.at(run.id);
    out.id = run.id;
    out.title = cycle::TextIn(phase.title(), manner_.language);
    out.opens = run.opens;
    out.ends = run.ends;
    const StepLife* last = nullptr;
    for (const StepLife* step : steps_[run.id]) {
      ++out.steps;
      if (Unended(*step)) {
        ++out.unfinished;
        ListUnfinished(out, phase, *step);
      } else if (step->state == StepState::kDone) {
        ++out.done;
        out.in_time += *step->ended <= run.ends;
        // Of those of one day the one whose last task came last: it was waited for longest within the chain.
        auto place = [](const StepLife& s) { return std::pair(*s.ended, s.cause); };
        if (last == nullptr || place(*step) > place(*last)) last = step;
      } else {
        ++(step->state == StepState::kOvertaken ? out.overtaken : out.cancelled);
      }
    }
    if (last != nullptr) {
      out.last_done = last->ended;
      out.path = PathTo(last->cause);
    }
    CountTasks(run.id, out);
    return out;
  }

  void CountTasks(const std::string& phase, PhaseOutcome& out) const {
    auto found = by_phase_.find(phase);
    if (found == by_phase_.end()) return;
    std::vector<int> late;
    for (const TaskLife* task : found->second) {
      ++out.tasks;
      out.returned += task->turn > 1;
      for (int rung = 1; rung <= task->rung && rung <= 2; ++rung) ++out.escalated[static_cast<size_t>(rung) - 1];
      if (IsLate(*task, report_.last_day)) late.push_back(calendar_.WorkingDaysBetween(task->due, task->ended.value_or(report_.last_day)));
    }
    out.late = static_cast<int>(late.size());
    if (late.empty()) return;
    std::sort(late.begin(), late.end());
    out.median_days_late = late[late.size() / 2];
    out.most_days_late = late.back();
  }

  // Who was waited for, back from the task that ended it to a day of the plan.
  std::vector<PathLink> PathTo(int64_t task) const {
    std::vector<PathLink> path;
    for (int64_t at = task; at != 0 && path.size() < kLongestPath;) {
      const TaskLife& life = chronicle_.Task(at);
      PathLink link;
      link.task = at;
      link.title = TitleOfTask(life.kind);
      link.unit = NameOfUnit(life.unit);
      link.person = life.person;
      link.name = NameOf(life.person);
      link.from = life.opened;
      link.due = life.due;
      link.to = life.ended.value_or(report_.last_day);
      link.working_days = calendar_.WorkingDaysBetween(link.from, link.to);
      link.days_late = std::max(0, calendar_.WorkingDaysBetween(link.due, link.to));
      path.push_back(std::move(link));
      at = life.cause;
    }
    std::reverse(path.begin(), path.end());
    return path;
  }

  void ListUnfinished(const PhaseOutcome& outcome, const workflow::v1::Phase& phase, const StepLife& step) {
    // The step of the closing itself is what tells of all others.
    if (phase.scope() == workflow::v1::SCOPE_MUNICIPALITY && step.subject.empty() && chronicle_.ClosedBy(stage_.cycle()) == step.cause) return;
    Unfinished gap;
    gap.phase = outcome.title;
    gap.leader = NameOf(step.leader);
    gap.unit = step.leader.empty() ? NameOfUnit(step.subject) : "";
    gap.state = step.shown;
    if (step.last_task != 0) {
      const TaskLife& task = chronicle_.Task(step.last_task);
      if (gap.unit.empty()) gap.unit = NameOfUnit(task.unit);
      if (task.state != TaskState::kDone) {
        gap.waiting_for = NameOf(task.person);
        gap.task = TitleOfTask(task.kind);
        gap.due = task.due;
      }
    }
    report_.unfinished.push_back(std::move(gap));
  }

  void ListDaysOff() {
    const List* holidays = stage_.plan()["holidays"].AsList();
    for (const Value& row : holidays == nullptr ? List() : *holidays) {
      report_.days_off.push_back({ParseDate(row["date"].Text()).value_or(Date()), ParseDate(row["moved_to"].Text()).value_or(Date()),
                                  row["id"].Text(), row["phase"].Text()});
    }
  }

  engine::View& seen_;
  Stage& stage_;
  const Player& player_;
  const Manner& manner_;
  const Chronicle& chronicle_;
  const cycle::Cycle cycle_;
  const std::shared_ptr<const statechart::Workflow> workflow_;
  const calendar::Calendar& calendar_;
  std::map<std::string, std::vector<const TaskLife*>> by_phase_;
  std::map<std::string, std::vector<const StepLife*>> steps_;
  Report report_;
};

}  // namespace

int Week::year() const { return YearOf(monday + std::chrono::days(3)); }

int Week::number() const {
  const Date thursday = monday + std::chrono::days(3);
  return static_cast<int>((thursday - MakeDate(YearOf(thursday), 1, 1)).count() / 7) + 1;
}

const char* JamKindName(JamKind kind) {
  static constexpr const char* kNames[] = {"talks", "in_hand", "overdue"};
  return kNames[static_cast<int>(kind)];
}

Report MakeReport(engine::View& seen, Stage& stage, const Player& player, const Manner& manner, const std::vector<Turn>& turns) {
  return Reporter(seen, stage, player, manner).Make(turns);
}

}  // namespace arshjul::simulation
