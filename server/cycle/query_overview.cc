#include "cycle/query_overview.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "cycle/plan.h"
#include "cycle/relation.h"

namespace arshjul::cycle {
namespace {

using access::Relation;
using access::StateDetail;
using organisation::Role;
using organisation::Unit;

constexpr char kNotSigned[] = "not_signed";

// What the reader may look at: the whole municipality, or some subtrees.
struct Scope {
  bool all = false;
  bool totals_only = false;
  std::vector<std::string> roots;  // when not all
};

Scope ScopeOf(State& state, const Viewer& viewer) {
  Scope scope;
  scope.all = viewer.Is(Role::kOffice) || viewer.Is(Role::kController) || viewer.Is(Role::kAuditor);
  if (scope.all) return scope;
  const organisation::Organisation& org = state.Organisation();
  for (const organisation::Holding* held : org.HeldBy(viewer.person(), viewer.today())) scope.roots.push_back(held->unit);
  if (scope.roots.empty() && (viewer.Is(Role::kCouncil) || viewer.Is(Role::kMandate))) scope.all = scope.totals_only = true;
  return scope;
}

// Narrows the scope to a unit. False: it lies outside.
bool Narrow(const organisation::Organisation& org, const std::string& unit, Scope& scope) {
  bool inside = scope.all || std::any_of(scope.roots.begin(), scope.roots.end(), [&](const std::string& root) { return org.IsWithin(unit, root); });
  scope.all = false;
  scope.roots = {unit};
  return inside;
}

class Summary {
 public:
  Summary(State& state, const Context& context, Board& board, const Cycle& cycle, const Viewer& viewer, Scope scope)
      : state_(state), board_(board), cycle_(cycle), viewer_(viewer), scope_(std::move(scope)), org_(state.Organisation()),
        workflow_(PinnedWorkflow(state, context, cycle)), auditor_(viewer.Is(Role::kAuditor)) {
    Lay();
  }

  Overview Make(bool omit_units) {
    for (const PhaseRun& run : cycle_.phases) {
      const workflow::v1::Phase& phase = *workflow_->phases.at(run.id);
      // Nobody is due in what happens by occasion, until it has.
      if (phase.on_target_change() && board_.Of(run.id).empty()) continue;
      PhaseTally tally;
      tally.run = run;
      rows_.assign(units_.size(), UnitInPhase{run.id});
      switch (phase.scope()) {
        case workflow::v1::SCOPE_UNIT: CountUnits(phase, tally); break;
        case workflow::v1::SCOPE_PAIR: CountPairs(phase, tally); break;
        default: CountMunicipality(tally);
      }
      Withhold(phase, tally);
      out_.phases.push_back(std::move(tally));
      if (!omit_units && !scope_.totals_only) RollUp();
    }
    if (omit_units || scope_.totals_only) out_.units.clear();
    return std::move(out_);
  }

 private:
  // The units of today, with what is below them.
  void Lay() {
    std::vector<int> spans;
    for (const Unit* unit : board_.UnitsOn(state_, viewer_.today())) {
      auto above = units_.find(unit->parent);
      bool root = scope_.all ? unit->parent.empty() : std::find(scope_.roots.begin(), scope_.roots.end(), unit->id) != scope_.roots.end();
      if (!root && above == units_.end()) continue;
      int at = static_cast<int>(out_.units.size());
      units_.emplace(unit->id, at);
      above_.push_back(above == units_.end() ? -1 : above->second);
      const organisation::Holding* holder = org_.HolderOf(unit->id, viewer_.today());
      int depth = above == units_.end() ? org_.Depth(unit->id) : out_.units[above->second].depth + 1;
      out_.units.push_back({unit->id, unit->name, unit->parent, depth, holder == nullptr ? "" : holder->person, {}});
      spans.push_back(0);
      if (above_.back() >= 0) ++spans[above_.back()];
    }
    for (size_t i = 0; i < spans.size(); ++i) {
      if (spans[i] > out_.max_span) {
        out_.max_span = spans[i];
        out_.max_span_unit = out_.units[i].id;
      }
    }
  }

  bool InScope(const std::string& unit) {
    if (scope_.all || units_.contains(unit)) return true;
    // Closed since.
    return std::any_of(scope_.roots.begin(), scope_.roots.end(), [&](const std::string& root) { return org_.IsWithin(unit, root); });
  }

