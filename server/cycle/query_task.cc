#include "cycle/query_task.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "cycle/decision.h"
#include "cycle/delegation.h"
#include "cycle/earlier_answer.h"

namespace arshjul::cycle {

using access::Audience;
using access::Relation;
using organisation::Because;
using organisation::Role;

namespace {

std::string UnitName(State& state, const std::string& id) {
  const organisation::Unit* unit = state.Organisation().FindUnit(id);
  return unit == nullptr ? id : unit->name;
}

bool OnlyRefuses(const google::protobuf::RepeatedPtrField<workflow::v1::State>& states, const std::string& prefix, bool& other) {
  bool refuses = false;
  for (const workflow::v1::State& state : states) {
    for (const workflow::v1::Transition& transition : state.on()) {
      if (!transition.event().starts_with(prefix)) continue;
      bool records = std::any_of(transition.actions().begin(), transition.actions().end(), [](const auto& action) {
        return action.record() == workflow::v1::RECORD_REFUSAL;
      });
      (records ? refuses : other) = true;
    }
    refuses |= OnlyRefuses(state.states(), prefix, other);
  }
  return refuses;
}

// A task that is there only because somebody would not sign tells outsiders so by its very title.
bool TellsOfRefusal(const statechart::Workflow& workflow, const Task& task) {
  auto phase = workflow.phases.find(task.phase);
  if (phase == workflow.phases.end()) return false;
  for (const workflow::v1::Chart& chart : workflow.definition.charts()) {
    if (chart.id() != phase->second->chart()) continue;
    bool other = false;
    return OnlyRefuses(chart.states(), "task." + task.kind + ".", other) && !other;
  }
  return false;
}

// The unit that gives the assignee this task: the task's own, or the nearest above that the assignee leads.
std::string LedUnit(State& state, const Task& task, Date today) {
  const organisation::Organisation& org = state.Organisation();
  for (const organisation::Unit* at = org.FindUnit(task.unit); at != nullptr; at = org.FindUnit(at->parent)) {
    const organisation::Holding* holding = org.HolderOf(at->id, today);
    if (holding != nullptr && holding->person == task.assignment.person) return at->name;
  }
  return "";
}

std::map<std::string, std::string> BecauseArgs(State& state, const Task& task, Date today) {
  const organisation::Organisation& org = state.Organisation();
  switch (task.assignment.because) {
    case Because::kHolder:
    case Because::kNearestAbove:
    case Because::kNotOwnReview: return {{"unit", LedUnit(state, task, today)}};
    case Because::kDeputy:
    case Because::kDelegated: return {{"holder", org.NameOf(task.assignment.on_behalf_of)}};
    case Because::kMandate: {
      const organisation::RoleBinding* binding = org.BindingOf(Role::kMandate, today);
      return {{"authority", binding == nullptr ? "" : binding->authority}};
    }
    default: return {};
  }
}

TaskShown Show(State& state, const Context& context, const Task& task, TaskSight sight, bool auditor, const std::string& language) {
  TaskShown out;
  Date today = context.calendar->LocalDate(context.now);
  out.number = task.number;
  out.unit = UnitName(state, task.unit);
  out.unit_id = task.unit;
  out.cycle = task.cycle;
  out.phase = task.phase;
  out.kind = task.kind;
  out.state = task.state;
  out.assignee = task.assignment.person;
  out.assignee_name = state.Organisation().NameOf(out.assignee);
  out.opened = task.opened;
  out.due = context.calendar->EndOfDay(task.due);
  out.overdue = task.state == TaskState::kOpen && task.due < today;
  if (const Step* step = state.steps.Find(task.step); step != nullptr && IsPersonal(*step)) {
    out.subject = step->leader;
    out.subject_name = state.Organisation().NameOf(step->leader);
  }
  if (state.cycles.Find(task.cycle) != nullptr) {
    auto workflow = PinnedWorkflow(state, context, task);
    auto definition = workflow->tasks.find(task.kind);
    if (definition != workflow->tasks.end()) out.title = TextIn(definition->second->title(), language);
    if (sight == TaskSight::kState && !auditor && TellsOfRefusal(*workflow, task)) {
      out.title = TextIn(workflow->phases.at(task.phase)->title(), language);
      out.kind = "";
    }
  }
  if (sight != TaskSight::kFull) return out;
  out.on_behalf_of = task.assignment.on_behalf_of.empty() ? "" : state.Organisation().NameOf(task.assignment.on_behalf_of);
  out.because = task.assignment.because;
  out.because_args = BecauseArgs(state, task, today);
  out.revision = task.revision;
  return out;
}

}  // namespace

TaskSight SightOf(State& state, const Context& context, const Viewer& viewer, const Task& task) {
  if (MayAct(state, context, task)) return TaskSight::kFull;
  const Step* step = state.steps.Find(task.step);
  if (step == nullptr) return TaskSight::kNothing;
  Relations relations = viewer.To(*step);
  bool told = Has(relations, Relation::kOffice) || Has(relations, Relation::kController) || Has(relations, Relation::kAuditor);
  for (Relation inside : {Relation::kParty, Relation::kConductor, Relation::kGranted}) {
    if (Has(relations, inside)) return TaskSight::kFull;
  }
  if (!IsPersonal(*step) && Helps(state, context, task)) return TaskSight::kFull;
  if (IsPersonal(*step)) return told ? TaskSight::kState : TaskSight::kNothing;
  // A municipality's own step has no line: its fields' audiences say who sees them.
  if (told || Has(relations, Relation::kAbove) || Has(relations, Relation::kDeputy)) return TaskSight::kFull;
  return TaskSight::kNothing;
}

// --- lists -----------------------------------------------------------------------------------------------------------

namespace {

using Rows = std::vector<const Task*>;

void Append(Rows& out, Rows rows) { out.insert(out.end(), rows.begin(), rows.end()); }

// What the reader must do, as whom ever: the reader's own, a deputy's on the reader's behalf, the office's.
Rows OwnTasks(State& state, const Viewer& viewer, bool open_only) {
  Rows out = state.TasksOf(viewer.person(), open_only);
  std::set<std::string> others;
  for (const organisation::Absence& absence : state.Organisation().absences()) {
    if (absence.person == viewer.person() && !absence.deputy.empty()) others.insert(absence.deputy);
  }
  if (viewer.Is(Role::kOffice)) {
    for (const organisation::RoleBinding& binding : state.Organisation().roles()) {
      if (binding.role == Role::kOffice) others.insert(binding.person);
    }
  }
  // What the reader has given away is the reader's to answer for until it is done.
  if (open_only && viewer.leads()) {
    for (std::string& person : LeansOn(state.Organisation(), viewer.person(), viewer.today())) others.insert(std::move(person));
  }
  others.erase(viewer.person());
  for (const std::string& person : others) {
    for (const Task* task : state.TasksOf(person, open_only)) {
      bool office = task->assignment.because == Because::kRole && viewer.Is(Role::kOffice);
      if (office || task->assignment.on_behalf_of == viewer.person()) out.push_back(task);
    }
  }
  return out;
}

// The filter's unit and those below it; nothing when they are more than anybody would look up one by one.
std::vector<std::string> FewUnits(State& state, const Viewer& viewer, const TaskFilter& filter) {
  constexpr size_t kFew = 50;
  if (filter.unit.empty()) return {};
  std::vector<std::string> units{filter.unit};
  for (size_t at = 0; at < units.size() && units.size() <= kFew; ++at) {
    for (const organisation::Unit* child : state.Organisation().Children(units[at], viewer.today())) units.push_back(child->id);
  }
  if (units.size() > kFew) units.clear();
  return units;
}

// The rows that the filter may want, from the narrowest index; nothing when that holds whole years.
std::optional<Rows> Candidates(State& state, const Viewer& viewer, const TaskFilter& filter) {
  bool open = filter.open_only || filter.overdue_only;
  if (filter.mine) return OwnTasks(state, viewer, open);
  if (!filter.assignee.empty()) return state.TasksOf(filter.assignee, open);
  if (open) return state.tasks.By(Task::kOpen, "open");
  const std::vector<std::string> units = FewUnits(state, viewer, filter);
  if (units.empty()) return std::nullopt;
  Rows out;
  for (const std::string& unit : units) Append(out, state.tasks.By(Task::kByUnit, unit));
  return out;
}

bool Wanted(State& state, const TaskFilter& filter, const Task& task, Date today) {
  bool open = task.state == TaskState::kOpen;
  return (!filter.open_only || open) && (!filter.overdue_only || (open && task.due < today)) &&
         (filter.cycle.empty() || task.cycle == filter.cycle) && (filter.phase.empty() || task.phase == filter.phase) &&
         (filter.assignee.empty() || task.assignment.person == filter.assignee) &&
         (!filter.of_office || task.assignment.because == Because::kRole) &&
         (filter.unit.empty() || state.Organisation().IsWithin(task.unit, filter.unit));
}

std::string PlaceInOrder(const Task& task) { return FormatDate(task.due) + "/" + task.Key(); }

// Everything of a year, or ever: gone through in the order of their numbers, and no further than a page needs.
TaskPage ListByNumber(State& state, const Context& context, const Viewer& viewer, const TaskFilter& filter, const std::string& language) {
  constexpr size_t kPiece = 500, kMostLookedAt = 20'000;
  Table<Task>::Which which;
  if (!filter.cycle.empty()) which = {Task::kByCycle, filter.cycle};
  TaskPage page;
  std::string last = filter.after;
  for (size_t looked_at = 0; looked_at < kMostLookedAt; looked_at += kPiece) {
    const std::vector<Task> piece = state.tasks.After(which, last, kPiece);
    if (piece.empty()) return page;
    for (const Task& task : piece) {
      if (page.tasks.size() == filter.most) {
        page.next = last;
        return page;
      }
      last = task.Key();
      if (!Wanted(state, filter, task, viewer.today())) continue;
      const TaskSight sight = SightOf(state, context, viewer, task);
      if (sight != TaskSight::kNothing) page.tasks.push_back(Show(state, context, task, sight, viewer.Is(Role::kAuditor), language));
    }
  }
  page.next = last;
  return page;
}

}  // namespace

std::vector<const Task*> OwnOpenTasks(State& state, const Context& context) { return OwnTasks(state, Viewer(state, context), true); }

TaskPage ListTasks(State& state, const Context& context, const TaskFilter& filter, const std::string& language) {
  Viewer viewer(state, context);
  const std::optional<Rows> candidates = Candidates(state, viewer, filter);
  if (!candidates) return ListByNumber(state, context, viewer, filter, language);
  std::vector<std::pair<std::string, std::string>> order;  // place, key
  for (const Task* task : *candidates) {
    if (!Wanted(state, filter, *task, viewer.today())) continue;
    std::string place = PlaceInOrder(*task);
    if (place > filter.after) order.emplace_back(std::move(place), task->Key());
  }
  std::sort(order.begin(), order.end());
  TaskPage page;
  std::string last;
  for (const auto& [place, key] : order) {
    const Task& task = *state.tasks.Find(key);
    TaskSight sight = SightOf(state, context, viewer, task);
    if (sight == TaskSight::kNothing) continue;
    if (page.tasks.size() == filter.most) {
      page.next = last;
      break;
    }
    page.tasks.push_back(Show(state, context, task, sight, viewer.Is(Role::kAuditor), language));
    last = place;
  }
  return page;
}

// --- one -------------------------------------------------------------------------------------------------------------

namespace {

// Which fields of the task's form the reader may see, and what is written in them.
class FieldSight {
 public:
  FieldSight(const Task& task, const Step& step, const Viewer& viewer, bool acts, bool helps)
      : task_(task), relations_(viewer.To(step)), reader_(viewer.person()), acts_(acts) {
    if (helps && !IsPersonal(step)) relations_.push_back(Relation::kHelper);
  }

