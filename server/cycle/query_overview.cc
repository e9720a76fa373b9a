#include "cycle/query_overview.h"

#include <algorithm>

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

// Who looks, by what is so at present, also at what was.
struct Reader {
  const Viewer& viewer;
  const organisation::Organisation& present;
  Scope scope;
  bool repairs = false;  // is told of what is stuck
  bool past = false;
};

class Summary {
 public:
  Summary(State& state, const Context& context, Board& board, const Cycle& cycle, const Reader& reader)
      : state_(state), board_(board), cycle_(cycle), day_(context.calendar->LocalDate(context.now)), viewer_(reader.viewer),
        scope_(reader.scope), present_(reader.present), past_(reader.past), org_(state.Organisation()), layout_(board.Today(state, day_)),
        workflow_(PinnedWorkflow(state, context, cycle)), auditor_(viewer_.Is(Role::kAuditor)), repairs_(reader.repairs) {
    Lay();
  }

  Overview Make(bool omit_units) {
    const bool rows = !omit_units && !scope_.totals_only;
    if (rows) NameUnits();
    for (const PhaseRun& run : cycle_.phases) {
      const workflow::v1::Phase& phase = *workflow_->phases.at(run.id);
      // Nobody is due in what happens by occasion, until it has.
      if (phase.on_target_change() && board_.Of(run.id).empty()) continue;
      PhaseTally tally;
      tally.run = run;
      if (rows) rows_.assign(out_.units.size(), UnitInPhase{run.id});
      switch (phase.scope()) {
        case workflow::v1::SCOPE_UNIT: CountUnits(phase, tally); break;
        case workflow::v1::SCOPE_PAIR: CountPairs(phase, tally); break;
        default: CountMunicipality(tally);
      }
      Withhold(phase, tally);
      out_.phases.push_back(std::move(tally));
      if (rows) RollUp();
    }
    return std::move(out_);
  }

 private:
  // The units of today that the reader may look at, with how many stand below each.
  void Lay() {
    std::vector<int> spans;
    place_.assign(layout_.units.size(), -1);
    for (size_t i = 0; i < layout_.units.size(); ++i) {
      const Unit& unit = *layout_.units[i];
      const int above = layout_.above[i] < 0 ? -1 : place_[layout_.above[i]];
      const bool root = scope_.all ? unit.parent.empty() : std::find(scope_.roots.begin(), scope_.roots.end(), unit.id) != scope_.roots.end();
      if ((!root && above < 0) || !StillInScope(unit.id)) continue;
      place_[i] = static_cast<int>(above_.size());
      above_.push_back(above);
      seen_.push_back(static_cast<int>(i));
      spans.push_back(0);
      if (above >= 0) ++spans[above];
    }
    for (size_t i = 0; i < spans.size(); ++i) {
      if (spans[i] > out_.max_span) {
        out_.max_span = spans[i];
        out_.max_span_unit = layout_.units[seen_[i]]->id;
      }
    }
  }

  void NameUnits() {
    out_.units.reserve(seen_.size());
    for (int i : seen_) {
      const Unit& unit = *layout_.units[i];
      out_.units.push_back({unit.id, unit.name, unit.parent, layout_.depth[i], layout_.holder[i] == nullptr ? "" : layout_.holder[i]->person, {}});
    }
  }

  // Of a unit of today's layout. Null: nobody asks for its row, or the reader does not see it.
  UnitInPhase* RowAt(int today) { return today < 0 || place_[today] < 0 || rows_.empty() ? nullptr : &rows_[place_[today]]; }
  UnitInPhase* RowOf(const std::vector<std::string>& units) {
    auto at = units.empty() ? layout_.index.end() : layout_.index.find(units.front());
    return at == layout_.index.end() ? nullptr : RowAt(at->second);
  }

  bool InScope(const std::string& unit, int today) {
    if (scope_.all || (today >= 0 && place_[today] >= 0)) return true;
    // Closed since.
    return std::any_of(scope_.roots.begin(), scope_.roots.end(), [&](const std::string& root) { return present_.IsWithin(unit, root); });
  }

