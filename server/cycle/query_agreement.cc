#include "cycle/query_agreement.h"

#include <algorithm>

#include "base/words.h"
#include "cycle/decision.h"
#include "cycle/near.h"

namespace arshjul::cycle {

using access::Audience;
using access::Relation;
using access::StateDetail;
using organisation::Role;

namespace {

// Totals of so few would point at persons (year.md, "Who sees what").
constexpr int64_t kLeastTotal = 3;

std::string UnitName(State& state, const std::string& id) {
  const organisation::Unit* unit = state.Organisation().FindUnit(id);
  return unit == nullptr ? id : unit->name;
}

// An agreement outlives the chart of its step, and is the pair's all the same.
Relations RelationsTo(State& state, const Viewer& viewer, const Agreement& agreement) {
  if (const Step* step = state.steps.Find(agreement.step)) return viewer.To(*step);
  Step pair;
  pair.leader = agreement.leader;
  pair.superior = agreement.superior;
  pair.units = agreement.units;
  pair.state = StepState::kDone;
  return viewer.To(pair);
}

// It binds, or has bound: there is something to see for those who are not told how the pair is doing.
bool Binding(const Agreement& agreement) {
  return agreement.state == AgreementState::kSigned || agreement.state == AgreementState::kSuperseded || agreement.state == AgreementState::kEnded;
}

bool Visible(const Agreement& agreement, const Relations& relations) {
  StateDetail detail = MaySeeState(relations, true);
  return detail == StateDetail::kFull || detail == StateDetail::kDoneOpen || (Binding(agreement) && MaySee(relations, Audience::kLine));
}

AgreementShown Show(State& state, const Context& context, const Agreement& agreement, const Relations& relations) {
  const organisation::Organisation& org = state.Organisation();
  AgreementShown out;
  out.number = agreement.number;
  out.unit_id = agreement.units.empty() ? "" : agreement.units.front();
  out.unit = UnitName(state, out.unit_id);
  out.leader = agreement.leader;
  out.leader_name = org.NameOf(agreement.leader);
  out.superior = agreement.superior;
  out.superior_name = org.NameOf(agreement.superior);
  out.cycle = agreement.cycle;
  out.start = agreement.kind == "start";
  out.version = agreement.version;
  for (const std::string& unit : agreement.units) out.units.push_back(UnitName(state, unit));
  if (const Agreement* before = agreement.supersedes.empty() ? nullptr : state.agreements.Find(agreement.supersedes)) {
    out.supersedes = before->number;
  }
  if (const Step* step = state.steps.Find(agreement.step)) {
    out.phase = step->phase;
    // Its step may have gone on to a later version.
    if (step->agreement == agreement.Key()) out.open_task = OwnOpenTaskOf(state, context, *step);
  }
  StateDetail detail = MaySeeState(relations, true);
  bool full = detail == StateDetail::kFull;
  if (full || (detail == StateDetail::kDoneOpen && Binding(agreement))) {
    out.state = agreement.state;
  } else if (detail == StateDetail::kDoneOpen) {
    out.state = AgreementState::kDraft;
  }
  // Half the signatures, or a text without them for long, would tell who refused.
  bool told = Has(relations, Relation::kOffice) || Has(relations, Relation::kController);
  if (full || (told && Binding(agreement))) {
    out.signatures = agreement.signatures;
    out.document_hash = agreement.document_hash;
    out.changed = agreement.changed;
    for (const Signature& signature : agreement.signatures) out.persons[signature.person] = org.NameOf(signature.person);
  }
  return out;
}

std::string PlaceInOrder(State& state, const Agreement& agreement) {
  const std::string unit = agreement.units.empty() ? "" : UnitName(state, agreement.units.front());
  return Lower(unit) + '\x1f' + agreement.leader + '\x1f' + Task::MakeKey(agreement.version) + '\x1f' + agreement.Key();
}

std::optional<int64_t> NotSigned(State& state, const Viewer& viewer, const std::vector<std::string>& cycles) {
  int64_t count = 0;
  for (const std::string& cycle : cycles) {
    count += static_cast<int64_t>(state.agreements.CountBy(Agreement::kByStanding, Agreement::NotSignedIn(cycle)));
  }
  if (viewer.Is(Role::kOffice) || viewer.Is(Role::kController) || viewer.Is(Role::kAuditor)) return count;
  bool politician = viewer.Is(Role::kCouncil) || viewer.Is(Role::kMandate);
  return politician && count >= kLeastTotal ? std::optional(count) : std::nullopt;
}

}  // namespace

bool MaySeeAgreement(State& state, const Context& context, const Agreement& agreement) {
  return Visible(agreement, RelationsTo(state, Viewer(state, context), agreement));
}

AgreementPage ListAgreements(State& state, const Context& context, const std::string& cycle, size_t most, const std::string& after) {
  Viewer viewer(state, context);
  AgreementPage page;
  const PageOfCycles pages{CyclesWanted(state, cycle), most, after};
  page.not_signed = NotSigned(state, viewer, pages.cycles);
  const bool all = LooksAtAllPairs(state, viewer);
  Near<Agreement> near;
  if (!all) near = AgreementsNear(state, viewer);
  page.next = pages.Go(
      [&](const std::string& key) {
        std::map<std::string, const Agreement*> items;
        for (const Agreement* row : all ? state.agreements.By(Agreement::kByCycle, key) : near[key]) items[PlaceInOrder(state, *row)] = row;
        return items;
      },
      [&](const Agreement* row) { return Visible(*row, RelationsTo(state, viewer, *row)); },
      [&](const Agreement* row) { page.agreements.push_back(Show(state, context, *row, RelationsTo(state, viewer, *row))); });
  return page;
}

namespace {

// The document, cut to what the reader may see. Parties get it whole, salt and all, so that they can prove the hash.
Value DocumentFor(State& state, const Context& context, const Agreement& agreement, const Relations& relations) {
  if (Has(relations, Relation::kParty) || Has(relations, Relation::kGranted)) {
    Value whole = agreement.document.empty() ? Value(Object()) : ReadText(context, agreement.document);
    Object* object = whole.AsObject();
    if (object == nullptr) return {};
    Object refusals;
    for (const auto& [party, text] : agreement.refusals) {
      if (!text.empty()) refusals[party] = ReadText(context, text);
    }
    if (!refusals.empty()) (*object)["refusals"] = std::move(refusals);
    return whole;
  }
  if (!Binding(agreement) || !MaySee(relations, Audience::kLine)) return {};
  const organisation::Organisation& org = state.Organisation();
  List units;
  for (const std::string& unit : agreement.units) units.push_back(UnitName(state, unit));
  // From the row, not from the vault: the line is shown what binds the unit, and reads nothing that is personal.
  return Object{{"municipality", state.Self()->name}, {"cycle", std::to_string(Cycle::YearOf(agreement.cycle))}, {"kind", agreement.kind}, {"version", agreement.version},
                {"leader", org.NameOf(agreement.leader)}, {"superior", org.NameOf(agreement.superior)}, {"units", units},
                {"targets", agreement.targets}};
}

}  // namespace

AgreementAnswer GetAgreement(State& state, const Context& given, int64_t number) {
  AgreementAnswer answer;
  const Agreement* agreement = state.agreements.Find(Task::MakeKey(number));
  if (agreement == nullptr) {
    answer.refusal = Refusal{Reason::kAgreementNotFound, {{"agreement", std::to_string(number)}}, {}};
    return answer;
  }
  NotedTexts texts(given.texts);
  Context context = given;
  context.texts = &texts;
  Relations relations = RelationsTo(state, Viewer(state, context), *agreement);
  if (!Visible(*agreement, relations)) {
    answer.refusal = Refusal{Reason::kNotVisible, {}, {}};
    return answer;
  }
  answer.agreement = Show(state, context, *agreement, relations);
  answer.agreement.document = DocumentFor(state, context, *agreement, relations);
  answer.reads = texts.Reads();
  return answer;
}

}  // namespace arshjul::cycle
