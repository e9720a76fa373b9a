// Ambition and budget: proposals, reviews, frames, answers, the council's decision.
#include <algorithm>
#include <set>

#include "base/words.h"
#include "cycle/cards.h"
#include "cycle/records.h"

namespace arshjul::cycle {
namespace {

using measurement::Missing;
using measurement::Target;
using measurement::TargetKind;

std::string RowPath(const std::string& table, size_t row, const std::string& column) {
  return table + "[" + std::to_string(row) + "]." + column;
}

const List& RowsOf(const Value& data, const std::string& table) {
  static const List kNone;
  const List* rows = data[table].AsList();
  return rows == nullptr ? kNone : *rows;
}

// A target as somebody wrote it. A numeric one must be a figure; the other kinds are words. Where no kind is given, the
// text says it: what no figure can be read of is judged.
Target ReadWritten(const std::string& text, std::optional<TargetKind> kind, const std::string& path, std::vector<FieldViolation>& violations) {
  Target target = measurement::ReadTarget(text);
  if (!kind) {
    target.kind = StandingKind(target);
    if (target.kind == TargetKind::kJudged) target.figure.text = text;
  } else if (*kind != TargetKind::kNumeric) {
    target.kind = *kind;
    target.figure.text = text;
  } else if (target.kind != TargetKind::kNumeric || target.figure.missing != Missing::kNone) {
    violations.push_back({path, "not_a_target", {{"value", text}}});
  }
  return target;
}

std::string FreeIndicatorId(State& state, const std::string& name) {
  std::string base = Slug(name);
  std::string id = base;
  for (int number = 2; state.indicators.Find(id) != nullptr; ++number) id = base + "-" + std::to_string(number);
  return id;
}

// The indicator a row is about; a new name on an open table is a new indicator of the owner's own.
std::string ResolveIndicator(Decision& decision, const Value& row, const std::vector<CardRow>& own, std::vector<Indicator>& fresh) {
  const std::string& text = row["indicator"].Text();
  if (const Indicator* found = FindIndicator(decision.state, text, own)) return found->id;
  Indicator indicator;
  indicator.id = FreeIndicatorId(decision.state, text);
  indicator.name = text;
  indicator.unit_of_measure = row["unit_of_measure"].Text();
  indicator.perspective = "";
  fresh.push_back(indicator);
  return indicator.id;
}

std::vector<CardRow> RowsOfCard(State& state, const std::string& unit, int year) {
  const Card* card = state.cards.Find(Card::MakeKey(unit, year));
  return card == nullptr ? std::vector<CardRow>() : card->rows;
}

const CardRow* Among(const std::vector<CardRow>& rows, const std::string& indicator) {
  for (const CardRow& row : rows) {
    if (row.indicator == indicator) return &row;
  }
  return nullptr;
}

}  // namespace

void RecordProposal(Decision& decision, const Step& step, const Completed& completed) {
  int year = Cycle::YearOf(step.cycle);
  const std::string& unit = step.subject;
  std::vector<CardRow> now = RowsOfCard(decision.state, unit, year), last = RowsOfCard(decision.state, unit, year - 1);
  std::vector<CardRow> known = now;
  known.insert(known.end(), last.begin(), last.end());
  const List& rows = RowsOf(completed.data, "targets");
  std::vector<FieldViolation> violations;
  std::vector<Indicator> fresh;
  std::set<std::string> seen;
  CardChanged change{unit, year, CardCause::kProposal, {}, completed.data["zero_reason"].Text(), ""};
  for (size_t i = 0; i < rows.size(); ++i) {
    std::string indicator = ResolveIndicator(decision, rows[i], known, fresh);
    if (!seen.insert(indicator).second) violations.push_back({RowPath("targets", i, "indicator"), "named_twice", {{"value", rows[i]["indicator"].Text()}}});
    const CardRow* before = Among(now, indicator);
    const CardRow* year_before = Among(last, indicator);
    CardRow row = before != nullptr ? *before : CardRow{};
    if (before == nullptr && year_before != nullptr) {
      row.group = year_before->group;
      row.perspective = year_before->perspective;
      row.baseline = year_before->result.missing == Missing::kNone ? year_before->result : year_before->baseline;
    } else if (before == nullptr) {
      row.group = "egne";
    }
    row.indicator = indicator;
    row.dropped = false;
    const std::string& kind = rows[i]["kind"].Text();
    row.proposed = ReadWritten(rows[i]["target"].Text(), kind.empty() ? std::nullopt : std::optional(KindOf(kind)), RowPath("targets", i, "target"), violations);
    row.target = row.proposed;
    row.agreed = {};
    row.rationale = rows[i]["rationale"].Text();
    row.evidence = rows[i]["evidence"].Text();
    row.initiatives = rows[i]["initiatives"].Text();
    row.warning_sign = rows[i]["warning_sign"].Text();
    change.rows.push_back(std::move(row));
  }
  if (rows.empty() && change.zero_reason.empty()) violations.push_back({"zero_reason", "zero_rows_need_reason", {}});
  for (const CardRow& before : now) {
    if (seen.contains(before.indicator) || before.dropped) continue;
    CardRow gone = before;
    gone.dropped = true;
    change.rows.push_back(std::move(gone));
  }
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  for (Indicator& indicator : fresh) decision.Emit(IndicatorDefined{std::move(indicator)});
  decision.Emit(std::move(change));
}

void RecordReview(Decision& decision, const Step& step, const Completed& completed) {
  int year = Cycle::YearOf(step.cycle);
  std::vector<FieldViolation> violations;
  CardChanged change{step.subject, year, CardCause::kReview, {}, "", ""};
  const List& rows = RowsOf(completed.data, "rows");
  size_t at = 0;
  for (const CardRow& before : RowsOfCard(decision.state, step.subject, year)) {
    if (before.dropped || before.proposed.figure.text.empty()) continue;
    CardRow row = before;
    row.capped = false;
    row.target = row.proposed;
    // The rows of the form are those of the card, in its order.
    if (completed.task.action == "cap" && at < rows.size() && rows[at]["decision"].Text() == "cap") {
      const std::string& cap = rows[at]["capped_target"].Text();
      row.cap_reason = rows[at]["reason"].Text();
      if (row.cap_reason.empty()) violations.push_back({RowPath("rows", at, "reason"), "reason_needed_for_cap", {}});
      if (cap.empty()) {
        violations.push_back({RowPath("rows", at, "capped_target"), "cap_needed", {}});
      } else {
        row.capped = true;
        row.target = ReadWritten(cap, row.proposed.kind, RowPath("rows", at, "capped_target"), violations);
        const Indicator* indicator = decision.state.indicators.Find(row.indicator);
        auto stricter = indicator == nullptr ? std::nullopt : measurement::CompareAmbition(row.target, row.proposed, indicator->direction);
        if (stricter && *stricter > 0) violations.push_back({RowPath("rows", at, "capped_target"), "cap_is_stricter", {{"proposed", row.proposed.figure.text}}});
      }
    }
    row.agreed = row.target;
    change.rows.push_back(std::move(row));
    ++at;
  }
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  if (!change.rows.empty()) decision.Emit(std::move(change));
}

void RecordFrames(Decision& decision, const Step& step, const Completed& completed) {
  const List& rows = RowsOf(completed.data, "frames");
  auto children = decision.org().Children(step.subject, decision.Today());
  std::vector<std::string> units;
  for (const organisation::Unit* child : children) units.push_back(child->id);
  for (size_t i = 0; i < rows.size() && i < units.size(); ++i) {
    const double* amount = rows[i]["amount"].AsNumber();
    if (amount != nullptr) decision.Emit(FrameHandedDown{units[i], Cycle::YearOf(step.cycle), *amount, false});
  }
}

void RecordBudgetAnswer(Decision& decision, const Step& step, const Completed& completed) {
  int year = Cycle::YearOf(step.cycle);
  std::vector<CardRow> now = RowsOfCard(decision.state, step.subject, year);
  std::vector<FieldViolation> violations;
  CardChanged change{step.subject, year, CardCause::kBudget, {}, "", ""};
  const List& rows = RowsOf(completed.data, "answers");
  for (size_t i = 0; i < rows.size(); ++i) {
    const Indicator* indicator = FindIndicator(decision.state, rows[i]["indicator"].Text(), now);
    const CardRow* before = indicator == nullptr ? nullptr : Among(now, indicator->id);
    if (before == nullptr) continue;
    CardRow row = *before;
    row.budget_answer = rows[i]["answer"].Text().empty() ? "keep" : rows[i]["answer"].Text();
    row.budget_cost = rows[i]["cost"].IsNull() ? "" : ToJson(rows[i]["cost"]);
    if (row.budget_answer == "cost" && row.budget_cost.empty()) violations.push_back({RowPath("answers", i, "cost"), "cost_needed", {}});
    if (row.budget_answer == "change") {
      const std::string& text = rows[i]["new_target"].Text();
      if (text.empty()) {
        violations.push_back({RowPath("answers", i, "new_target"), "new_target_needed", {}});
      } else {
        row.proposed = ReadWritten(text, row.target.kind, RowPath("answers", i, "new_target"), violations);
      }
    }
    if (!(row == *before)) change.rows.push_back(std::move(row));
  }
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  if (!change.rows.empty()) decision.Emit(std::move(change));
}

void RecordBudgetDialogue(Decision& decision, const Step& step) {
  int year = Cycle::YearOf(step.cycle);
  CardChanged change{step.subject, year, CardCause::kBudget, {}, "", ""};
  for (CardRow row : RowsOfCard(decision.state, step.subject, year)) {
    // What the frame made the leader change is agreed in the dialogue.
    if (row.dropped || row.budget_answer != "change" || row.proposed == row.agreed) continue;
    row.agreed = row.target = row.proposed;
    change.rows.push_back(std::move(row));
  }
  if (!change.rows.empty()) decision.Emit(std::move(change));
}

namespace {

struct Amendment {
  std::string unit, indicator;
  Target target;
};

std::vector<Amendment> ReadAmendments(Decision& decision, const Value& data, int year, std::vector<FieldViolation>& violations) {
  std::vector<Amendment> out;
  const List& rows = RowsOf(data, "amendments");
  for (size_t i = 0; i < rows.size(); ++i) {
    const std::string& unit_text = rows[i]["unit"].Text();
    const organisation::Unit* unit = decision.org().FindUnit(unit_text);
    for (const organisation::Unit* candidate : decision.org().Preorder(decision.Today())) {
      if (unit == nullptr && candidate->name == unit_text) unit = candidate;
    }
    if (unit == nullptr) {
      violations.push_back({RowPath("amendments", i, "unit"), "unknown_unit", {{"value", unit_text}}});
      continue;
    }
    std::vector<CardRow> card = RowsOfCard(decision.state, unit->id, year);
    const Indicator* indicator = FindIndicator(decision.state, rows[i]["indicator"].Text(), card);
    const CardRow* row = indicator == nullptr ? nullptr : Among(card, indicator->id);
    if (row == nullptr || row->dropped) {
      violations.push_back({RowPath("amendments", i, "indicator"), "not_on_card", {{"value", rows[i]["indicator"].Text()}, {"unit", unit->name}}});
      continue;
    }
    out.push_back({unit->id, indicator->id, ReadWritten(rows[i]["target"].Text(), row->target.kind, RowPath("amendments", i, "target"), violations)});
  }
  return out;
}

}  // namespace

void RecordDecision(Decision& decision, const Step& step, const Completed& completed) {
  // "Publish again" only takes the case number along.
  if (completed.task.action != "decide") return;
  int year = Cycle::YearOf(step.cycle);
  std::vector<FieldViolation> violations;
  std::vector<Amendment> amendments = ReadAmendments(decision, completed.data, year, violations);
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  const std::string case_number = completed.data["case_number"].Text();
  bool all = completed.data["decides"].Text() == "all";
  for (const Amendment& amendment : amendments) {
    CardRow row = *Among(RowsOfCard(decision.state, amendment.unit, year), amendment.indicator);
    row.target = amendment.target;
    decision.Emit(CardChanged{amendment.unit, year, CardCause::kDecision, {row}, "", case_number});
    decision.Emit(TargetsLocked{amendment.unit, case_number, year, DecidedBy::kCouncil, {amendment.indicator}});
  }
  for (const organisation::Unit* unit : decision.org().Preorder(decision.Today())) {
    const Card* card = decision.state.cards.Find(Card::MakeKey(unit->id, year));
    if (card == nullptr || card->rows.empty()) continue;
    TargetsLocked locked{unit->id, case_number, year, DecidedBy::kCouncil, {}};
    bool whole = all;
    for (const CardRow& row : card->rows) {
      const Indicator* indicator = decision.state.indicators.Find(row.indicator);
      bool agreed = !row.agreed.figure.text.empty();
      bool open = !row.dropped && row.decided_by == DecidedBy::kNobody;
      // Targets that nobody agreed to are not decided by passing over them.
      if (open && agreed && (all || (indicator != nullptr && indicator->common))) locked.indicators.push_back(row.indicator);
      if (open && !agreed) whole = false;
    }
    if (locked.indicators.empty()) continue;
    if (whole) locked.indicators.clear();
    decision.Emit(std::move(locked));
  }
  decision.Emit(CouncilDecided{step.cycle, case_number, *ParseDate(completed.data["voted_on"].Text())});
}

}  // namespace arshjul::cycle
