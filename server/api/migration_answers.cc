#include "api/cycle_answers.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

int32_t Whole(const Value& value) {
  const double* number = value.AsNumber();
  return number == nullptr ? 0 : static_cast<int32_t>(*number);
}

const List& Rows(const Value& value) {
  static const List kNone;
  return value.AsList() == nullptr ? kNone : *value.AsList();
}

// What no chart has a word for: "waiting", "open", "done".
std::string TitleOf(const std::string& language, const Value& id, const Value& title) {
  if (!title.IsBlank() || id.IsBlank()) return title.Text();
  const std::string key = "step." + id.Text(), word = messages::Render(language, key);
  return word == key ? id.Text() : word;
}

void FillStep(const std::string& language, const Value& row, v1::MigratedStep& out) {
  out.set_step(row["step"].Text());
  out.set_phase(row["phase"].Text());
  out.set_phase_title(row["phase_title"].Text());
  out.set_unit_id(row["unit_id"].Text());
  out.set_subject(row["subject"].Text());
  out.set_from_state(row["from"].Text());
  out.set_from_title(TitleOf(language, row["from"], row["from_title"]));
  out.set_to_state(row["to"].Text());
  out.set_to_title(TitleOf(language, row["to"], row["to_title"]));
  out.set_tasks_kept(Whole(row["tasks_kept"]));
  out.set_tasks_withdrawn(Whole(row["tasks_withdrawn"]));
  out.set_tasks_opened(Whole(row["tasks_opened"]));
  out.set_refused(row["refused"].AsBool() != nullptr && *row["refused"].AsBool());
  for (const Value& remark : Rows(row["remarks"])) FillRemark(remark, language, *out.add_remarks());
}

}  // namespace

void FillMigration(const Asker& asker, const Value& answer, v1::Migration& out) {
  out.set_from(answer["from"].Text());
  out.set_to(answer["workflow"].Text());
  out.set_step_count(Whole(answer["total"]));
  for (const Value& row : Rows(answer["steps"])) FillStep(asker.language, row, *out.add_steps());
  for (const Value& row : Rows(answer["problems"])) FillRemark(row, asker.language, *out.add_problems());
  for (const Value& row : Rows(answer["phases"])) {
    v1::MigratedPhase& phase = *out.add_phases();
    phase.set_id(row["id"].Text());
    phase.set_title(row["title"].Text());
    phase.set_opens(row["opens"].Text());
    phase.set_ends(row["ends"].Text());
    v1::MigratedPhase::Change change = v1::MigratedPhase::CHANGE_UNSPECIFIED;
    if (v1::MigratedPhase::Change_Parse(row["change"].Text(), &change)) phase.set_change(change);
    for (const Value& remark : Rows(row["remarks"])) FillRemark(remark, asker.language, *phase.add_remarks());
  }
}

}  // namespace arshjul::api
