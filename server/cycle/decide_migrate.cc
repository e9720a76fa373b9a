// A running cycle moves to another version of its workflow: all of it, or nothing.
#include <algorithm>
#include <set>

#include "cycle/form.h"
#include "cycle/incidents.h"
#include "cycle/migrate.h"
#include "cycle/plan.h"
#include "cycle/relation.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using workflow::v1::Phase;

// Steps that a plan lists one by one; what cannot go along comes first, and the rest is counted.
constexpr size_t kMostStepsListed = 1000;
// Reasons that a refusal lists; more than that nobody reads, and an answer must stay small.
constexpr size_t kMostReasons = 1000;
constexpr const char* kIncidentRetried = "migration_incident_retried";

class Migration {
 public:
  Migration(Decision& decision, const Cycle& before, const Cycle& after, Versions versions)
      : decision_(decision), before_(before), after_(after), versions_(std::move(versions)) {}

  // What cannot be, all of it.
  const std::vector<FieldViolation>& Plan() {
    for (FieldViolation& problem : PlanProblems(decision_, after_, *versions_.to)) problems_.push_back(std::move(problem));
    for (const PhaseRun& run : before_.phases) {
      if (!Follows(run)) continue;
      for (const Step* step : decision_.state.steps.By(Step::kRunningByPhase, before_.Key() + "/" + run.id)) {
        moves_.push_back(PlanMove(decision_, versions_, *step));
      }
    }
    for (const StepMove& move : moves_) TellReasons(move);
    TellTotals();
    return problems_;
  }

  // The other version is the cure for what this one's faults have parked: it has its try at it, where it has such a time at all.
  void ReleaseSteps() {
    for (const Incident& incident : ParkedOfSteps(decision_, before_.Key())) {
      const Step& step = *decision_.state.steps.Find(incident.step);
      const bool stays = !versions_.to->phases.contains(step.phase) || TimerStays(PlanMove(decision_, versions_, step), *incident.timer);
      ReleaseParked(decision_, incident, stays ? IncidentState::kRetried : IncidentState::kOvertaken, versions_.reason);
      if (stays) remarks_[incident.step].push_back({"", kIncidentRetried, {{"incident", std::to_string(incident.number)}}});
    }
  }

  void Make() {
    for (const StepMove& move : moves_) WithdrawTasks(decision_, versions_, move, remarks_[move.step.Key()]);
    decision_.Emit(CycleMigrated{before_.Key(), after_.workflow, after_.workflow_hash, versions_.reason, after_.parameters, after_.phases});
    ReleasePhases();
    SetPhaseTimers();
    SettlePhases();
    for (const StepMove& move : moves_) {
      MakeMove(decision_, versions_, move, remarks_[move.step.Key()]);
      if (decision_.refused()) return;
    }
    for (const StepMove& move : moves_) FollowArrival(decision_, move.step.Key());
    OpenWhatIsDue();
    Settle(decision_);
  }

  void Describe() {
    CountTasks();
    Object answer{{"workflow", after_.workflow}, {"workflow_hash", after_.workflow_hash}, {"from", before_.workflow},
                  {"total", static_cast<int64_t>(moves_.size())}};
    List steps, problems, phases;
    for (const bool refused : {true, false}) {
      for (const StepMove& move : moves_) {
        if (refused == RefusedOpenly(move) && steps.size() < kMostStepsListed) steps.push_back(Described(move));
      }
    }
    for (const FieldViolation& problem : problems_) problems.push_back(AsValue(problem));
    for (const PhaseRun& run : after_.phases) phases.push_back(OfPhase(run));
    for (const PhaseRun& run : before_.phases) {
      if (after_.FindPhase(run.id) != nullptr || Begun(decision_.state, before_, run)) continue;
      phases.push_back(Object{{"id", run.id}, {"title", PhaseTitle(run.id)}, {"opens", FormatDate(run.opens)}, {"ends", FormatDate(run.ends)},
                              {"change", "REMOVED"}});
    }
    answer["steps"] = std::move(steps);
    answer["problems"] = std::move(problems);
    answer["phases"] = std::move(phases);
    decision_.outcome.answer = std::move(answer);
  }

