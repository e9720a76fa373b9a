// The municipality itself: creation, its settings, its clock, its workflows.
#include "cycle/decision.h"

namespace arshjul::cycle {
namespace {

bool GoodLanguage(const std::string& language) { return language == "nb" || language == "nn" || language == "sv" || language == "en"; }

void CheckClosed(const std::vector<calendar::ClosedSpan>& closed, std::vector<FieldViolation>& violations) {
  for (size_t i = 0; i < closed.size(); ++i) {
    if (closed[i].last < closed[i].first) {
      violations.push_back({"closed_spans[" + std::to_string(i) + "]", "from_after_to", {{"from", FormatDate(closed[i].first)}, {"to", FormatDate(closed[i].last)}}});
    }
  }
}

}  // namespace

// The same source twice is the same version.
const WorkflowRow* PublishSource(Decision& decision, const std::string& source, const std::string& by, std::vector<FieldViolation>& violations) {
  statechart::Loaded loaded = statechart::LoadWorkflow(source);
  if (loaded.workflow == nullptr) {
    violations.insert(violations.end(), loaded.violations.begin(), loaded.violations.end());
    return nullptr;
  }
  WorkflowRow row;
  row.name = loaded.workflow->definition.id();
  row.hash = loaded.workflow->hash;
  row.source = source;
  row.published = decision.context.now;
  row.published_by = by;
  for (const WorkflowRow* other : decision.state.workflows.By(0, row.name)) {
    if (other->hash == row.hash) {
      decision.outcome.resource = "workflows/" + other->Key();
      return other;
    }
    row.version = std::max(row.version, other->version + 1);
  }
  const std::string key = row.Key();
  decision.outcome.resource = "workflows/" + key;
  decision.Emit(WorkflowPublished{std::move(row)});
  return decision.state.workflows.Find(key);
}

void DecideMunicipality(Decision& decision, const CreateMunicipality& command) {
  if (decision.state.Self() != nullptr) {
    decision.Refuse(Reason::kAlreadyExists, {{"name", "municipalities/" + command.id}});
    return;
  }
  std::vector<FieldViolation> violations;
  if (Value(command.name).IsBlank()) violations.push_back({"display_name", "required", {{"label", "display_name"}}});
  const std::string language = command.language.empty() ? "nb" : command.language;
  if (!GoodLanguage(language)) violations.push_back({"language", "unknown_option", {{"value", language}, {"options", "nb, nn, sv, en"}}});
  CheckClosed(command.closed, violations);
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  Municipality self;
  self.id = command.id;
  self.name = command.name;
  self.language = language;
  self.closed = command.closed;
  self.demo = command.demo;
  if (command.demo) self.demo_now = command.demo_now;
  decision.Emit(MunicipalityCreated{self});
  for (const auto& [role, person] : command.founders) {
    if (decision.state.persons.Find(person.id) == nullptr) decision.Emit(PersonNamed{{person.id, person.name, person.email}});
    decision.Emit(RoleChanged{{std::to_string(decision.NextNumber()), role, person.id, role == organisation::Role::kMandate ? command.authority : "", {}}});
  }
  for (const std::string& source : command.workflows) PublishSource(decision, source, "", violations);
  if (!violations.empty()) decision.Refuse(Reason::kInvalidWorkflow, {}, std::move(violations));
  decision.outcome.resource = "";
}

void DecideMunicipality(Decision& decision, const ChangeMunicipality& command) {
  if (!decision.MayDo(access::Operation::kChangeMunicipality)) return;
  MunicipalityChanged change{command.name.empty() ? decision.self().name : command.name,
                             command.language.empty() ? decision.self().language : command.language,
                             command.closed ? *command.closed : decision.self().closed};
  std::vector<FieldViolation> violations;
  if (!GoodLanguage(change.language)) violations.push_back({"language", "unknown_option", {{"value", change.language}, {"options", "nb, nn, sv, en"}}});
  CheckClosed(change.closed, violations);
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  decision.Emit(std::move(change));
}

void DecideMunicipality(Decision& decision, const SetClock& command) {
  const Municipality& self = decision.self();
  if (!self.demo) {
    decision.Refuse(Reason::kNotDemo);
  } else if (self.demo_now && command.to < *self.demo_now) {
    decision.Refuse(Reason::kClockBackwards, {{"now", FormatInstant(*self.demo_now)}, {"asked", FormatInstant(command.to)}});
  } else {
    decision.Emit(ClockSet{command.to});
  }
}

void DecideMunicipality(Decision& decision, const PublishWorkflow& command) {
  if (!decision.MayDo(access::Operation::kPublishWorkflow)) return;
  std::vector<FieldViolation> violations;
  PublishSource(decision, command.source, decision.context.actor, violations);
  if (!violations.empty()) decision.Refuse(Reason::kInvalidWorkflow, {}, std::move(violations));
}

}  // namespace arshjul::cycle
