// Tasks: saving, completing, moving, commenting.
#include <algorithm>

#include "cycle/delegation.h"
#include "cycle/form.h"
#include "cycle/records.h"
#include "cycle/relation.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using organisation::Because;

// Bytes; the API says 2000 characters, and a letter may take two.
constexpr size_t kLongestComment = 4000;

// The open task, when the actor may do it and it is as the caller saw it; else a refusal.
const Task* Actionable(Decision& decision, int64_t number, const std::optional<int64_t>& revision) {
  const Task* task = decision.state.tasks.Find(Task::MakeKey(number));
  auto refuse = [&](Reason reason, Args args = {}) -> const Task* {
    decision.Refuse(reason, std::move(args));
    return nullptr;
  };
  if (task == nullptr) return refuse(Reason::kTaskNotFound, {{"task", std::to_string(number)}});
  if (!MayAct(decision.state, decision.context, *task)) {
    const organisation::Absence* absence = decision.org().AbsenceOf(task->assignment.person, decision.Today());
    bool deputy = absence != nullptr && absence->deputy == decision.context.actor;
    return refuse(deputy ? Reason::kPersonalStep : Reason::kNotYourTask, {{"assignee", decision.org().NameOf(task->assignment.person)}});
  }
  if (task->state != TaskState::kOpen) return refuse(Reason::kTaskClosed, {{"state", TaskStateName(task->state)}});
  if (decision.RunningCycle(task->cycle) == nullptr) return nullptr;
  if (revision && *revision != task->revision) {
    return refuse(Reason::kStaleEtag, {{"given", std::to_string(*revision)}, {"present", std::to_string(task->revision)}});
  }
  return task;
}

bool Everything(const workflow::v1::Field&) { return true; }

struct Split {
  Object open;
  std::map<std::string, std::string> texts;
};

// Personnel text goes to the vault, sealed; the rest may stand in the log.
Split SealPersonnelText(Decision& decision, const Task& task, const Step& step, const workflow::v1::Task& definition, const Object& data,
                        const Object& saved) {
  Split split;
  for (const workflow::v1::Field& field : definition.fields()) {
    auto it = data.find(field.id());
    if (it == data.end()) continue;
    auto audience = static_cast<access::Audience>(field.audience());
    if (!access::IsPersonnelText(audience)) {
      split.open[field.id()] = it->second;
      continue;
    }
    auto before = task.draft_texts.find(field.id());
    auto known = saved.find(field.id());
    if (before != task.draft_texts.end() && known != saved.end() && known->second == it->second) {
      split.texts[field.id()] = before->second;
      continue;
    }
    const std::string& owner = audience == access::Audience::kPrivate || step.leader.empty() ? decision.context.actor : step.leader;
    split.texts[field.id()] = decision.Seal(owner, std::to_string(task.number) + "." + field.id(), it->second);
  }
  return split;
}

// Does the action ask for minutes to be corrected? They are, once.
bool AsksForCorrection(const statechart::Workflow& workflow, const Task& task, const std::string& action) {
  const std::string event = "task." + task.kind + "." + action;
  for (const workflow::v1::Chart& chart : workflow.definition.charts()) {
    if (chart.id() != workflow.phases.at(task.phase)->chart()) continue;
    for (const workflow::v1::State& state : chart.states()) {
      for (const workflow::v1::Transition& transition : state.on()) {
        bool records = std::any_of(transition.actions().begin(), transition.actions().end(),
                                   [](const auto& what) { return what.record() == workflow::v1::RECORD_CONFIRMATION; });
        if (transition.event() == event && transition.has_when() && records) return true;
      }
    }
  }
  return false;
}

// What is shown for the eyes alone is in its reader's language, and comes back as it was shown.
bool AsShown(const Checked& checked) {
  return std::none_of(checked.violations.begin(), checked.violations.end(), [](const FieldViolation& violation) {
    return violation.problem == "read_only" || violation.problem == "row_unknown";
  });
}

// The check against the form as it stands in the municipality's language; where something in it is not as shown there, in
// whichever language it is as shown. `action` null: a draft.
Checked Check(Decision& decision, const Task& task, const FormAction* action, const Object& merged, const Value& given) {
  auto in = [&](const std::string& language) {
    Form form = BuildForm(decision.state, decision.context, task, merged, language, Everything);
    return CheckForm(decision.state, form, action, given);
  };
  Checked checked = in(decision.self().language);
  for (const char* language : {"nb", "nn", "sv", "en"}) {
    if (AsShown(checked)) break;
    Checked other = in(language);
    if (AsShown(other)) return other;
  }
  return checked;
}