 private:
  // Can what is there of the phase be in the new version at all?
  bool Follows(const PhaseRun& run) {
    auto now = versions_.to->phases.find(run.id);
    const Phase& phase = *versions_.from->phases.at(run.id);
    if (!Begun(decision_.state, before_, run)) return false;
    const std::string title = TextIn(phase.title(), decision_.self().language);
    if (now == versions_.to->phases.end()) {
      const auto steps = decision_.state.steps.By(Step::kByPhase, before_.Key() + "/" + run.id).size();
      problems_.push_back({"phases/" + run.id, "migration_phase_gone", {{"phase", title}, {"count", std::to_string(steps)}}});
    } else if (now->second->scope() != phase.scope()) {
      problems_.push_back({"phases/" + run.id, "migration_scope_changed", {{"phase", title}}});
    } else {
      return true;
    }
    return false;
  }

  std::string SubjectOf(const Step& step) {
    if (IsPersonal(step)) return decision_.org().NameOf(step.leader);
    const organisation::Unit* unit = decision_.org().FindUnit(step.subject);
    return unit == nullptr ? step.subject.empty() ? decision_.self().name : step.subject : unit->name;
  }

  std::string PhaseTitle(const std::string& id) { return TextIn(versions_.from->phases.at(id)->title(), decision_.self().language); }

  // Where two stand with each other is between them: of a talk and an agreement only totals are told.
  void TellReasons(const StepMove& move) {
    for (const FieldViolation& reason : move.reasons) {
      FieldViolation told = reason;
      told.args["phase"] = PhaseTitle(move.step.phase);
      if (IsPersonal(move.step)) {
        told.field = "phases/" + move.step.phase;
        ++totals_[{told.field, told.problem, told.args}];
        continue;
      }
      told.field = "steps/" + move.step.Key();
      told.args["who"] = SubjectOf(move.step);
      problems_.push_back(std::move(told));
    }
  }

  void TellTotals() {
    for (const auto& [what, count] : totals_) {
      FieldViolation told{std::get<0>(what), std::get<1>(what), std::get<2>(what)};
      told.args["count"] = std::to_string(count);
      problems_.push_back(std::move(told));
    }
  }

  static bool SameDays(const PhaseRun& a, const PhaseRun& b) { return a.opens == b.opens && a.ends == b.ends; }

  // What is parked of phases becomes timers again, as of steps: one that fails under this version, too, is parked by itself and
  // stops nothing else. That a phase never opens was somebody's decision, and holds as long as the phase keeps its days.
  void ReleasePhases() {
    for (const Incident* incident : decision_.state.incidents.By(Incident::kByCycle, before_.Key())) {
      const bool opening = incident->timer && incident->timer->kind == Timer::Kind::kPhaseOpens;
      const PhaseRun* was = before_.FindPhase(incident->phase);
      const PhaseRun* is = after_.FindPhase(incident->phase);
      const bool kept = was != nullptr && is != nullptr && SameDays(*was, *is);
      if (opening && kept && incident->state == IncidentState::kSkipped) skipped_.insert(incident->phase);
    }
    parked_ = ParkedOfPhases(decision_, before_.Key());
    for (const Incident& incident : parked_) {
      const PhaseRun* is = after_.FindPhase(incident.phase);
      const bool opening = incident.timer->kind == Timer::Kind::kPhaseOpens;
      if (is == nullptr || (opening ? is->open : is->ended)) continue;
      decision_.Emit(TimerSet{*incident.timer});
      if (opening) released_.insert(incident.phase);
    }
  }

  // Tried again where it comes now; a later day, or a phase that is no more, has taken its place.
  void SettlePhases() {
    for (const Incident& incident : parked_) {
      const auto timers = decision_.state.timers.By(0, before_.Key());
      const bool comes = std::any_of(timers.begin(), timers.end(), [&](const Timer* timer) {
        return timer->kind == incident.timer->kind && timer->phase == incident.phase && timer->at <= decision_.context.now;
      });
      SettleParked(decision_, incident, comes ? IncidentState::kRetried : IncidentState::kOvertaken, versions_.reason);
      if (comes) phase_remarks_[incident.phase].push_back({"", kIncidentRetried, {{"incident", std::to_string(incident.number)}}});
    }
  }

