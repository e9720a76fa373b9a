// Where a form's first values come from (SOURCE_* of the workflow language).
#include <algorithm>
#include <charconv>

#include "cycle/cards.h"
#include "cycle/form.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using workflow::v1::Field;

std::string UnitName(State& state, const std::string& id) {
  const organisation::Unit* unit = state.Organisation().FindUnit(id);
  return unit == nullptr ? id : unit->name;
}

// Keeps the columns that the field has.
Value Only(const Field& field, Object row) {
  Object out;
  for (const Field& column : field.columns()) {
    auto it = row.find(column.id());
    if (it != row.end() && !it->second.IsBlank()) out[column.id()] = std::move(it->second);
  }
  return out;
}

Value CostOf(const CardRow& row) {
  double cost = 0;
  const std::string& text = row.budget_cost;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cost);
  return error == std::errc() && end == text.data() + text.size() ? Value(cost) : Value();
}

// The unit's targets as they stand: of the cycle's year where they are, else last year's as the default.
Value Targets(State& state, const Field& field, const std::string& unit, int year) {
  List rows;
  const Card* last = state.cards.Find(Card::MakeKey(unit, year - 1));
  const Card* now = state.cards.Find(Card::MakeKey(unit, year));
  bool begun = now != nullptr && std::any_of(now->rows.begin(), now->rows.end(), [](const CardRow& row) { return !row.dropped; });
  // Last year's are a proposal, where rows can be proposed; where they can only be answered, there is nothing to answer.
  const Card* card = begun || !field.open_rows() ? now : last;
  if (card == nullptr) return rows;
  for (const CardRow& row : card->rows) {
    if (row.dropped) continue;
    const CardRow* before = last == nullptr ? nullptr : last->FindRow(row.indicator);
    const measurement::Figure& baseline = before != nullptr && before->result.missing == measurement::Missing::kNone ? before->result : row.baseline;
    // An imported card may already say what it aims at next.
    const measurement::Target& standing = begun || row.next_target.figure.text.empty() ? row.target : row.next_target;
    const Indicator* indicator = state.indicators.Find(row.indicator);
    rows.push_back(Only(field, {{"indicator", NameOfIndicator(state, row.indicator)},
                                {"unit_of_measure", indicator == nullptr ? "" : indicator->unit_of_measure},
                                {"baseline", baseline.text},
                                {"last_target", before == nullptr ? "" : before->target.figure.text},
                                {"target", standing.figure.text},
                                {"kind", standing.figure.text.empty() ? "" : KindOption(StandingKind(standing))},
                                {"answer", !begun || row.budget_answer.empty() ? "keep" : row.budget_answer},
                                {"cost", begun ? CostOf(row) : Value()},
                                {"new_target", begun && row.budget_answer == "change" ? row.proposed.figure.text : ""},
                                {"rationale", row.rationale},
                                {"evidence", row.evidence},
                                {"initiatives", row.initiatives},
                                {"warning_sign", row.warning_sign}}));
  }
  return rows;
}

Value Proposals(State& state, const Field& field, const std::string& unit, int year) {
  List rows;
  const Card* card = state.cards.Find(Card::MakeKey(unit, year));
  const Card* last = state.cards.Find(Card::MakeKey(unit, year - 1));
  if (card == nullptr) return rows;
  for (const CardRow& row : card->rows) {
    if (row.dropped || row.proposed.figure.text.empty()) continue;
    const CardRow* before = last == nullptr ? nullptr : last->FindRow(row.indicator);
    rows.push_back(Only(field, {{"indicator", NameOfIndicator(state, row.indicator)},
                                {"baseline", row.baseline.text},
                                {"last_target", before == nullptr ? "" : before->target.figure.text},
                                {"proposed", row.proposed.figure.text},
                                {"rationale", row.rationale},
                                {"decision", "agree"}}));
  }
  return rows;
}