  bool Field(const workflow::v1::Field& field) const {
    auto audience = static_cast<Audience>(field.audience());
    if (audience == Audience::kPrivate) return WroteOrMay(field) || Has(relations_, Relation::kGranted);
    if (acts_ && task_.state == TaskState::kOpen) return true;
    // Whoever wrote it keeps seeing it; of a talk, only while a part in it lasts.
    return MaySee(relations_, audience) || (task_.completed_by == reader_ && !access::IsPersonnelText(audience));
  }
  // A draft is its writer's until the task is done.
  bool Written(const workflow::v1::Field& field) const {
    return Field(field) && (task_.state == TaskState::kDone || acts_);
  }

 private:
  bool WroteOrMay(const workflow::v1::Field& field) const {
    auto text = task_.draft_texts.find(field.id());
    if (text != task_.draft_texts.end()) return OwnerOfText(text->second) == reader_;
    return acts_ && task_.state == TaskState::kOpen;
  }

  const Task& task_;
  Relations relations_;
  std::string reader_;
  bool acts_;
};

std::string WordsOf(State& state, const workflow::v1::Field& field, const Value& value, const std::string& language) {
  if (field.type() == workflow::v1::Field::TYPE_PERSON) return state.Organisation().NameOf(value.Text());
  for (const auto& option : field.options()) {
    if (option.id() == value.Text()) return TextIn(option.label(), language);
  }
  return "";
}

// Beside each field what was answered last time, for whoever may read that answer now.
void AddEarlier(State& state, const Context& context, const Task& task, const Step& step, const workflow::v1::Task& definition,
                const Viewer& viewer, const std::string& language, Form& form) {
  const Task* earlier = EarlierTask(state, context, task, step);
  const Step* then = earlier == nullptr ? nullptr : state.steps.Find(earlier->step);
  const workflow::v1::Task* asked = then == nullptr ? nullptr : FindTaskDefinition(state, context, *earlier);
  if (asked == nullptr) return;
  FieldSight sight(*earlier, *then, viewer, MayAct(state, context, *earlier), false);
  std::map<std::string, const workflow::v1::Field*> now;
  for (const workflow::v1::Field& field : definition.fields()) now[field.id()] = &field;
  auto may_see = [&](const workflow::v1::Field& field) {
    auto same = now.find(field.id());
    return same != now.end() && SameQuestion(*same->second, field) && sight.Written(field);
  };
  const Object answers = SavedFields(context, *earlier, *asked, may_see);
  const int year = state.cycles.Find(earlier->cycle)->year;
  for (const workflow::v1::Field& field : asked->fields()) {
    auto answer = answers.find(field.id());
    auto shown = std::find_if(form.fields.begin(), form.fields.end(), [&](const FormField& one) { return one.id == field.id(); });
    if (answer == answers.end() || answer->second.IsBlank() || shown == form.fields.end()) continue;
    shown->earlier = EarlierAnswer{year, answer->second, WordsOf(state, field, answer->second, language)};
  }
}

void ShowForm(State& state, const Context& context, const Task& task, const Step& step, const Viewer& viewer, const std::string& language,
              TaskShown& out) {
  const workflow::v1::Task* definition = FindTaskDefinition(state, context, task);
  if (definition == nullptr) return;
  bool acts = MayAct(state, context, task);
  FieldSight sight(task, step, viewer, acts, Helps(state, context, task));
  out.instruction = TextIn(definition->instruction(), language);
  Object written = SavedFields(context, task, *definition, [&](const auto& field) { return sight.Written(field); });
  out.form = BuildForm(state, context, task, written, language, [&](const workflow::v1::Field& field) {
    // What an open form begins with may be personnel text of before, which is for who fills it in.
    bool open = task.state == TaskState::kOpen;
    return sight.Field(field) && (acts || !open || !access::IsPersonnelText(static_cast<Audience>(field.audience())));
  });
  if (acts) out.actions = ActionsOf(state, context, task, language);
  if (acts && task.state == TaskState::kOpen) AddEarlier(state, context, task, step, *definition, viewer, language, out.form);
}

void ShowHistory(State& state, const Task& task, TaskShown& out) {
  for (const Comment& comment : task.comments) {
    const std::string asked = comment.asked.empty() ? "" : state.Organisation().NameOf(comment.asked);
    out.comments.push_back({state.Organisation().NameOf(comment.by), comment.text, comment.time, asked, comment.answer_by});
  }
  out.ended = task.ended;
  if (!task.completed_by.empty()) out.completed_by = state.Organisation().NameOf(task.completed_by);
  out.completed_action = task.action;
}

}  // namespace

TaskAnswer GetTask(State& state, const Context& given, int64_t number, const std::string& language, FormPart form) {
  TaskAnswer answer;
  const Task* found = state.tasks.Find(Task::MakeKey(number));
  const Step* step = found == nullptr ? nullptr : state.steps.Find(found->step);
  if (step == nullptr) {
    answer.refusal = Refusal{Reason::kTaskNotFound, {{"task", std::to_string(number)}}, {}};
    return answer;
  }
  NotedTexts texts(given.texts);
  Context context = given;
  context.texts = &texts;
  Viewer viewer(state, context);
  TaskSight sight = SightOf(state, context, viewer, *found);
  if (sight == TaskSight::kNothing) {
    answer.refusal = Refusal{Reason::kNotVisible, {}, {}};
    return answer;
  }
  answer.task = Show(state, context, *found, sight, viewer.Is(Role::kAuditor), language);
  if (sight == TaskSight::kFull) {
    ShowHistory(state, *found, answer.task);
    if (form == FormPart::kWith) ShowForm(state, context, *found, *step, viewer, language, answer.task);
  }
  answer.reads = texts.Reads();
  return answer;
}

}  // namespace arshjul::cycle