// What is given now, over what was saved before.
Object Merge(const Object& saved, const Value& given) {
  Object out = saved;
  if (const Object* object = given.AsObject()) {
    for (const auto& [id, value] : *object) out[id] = value;
  }
  return out;
}

// A field that was left blank is there all the same: a chart can tell it from one that the form does not have.
Object WithBlanks(const workflow::v1::Task& definition, Object data) {
  for (const auto& field : definition.fields()) data.try_emplace(field.id());
  return data;
}

void Complete(Decision& decision, Task task, const std::string& action_id, const Value& given) {
  const workflow::v1::Task& definition = *FindTaskDefinition(decision.state, decision.context, task);
  const Step step = *decision.state.steps.Find(task.step);
  const std::string& language = decision.self().language;
  std::string possible;
  std::optional<FormAction> action;
  for (FormAction& candidate : ActionsOf(decision.state, decision.context, task, language)) {
    possible += (possible.empty() ? "" : ", ") + candidate.id;
    if (candidate.id == action_id) action = std::move(candidate);
  }
  if (!action) {
    bool corrected = AsksForCorrection(*decision.WorkflowOf(*decision.state.cycles.Find(task.cycle)), task, action_id);
    decision.Refuse(corrected ? Reason::kCorrectionUsed : Reason::kActionNotPossible, {{"action", action_id}, {"options", possible}});
    return;
  }
  Object saved = SavedFields(decision.context, task, definition, Everything);
  // A saved field that this action does not take stays with the task; it was not sent with this completion.
  std::erase_if(saved, [&](const auto& entry) { return std::find(action->fields.begin(), action->fields.end(), entry.first) == action->fields.end(); });
  bool shaped = given.IsNull() || given.AsObject() != nullptr;
  Object merged = Merge(saved, given);
  Checked checked = Check(decision, task, &*action, merged, shaped ? Value(merged) : given);
  if (!checked.violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(checked.violations));
    return;
  }
  Split split = SealPersonnelText(decision, task, step, definition, checked.data, saved);
  if (!(Value(split.open) == task.draft) || split.texts != task.draft_texts) {
    decision.Emit(TaskSaved{task.Key(), split.open, split.texts});
  }
  const std::string& actor = decision.context.actor;
  std::string behalf = actor == task.assignment.person ? task.assignment.on_behalf_of : "";
  decision.Emit(TaskCompleted{task.Key(), action_id, actor, behalf});
  task.action = action_id;
  Completed completed{task, Value(checked.data), split.texts, &definition};
  decision.completed = &completed;
  Taken taken = Deliver(decision, task.step, {"task." + task.kind + "." + action_id, Value(WithBlanks(definition, checked.data))});
  decision.completed = nullptr;
  if (taken == Taken::kIgnored) {
    decision.Refuse(Reason::kActionNotPossible, {{"action", action_id}, {"options", possible}});
  }
  decision.outcome.resource = "tasks/" + std::to_string(task.number);
}

}  // namespace

void DecideTask(Decision& decision, const CompleteTask& command) {
  const Task* task = Actionable(decision, command.task, command.revision);
  if (task != nullptr) Complete(decision, *task, command.action, command.data);
}

void DecideTask(Decision& decision, const SaveTask& command) {
  const Task* found = Actionable(decision, command.task, command.revision);
  if (found == nullptr) return;
  const Task task = *found;
  const workflow::v1::Task& definition = *FindTaskDefinition(decision.state, decision.context, task);
  const Step step = *decision.state.steps.Find(task.step);
  Object saved = SavedFields(decision.context, task, definition, Everything);
  bool shaped = command.data.IsNull() || command.data.AsObject() != nullptr;
  Object merged = Merge(saved, command.data);
  Checked checked = Check(decision, task, nullptr, merged, shaped ? Value(merged) : command.data);
  if (!checked.violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(checked.violations));
    return;
  }
  Split split = SealPersonnelText(decision, task, step, definition, checked.data, saved);
  decision.Emit(TaskSaved{task.Key(), split.open, split.texts});
  decision.outcome.resource = "tasks/" + std::to_string(task.number);
}

