#include "year/municipality.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/hash.h"
#include "imports/imports.h"
#include "simulation/filling.h"

namespace arshjul::year {

using namespace cycle;

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

std::optional<std::string> OpenTexts::Read(const std::string&, const std::string& id) {
  auto it = texts.find(id);
  return it == texts.end() ? std::nullopt : std::optional(it->second);
}

std::string OpenTexts::Commitment(const std::string& owner, const std::string& id, const std::string& text) {
  return Sha256Hex(owner + id + text);
}

Municipality::Municipality(Date today)
    : calendar_(*calendar::LoadZone("Europe/Oslo")), state_(std::make_unique<State>(nullptr)) {
  now_ = calendar_.At(today, 8, 0);
}

Context Municipality::ContextOf(const std::string& actor) {
  return {now_, actor, Sha256Hex(std::to_string(log_.size())).substr(0, 32), &calendar_,
          [this](const std::string& hash, const std::string& source) {
            auto& workflow = library_[hash];
            if (workflow == nullptr) workflow = statechart::LoadWorkflow(source).workflow;
            return workflow;
          },
          &texts_};
}

Outcome Municipality::Do(const std::string& actor, const Command& command) {
  Context context = ContextOf(actor);
  Outcome outcome = Decide(*state_, command, context);
  if (outcome.refusal) {
    state_->Undo();
    return outcome;
  }
  state_->Accept();
  if (!outcome.events.empty()) log_.push_back({now_, outcome.events});
  for (const VaultText& text : outcome.vault) texts_.texts[text.id] = text.text;
  notices.insert(notices.end(), outcome.notices.begin(), outcome.notices.end());
  return outcome;
}

Date Municipality::Today() const { return calendar_.LocalDate(now_); }

void Municipality::Advance(Date to) {
  Instant until = calendar_.At(to, 8, 0);
  while (const Timer* next = state_->timers.First()) {
    if (next->at > until) break;
    now_ = std::max(now_, next->at);
    Outcome outcome = Do("system", FireTimer{next->Key()});
    if (outcome.refusal) throw std::runtime_error(std::string("timer refused: ") + ReasonName(outcome.refusal->reason));
  }
  now_ = std::max(now_, until);
}

Object Municipality::Fill(const Task& task, const FormAction& action, const Object& given) {
  return FillForm(*state_, ContextOf(task.assignment.person), task, action, given);
}

Object FillForm(State& state, const Context& context, const Task& task, const FormAction& action, const Object& given) {
  Form form = BuildForm(state, context, task, given, "nb", [](const auto&) { return true; });
  simulation::Pen pen;
  pen.ahead = std::max(task.due, context.calendar->LocalDate(context.now));
  return simulation::FillForm(form, action, pen, given);
}

int Municipality::CompleteAll() {
  int done = 0;
  for (bool again = true; again;) {
    again = false;
    std::vector<std::string> keys;
    for (const Task* task : state_->tasks.By(Task::kOpen, "open")) keys.push_back(task->Key());
    for (const std::string& key : keys) {
      const Task task = *state_->tasks.Find(key);
      if (task.state != TaskState::kOpen) continue;
      for (const FormAction& action : ActionsOf(*state_, ContextOf(task.assignment.person), task, "nb")) {
        if (action.back) continue;
        Outcome outcome = Do(task.assignment.person, CompleteTask{task.number, action.id, Fill(task, action), std::nullopt});
        if (outcome.refusal) {
          std::string why = task.kind + "." + action.id + " for " + task.unit + ": " + ReasonName(outcome.refusal->reason);
          for (const FieldViolation& violation : outcome.refusal->fields) why += "\n  " + violation.field + ": " + violation.problem;
          throw std::runtime_error(why);
        }
        ++done;
        again = true;
        break;
      }
    }
  }
  return done;
}

std::unique_ptr<Municipality> Loten() {
  const std::string root = ARSHJUL_SOURCE_DIR;
  auto loten = std::make_unique<Municipality>(MakeDate(2014, 8, 15));
  CreateMunicipality create{"loten", "Løten kommune", "nb", {}, true, {}, {}, "PS 1/14", {ReadFile(root + "/workflows/annual-cycle/workflow.yaml")}};
  using organisation::Role;
  create.founders = {{Role::kOffice, {"office", "Kommunedirektørens stab", ""}}, {Role::kController, {"controller", "Controller", ""}},
                     {Role::kCouncil, {"council", "Ordfører", ""}}, {Role::kMandate, {"council", "Ordfører", ""}}, {Role::kAuditor, {"auditor", "Revisor", ""}}};
  loten->Do("office", create);
  imports::OrganisationFile file = imports::ReadOrganisation(ReadFile(root + "/demo/organisation.csv"));
  ImportOrganisation import;
  for (const auto& row : file.rows) {
    import.units.push_back({row.line, row.unit_id, row.unit, row.parent_id, row.level, row.leader_id, row.leader, row.title, row.from, row.to});
  }
  loten->Do("office", import);
  ImportScorecards cards;
  for (const auto& row : imports::ReadScorecards(ReadFile(root + "/demo/scorecards.csv")).rows) {
    // The cycle of 2015 begins with the card of 2014.
    if (row.year != 2014) continue;
    cards.rows.push_back({row.line, row.unit, row.group, row.perspective, row.indicator, row.unit_of_measure, row.source, row.year,
                          row.baseline, row.result, row.target, row.next_target});
  }
  loten->Do("office", cards);
  return loten;
}

ImportOrganisation LargeOrganisation(int units, int span) {
  ImportOrganisation import;
  for (int i = 0; i < units; ++i) {
    std::string id = "u" + std::to_string(i);
    std::string leader = "p" + std::to_string(i);
    import.units.push_back({i + 2, id, "Enhet " + std::to_string(i), i == 0 ? "" : "u" + std::to_string((i - 1) / span), "", leader, "Leder " + std::to_string(i), "Leder", {}, {}});
  }
  return import;
}

}  // namespace arshjul::year