  // What stood below the reader's units then and stands elsewhere now is not the reader's to look at any more.
  bool StillInScope(const std::string& unit) {
    return !past_ || scope_.all ||
           std::any_of(scope_.roots.begin(), scope_.roots.end(), [&](const std::string& root) { return present_.IsWithin(unit, root); });
  }

  bool AnyInScope(const std::vector<std::string>& units) {
    if (scope_.all) return !units.empty();
    return std::any_of(units.begin(), units.end(), [this](const std::string& unit) {
      auto at = layout_.index.find(unit);
      return InScope(unit, at == layout_.index.end() ? -1 : at->second);
    });
  }

  void CountUnits(const workflow::v1::Phase& phase, PhaseTally& out) {
    const std::vector<Seat>& seats = board_.SeatsOn(state_, out.run.ends, day_);
    const std::vector<const Standing*>& beside = board_.BesideSeats(state_, phase.id(), out.run.ends, day_);
    for (size_t i = 0; i < seats.size(); ++i) {
      const Seat& seat = seats[i];
      if (!InScope(seat.unit->id, seat.today)) continue;
      const Standing* standing = beside[i];
      if (standing == nullptr && !TakesPart(cycle_, phase, {&seat.unit->id, 1})) {
        if (!ByOccasion(phase)) ++out.tally.out_of_cohort;
        continue;
      }
      UnitInPhase* row = RowAt(seat.today);
      if (standing != nullptr) Show(*standing, StateDetail::kFull, false, out, row);
      if (seat.held) {
        Count(standing, out.tally, row);
      } else {
        ++out.tally.vacant;
      }
    }
  }

  void CountPairs(const workflow::v1::Phase& phase, PhaseTally& out) {
    // Whoever leads on the last day: by cohort and condition, or because a step was made for a new leader.
    const std::vector<PairSeat>& pairs = board_.PairSeatsOn(state_, out.run.ends, day_);
    const std::vector<const Standing*>& beside = board_.BesidePairs(state_, phase.id(), out.run.ends, day_);
    for (size_t i = 0; i < pairs.size(); ++i) {
      const std::vector<std::string>& units = pairs[i].pair->units;
      if (!AnyInScope(units)) continue;
      if (beside[i] == nullptr && !TakesPart(cycle_, phase, units)) {
        if (!ByOccasion(phase)) ++out.tally.out_of_cohort;
        continue;
      }
      CountPair(pairs[i], beside[i], out);
    }
    for (const auto& [subject, standing] : board_.Of(phase.id())) {
      if (AnyInScope(standing.units)) Show(standing, DetailOf(standing), true, out, RowOf(standing.units));
    }
    for (const Seat& seat : board_.SeatsOn(state_, out.run.ends, day_)) {
      if (!seat.held && InScope(seat.unit->id, seat.today) && TakesPart(cycle_, phase, {&seat.unit->id, 1})) ++out.tally.vacant;
    }
  }

  void CountPair(const PairSeat& seat, const Standing* standing, PhaseTally& out) {
    bool ended = standing != nullptr && standing->state == StepState::kDone;
    if (!ended && seat.away) {
      ++out.tally.excused;
      return;
    }
    const bool moved = standing != nullptr && !standing->units.empty() && standing->units.front() != seat.pair->units.front();
    Count(standing, out.tally, moved ? RowOf(standing->units) : RowAt(seat.today));
  }

