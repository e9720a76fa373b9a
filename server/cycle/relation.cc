#include "cycle/relation.h"

#include <algorithm>

#include "cycle/form.h"

namespace arshjul::cycle {

using access::Relation;
using organisation::Because;
using organisation::Role;

Viewer::Viewer(State& state, const Context& context)
    : state_(state), person_(context.actor), today_(context.calendar->LocalDate(context.now)) {
  for (const organisation::Holding* holding : state.Organisation().HeldBy(person_, today_)) held_.push_back(holding->unit);
}

bool Viewer::Is(Role role) const { return state_.Organisation().HasRole(person_, role, today_); }

bool Viewer::Conducts(const Step& step) const {
  return !person_.empty() && ConductorOf(step) == person_ && !state_.Organisation().HasLeft(person_, today_);
}

bool Viewer::HoldsAnyOf(const std::vector<std::string>& units) const {
  return std::any_of(held_.begin(), held_.end(),
                     [&](const std::string& own) { return std::find(units.begin(), units.end(), own) != units.end(); });
}

bool Viewer::IsAbove(const std::vector<std::string>& units) const {
  const organisation::Organisation& org = state_.Organisation();
  return std::any_of(units.begin(), units.end(), [&](const std::string& unit) {
    return std::any_of(held_.begin(), held_.end(), [&](const std::string& own) { return own != unit && org.IsWithin(unit, own); });
  });
}

void Viewer::AddMunicipalityRelations(Relations& out) const {
  if (Is(Role::kOffice)) out.push_back(Relation::kOffice);
  if (Is(Role::kController)) out.push_back(Relation::kController);
  if (Is(Role::kAuditor)) out.push_back(Relation::kAuditor);
  if (state_.Organisation().HasGrant(person_, today_)) out.push_back(Relation::kGranted);
}

Relations Viewer::To(const Step& step) const {
  if (!IsPersonal(step)) return ToUnit(step.subject);
  Relations out;
  const organisation::Organisation& org = state_.Organisation();
  bool party = person_ == step.leader || person_ == step.superior;
  if (party) out.push_back(Relation::kParty);
  if (Conducts(step)) out.push_back(Relation::kConductor);
  const organisation::Absence* absence = org.AbsenceOf(step.leader, today_);
  if (absence != nullptr && absence->deputy == person_) out.push_back(Relation::kDeputy);
  if (IsAbove(step.units)) out.push_back(Relation::kAbove);
  AddMunicipalityRelations(out);
  if (!party && HoldsAnyOf(step.units)) out.push_back(Relation::kSuccessor);
  if (Is(Role::kCouncil) || Is(Role::kMandate)) out.push_back(Relation::kPolitician);
  if (leads()) out.push_back(Relation::kLeader);
  if (out.empty()) out.push_back(Relation::kNobody);
  return out;
}

Relations Viewer::ToUnit(const std::string& unit) const {
  Relations out;
  const organisation::Organisation& org = state_.Organisation();
  if (!unit.empty() && !person_.empty()) {
    organisation::Assignment work = organisation::UnitWork(org, unit, today_), review = organisation::Review(org, unit, today_);
    bool deputy = work.because == Because::kDeputy && work.person == person_;
    bool party = (work.person == person_ && !deputy) || work.on_behalf_of == person_ || review.person == person_ ||
                 review.on_behalf_of == person_ || HoldsAnyOf({unit});
    if (party) out.push_back(Relation::kParty);
    if (deputy) out.push_back(Relation::kDeputy);
    if (IsAbove({unit})) out.push_back(Relation::kAbove);
  }
  AddMunicipalityRelations(out);
  if (Is(Role::kCouncil) || Is(Role::kMandate)) out.push_back(Relation::kPolitician);
  if (leads()) out.push_back(Relation::kLeader);
  if (out.empty()) out.push_back(Relation::kNobody);
  return out;
}

bool MaySee(const Relations& relations, access::Audience audience) {
  return std::any_of(relations.begin(), relations.end(), [&](Relation relation) { return access::MaySee(relation, audience); });
}

access::StateDetail MaySeeState(const Relations& relations, bool personal) {
  access::StateDetail best = access::StateDetail::kNothing;
  for (Relation relation : relations) best = std::min(best, access::MaySeeState(relation, personal));
  return best;
}

bool Has(const Relations& relations, Relation relation) {
  return std::find(relations.begin(), relations.end(), relation) != relations.end();
}

std::string ConductorOf(const Step& step) {
  if (step.state != StepState::kActive && step.state != StepState::kWaiting) return "";
  auto named = step.recorded.find("conductor");
  return named == step.recorded.end() ? "" : named->second.Text();
}

namespace {

// Whoever guards the level of ambition may answer a proposal too, by the same rules.
bool GuardianMay(State& state, const Context& context, const Task& task) {
  Date today = context.calendar->LocalDate(context.now);
  if (!state.Organisation().HasRole(context.actor, Role::kGuardian, today)) return false;
  const workflow::v1::Task* definition = FindTaskDefinition(state, context, task);
  return definition != nullptr && std::any_of(definition->fields().begin(), definition->fields().end(), [](const auto& field) {
           return field.source() == workflow::v1::SOURCE_PROPOSALS;
         });
}

}  // namespace

bool MayAct(State& state, const Context& context, const Task& task) {
  const std::string& actor = context.actor;
  if (actor.empty()) return false;
  if (task.assignment.person == actor || task.assignment.on_behalf_of == actor) return true;
  bool office = task.assignment.because == Because::kRole &&
                state.Organisation().HasRole(actor, Role::kOffice, context.calendar->LocalDate(context.now));
  return office || GuardianMay(state, context, task);
}

int64_t OwnOpenTaskOf(State& state, const Context& context, const Step& step) {
  for (const std::string& key : step.open_tasks) {
    const Task* task = state.tasks.Find(key);
    if (task != nullptr && MayAct(state, context, *task)) return task->number;
  }
  return 0;
}

bool Helps(State& state, const Context& context, const Task& task) {
  bool asked = std::any_of(task.comments.begin(), task.comments.end(), [&](const Comment& comment) { return comment.asked == context.actor; });
  return asked && state.Organisation().HasRole(context.actor, Role::kSupporter, context.calendar->LocalDate(context.now));
}

bool MayComment(State& state, const Context& context, const Task& task) {
  const organisation::Organisation& org = state.Organisation();
  Date today = context.calendar->LocalDate(context.now);
  if (MayAct(state, context, task) || org.HasRole(context.actor, Role::kOffice, today)) return true;
  if (task.unit.empty() || context.actor.empty()) return false;
  if (Helps(state, context, task)) return true;
  return organisation::UnitWork(org, task.unit, today).person == context.actor ||
         organisation::Review(org, task.unit, today).person == context.actor;
}

namespace {

struct Place {
  std::string resource, field;
};

// Ids of texts: "<owner>/17.achieved" of a task, "<owner>/c5" of a commitment, "<owner>/a9.17" of an agreement.
Place PlaceOf(const std::string& id) {
  std::string name = id.substr(id.find('/') + 1);
  size_t dot = name.find('.');
  if (name.starts_with('c')) {
    return {"commitments/" + name.substr(1, dot == std::string::npos ? dot : dot - 1), dot == std::string::npos ? "text" : name.substr(dot + 1)};
  }
  if (name.starts_with('a')) return {"agreements/" + name.substr(1, dot == std::string::npos ? dot : dot - 1), "document"};
  if (dot == std::string::npos) return {name, ""};
  return {"tasks/" + name.substr(0, dot), name.substr(dot + 1)};
}

}  // namespace

std::optional<std::string> NotedTexts::Read(const std::string& owner, const std::string& id) {
  Place place = PlaceOf(id);
  std::vector<std::string>& fields = fields_[place.resource];
  if (std::find(fields.begin(), fields.end(), place.field) == fields.end()) fields.push_back(place.field);
  return texts_->Read(owner, id);
}

std::string NotedTexts::Commitment(const std::string& owner, const std::string& id, const std::string& text) {
  return texts_->Commitment(owner, id, text);
}

std::vector<TextRead> NotedTexts::Reads() const {
  std::vector<TextRead> out;
  for (const auto& [resource, fields] : fields_) {
    TextRead read{resource, ""};
    for (const std::string& field : fields) read.fields += (read.fields.empty() ? "" : ", ") + field;
    out.push_back(std::move(read));
  }
  return out;
}

}  // namespace arshjul::cycle
