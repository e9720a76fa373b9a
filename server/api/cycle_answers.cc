#include "api/cycle_answers.h"

#include <algorithm>

#include "api/names.h"
#include "api/phase_texts.h"
#include "api/values.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

v1::CyclePhase::State StateOf(const cycle::PhaseRun& run) {
  return run.ended ? v1::CyclePhase::ENDED : run.open ? v1::CyclePhase::OPEN : v1::CyclePhase::NOT_OPEN;
}

v1::Cycle::State StateOf(cycle::CycleState state) {
  switch (state) {
    case cycle::CycleState::kRunning: return v1::Cycle::RUNNING;
    case cycle::CycleState::kSuspended: return v1::Cycle::SUSPENDED;
    case cycle::CycleState::kCancelled: return v1::Cycle::CANCELLED;
    case cycle::CycleState::kClosed: return v1::Cycle::CLOSED;
  }
  return v1::Cycle::STATE_UNSPECIFIED;
}

PhaseTexts TextsOf(engine::View& view, const Asker& asker, const std::string& workflow, const std::string& hash) {
  const cycle::WorkflowRow* row = view.state.workflows.Find(workflow);
  return PhaseTexts(row == nullptr ? nullptr : view.context.workflows(hash, row->source), asker.language);
}

// "annual-cycle@2".
void FillWorkflow(const std::string& key, const std::string& hash, v1::Cycle& out) {
  const size_t at = std::min(key.find('@'), key.size());
  out.set_workflow(key.substr(0, at));
  out.set_workflow_version(at == key.size() ? 0 : std::atoi(key.c_str() + at + 1));
  out.set_workflow_hash(hash);
}

int32_t Whole(const Value& value) {
  const double* number = value.AsNumber();
  return number == nullptr ? 0 : static_cast<int32_t>(*number);
}

const List& Rows(const Value& value) {
  static const List kNone;
  return value.AsList() == nullptr ? kNone : *value.AsList();
}

std::string NameOfHoliday(const std::string& id, const std::string& date, const std::string& language, std::string& shown) {
  shown = id;
  if (id == "weekend") {
    std::optional<Date> day = ParseDate(date);
    shown = day && std::chrono::weekday(*day) == std::chrono::Sunday ? "sunday" : "saturday";
  }
  return messages::Render(language, "holiday." + shown);
}

void FillPhase(const cycle::PhaseTally& tally, PhaseTexts& texts, v1::PhaseOverview& out) {
  out.set_id(tally.run.id);
  out.set_title(texts.Phase(tally.run.id));
  out.set_opens(FormatDate(tally.run.opens));
  out.set_ends(FormatDate(tally.run.ends));
  out.set_state(StateOf(tally.run));
  out.set_due(tally.tally.due);
  out.set_done(tally.tally.ended);
  out.set_overdue(tally.tally.overdue);
  out.set_vacant(tally.tally.vacant);
  out.set_excused(tally.tally.excused);
  out.set_out_of_cohort(tally.tally.out_of_cohort);
  out.set_withheld(tally.tally.withheld);
  for (const auto& [shown, count] : tally.counts) (*out.mutable_counts())[shown] = count;
}

void FillCoverage(const cycle::PhaseTally& tally, PhaseTexts& texts, v1::Coverage& out) {
  out.set_kind(tally.run.id);
  out.set_title(texts.Phase(tally.run.id));
  out.set_done(tally.tally.reached);
  out.set_due(tally.tally.due);
  out.set_vacant(tally.tally.vacant);
  out.set_excused(tally.tally.excused);
  out.set_out_of_cohort(tally.tally.out_of_cohort);
  out.set_withheld(tally.tally.withheld);
}

void FillUnit(engine::View& view, const Asker& asker, const cycle::UnitStanding& unit, PhaseTexts& texts, v1::UnitOverview& out) {
  const organisation::Organisation& organisation = view.state.Organisation();
  out.set_name(NameOf(asker.municipality, "units", unit.id));
  out.set_unit_id(unit.id);
  out.set_unit(unit.name);
  out.set_parent_id(unit.parent);
  out.set_depth(unit.depth);
  out.set_leader(unit.leader);
  if (!unit.leader.empty()) out.set_leader_name(organisation.NameOf(unit.leader));
  out.set_vacant(unit.leader.empty());
  for (const cycle::UnitInPhase& row : unit.phases) {
    v1::UnitPhase& phase = *out.add_phases();
    phase.set_phase(row.phase);
    phase.set_state(row.shown);
    phase.set_state_title(texts.State(row.phase, row.shown, row.done));
    phase.set_done(row.done);
    phase.set_overdue(row.overdue);
    phase.set_stuck(row.stuck);
    if (!row.waiting_for.empty()) phase.set_waiting_for(organisation.NameOf(row.waiting_for));
    if (row.due) phase.set_due_date(FormatDate(*row.due));
    phase.set_total_due(row.total_due);
    phase.set_total_done(row.total_done);
    phase.set_total_overdue(row.total_overdue);
  }
}

}  // namespace