Value Reports(State& state, const Context& context, const Field& field, const std::string& unit, int year) {
  List rows;
  for (const organisation::Unit* child : state.Organisation().Children(unit, context.calendar->LocalDate(context.now))) {
    const Card* card = state.cards.Find(Card::MakeKey(child->id, year));
    Object row{{"unit", child->name}, {"unit_id", child->id}};
    if (card != nullptr && card->frame) row["amount"] = *card->frame;
    rows.push_back(Only(field, std::move(row)));
  }
  return rows;
}

Value Results(State& state, const Field& field, const std::string& unit, int year, const std::string& language) {
  List rows;
  const Card* card = state.cards.Find(Card::MakeKey(unit, year));
  if (card == nullptr) return rows;
  for (const CardRow& row : card->rows) {
    if (row.dropped) continue;
    bool measured = row.result.missing == measurement::Missing::kNone;
    Object shown{{"indicator", NameOfIndicator(state, row.indicator)},
                 {"target", row.target.figure.text},
                 {"assessment", measured ? "" : row.assessment},
                 {"missing", MissingOption(row.result.missing)},
                 {"cause", row.cause},
                 {"initiative", row.initiative}};
    if (measured) shown["result"] = row.result.number;
    if (row.expected) shown["expected"] = FormatDate(*row.expected);
    if (measured) shown["colour"] = measurement::ColourName(JudgeRow(state, row).colour);
    (void)language;
    rows.push_back(Only(field, std::move(shown)));
  }
  return rows;
}

Value Commitments(State& state, const Context& context, const Field& field, const Step& step) {
  List rows;
  for (const Commitment* commitment : state.commitments.By(Commitment::kByPair, step.leader + "~" + step.superior)) {
    if (commitment->state != CommitmentState::kOpen) continue;
    Object row{{"by", state.Organisation().NameOf(commitment->by)}, {"what", ReadText(context, commitment->text)}};
    if (commitment->due) row["due"] = FormatDate(*commitment->due);
    rows.push_back(Only(field, std::move(row)));
  }
  return rows;
}

Value AgreementTargets(State& state, const Field& field, const Step& step) {
  List rows;
  int year = Cycle::YearOf(step.cycle);
  for (const std::string& unit : step.units) {
    // One talk closes Y and opens Y+1: the agreement is about the newest targets that are decided or agreed.
    int about = AgreementYear(state, step, unit, year);
    const Card* card = state.cards.Find(Card::MakeKey(unit, about));
    if (card == nullptr) continue;
    for (const CardRow& row : card->rows) {
      if (row.dropped || row.target.figure.text.empty()) continue;
      rows.push_back(Only(field, {{"unit", UnitName(state, unit)},
                                  {"indicator", NameOfIndicator(state, row.indicator)},
                                  {"target", row.target.figure.text},
                                  {"decided_by", DecidedByName(row.decided_by)}}));
    }
  }
  return rows;
}

Value TargetChanges(State& state, const Field& field, const Step& step, int year) {
  List rows;
  const Card* card = state.cards.Find(Card::MakeKey(step.subject, step.about_year != 0 ? step.about_year : year));
  if (card == nullptr) return rows;
  for (const CardRow& row : card->rows) {
    if (row.dropped || !row.target_changed || *row.target_changed < step.opened) continue;
    rows.push_back(Only(field, {{"indicator", NameOfIndicator(state, row.indicator)},
                                {"before", row.target_before},
                                {"target", row.target.figure.text},
                                {"case_number", row.case_number}}));
  }
  return rows;
}