  // Opening and ending of what is no more a plan stand as they were set.
  void SetPhaseTimers() {
    std::vector<std::string> gone;
    std::set<std::string> standing;
    for (const Timer* timer : decision_.state.timers.By(0, before_.Key())) {
      if (timer->kind != Timer::Kind::kPhaseOpens && timer->kind != Timer::Kind::kPhaseEnds) continue;
      const PhaseRun* was = before_.FindPhase(timer->phase);
      const PhaseRun* is = after_.FindPhase(timer->phase);
      if (was != nullptr && is != nullptr && (is->ended || SameDays(*was, *is))) {
        standing.insert(timer->phase);
      } else {
        gone.push_back(timer->Key());
      }
    }
    for (const std::string& timer : gone) decision_.Emit(TimerEnded{timer, false});
    const calendar::Calendar& calendar = *decision_.context.calendar;
    for (const PhaseRun& run : after_.phases) {
      if (standing.contains(run.id) || run.ended) continue;
      SetPhaseTimer(decision_, before_.Key(), run.id, Timer::Kind::kPhaseEnds, calendar.EndOfDay(run.ends));
      if (!run.open && !skipped_.contains(run.id)) SetPhaseTimer(decision_, before_.Key(), run.id, Timer::Kind::kPhaseOpens, calendar.StartOfDay(run.opens));
    }
  }

  void OpenWhatIsDue() {
    for (const PhaseRun& run : after_.phases) {
      if (run.open || run.ended || run.opens > decision_.Today() || released_.contains(run.id) || skipped_.contains(run.id)) continue;
      std::vector<std::string> opening;
      for (const Timer* timer : decision_.state.timers.By(0, before_.Key())) {
        if (timer->kind == Timer::Kind::kPhaseOpens && timer->phase == run.id) opening.push_back(timer->Key());
      }
      for (const std::string& timer : opening) decision_.Emit(TimerEnded{timer, false});
      OpenPhaseNow(decision_, before_.Key(), run.id, "", "");
    }
  }

  struct TaskCount {
    int64_t opened = 0, withdrawn = 0;
    std::vector<std::string> kinds;  // opened
  };

  // By step, of what this command has set going.
  void CountTasks() {
    for (const Event& event : decision_.outcome.events) {
      if (const auto* opened = std::get_if<TaskOpened>(&event)) {
        ++counts_[opened->task.step].opened;
        counts_[opened->task.step].kinds.push_back(opened->task.kind);
      } else if (const auto* withdrawn = std::get_if<TaskWithdrawn>(&event)) {
        ++counts_[decision_.state.tasks.Find(withdrawn->task)->step].withdrawn;
      }
    }
  }

  static Value AsValue(const FieldViolation& violation) {
    Object out{{"subject", violation.field}, {"problem", violation.problem}};
    for (const auto& [name, value] : violation.args) out[name] = value;
    return out;
  }

  Value OfPhase(const PhaseRun& run) {
    List remarks;
    for (const FieldViolation& remark : phase_remarks_[run.id]) remarks.push_back(AsValue(remark));
    const PhaseRun* was = before_.FindPhase(run.id);
    const char* change = was == nullptr ? "NEW" : SameDays(*was, run) ? "AS_BEFORE" : "MOVED";
    return Object{{"id", run.id}, {"title", TextIn(versions_.to->phases.at(run.id)->title(), decision_.self().language)},
                  {"opens", FormatDate(run.opens)}, {"ends", FormatDate(run.ends)}, {"change", change},
                  {"remarks", std::move(remarks)}};
  }

  std::string StateTitle(const statechart::Workflow& workflow, const Step& step) {
    const statechart::Chart& chart = *workflow.charts.at(workflow.phases.at(step.phase)->chart());
    const workflow::v1::State* state = step.shown.empty() ? nullptr : chart.FindState(step.shown);
    return state == nullptr ? "" : TextIn(state->title(), decision_.self().language);
  }

  static bool RefusedOpenly(const StepMove& move) { return !move.reasons.empty() && !IsPersonal(move.step); }