void FillRemark(const Value& row, const std::string& language, v1::PlanRemark& out) {
  FieldViolation violation{"", row["problem"].Text(), {}};
  for (const auto& [key, value] : *row.AsObject()) {
    if (const double* number = value.AsNumber()) {
      violation.args[key] = std::to_string(static_cast<int64_t>(*number));
    } else {
      violation.args[key] = value.Text();
    }
  }
  out.set_subject(row["subject"].Text());
  out.set_problem(violation.problem);
  out.set_message(messages::Render(language, violation));
}

void FillCycle(engine::View& view, const Asker& asker, const cycle::Cycle& cycle, v1::Cycle& out) {
  PhaseTexts texts = TextsOf(view, asker, cycle.workflow, cycle.workflow_hash);
  out.set_name(NameOf(asker.municipality, "cycles", cycle.Key()));
  out.set_year(cycle.year);
  FillWorkflow(cycle.workflow, cycle.workflow_hash, out);
  out.set_title(texts.title());
  out.set_state(StateOf(cycle.state));
  out.set_state_reason(cycle.reason);
  for (const auto& [id, value] : cycle.parameters) (*out.mutable_params())[id] = value;
  FillTimestamp(cycle.launched, *out.mutable_launch_time());
  out.set_launched_by(view.state.Organisation().NameOf(cycle.launched_by));
  if (cycle.ended) FillTimestamp(*cycle.ended, *out.mutable_end_time());
  for (const cycle::PhaseRun& run : cycle.phases) {
    v1::CyclePhase& phase = *out.add_phases();
    phase.set_id(run.id);
    phase.set_title(texts.Phase(run.id));
    phase.set_opens(FormatDate(run.opens));
    phase.set_ends(FormatDate(run.ends));
    phase.set_state(StateOf(run));
  }
}

absl::Status FillTaskCounts(engine::View& view, const Asker& asker, Boards& boards, v1::Cycle& out) {
  return boards.With(view, asker.municipality, out.name().substr(out.name().rfind('/') + 1), [&](cycle::Board& board) {
    auto [open, overdue] = board.CountTasks(view.context.calendar->LocalDate(view.context.now));
    out.set_open_tasks(open);
    out.set_overdue_tasks(overdue);
  });
}

void FillPlannedCycle(engine::View& view, const Asker& asker, int year, const Value& answer, v1::Cycle& out) {
  PhaseTexts texts = TextsOf(view, asker, answer["workflow"].Text(), answer["workflow_hash"].Text());
  const cycle::Cycle* before = view.state.CycleOfYear(year);
  out.set_name(NameOf(asker.municipality, "cycles", cycle::Cycle::MakeKey(year, before == nullptr ? 1 : before->launch + 1)));
  out.set_year(year);
  FillWorkflow(answer["workflow"].Text(), answer["workflow_hash"].Text(), out);
  out.set_title(texts.title());
  if (const Object* parameters = answer["parameters"].AsObject()) {
    for (const auto& [id, value] : *parameters) (*out.mutable_params())[id] = value.Text();
  }
  const std::string today = FormatDate(view.context.calendar->LocalDate(view.context.now));
  for (const Value& row : Rows(answer["phases"])) {
    v1::CyclePhase& phase = *out.add_phases();
    phase.set_id(row["id"].Text());
    phase.set_title(texts.Phase(row["id"].Text()));
    phase.set_opens(row["opens"].Text());
    phase.set_ends(row["ends"].Text());
    // Days as text sort as days.
    phase.set_state(row["opens"].Text() <= today ? v1::CyclePhase::OPEN : v1::CyclePhase::NOT_OPEN);
  }
  out.set_open_tasks(Whole(answer["open_tasks"]));
}