  void CountUnits(const workflow::v1::Phase& phase, PhaseTally& out) {
    const Standings& standings = board_.Of(phase.id());
    for (const Unit* unit : board_.UnitsOn(state_, out.run.ends)) {
      if (!InScope(unit->id)) continue;
      auto found = standings.find(unit->id);
      if (found == standings.end() && !TakesPart(cycle_, phase, {unit->id})) {
        if (!ByOccasion(phase)) ++out.tally.out_of_cohort;
        continue;
      }
      const Standing* standing = found == standings.end() ? nullptr : &found->second;
      auto at = units_.find(unit->id);
      UnitInPhase* row = at == units_.end() ? nullptr : &rows_[at->second];
      if (standing != nullptr) Show(*standing, StateDetail::kFull, false, out, row);
      if (org_.HolderOf(unit->id, out.run.ends) == nullptr) {
        ++out.tally.vacant;
      } else {
        Count(standing, out.tally, row);
      }
    }
  }

  void CountPairs(const workflow::v1::Phase& phase, PhaseTally& out) {
    const Standings& standings = board_.Of(phase.id());
    // Whoever leads on the last day: by cohort and condition, or because a step was made for a new leader.
    for (const organisation::Pair& pair : board_.PairsOn(state_, out.run.ends)) {
      if (!AnyInScope(pair.units)) continue;
      std::string subject = pair.leader + "~" + pair.superior;
      auto found = standings.find(subject);
      if (found == standings.end() && !TakesPart(cycle_, phase, pair.units)) {
        if (!ByOccasion(phase)) ++out.tally.out_of_cohort;
        continue;
      }
      CountPair(pair, found == standings.end() ? nullptr : &found->second, out);
    }
    for (const auto& [subject, standing] : standings) {
      if (!AnyInScope(standing.units)) continue;
      auto at = units_.find(standing.units.empty() ? "" : standing.units.front());
      Show(standing, DetailOf(standing), true, out, at == units_.end() ? nullptr : &rows_[at->second]);
    }
    for (const Unit* unit : board_.UnitsOn(state_, out.run.ends)) {
      bool asked = InScope(unit->id) && TakesPart(cycle_, phase, {unit->id});
      if (asked && org_.HolderOf(unit->id, out.run.ends) == nullptr) ++out.tally.vacant;
    }
  }

  void CountPair(const organisation::Pair& pair, const Standing* standing, PhaseTally& out) {
    bool ended = standing != nullptr && standing->state == StepState::kDone;
    if (!ended && org_.AbsenceOf(pair.leader, out.run.ends) != nullptr) {
      ++out.tally.excused;
      return;
    }
    const std::vector<std::string>& units = standing == nullptr || standing->units.empty() ? pair.units : standing->units;
    auto at = units_.find(units.front());
    Count(standing, out.tally, at == units_.end() ? nullptr : &rows_[at->second]);
  }

  void CountMunicipality(PhaseTally& out) {
    if (!scope_.all) return;
    const Standings& standings = board_.Of(out.run.id);
    auto found = standings.find("");
    const Standing* standing = found == standings.end() ? nullptr : &found->second;
    if (standing != nullptr) Show(*standing, StateDetail::kFull, false, out, nullptr);
    Count(standing, out.tally, nullptr);
  }

  bool AnyInScope(const std::vector<std::string>& units) {
    return std::any_of(units.begin(), units.end(), [this](const std::string& unit) { return InScope(unit); });
  }

  // A step that is due.
  void Count(const Standing* standing, Tally& tally, UnitInPhase* row) {
    ++tally.due;
    if (row != nullptr) ++row->total_due;
    if (standing == nullptr) return;
    if (standing->state == StepState::kDone) {
      ++tally.ended;
      if (standing->shown != kNotSigned) ++tally.reached;
      if (row != nullptr) ++row->total_done;
    }
    if (Overdue(*standing)) {
      ++tally.overdue;
      if (row != nullptr) ++row->total_overdue;
    }
  }

  bool Overdue(const Standing& standing) const { return !standing.tasks.empty() && standing.tasks.front().due < viewer_.today(); }

  // A pair's own people, its conductor and an auditor are told everything; those above and the office whether it is done.
  StateDetail DetailOf(const Standing& standing) const {
    const std::string& reader = viewer_.person();
    Relation relation = reader == standing.leader || reader == standing.superior ? Relation::kParty
                        : !reader.empty() && reader == standing.conductor        ? Relation::kConductor
                        : auditor_                                               ? Relation::kAuditor
                                                                                 : Relation::kAbove;
    return access::MaySeeState(relation, true);
  }