namespace {

// The leader whose task it is gives it away, takes it back, or gets it back.
void Delegate(Decision& decision, const Task& task, const workflow::v1::Task& definition, const ReassignTask& command) {
  const std::string& actor = decision.context.actor;
  const bool given = task.assignment.because == Because::kDelegated;
  const std::string leader = given ? task.assignment.on_behalf_of : actor;
  if (command.person == leader) {
    // As if it had never been given away: the leader may be absent now.
    const Step step = *decision.state.steps.Find(task.step);
    decision.Emit(TaskReassigned{task.Key(), task.assignment.person, AssignParty(decision, step, definition.party()), command.reason});
    if (actor == leader) decision.Tell(task.assignment.person, "task_taken_back", {{"by", decision.org().NameOf(actor)}});
    if (actor != leader) decision.Tell(leader, "reassigned", {{"reason", command.reason}}, {task.Key()});
  } else {
    decision.Emit(TaskReassigned{task.Key(), task.assignment.person, {command.person, leader, Because::kDelegated}, command.reason});
    if (given) decision.Tell(task.assignment.person, "task_taken_back", {{"by", decision.org().NameOf(actor)}});
    decision.Tell(command.person, "delegated", {{"by", decision.org().NameOf(leader)}}, {task.Key()});
  }
}

}  // namespace

void DecideTask(Decision& decision, const ReassignTask& command) {
  const Task* found = decision.state.tasks.Find(Task::MakeKey(command.task));
  if (found == nullptr) {
    decision.Refuse(Reason::kTaskNotFound, {{"task", std::to_string(command.task)}});
    return;
  }
  const Task task = *found;
  const workflow::v1::Task& definition = *FindTaskDefinition(decision.state, decision.context, task);
  const std::string& actor = decision.context.actor;
  const std::vector<std::string> delegates = DelegatesOf(decision.state, decision.context, task);
  const bool delegates_it = std::find(delegates.begin(), delegates.end(), command.person) != delegates.end();
  const bool above = !task.unit.empty() && organisation::Review(decision.org(), task.unit, decision.Today()).person == actor;
  const bool anybody = above || access::MayDo(decision.org(), actor, access::Operation::kReassignTask, decision.Today());
  const bool own_personal = definition.personal() && MayAct(decision.state, decision.context, task);
  if (!anybody && !own_personal && delegates.empty() && !decision.MayDo(access::Operation::kReassignTask)) return;
  const bool takes_back = delegates_it && command.person == actor;
  if (task.state != TaskState::kOpen) {
    decision.Refuse(Reason::kTaskClosed, {{"state", TaskStateName(task.state)}});
  } else if (definition.personal()) {
    decision.Refuse(Reason::kPersonalStep, {{"assignee", decision.org().NameOf(task.assignment.person)}});
  } else if (decision.org().FindPerson(command.person) == nullptr) {
    decision.Refuse(Reason::kPersonNotFound, {{"name", command.person}});
  } else if (command.reason.empty() && !takes_back) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"reason", "required", {{"label", "reason"}}}});
  } else if (!MayBeGiven(decision.state, decision.context, task, command.person)) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"person", "own_work", {{"name", decision.org().NameOf(command.person)}}}});
  } else if (!delegates_it && !anybody) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"person", "not_to_lean_on", {{"name", decision.org().NameOf(command.person)}}}});
  } else {
    if (delegates_it) {
      Delegate(decision, task, definition, command);
    } else {
      decision.Emit(TaskReassigned{task.Key(), task.assignment.person, {command.person, "", Because::kReassigned}, command.reason});
      decision.Tell(command.person, "reassigned", {{"reason", command.reason}}, {task.Key()});
    }
    decision.outcome.resource = "tasks/" + std::to_string(task.number);
  }
}