void FillPlan(engine::View& view, const Asker& asker, const Value& answer, v1::Plan& out) {
  PhaseTexts texts = TextsOf(view, asker, answer["workflow"].Text(), answer["workflow_hash"].Text());
  out.set_task_count(Whole(answer["tasks"]));
  out.set_leader_count(Whole(answer["leaders"]));
  out.set_unit_count(Whole(answer["units"]));
  out.set_pair_count(Whole(answer["pairs"]));
  for (const Value& row : Rows(answer["phases"])) {
    v1::PlannedPhase& phase = *out.add_phases();
    phase.set_id(row["id"].Text());
    phase.set_title(texts.Phase(row["id"].Text()));
    phase.set_opens(row["opens"].Text());
    phase.set_ends(row["ends"].Text());
    phase.set_task_count(Whole(row["tasks"]));
    phase.set_step_count(Whole(row["steps"]));
  }
  for (const Value& row : Rows(answer["vacancies"])) {
    v1::Vacancy& vacancy = *out.add_vacancies();
    vacancy.set_unit_id(row["unit_id"].Text());
    vacancy.set_unit(row["unit"].Text());
    vacancy.set_rolls_up_to(row["rolls_up_to"].Text());
    vacancy.set_rolls_up_to_name(row["rolls_up_to_name"].Text());
    vacancy.set_rolls_up_to_unit_id(row["rolls_up_to_unit_id"].Text());
  }
  for (const Value& row : Rows(answer["holidays"])) {
    v1::HolidayHit& hit = *out.add_holidays();
    hit.set_date(row["date"].Text());
    hit.set_title(NameOfHoliday(row["id"].Text(), row["date"].Text(), asker.language, *hit.mutable_id()));
    hit.set_phase(row["phase"].Text());
    hit.set_moved_to(row["moved_to"].Text());
  }
  for (const Value& row : Rows(answer["warnings"])) {
    if (row.AsObject() != nullptr) FillRemark(row, asker.language, *out.add_warnings());
  }
}

void FillOverview(engine::View& view, const Asker& asker, const cycle::Cycle& cycle, const cycle::Overview& overview,
                  const std::string& unit, v1::Overview& out) {
  PhaseTexts texts = TextsOf(view, asker, cycle.workflow, cycle.workflow_hash);
  out.set_cycle(NameOf(asker.municipality, "cycles", cycle.Key()));
  out.set_year(cycle.year);
  out.set_state(StateOf(cycle.state));
  FillTimestamp(view.context.now, *out.mutable_time());
  out.set_unit_id(unit);
  for (const cycle::PhaseTally& tally : overview.phases) {
    FillPhase(tally, texts, *out.add_phases());
    FillCoverage(tally, texts, *out.add_coverage());
  }
  out.mutable_units()->Reserve(static_cast<int>(overview.units.size()));
  for (const cycle::UnitStanding& row : overview.units) FillUnit(view, asker, row, texts, *out.add_units());
  out.set_max_span(overview.max_span);
  out.set_max_span_unit_id(overview.max_span_unit);
  out.set_open_tasks(overview.open_tasks);
  out.set_overdue_tasks(overview.overdue_tasks);
  if (overview.open_incidents) out.set_open_incidents(*overview.open_incidents);
}

void FillGap(engine::View& view, const Asker& asker, const cycle::Cycle& cycle, const cycle::Gap& gap, v1::Gap& out) {
  const organisation::Organisation& organisation = view.state.Organisation();
  out.set_id(gap.step);
  out.set_phase(gap.phase);
  if (!gap.units.empty()) {
    out.set_unit_id(gap.units.front());
    const organisation::Unit* unit = organisation.FindUnit(gap.units.front());
    out.set_unit(unit == nullptr ? gap.units.front() : unit->name);
  }
  out.set_explanation(gap.explanation);
  if (!gap.leader.empty()) {
    // A talk's or an agreement's state is its parties': to everybody else it is not done.
    out.set_leader(gap.leader);
    out.set_leader_name(organisation.NameOf(gap.leader));
    out.set_state("open");
    out.set_state_title(messages::Render(asker.language, "step.open"));
    return;
  }
  PhaseTexts texts = TextsOf(view, asker, cycle.workflow, cycle.workflow_hash);
  out.set_state(gap.shown);
  out.set_state_title(texts.State(gap.phase, gap.shown, false));
}

}  // namespace arshjul::api