  static std::string ShownOf(const Standing& standing) {
    switch (standing.state) {
      case StepState::kWaiting: return "waiting";
      case StepState::kOvertaken: return "overtaken";
      case StepState::kCancelled: return "cancelled";
      default: return standing.shown;
    }
  }

  // A step that there is: in the counts, and on its unit's row.
  void Show(const Standing& standing, StateDetail detail, bool personal, PhaseTally& out, UnitInPhase* row) {
    bool done = standing.state == StepState::kDone;
    for (const OpenTask& task : standing.tasks) {
      ++out_.open_tasks;
      out_.overdue_tasks += task.due < viewer_.today() ? 1 : 0;
    }
    std::string shown = detail == StateDetail::kFull ? ShownOf(standing) : done ? "done" : "open";
    // "Not signed" is told outside the parties as the municipality's total only.
    bool total = personal && scope_.all && standing.shown == kNotSigned;
    if (standing.state != StepState::kCancelled) ++out.counts[total ? kNotSigned : shown];
    if (row == nullptr || (standing.state == StepState::kCancelled && !row->shown.empty())) return;
    row->shown = shown;
    row->done = done;
    row->overdue = row->overdue || Overdue(standing);
    if (standing.tasks.empty()) return;
    row->due = standing.tasks.front().due;
    if (detail == StateDetail::kFull) row->waiting_for = standing.tasks.front().person;
  }

  void Withhold(const workflow::v1::Phase& phase, PhaseTally& out) {
    if (!scope_.totals_only || phase.scope() == workflow::v1::SCOPE_MUNICIPALITY) return;
    const Tally& tally = out.tally;
    // A talk's and an agreement's states are nobody's but the parties': done, and due, are what is told of them.
    if (phase.scope() == workflow::v1::SCOPE_PAIR) out.counts.clear();
    if (tally.due + tally.vacant + tally.excused + tally.out_of_cohort >= kLeastCounted) return;
    out.tally = Tally();
    out.tally.withheld = true;
    out.counts.clear();
  }

  void RollUp() {
    for (size_t i = rows_.size(); i-- > 0;) {
      if (above_[i] < 0) continue;
      UnitInPhase& above = rows_[above_[i]];
      above.total_due += rows_[i].total_due;
      above.total_done += rows_[i].total_done;
      above.total_overdue += rows_[i].total_overdue;
    }
    bool begun = !board_.Of(rows_.empty() ? "" : rows_.front().phase).empty();
    if (!begun) return;
    for (size_t i = 0; i < rows_.size(); ++i) {
      if (rows_[i].total_due > 0 || !rows_[i].shown.empty()) out_.units[i].phases.push_back(std::move(rows_[i]));
    }
  }

  State& state_;
  Board& board_;
  const Cycle& cycle_;
  const Viewer& viewer_;
  const Scope scope_;
  const organisation::Organisation& org_;
  std::shared_ptr<const statechart::Workflow> workflow_;
  const bool auditor_;
  std::unordered_map<std::string_view, int> units_;  // index in out_.units, by id; of units the organisation holds
  std::vector<int> above_;
  std::vector<UnitInPhase> rows_;  // of the phase being counted
  Overview out_;
};

Overview Refused(Reason reason, std::map<std::string, std::string> args = {}) {
  Overview overview;
  overview.refusal = Refusal{reason, std::move(args), {}};
  return overview;
}

}  // namespace

Overview SummarizeCycle(State& state, const Context& context, Board& board, const OverviewWish& wish) {
  Viewer viewer(state, context);
  const organisation::Organisation& org = state.Organisation();
  if (!access::MayDo(org, context.actor, access::Operation::kSeeOverview, viewer.today())) return Refused(Reason::kNotVisible);
  const Cycle* cycle = state.cycles.Find(board.cycle());
  if (cycle == nullptr) return Refused(Reason::kCycleNotFound, {{"cycle", board.cycle()}});
  Scope scope = ScopeOf(state, viewer);
  if (!wish.unit.empty()) {
    if (org.FindUnit(wish.unit) == nullptr) return Refused(Reason::kUnitNotFound, {{"unit", wish.unit}});
    if (!Narrow(org, wish.unit, scope)) return Refused(Reason::kNotVisible);
  }
  return Summary(state, context, board, *cycle, viewer, std::move(scope)).Make(wish.omit_units);
}

}  // namespace arshjul::cycle