// The clauses of the pair's agreement before this one; the municipality's template where there is none.
Value Clauses(State& state, const Context& context, const Step& step, const std::string& language) {
  const Agreement* newest = nullptr;
  for (const Agreement* agreement : state.agreements.By(Agreement::kByPair, step.leader + "~" + step.superior)) {
    if (!agreement->document.empty()) newest = agreement;
  }
  if (newest != nullptr) {
    const Value document = ReadText(context, newest->document);
    if (!document["clauses"].IsBlank()) return document["clauses"];
  }
  const Cycle* cycle = state.cycles.Find(step.cycle);
  auto workflow = PinnedWorkflow(state, context, *cycle);
  List rows;
  for (const workflow::v1::Clause& clause : workflow->definition.clauses()) {
    rows.push_back(Object{{"heading", TextIn(clause.heading(), language)}, {"text", TextIn(clause.text(), language)}});
  }
  return rows;
}

}  // namespace

std::vector<Gap> GapsOf(State& state, const Cycle& cycle) {
  std::vector<Gap> gaps;
  for (const PhaseRun& phase : cycle.phases) {
    for (const Step* step : state.steps.By(Step::kByPhase, cycle.Key() + "/" + phase.id)) {
      if (step->state == StepState::kDone && step->shown != "not_signed") continue;
      if (step->state == StepState::kCancelled || phase.id == "closing") continue;
      gaps.push_back({step->Key(), step->phase, step->shown, step->units, step->leader, step->explanation});
    }
  }
  return gaps;
}

namespace {

Value Gaps(State& state, const Context& context, const Field& field, const Step& step, const std::string& language) {
  List rows;
  const Cycle* cycle = state.cycles.Find(step.cycle);
  auto workflow = PinnedWorkflow(state, context, *cycle);
  for (const Gap& gap : GapsOf(state, *cycle)) {
    if (gap.step == step.Key()) continue;
    std::string what = TextIn(workflow->phases.at(gap.phase)->title(), language);
    // "Not signed" is told as a total only; the row says that the pair's agreement is not done, not why.
    for (const std::string& unit : gap.units) what += ", " + UnitName(state, unit);
    rows.push_back(Only(field, {{"step", gap.step}, {"what", what}, {"explanation", gap.explanation}}));
  }
  return rows;
}

// What was recorded under this field id earlier in the step; for personnel text, by the same task before.
Value Earlier(const Context& context, const Task& task, const Step& step, const Field& field) {
  auto text = step.texts.find(task.kind + "." + field.id());
  if (text != step.texts.end()) return ReadText(context, text->second);
  auto value = step.recorded.find(field.id());
  if (value != step.recorded.end()) return value->second;
  // The day of the vote stands where it was planned.
  auto planned = step.recorded.find("vote_planned");
  return field.id() == "voted_on" && planned != step.recorded.end() ? planned->second : Value();
}

}  // namespace

Value SourceValue(State& state, const Context& context, const Task& task, const Field& field, const std::string& language) {
  using namespace workflow::v1;
  const Step* step = state.steps.Find(task.step);
  if (step == nullptr) return {};
  int year = Cycle::YearOf(task.cycle);
  switch (field.source()) {
    case SOURCE_TARGETS: return Targets(state, field, task.unit, year);
    case SOURCE_PROPOSALS: return Proposals(state, field, task.unit, year);
    case SOURCE_REPORTS: return Reports(state, context, field, task.unit, year);
    case SOURCE_RESULTS: return Results(state, field, task.unit, year, language);
    case SOURCE_COMMITMENTS: return Commitments(state, context, field, *step);
    case SOURCE_AGREEMENT_TARGETS: return AgreementTargets(state, field, *step);
    case SOURCE_CLAUSES: return Clauses(state, context, *step, language);
    case SOURCE_GAPS: return Gaps(state, context, field, *step, language);
    case SOURCE_EARLIER: return Earlier(context, task, *step, field);
    case SOURCE_FRAME: {
      const Card* card = state.cards.Find(Card::MakeKey(task.unit, year));
      return card != nullptr && card->frame ? Value(*card->frame) : Value();
    }
    case SOURCE_TARGET_CHANGES: return TargetChanges(state, field, *step, year);
    case SOURCE_TODAY: return FormatDate(context.calendar->LocalDate(context.now));
    default: return {};
  }
}

}  // namespace arshjul::cycle
