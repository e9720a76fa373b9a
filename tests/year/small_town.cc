#include "year/small_town.h"

#include <stdexcept>

namespace arshjul::year {

using namespace cycle;

SmallTown::SmallTown() : Municipality(MakeDate(2014, 8, 15)) {
  using organisation::Role;
  CreateMunicipality create{"town", "Småby", "nb", {}, true, {}, {}, "PS 1/14", {ReadFile(std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/workflow.yaml")}};
  create.founders = {{Role::kOffice, {"office", "Staben", ""}}, {Role::kController, {"controller", "Kontrolleren", ""}},
                     {Role::kCouncil, {"mayor", "Ordføreren", ""}}, {Role::kMandate, {"mayor", "Ordføreren", ""}},
                     {Role::kAuditor, {"auditor", "Revisoren", ""}}, {Role::kSupporter, {"adviser", "Rådgiveren", ""}},
                     {Role::kSupporter, {"stand_in", "Vikaren", ""}}, {Role::kSupporter, {"stranger", "Naboen", ""}}};
  Must("office", create);
  ImportOrganisation import;
  import.units = {{2, "town", "Kommunen", "", "", "top", "Toppen", "", {}, {}},
                  {3, "growth", "Oppvekst", "town", "", "chief", "Sjefen", "", {}, {}},
                  {4, "lund", "Lund skole", "growth", "", "rektor", "Rektoren", "", {}, {}},
                  {5, "care", "Helse", "town", "", "health", "Helselederen", "", {}, {}}};
  Must("office", import);
  ImportScorecards cards;
  cards.rows = {{2, "lund", "felles", "Brukere", "Trivsel", "skala 1-6", "", 2014, {}, measurement::ReadFigure("4,4"), measurement::ReadTarget(">4,5"), {}}};
  Must("office", cards);
}

Outcome SmallTown::Must(const std::string& actor, const Command& command) {
  Outcome outcome = Do(actor, command);
  if (!outcome.refusal) return outcome;
  std::string why = std::string(CommandName(command)) + " by " + actor + ": " + ReasonName(outcome.refusal->reason);
  for (const FieldViolation& violation : outcome.refusal->fields) why += "\n  " + violation.field + ": " + violation.problem;
  throw std::runtime_error(why);
}

void SmallTown::LiveUntil(Date day) {
  Must("office", LaunchCycle{"annual-cycle", 2015, {}, {}});
  for (Date stop : {MakeDate(2014, 8, 15), MakeDate(2014, 9, 26), MakeDate(2014, 12, 16), MakeDate(2015, 1, 2), MakeDate(2016, 1, 4)}) {
    if (stop >= day) break;
    Advance(stop);
    CompleteAll();
  }
  Advance(day);
}

void SmallTown::CompleteWhere(const std::function<bool(const Task&)>& wanted) {
  for (bool again = true; again;) {
    again = false;
    for (const Task* open : state().tasks.By(Task::kOpen, "open")) {
      if (!wanted(*open)) continue;
      const Task task = *open;
      FormAction action = ActionsOf(state(), ContextOf(task.assignment.person), task, "nb").at(0);
      Must(task.assignment.person, CompleteTask{task.number, action.id, Fill(task, action), std::nullopt});
      again = true;
      break;
    }
  }
}

Task SmallTown::TaskOf(const std::string& kind, const std::string& leader_or_unit) {
  const Task* found = nullptr;
  for (const Task* task : state().tasks.All()) {
    const Step* step = state().steps.Find(task->step);
    const std::string& whose = step->leader.empty() ? step->subject : step->leader;
    if (task->kind != kind || whose != leader_or_unit) continue;
    if (found == nullptr || task->state == TaskState::kOpen || found->state != TaskState::kOpen) found = task;
  }
  if (found == nullptr) throw std::runtime_error("no task " + kind + " of " + leader_or_unit);
  return *found;
}

void SmallTown::Complete(const std::string& kind, const std::string& leader_or_unit, const std::string& action_id, Object given) {
  const Task task = TaskOf(kind, leader_or_unit);
  for (const FormAction& action : ActionsOf(state(), ContextOf(task.assignment.person), task, "nb")) {
    if (action.id != action_id) continue;
    Must(task.assignment.person, CompleteTask{task.number, action_id, Fill(task, action, given), std::nullopt});
    return;
  }
  throw std::runtime_error(kind + " of " + leader_or_unit + " cannot be completed with " + action_id);
}

void SmallTown::HoldTalkOfLund() {
  Must("office", RegisterAbsence{"rektor", PersonGiven{"stand_in", "", ""}, {Today(), std::nullopt}});
  Complete("prepare_as_leader", "rektor", "ready", {{"achieved", "Trivselen økte"}, {"own_notes", "Husk lønn"}});
  Complete("prepare_as_superior", "rektor", "ready", {{"achieved", "Godt år"}, {"own_notes", "Vær tydelig"}});
  Complete("appoint", "rektor", "invite", {{"held_on", "2016-02-10"}, {"place", "Rådhuset"}, {"conductor", "adviser"}});
  Complete("minutes", "rektor", "send",
           {{"minutes", "Vi er enige"},
            {"commitments", List{Object{{"by", "leader"}, {"what", "Flere foreldremøter"}, {"due", "2016-02-15"}},
                                 Object{{"by", "superior"}, {"what", "En ny stilling"}, {"about", "unit"}, {"due", "2016-08-01"}}}}});
}

void SmallTown::AgreeWithLund() {
  Complete("confirm", "rektor", "confirm_with_remark", {{"remark", "Jeg er uenig i punkt to"}});
  Complete("write_agreement", "rektor", "send", {{"personal_clauses", "Mentor i høst"}});
  Complete("read_agreement", "rektor", "accept");
  Complete("sign_as_leader", "rektor", "sign");
  Complete("sign_as_superior", "rektor", "sign");
}

void SmallTown::RefuseWithHealth() {
  CompleteWhere([&](const Task& task) {
    const Step* step = state().steps.Find(task.step);
    return step->leader == "health" && !task.kind.starts_with("sign_as");
  });
  Complete("sign_as_leader", "health", "refuse", {{"refusal_reason", "Målet er urimelig"}});
}

}  // namespace arshjul::year
