#include "api/task_answers.h"

#include <algorithm>
#include <map>

#include "api/names.h"
#include "api/values.h"
#include "base/words.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

void FillEarlier(const cycle::FormField& field, const std::string& language, v1::EarlierAnswer& out) {
  const cycle::EarlierAnswer& earlier = *field.earlier;
  out.set_year(earlier.year);
  FillValue(earlier.value, *out.mutable_value());
  const std::optional<Date> day = field.type == "DATE" ? ParseDate(earlier.value.Text()) : std::nullopt;
  if (day) {
    out.set_text(messages::RenderDate(language, *day));
  } else if (earlier.value.AsList() == nullptr) {
    out.set_text(earlier.words.empty() ? earlier.value.Text() : earlier.words);
  }
}

void FillField(const cycle::FormField& field, const std::string& language, v1::Field& out) {
  out.set_id(field.id);
  out.set_label(field.label);
  v1::Field::Type type = v1::Field::TYPE_UNSPECIFIED;
  if (v1::Field::Type_Parse(field.type, &type)) out.set_type(type);
  out.set_required(field.required);
  out.set_audience(static_cast<v1::Field::Audience>(field.audience));
  out.set_purpose(field.purpose);
  out.set_help(field.help);
  out.set_never(field.never);
  out.set_unit(field.unit);
  for (const cycle::FormOption& option : field.options) {
    v1::Option* shown = out.add_options();
    shown->set_value(option.value);
    shown->set_label(option.label);
  }
  for (const cycle::FormField& column : field.columns) FillField(column, language, *out.add_columns());
  if (!field.min.IsNull()) FillValue(field.min, *out.mutable_min());
  if (!field.max.IsNull()) FillValue(field.max, *out.mutable_max());
  if (!field.standard.IsNull()) FillValue(field.standard, *out.mutable_default_());
  out.set_read_only(field.read_only);
  out.set_open_rows(field.open_rows);
  out.set_max_length(field.max_length);
  out.set_required_unless(field.unless);
  if (field.earlier) FillEarlier(field, language, *out.mutable_earlier());
}

void FillAction(const std::string& id, const std::string& title, bool back, const std::vector<std::string>& fields,
                const std::vector<std::string>& required, v1::Action& out) {
  out.set_id(id);
  out.set_title(title);
  out.set_leads(back ? v1::Action::BACK : v1::Action::FORWARD);
  for (const std::string& field : fields) out.add_fields(field);
  for (const std::string& field : required) out.add_required_fields(field);
}

}  // namespace

void FillTask(const cycle::TaskShown& task, const Asker& asker, v1::Task& out) {
  out.set_name(NameOf(asker.municipality, "tasks", task.number));
  out.set_title(task.title);
  out.set_unit(task.unit);
  out.set_unit_id(task.unit_id);
  out.set_cycle(NameOf(asker.municipality, "cycles", task.cycle));
  out.set_phase(task.phase);
  out.set_kind(task.kind);
  out.set_state(static_cast<v1::Task::State>(task.state));
  out.set_assignee(task.assignee);
  out.set_assignee_name(task.assignee_name);
  out.set_on_behalf_of(task.on_behalf_of);
  out.set_subject(task.subject);
  out.set_subject_name(task.subject_name);
  FillTimestamp(task.opened, *out.mutable_open_time());
  FillTimestamp(task.due, *out.mutable_due_time());
  out.set_overdue(task.overdue);
  if (task.ended) FillTimestamp(*task.ended, *out.mutable_end_time());
  // Whoever is told the state alone gets nothing else.
  if (task.revision == 0) return;
  out.set_assigned_because(messages::Render(asker.language, "because." + Lower(organisation::BecauseName(task.because)), task.because_args));
  out.set_etag(std::to_string(task.revision));
  out.set_instruction(task.instruction);
  for (const cycle::TaskComment& comment : task.comments) {
    v1::Comment* shown = out.add_comments();
    shown->set_asked(comment.asked);
    if (comment.answer_by) shown->set_answer_by(FormatDate(*comment.answer_by));
    shown->set_author(comment.author);
    FillTimestamp(comment.time, *shown->mutable_time());
    shown->set_text(comment.text);
  }
  for (const cycle::FormField& field : task.form.fields) FillField(field, asker.language, *out.mutable_form()->add_fields());
  if (!task.form.draft.empty()) FillStruct(Value(task.form.draft), *out.mutable_form()->mutable_draft());
  for (const cycle::FormAction& action : task.actions) {
    FillAction(action.id, action.title, action.back, action.fields, action.required, *out.add_actions());
  }
  out.set_completed_by(task.completed_by);
  out.set_completed_action(task.completed_action);
}

void FillReminders(const Value& answer, const Asker& asker, v1::RemindTasksResponse& out) {
  static const std::map<std::string, v1::Reminder::Skipped> kSkipped = {
      {"away", v1::Reminder::AWAY}, {"reminded_today", v1::Reminder::REMINDED_TODAY}, {"day_off", v1::Reminder::DAY_OFF}};
  if (answer.AsList() == nullptr) return;
  for (const Value& row : *answer.AsList()) {
    v1::Reminder& reminder = *out.add_reminders();
    reminder.set_person(row["person"].Text());
    reminder.set_person_name(row["name"].Text());
    reminder.set_task_count(static_cast<int32_t>(*row["tasks"].AsNumber()));
    reminder.set_overdue_count(static_cast<int32_t>(*row["overdue"].AsNumber()));
    reminder.set_last_reminded(row["last"].Text());
    const std::string why = row["why_not"].Text();
    if (why.empty()) continue;
    reminder.set_skipped(kSkipped.at(why));
    reminder.set_skipped_because(messages::Render(asker.language, "value.why." + why));
  }
  std::sort(out.mutable_reminders()->begin(), out.mutable_reminders()->end(), [](const v1::Reminder& a, const v1::Reminder& b) {
    return std::tie(a.person_name(), a.person()) < std::tie(b.person_name(), b.person());
  });
}

void FillOffer(const cycle::Offer& offer, const Asker& asker, v1::Action& out) {
  const std::string title = offer.title.empty() ? messages::Render(asker.language, "action." + offer.id, offer.args) : offer.title;
  FillAction(offer.id, title, offer.back, offer.fields, offer.required, out);
  for (const std::string& person : offer.persons) out.add_persons(person);
  // A verb leads neither on nor back, but for those of a form.
  if (offer.title.empty()) out.set_leads(v1::Action::LEADS_UNSPECIFIED);
}

}  // namespace arshjul::api
