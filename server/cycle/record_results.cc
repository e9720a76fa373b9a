// Results of the year against its targets, and the closing of the cycle.
#include "cycle/cards.h"
#include "cycle/form.h"
#include "cycle/incidents.h"
#include "cycle/records.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using measurement::Colour;
using measurement::Figure;
using measurement::Missing;

std::string RowPath(size_t row, const std::string& column) { return "results[" + std::to_string(row) + "]." + column; }

// What one row of the form says, or what is wrong with it.
void ReadResult(State& state, const Value& given, size_t at, CardRow& row, std::vector<FieldViolation>& violations) {
  const double* number = given["result"].AsNumber();
  std::string missing = given["missing"].Text();
  // A figure beside the reason that stood there before: it has come.
  if (number != nullptr && missing == MissingOption(row.result.missing)) missing.clear();
  row.cause = given["cause"].Text();
  row.initiative = given["initiative"].Text();
  row.assessment = given["assessment"].Text();
  row.expected.reset();
  if (number != nullptr && !missing.empty()) {
    violations.push_back({RowPath(at, "missing"), "result_or_missing", {}});
    return;
  }
  if (number == nullptr && missing.empty()) {
    violations.push_back({RowPath(at, "result"), "result_needed", {}});
    return;
  }
  if (number == nullptr) {
    row.result = Figure{MissingOf(missing), 0, ""};
    row.expected = ParseDate(given["expected"].Text());
    if (row.result.missing == Missing::kNotPublished && !row.expected) violations.push_back({RowPath(at, "expected"), "expected_date_needed", {}});
    return;
  }
  // As written before, where it is the same figure: "5,0" says more than 5.
  bool same = row.result.missing == Missing::kNone && row.result.number == *number;
  if (!same) row.result = Figure{Missing::kNone, *number, measurement::WriteFigure(*number)};
  Colour colour = JudgeRow(state, row).colour;
  if (colour != Colour::kYellow && colour != Colour::kRed) return;
  for (const auto& [column, value] : {std::pair("cause", row.cause), std::pair("initiative", row.initiative)}) {
    if (value.empty()) violations.push_back({RowPath(at, column), "needed_for_colour", {{"colour", measurement::ColourName(colour)}}});
  }
}

}  // namespace

void RecordResults(Decision& decision, const Step& step, const Completed& completed) {
  int year = Cycle::YearOf(step.cycle);
  const Card* found = decision.state.cards.Find(Card::MakeKey(step.subject, year));
  if (found == nullptr) return;
  const Card card = *found;
  const List* rows = completed.data["results"].AsList();
  std::vector<FieldViolation> violations;
  CardChanged change{step.subject, year, CardCause::kResult, {}, "", ""};
  const organisation::Holding* holder = decision.org().HolderOf(step.subject, decision.Today());
  bool before_time = holder != nullptr && holder->span.from && *holder->span.from > MakeDate(year, 12, 31);
  size_t at = 0;
  for (const CardRow& before : card.rows) {
    if (before.dropped) continue;
    // The rows of the form are those of the card, in its order.
    if (rows == nullptr || at >= rows->size()) break;
    CardRow row = before;
    ReadResult(decision.state, (*rows)[at], at, row, violations);
    row.before_time = before_time;
    row.result_source = "leader";
    change.rows.push_back(std::move(row));
    ++at;
  }
  if (!violations.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(violations));
    return;
  }
  if (!change.rows.empty()) decision.Emit(std::move(change));
}

void RecordClosing(Decision& decision, const Step& step, const Completed& completed) {
  const Cycle cycle = *decision.state.cycles.Find(step.cycle);
  const List* rows = completed.data["gaps"].AsList();
  std::map<std::string, std::string> explanations;
  for (const Value& row : rows == nullptr ? List() : *rows) explanations[row["step"].Text()] = row["explanation"].Text();
  std::vector<FieldViolation> violations;
  auto workflow = decision.WorkflowOf(cycle);
  for (const PhaseRun& run : cycle.phases) {
    // What was never asked of anybody is no gap that can be explained.
    const workflow::v1::Phase& phase = *workflow->phases.at(run.id);
    if (run.open || run.ended || phase.on_target_change()) continue;
    violations.push_back({"gaps", "phase_not_opened", {{"phase", TextIn(phase.title(), decision.self().language)}, {"opens", FormatDate(run.opens)}}});
  }
  for (const Gap& gap : GapsOf(decision.state, cycle)) {
    if (gap.step != step.Key() && explanations[gap.step].empty()) violations.push_back({"gaps", "gap_unexplained", {{"step", gap.step}}});
  }
  if (!violations.empty()) {
    decision.Refuse(Reason::kUnexplainedGaps, {{"cycle", step.cycle}}, std::move(violations));
    return;
  }
  for (const Gap& gap : GapsOf(decision.state, cycle)) {
    if (gap.step == step.Key()) continue;
    const Step* late = decision.state.steps.Find(gap.step);
    if (!Ended(*late)) {
      Stop(decision, gap.step, StepState::kOvertaken, explanations[gap.step]);
    } else {
      decision.Emit(StepExplained{gap.step, explanations[gap.step]});
    }
  }
  std::vector<std::string> timers;
  for (const Timer* timer : decision.state.timers.By(0, step.cycle)) {
    if (timer->step != step.Key()) timers.push_back(timer->Key());
  }
  for (const std::string& timer : timers) decision.Emit(TimerEnded{timer, false});
  EndIncidentsOf(decision, step.cycle);
  decision.Emit(CycleStateChanged{step.cycle, CycleState::kClosed, completed.data["follow_up"].Text()});
}

}  // namespace arshjul::cycle