  void CountMunicipality(PhaseTally& out) {
    if (!scope_.all) return;
    const Standings& standings = board_.Of(out.run.id);
    auto found = standings.find("");
    const Standing* standing = found == standings.end() ? nullptr : &found->second;
    if (standing != nullptr) Show(*standing, StateDetail::kFull, false, out, nullptr);
    Count(standing, out.tally, nullptr);
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

  bool Overdue(const Standing& standing) const { return !standing.tasks.empty() && standing.tasks.front().due < day_; }

  // A pair's own people, its conductor and an auditor are told everything; those above and the office whether it is done.
  StateDetail DetailOf(const Standing& standing) const {
    const std::string& reader = viewer_.person();
    Relation relation = reader == standing.leader || reader == standing.superior ? Relation::kParty
                        : !reader.empty() && reader == standing.conductor && !past_ && !org_.HasLeft(reader, day_) ? Relation::kConductor
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
      out_.overdue_tasks += task.due < day_ ? 1 : 0;
    }
    std::string shown = detail == StateDetail::kFull ? ShownOf(standing) : done ? "done" : "open";
    // "Not signed" is told outside the parties as the municipality's total only.
    bool total = personal && scope_.all && standing.shown == kNotSigned;
    if (standing.state != StepState::kCancelled) ++out.counts[total ? kNotSigned : shown];
    if (row == nullptr || (standing.state == StepState::kCancelled && !row->shown.empty())) return;
    row->shown = shown;
    row->done = done;
    row->overdue = row->overdue || Overdue(standing);
    row->stuck = row->stuck || (standing.stuck && (detail == StateDetail::kFull || repairs_));
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
  const Date day_;
  const Viewer& viewer_;
  const Scope scope_;
  const organisation::Organisation& present_;
  const bool past_;
  const organisation::Organisation& org_;
  const Layout& layout_;
  std::shared_ptr<const statechart::Workflow> workflow_;
  const bool auditor_;
  const bool repairs_;  // is told of what is stuck, wherever it is
  std::vector<int> place_;  // of each unit of the layout among those the reader sees; -1: none of them
  std::vector<int> seen_;   // the other way: index in the layout
  std::vector<int> above_;  // index of the seen unit above; -1: none
  std::vector<UnitInPhase> rows_;  // of the phase being counted, of each seen unit; empty when nobody asks for them
  Overview out_;
};

Overview Refused(Reason reason, std::map<std::string, std::string> args = {}) {
  Overview overview;
  overview.refusal = Refusal{reason, std::move(args), {}};
  return overview;
}

}  // namespace

namespace {

Overview Summarize(State& shown, const Context& then, Board& board, const OverviewWish& wish, State& state, const Context& context) {
  Viewer viewer(state, context);
  const organisation::Organisation& org = state.Organisation();
  if (!access::MayDo(org, context.actor, access::Operation::kSeeOverview, viewer.today())) return Refused(Reason::kNotVisible);
  const Cycle* cycle = shown.cycles.Find(board.cycle());
  if (cycle == nullptr) return Refused(Reason::kCycleNotFound, {{"cycle", board.cycle()}});
  Scope scope = ScopeOf(state, viewer);
  if (!wish.unit.empty()) {
    if (org.FindUnit(wish.unit) == nullptr) return Refused(Reason::kUnitNotFound, {{"unit", wish.unit}});
    if (!Narrow(org, wish.unit, scope)) return Refused(Reason::kNotVisible);
  }
  const bool repairs = access::MayDo(org, context.actor, access::Operation::kSeeIncidents, viewer.today());
  const Reader reader{viewer, org, std::move(scope), repairs, &shown != &state};
  Overview overview = Summary(shown, then, board, *cycle, reader).Make(wish.omit_units);
  if (repairs) {
    overview.open_incidents = static_cast<int>(board.CountStuck() + shown.incidents.By(Incident::kOpenOfPhases, cycle->Key()).size());
  }
  return overview;
}

}  // namespace

Overview SummarizeCycle(State& state, const Context& context, Board& board, const OverviewWish& wish) {
  return Summarize(state, context, board, wish, state, context);
}

Overview SummarizePast(State& past, const Context& then, Board& board, const OverviewWish& wish, State& state, const Context& context) {
  return Summarize(past, then, board, wish, state, context);
}

}  // namespace arshjul::cycle
