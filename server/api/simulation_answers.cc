#include "api/simulation_answers.h"

#include <fmt/format.h>

#include "messages/messages.h"

namespace arshjul::api {
namespace {

using simulation::Report;

std::string Text(const std::optional<Date>& date) { return date ? FormatDate(*date) : ""; }

std::string WeekText(const Report& report, int at) {
  const simulation::Week& week = report.weeks[static_cast<size_t>(at)];
  return fmt::format("{}-W{:02}", week.year(), week.number());
}

std::string NameOfDay(const simulation::DayOff& day, const std::string& language) {
  if (day.id != "weekend") return messages::Render(language, "holiday." + day.id);
  return messages::Render(language, std::chrono::weekday(day.date) == std::chrono::Sunday ? "holiday.sunday" : "holiday.saturday");
}

void FillPhase(const simulation::PhaseOutcome& phase, v1::SimulatedPhase& out) {
  out.set_id(phase.id);
  out.set_title(phase.title);
  out.set_opens(FormatDate(phase.opens));
  out.set_ends(FormatDate(phase.ends));
  out.set_last_done(Text(phase.last_done));
  out.set_step_count(phase.steps);
  out.set_done_count(phase.done);
  out.set_in_time_count(phase.in_time);
  out.set_overtaken_count(phase.overtaken);
  out.set_cancelled_count(phase.cancelled);
  out.set_unfinished_count(phase.unfinished);
  out.set_task_count(phase.tasks);
  out.set_late_task_count(phase.late);
  out.set_median_days_late(phase.median_days_late);
  out.set_most_days_late(phase.most_days_late);
  out.set_returned_count(phase.returned);
  out.set_told_superior_count(phase.escalated[0]);
  out.set_told_office_count(phase.escalated[1]);
  for (const simulation::PathLink& link : phase.path) {
    v1::SimulatedWait& wait = *out.add_path();
    wait.set_task(link.title);
    wait.set_unit(link.unit);
    wait.set_person(link.person);
    wait.set_person_name(link.name);
    wait.set_from(FormatDate(link.from));
    wait.set_due(FormatDate(link.due));
    wait.set_to(FormatDate(link.to));
    wait.set_working_days(link.working_days);
    wait.set_days_late(link.days_late);
  }
}

void FillPerson(const Report& report, const simulation::PersonLoad& person, v1::SimulatedPerson& out) {
  out.set_person(person.person);
  out.set_name(person.name);
  out.set_unit(person.unit);
  out.set_unit_id(person.unit_id);
  out.set_habit(simulation::HabitName(person.habit));
  out.set_received_count(person.received);
  out.set_completed_count(person.completed);
  out.set_late_count(person.late);
  out.set_escalated_count(person.escalated);
  out.set_talk_count(person.talks);
  out.set_most_in_hand(person.most_in_hand);
  for (const simulation::PersonWeek& load : person.weeks) {
    v1::SimulatedWeek& week = *out.add_weeks();
    week.set_week(WeekText(report, load.week));
    week.set_received_count(load.received);
    week.set_in_hand_count(load.in_hand);
    week.set_open_count(load.open);
    week.set_overdue_count(load.overdue);
    week.set_completed_count(load.completed);
    week.set_talk_count(load.talks);
  }
}

void FillJam(const Report& report, const simulation::Jam& jam, const std::string& language, v1::SimulatedJam& out) {
  out.set_kind(simulation::JamKindName(jam.kind));
  out.set_person(jam.person);
  out.set_name(jam.name);
  out.set_unit(jam.unit);
  out.set_first_week(WeekText(report, jam.first_week));
  out.set_last_week(WeekText(report, jam.last_week));
  out.set_count(jam.count);
  out.set_message(messages::Render(language, "simulation.jam." + out.kind(),
                                   {{"name", jam.name}, {"count", std::to_string(jam.count)}, {"first", out.first_week()}, {"last", out.last_week()}}));
}

void FillGap(const simulation::Unfinished& gap, v1::SimulatedGap& out) {
  out.set_phase(gap.phase);
  out.set_unit(gap.unit);
  out.set_leader(gap.leader);
  out.set_state(gap.state);
  out.set_waiting_for(gap.waiting_for);
  out.set_task(gap.task);
  out.set_due(Text(gap.due));
}

}  // namespace

void FillReport(const Report& report, const std::string& language, v1::SimulationReport& out) {
  out.set_municipality(report.municipality);
  out.set_workflow(report.workflow);
  out.set_year(report.year);
  out.set_seed(static_cast<int64_t>(report.seed));
  out.set_profile(report.profile == simulation::Profile::kWorst ? v1::WORST : v1::REALISTIC);
  out.set_launched(FormatDate(report.launched));
  out.set_last_day(FormatDate(report.last_day));
  out.set_closed(Text(report.closed));
  out.set_leader_count(report.leaders);
  out.set_unit_count(report.units);
  out.set_absence_count(report.absences);
  out.set_successor_count(report.successors);
  out.set_task_count(report.tasks);
  out.set_late_task_count(report.late);
  out.set_talk_count(report.talks);
  for (const simulation::PhaseOutcome& phase : report.phases) FillPhase(phase, *out.add_phases());
  for (const simulation::PersonLoad& person : report.persons) FillPerson(report, person, *out.add_persons());
  for (const simulation::Jam& jam : report.jams) FillJam(report, jam, language, *out.add_jams());
  for (const simulation::DayOff& day : report.days_off) {
    v1::SimulatedDayOff& shown = *out.add_days_off();
    shown.set_date(FormatDate(day.date));
    shown.set_title(NameOfDay(day, language));
    shown.set_phase(day.phase);
    shown.set_moved_to(FormatDate(day.moved_to));
  }
  for (const simulation::Unfinished& gap : report.unfinished) FillGap(gap, *out.add_gaps());
  for (const auto& [what, count] : report.troubles) out.add_faults(fmt::format("{} ({})", what, count));
  for (const simulation::Incident& incident : report.incidents) {
    out.add_faults(fmt::format("{} {} {}: {}", FormatDate(incident.day), incident.step, incident.event, incident.cause));
  }
}

}  // namespace arshjul::api
