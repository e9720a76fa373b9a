// Talk and agreement: appointments, confirmed minutes, commitments; drafting, signing, refusing.
#include "base/hash.h"
#include "cycle/cards.h"
#include "cycle/records.h"

namespace arshjul::cycle {

void RecordAppointment(Decision& decision, const Step& step, const Completed& completed) {
  const std::string& conductor = completed.data["conductor"].Text();
  if (conductor == step.leader) {
    decision.Refuse(Reason::kInvalidInput, {}, {{"conductor", "conductor_is_leader", {{"name", decision.org().NameOf(conductor)}}}});
  }
}

namespace {

// What was promised, wherever it was minuted: a task may have had another name when it was.
List Minuted(Decision& decision, const Step& step) {
  List promised;
  auto workflow = decision.WorkflowOf(*decision.state.cycles.Find(step.cycle));
  for (const auto& [name, text] : step.texts) {
    auto task = workflow->tasks.find(name.substr(0, name.find('.')));
    if (task == workflow->tasks.end()) continue;
    for (const workflow::v1::Field& field : task->second->fields()) {
      if (field.id() != "commitments" || task->first + "." + field.id() != name) continue;
      // A preparation's are not agreed on, an agreement's are those that were promised already.
      if (field.audience() != workflow::v1::AUDIENCE_COMMITMENTS || field.source() == workflow::v1::SOURCE_COMMITMENTS) continue;
      const Value table = ReadText(decision.context, text);
      if (const List* rows = table.AsList()) promised.insert(promised.end(), rows->begin(), rows->end());
    }
  }
  return promised;
}

}  // namespace

void RecordConfirmation(Decision& decision, const Step& step, const Completed& completed) {
  if (completed.task.action == "correct") return;
  for (const Value& row : Minuted(decision, step)) {
    bool leader = row["by"].Text() == "leader";
    Commitment commitment;
    commitment.number = decision.NextNumber();
    commitment.by = leader ? step.leader : step.superior;
    commitment.to = leader ? step.superior : step.leader;
    commitment.leader = step.leader;
    commitment.superior = step.superior;
    commitment.cycle = step.cycle;
    commitment.step = step.Key();
    commitment.due = ParseDate(row["due"].Text());
    commitment.of_unit = row["about"].Text() == "unit";
    commitment.text = decision.Seal(step.leader, "c" + std::to_string(commitment.number), row["what"]);
    decision.Emit(CommitmentMade{std::move(commitment)});
  }
}

namespace {

// Versions count in the history of the pair.
const Agreement* NewestOf(State& state, const Step& step, const std::string& except) {
  const Agreement* newest = nullptr;
  for (const Agreement* agreement : state.agreements.By(Agreement::kByPair, step.leader + "~" + step.superior)) {
    if (agreement->Key() != except && !agreement->document_hash.empty()) newest = agreement;
  }
  return newest;
}

}  // namespace

void RecordAgreementDraft(Decision& decision, const Step& step) {
  if (!step.agreement.empty()) {
    decision.Emit(AgreementStateChanged{step.agreement, AgreementState::kDraft});
    return;
  }
  const Cycle& cycle = *decision.state.cycles.Find(step.cycle);
  auto workflow = decision.WorkflowOf(cycle);
  const Agreement* before = NewestOf(decision.state, step, "");
  Agreement agreement;
  agreement.number = decision.NextNumber();
  agreement.leader = step.leader;
  agreement.superior = step.superior;
  agreement.by_mandate = step.by_mandate;
  agreement.units = step.units;
  agreement.cycle = step.cycle;
  agreement.step = step.Key();
  agreement.kind = workflow->phases.at(step.phase)->for_new_leaders() ? "start" : "annual";
  // A new version of an agreement is of the kind that it takes the place of.
  if (workflow->phases.at(step.phase)->on_target_change() && before != nullptr) agreement.kind = before->kind;
  agreement.version = before == nullptr ? 1 : before->version + 1;
  agreement.supersedes = before == nullptr ? "" : before->Key();
  agreement.changed = decision.context.now;
  decision.Emit(AgreementDrafted{std::move(agreement)});
}

void RecordAgreementText(Decision& decision, const Step& step, const Completed& completed) {
  const Agreement agreement = *decision.state.agreements.Find(step.agreement);
  List units;
  std::vector<std::string> cards;
  for (const std::string& unit : step.units) {
    const organisation::Unit* found = decision.org().FindUnit(unit);
    units.push_back(found == nullptr ? unit : found->name);
    cards.push_back(Card::MakeKey(unit, AgreementYear(decision.state, step, unit, Cycle::YearOf(step.cycle))));
  }
  Object document{{"municipality", decision.self().name},
                  {"cycle", std::to_string(Cycle::YearOf(step.cycle))},
                  {"kind", agreement.kind},
                  {"version", agreement.version},
                  {"leader", decision.org().NameOf(step.leader)},
                  {"superior", decision.org().NameOf(step.superior)},
                  {"units", units},
                  {"targets", completed.data["targets"]},
                  {"commitments", completed.data["commitments"]},
                  {"clauses", completed.data["clauses"]},
                  {"personal_clauses", completed.data["personal_clauses"]},
                  // Keeps the hash, which is public, from confirming a guess at the text.
                  {"salt", decision.context.random}};
  Value whole{document};
  std::string id = decision.Seal(step.leader, "a" + std::to_string(agreement.number) + "." + std::to_string(completed.task.number), whole);
  decision.Emit(AgreementWritten{step.agreement, id, Sha256Hex(ToJson(whole)), "", completed.data["targets"], std::move(cards)});
  decision.Emit(AgreementStateChanged{step.agreement, AgreementState::kReview});
}

void RecordSignature(Decision& decision, const Step& step, const Completed& completed) {
  (void)completed;
  const Agreement agreement = *decision.state.agreements.Find(step.agreement);
  bool leader = decision.context.actor == step.leader;
  Signature signature;
  signature.party = leader ? "leader" : "superior";
  signature.person = decision.context.actor;
  signature.time = decision.context.now;
  signature.document_hash = agreement.document_hash;
  if (!leader && step.by_mandate) {
    const organisation::RoleBinding* mandate = decision.org().BindingOf(organisation::Role::kMandate, decision.Today());
    if (mandate != nullptr) signature.authority = mandate->authority;
  }
  decision.Emit(AgreementSigned{step.agreement, signature});
  const Agreement* now = decision.state.agreements.Find(step.agreement);
  if (!now->SignedBy("leader") || !now->SignedBy("superior")) return;
  // What held between the two until now is replaced.
  std::vector<std::string> old;
  for (const Agreement* other : decision.state.agreements.By(Agreement::kByPair, step.leader + "~" + step.superior)) {
    if (other->state == AgreementState::kSigned) old.push_back(other->Key());
  }
  for (const std::string& key : old) decision.Emit(AgreementStateChanged{key, AgreementState::kSuperseded});
  decision.Emit(AgreementStateChanged{step.agreement, AgreementState::kSigned});
  int year = Cycle::YearOf(step.cycle);
  for (const std::string& unit : step.units) {
    int about = AgreementYear(decision.state, step, unit, year);
    if (decision.state.cards.Find(Card::MakeKey(unit, about)) != nullptr) {
      decision.Emit(TargetsLocked{unit, "", about, DecidedBy::kAgreement, {}});
    }
  }
}

void RecordRefusal(Decision& decision, const Step& step, const Completed& completed) {
  bool leader = decision.context.actor == step.leader;
  auto reason = completed.texts.find("refusal_reason");
  decision.Emit(AgreementRefused{step.agreement, leader ? "leader" : "superior", reason == completed.texts.end() ? "" : reason->second});
  const Agreement* now = decision.state.agreements.Find(step.agreement);
  if (now->refusals.size() == 2) decision.Emit(AgreementStateChanged{step.agreement, AgreementState::kNotSigned});
}

}  // namespace arshjul::cycle