void DecideTask(Decision& decision, const CommentTask& command) {
  const Task* found = decision.state.tasks.Find(Task::MakeKey(command.task));
  if (found == nullptr) {
    decision.Refuse(Reason::kTaskNotFound, {{"task", std::to_string(command.task)}});
    return;
  }
  const Task task = *found;
  const Step step = *decision.state.steps.Find(task.step);
  const std::string& actor = decision.context.actor;
  if (IsPersonal(step)) {
    // A talk's and an agreement's words are personnel text and have their own places.
    decision.Refuse(Reason::kPersonalStep, {{"assignee", decision.org().NameOf(task.assignment.person)}});
    return;
  }
  // Whoever has the task asks; the one who was asked does not ask on.
  if (!MayComment(decision.state, decision.context, task) || (!command.ask.empty() && !MayAct(decision.state, decision.context, task))) {
    decision.Refuse(Reason::kNotYourTask, {{"assignee", decision.org().NameOf(task.assignment.person)}});
  } else if (Value(command.text).IsBlank()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"text", "required", {{"label", "text"}}}});
  } else if (command.text.size() > kLongestComment) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"text", "too_long", {{"max", std::to_string(kLongestComment)}}}});
  } else if (!command.ask.empty() && !decision.org().HasRole(command.ask, organisation::Role::kSupporter, decision.Today())) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"ask", "not_a_supporter", {{"name", decision.org().NameOf(command.ask)}}}});
  } else if (command.answer_by && command.ask.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"answer_by", "nobody_asked"}});
  } else if (command.answer_by && *command.answer_by < decision.Today()) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"answer_by", "before_earliest", {{"earliest", FormatDate(decision.Today())}}}});
  } else if (!command.ask.empty() && task.state != TaskState::kOpen) {
    decision.Refuse(Reason::kTaskClosed, {{"state", TaskStateName(task.state)}});
  } else {
    decision.Emit(TaskCommented{task.Key(), {actor, command.text, decision.context.now, command.ask, command.answer_by}});
    if (!command.ask.empty()) {
      Args args{{"by", decision.org().NameOf(actor)}};
      if (command.answer_by) args["answer_by"] = FormatDate(*command.answer_by);
      decision.Tell(command.ask, "help_asked", std::move(args), {task.Key()});
    }
    if (task.assignment.person != actor) decision.Tell(task.assignment.person, "commented", {{"by", decision.org().NameOf(actor)}}, {task.Key()});
    decision.outcome.resource = "tasks/" + std::to_string(task.number);
  }
}

void DecideTask(Decision& decision, const CloseCycle& command) {
  const Cycle* cycle = decision.RunningCycle(command.cycle);
  if (cycle == nullptr || !decision.MayDo(access::Operation::kRunCycle)) return;
  const Task* closing = FindClosingTask(decision.state, decision.context, *cycle);
  if (closing == nullptr) {
    decision.Refuse(Reason::kActionNotPossible, {{"action", "close"}, {"options", "open-phase closing"}});
    return;
  }
  const Task task = *closing;
  Complete(decision, task, FindTaskDefinition(decision.state, decision.context, task)->actions(0).id(), command.data);
  decision.outcome.resource = "cycles/" + command.cycle;
}

const Commitment* PromisedToActor(Decision& decision, int64_t number) {
  const Commitment* found = decision.state.commitments.Find(Task::MakeKey(number));
  const std::string& actor = decision.context.actor;
  if (found == nullptr || (found->leader != actor && found->superior != actor)) {
    decision.Refuse(Reason::kCommitmentNotFound, {{"commitment", std::to_string(number)}});
  } else if (found->state != CommitmentState::kOpen) {
    decision.Refuse(Reason::kCommitmentClosed, {{"state", CommitmentStateName(found->state)}});
  } else if (found->to != actor) {
    decision.Refuse(Reason::kNotYourTask, {{"assignee", decision.org().NameOf(found->to)}});
  } else {
    return found;
  }
  return nullptr;
}

void DecideCommitment(Decision& decision, const SettleCommitment& command) {
  const Commitment* found = PromisedToActor(decision, command.commitment);
  if (found == nullptr) return;
  if (command.comment.size() > kLongestComment) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"comment", "too_long", {{"max", std::to_string(kLongestComment)}}}});
    return;
  }
  const Commitment commitment = *found;
  std::string comment = command.comment.empty() ? "" : decision.Seal(commitment.leader, "c" + std::to_string(commitment.number) + ".comment", command.comment);
  decision.Emit(CommitmentSettled{commitment.Key(), decision.context.actor, command.kept ? CommitmentState::kKept : CommitmentState::kDropped, comment});
  decision.outcome.resource = "commitments/" + std::to_string(command.commitment);
}

}  // namespace arshjul::cycle