  Value Described(const StepMove& move) {
    const Step& before = move.step;
    const std::string key = before.Key();
    const Step* now = decision_.state.steps.Find(key);
    const bool personal = IsPersonal(before);
    Object out{{"step", key}, {"phase", before.phase}, {"phase_title", PhaseTitle(before.phase)}, {"subject", SubjectOf(before)},
               {"unit_id", personal ? "" : before.subject}, {"refused", RefusedOpenly(move)}};
    if (personal) {
      // Who repairs incidents sees whose they are, and no more.
      List retried;
      for (const FieldViolation& remark : remarks_[key]) {
        if (remark.problem == kIncidentRetried) retried.push_back(AsValue(remark));
      }
      if (!retried.empty()) out["remarks"] = std::move(retried);
      return out;
    }
    const int64_t withdrawn = counts_[key].withdrawn;
    out["tasks_kept"] = std::max<int64_t>(0, static_cast<int64_t>(before.open_tasks.size()) - withdrawn);
    out["tasks_withdrawn"] = withdrawn;
    out["tasks_opened"] = counts_[key].opened;
    auto shown = [](const Step& step) { return step.state == StepState::kWaiting ? std::string("waiting") : step.shown; };
    out["from"] = shown(before);
    out["from_title"] = StateTitle(*versions_.from, before);
    if (problems_.empty()) {
      out["to"] = shown(*now);
      out["to_title"] = StateTitle(*versions_.to, *now);
    }
    List remarks;
    for (const FieldViolation& reason : move.reasons) remarks.push_back(AsValue(reason));
    for (const FieldViolation& remark : remarks_[key]) remarks.push_back(AsValue(remark));
    for (const std::string& kind : counts_[key].kinds) {
      auto task = versions_.to->tasks.find(kind);
      const std::string title = task == versions_.to->tasks.end() ? kind : TextIn(task->second->title(), decision_.self().language);
      remarks.push_back(Object{{"subject", ""}, {"problem", "migration_task_opened"}, {"task", title}});
    }
    out["remarks"] = std::move(remarks);
    return out;
  }

  Decision& decision_;
  const Cycle before_, after_;
  const Versions versions_;
  std::vector<StepMove> moves_;
  std::vector<FieldViolation> problems_;
  std::map<std::tuple<std::string, std::string, Args>, int> totals_;
  std::map<std::string, std::vector<FieldViolation>> remarks_;  // by step
  std::map<std::string, TaskCount> counts_;
  std::vector<Incident> parked_;                     // of phases
  std::set<std::string> released_, skipped_;         // phases whose opening comes again, or never
  std::map<std::string, std::vector<FieldViolation>> phase_remarks_;
};

// The version asked for: of a source that came along, or one that is known. Null: refused.
const WorkflowRow* VersionFor(Decision& decision, const MigrateCycle& command) {
  if (command.source.empty()) {
    const WorkflowRow* row = FindWorkflow(decision.state, command.workflow);
    if (row == nullptr) decision.Refuse(Reason::kWorkflowNotFound, {{"workflow", command.workflow}});
    return row;
  }
  if (!decision.MayDo(access::Operation::kPublishWorkflow)) return nullptr;
  std::vector<FieldViolation> violations;
  const WorkflowRow* row = PublishSource(decision, command.source, decision.context.actor, violations);
  if (row == nullptr) decision.Refuse(Reason::kInvalidWorkflow, {}, std::move(violations));
  return row;
}

}  // namespace

void DecideCycle(Decision& decision, const MigrateCycle& command) {
  if (!decision.MayDo(access::Operation::kRunCycle)) return;
  const Cycle* found = decision.state.cycles.Find(command.cycle);
  if (found == nullptr) {
    decision.Refuse(Reason::kCycleNotFound, {{"cycle", command.cycle}});
  } else if (found->state != CycleState::kRunning) {
    decision.Refuse(Reason::kCycleNotRunning, {{"cycle", command.cycle}, {"state", CycleStateName(found->state)}});
  } else if (!command.plan_only && Value(command.reason).IsBlank()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"reason", "required", {{"label", "reason"}}}});
  }
  if (decision.refused()) return;
  const Cycle cycle = *found;
  const WorkflowRow* row = VersionFor(decision, command);
  if (row == nullptr) return;
  if (row->Key() == cycle.workflow) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"workflow", "version_already_used", {{"value", row->Key()}}}});
    return;
  }
  const Versions versions{decision.WorkflowOf(cycle), decision.context.workflows(row->hash, row->source), command.reason};
  std::vector<FieldViolation> violations;
  const Cycle after = ResolveMigration(decision, command, cycle, *versions.from, *row, *versions.to, violations);
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  Migration migration(decision, cycle, after, versions);
  migration.ReleaseSteps();
  std::vector<FieldViolation> problems = migration.Plan();
  if (problems.empty()) {
    migration.Make();
  } else if (!command.plan_only) {
    if (problems.size() > kMostReasons) problems.resize(kMostReasons);
    decision.Refuse(Reason::kCannotMigrate, {{"cycle", command.cycle}, {"workflow", row->Key()}}, std::move(problems));
  }
  if (decision.refused()) return;
  decision.outcome.resource = "cycles/" + command.cycle;
  migration.Describe();
}

}  // namespace arshjul::cycle
