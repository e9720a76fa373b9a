#include "cycle/form.h"

#include <algorithm>

#include "cycle/earlier_answer.h"
#include "cycle/environment.h"
#include "statechart/variables.h"

namespace arshjul::cycle {

namespace {

constexpr int kLongestText = 4000;

using workflow::v1::Field;

const char* TypeName(Field::Type type) {
  switch (type) {
    case Field::TYPE_NUMBER: return "NUMBER";
    case Field::TYPE_DATE: return "DATE";
    case Field::TYPE_CHOICE: return "CHOICE";
    case Field::TYPE_PERSON: return "PERSON";
    case Field::TYPE_TABLE: return "TABLE";
    default: return "TEXT";
  }
}

// A date limit, once the field it counts from is known.
Value Limit(const workflow::v1::Bound& bound, const Object& saved, const Step& step, const Context& context) {
  std::optional<Date> from;
  if (bound.today()) {
    from = context.calendar->LocalDate(context.now);
  } else if (auto it = saved.find(bound.field()); it != saved.end()) {
    from = ParseDate(it->second.Text());
  }
  if (!from) {
    if (auto it = step.recorded.find(bound.field()); it != step.recorded.end()) from = ParseDate(it->second.Text());
  }
  if (!from) return {};
  return FormatDate(*from + std::chrono::days(bound.days()));
}

FormField Describe(const Field& field, const std::string& language) {
  FormField out;
  out.id = field.id();
  out.label = TextIn(field.label(), language);
  out.help = TextIn(field.help(), language);
  out.never = TextIn(field.never(), language);
  out.purpose = TextIn(field.purpose(), language);
  out.unit = field.unit();
  out.type = TypeName(field.type());
  out.required = field.required();
  out.read_only = field.read_only();
  out.open_rows = field.open_rows();
  out.audience = static_cast<access::Audience>(field.audience());
  for (const auto& option : field.options()) out.options.push_back({option.id(), TextIn(option.label(), language)});
  if (field.has_min()) out.min = field.min();
  if (field.has_max()) out.max = field.max();
  if (field.type() == Field::TYPE_TEXT) out.max_length = field.max_length() > 0 ? field.max_length() : kLongestText;
  out.unless = field.unless();
  for (const Field& column : field.columns()) out.columns.push_back(Describe(column, language));
  return out;
}

}  // namespace

std::string TextIn(const workflow::v1::Text& text, const std::string& language) {
  const std::string* found = &text.nb();
  if (language == "nn" && !text.nn().empty()) found = &text.nn();
  if (language == "sv" && !text.sv().empty()) found = &text.sv();
  if (language == "en" && !text.en().empty()) found = &text.en();
  return *found;
}

const workflow::v1::Task* FindTaskDefinition(State& state, const Context& context, const Task& task) {
  if (state.cycles.Find(task.cycle) == nullptr) return nullptr;
  auto workflow = PinnedWorkflow(state, context, task);
  auto it = workflow->tasks.find(task.kind);
  return it == workflow->tasks.end() ? nullptr : it->second;
}

const Task* FindClosingTask(State& state, const Context& context, const Cycle& cycle) {
  for (const PhaseRun& phase : cycle.phases) {
    const Step* step = state.steps.Find(Step::MakeKey(cycle.Key(), phase.id, ""));
    if (step == nullptr) continue;
    for (const std::string& key : step->open_tasks) {
      const Task* task = state.tasks.Find(key);
      const workflow::v1::Task* definition = FindTaskDefinition(state, context, *task);
      bool closes = std::any_of(definition->fields().begin(), definition->fields().end(),
                                [](const auto& field) { return field.source() == workflow::v1::SOURCE_GAPS; });
      if (closes) return task;
    }
  }
  return nullptr;
}

Object SavedFields(const Context& context, const Task& task, const workflow::v1::Task& definition,
                   const std::function<bool(const Field&)>& may_see) {
  Object out;
  for (const Field& field : definition.fields()) {
    if (!may_see(field)) continue;
    auto text = task.draft_texts.find(field.id());
    if (text != task.draft_texts.end()) {
      out[field.id()] = ReadText(context, text->second);
    } else if (const Value& value = task.draft[field.id()]; !value.IsNull()) {
      out[field.id()] = value;
    }
  }
  return out;
}

Form BuildForm(State& state, const Context& context, const Task& task, const Object& saved, const std::string& language,
               const std::function<bool(const Field&)>& may_see) {
  Form form;
  const workflow::v1::Task* definition = FindTaskDefinition(state, context, task);
  const Step* step = state.steps.Find(task.step);
  if (definition == nullptr || step == nullptr) return form;
  for (const Field& field : definition->fields()) {
    if (!may_see(field)) continue;
    FormField out = Describe(field, language);
    if (task.state == TaskState::kOpen) {
      out.standard = SourceValue(state, context, task, field, language);
      if (out.standard.IsNull()) out.standard = EarlierStandard(state, context, task, *step, field);
    }
    // For eyes alone, and nothing to see.
    if (out.read_only && out.standard.IsBlank()) continue;
    if (field.has_earliest()) out.min = Limit(field.earliest(), saved, *step, context);
    if (field.has_latest()) out.max = Limit(field.latest(), saved, *step, context);
    // The standard of one field may be what another's limit counts from.
    form.fields.push_back(std::move(out));
  }
  // Limits that count from a field which nobody has written yet count from what it would be.
  Object standing = saved;
  for (const FormField& field : form.fields) {
    if (!standing.contains(field.id) && !field.standard.IsNull()) standing[field.id] = field.standard;
  }
  size_t at = 0;
  for (const Field& field : definition->fields()) {
    // The form's fields are in the definition's order, some left out.
    if (at == form.fields.size() || form.fields[at].id != field.id()) continue;
    FormField& out = form.fields[at++];
    if (field.has_earliest()) out.min = Limit(field.earliest(), standing, *step, context);
    if (field.has_latest()) out.max = Limit(field.latest(), standing, *step, context);
    if (auto other = standing.find(field.unless()); other != standing.end() && !other->second.IsBlank()) out.required = false;
    // A standard outside its own limits is no help.
    if (out.type == "DATE" && out.standard.AsString() && out.min.AsString() && out.standard.Text() < out.min.Text()) out.standard = out.min;
  }
  form.draft = saved;
  return form;
}

namespace {

// Active states and their ancestors.
bool CollectActive(const workflow::v1::State& state, const std::vector<std::string>& active, std::vector<const workflow::v1::State*>& out) {
  bool inside = std::find(active.begin(), active.end(), state.id()) != active.end();
  for (const workflow::v1::State& child : state.states()) inside |= CollectActive(child, active, out);
  if (inside) out.push_back(&state);
  return inside;
}

bool AsksVariablesAlone(const workflow::v1::Compare& compare) {
  auto known = [](const workflow::v1::Operand& operand) {
    return operand.field().empty() && !operand.has_event() && !operand.has_own() && !operand.has_list();
  };
  return !compare.variable().empty() && known(compare.same_as()) && known(compare.below()) && known(compare.above());
}

bool HoldsNow(const workflow::v1::Compare& compare, const Step& step) {
  static const statechart::Event kNoEvent;
  static const std::string kUnnamed;
  const std::string self = step.Key();
  return statechart::Holds(compare, {kNoEvent, step.variables, kUnnamed, self}) == statechart::Truth::kTrue;
}

// Could the guard hold? What it asks of the form is not known yet and counts as yes.
bool CouldHold(const workflow::v1::Guard& guard, const Step& step, bool wanted) {
  using workflow::v1::Guard;
  auto any = [&](const workflow::v1::Guards& guards, bool all) {
    // `wanted` false asks whether the whole could be false: the mirror image.
    bool every = all == wanted;
    for (const Guard& one : guards.of()) {
      if (CouldHold(one, step, wanted) != every) return !every;
    }
    return every;
  };
  switch (guard.guard_case()) {
    case Guard::kAll: return any(guard.all(), true);
    case Guard::kAny: return any(guard.any(), false);
    case Guard::kNot: return CouldHold(guard.not_(), step, !wanted);
    case Guard::kCompare:
      return !AsksVariablesAlone(guard.compare()) || HoldsNow(guard.compare(), step) == wanted;
    default: return true;
  }
}

}  // namespace

bool ActionPossible(const statechart::Workflow& workflow, const Step& step, const Task& task, const std::string& action) {
  const std::string event = "task." + task.kind + "." + action;
  const workflow::v1::Phase& phase = *workflow.phases.at(step.phase);
  std::vector<const workflow::v1::State*> states;
  for (const workflow::v1::Chart& chart : workflow.definition.charts()) {
    if (chart.id() != phase.chart()) continue;
    for (const workflow::v1::State& state : chart.states()) CollectActive(state, step.configuration.active, states);
  }
  for (const workflow::v1::State* state : states) {
    for (const workflow::v1::Transition& transition : state->on()) {
      if (transition.event() == event && (!transition.has_when() || CouldHold(transition.when(), step, true))) return true;
    }
  }
  return false;
}

std::vector<FormAction> ActionsOf(State& state, const Context& context, const Task& task, const std::string& language) {
  std::vector<FormAction> out;
  const Cycle* cycle = state.cycles.Find(task.cycle);
  const Step* step = state.steps.Find(task.step);
  const workflow::v1::Task* definition = FindTaskDefinition(state, context, task);
  if (task.state != TaskState::kOpen || definition == nullptr || step == nullptr || cycle->state != CycleState::kRunning) return out;
  auto workflow = PinnedWorkflow(state, context, *cycle);
  for (const workflow::v1::TaskAction& action : definition->actions()) {
    if (!ActionPossible(*workflow, *step, task, action.id())) continue;
    FormAction given{action.id(), TextIn(action.title(), language), action.leads() == workflow::v1::TaskAction::LEADS_BACK,
                     {action.fields().begin(), action.fields().end()}, {action.required().begin(), action.required().end()}};
    if (given.fields.empty() && !action.no_fields()) {
      for (const Field& field : definition->fields()) given.fields.push_back(field.id());
    }
    out.push_back(std::move(given));
  }
  return out;
}

}  // namespace arshjul::cycle
