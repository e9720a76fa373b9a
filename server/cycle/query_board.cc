#include "cycle/query_board.h"

#include <algorithm>
#include <unordered_set>

#include "cycle/relation.h"

namespace arshjul::cycle {
namespace {

// Keys of the steps that an event changed, or "" for none.
struct TouchedStep {
  State& state;

  std::string OfTask(const std::string& key) const {
    const Task* task = state.tasks.Find(key);
    return task == nullptr ? "" : task->step;
  }
  std::string operator()(const StepCreated& event) const { return event.step.Key(); }
  std::string operator()(const StepMoved& event) const { return event.step; }
  std::string operator()(const StepMigrated& event) const { return event.step; }
  std::string operator()(const StepRecorded& event) const { return event.step; }
  std::string operator()(const StepStopped& event) const { return event.step; }
  std::string operator()(const StepUnitsChanged& event) const { return event.step; }
  std::string operator()(const TaskOpened& event) const { return event.task.step; }
  std::string operator()(const TaskCompleted& event) const { return OfTask(event.task); }
  std::string operator()(const TaskWithdrawn& event) const { return OfTask(event.task); }
  std::string operator()(const TaskReassigned& event) const { return OfTask(event.task); }
  std::string operator()(const TaskMigrated& event) const { return OfTask(event.task); }
  std::string operator()(const IncidentOpened& event) const { return event.incident.step; }
  std::string operator()(const IncidentSettled& event) const {
    const Incident* incident = state.incidents.Find(event.incident);
    return incident == nullptr ? "" : incident->step;
  }
  std::string operator()(const auto&) const { return ""; }
};

struct Shapes {
  const std::string& cycle;

  bool Of(const std::string& step) const { return step.starts_with(cycle + "/"); }
  bool operator()(const StepCreated& event) const { return event.step.cycle == cycle; }
  bool operator()(const StepMoved& event) const { return Of(event.step); }
  bool operator()(const StepMigrated& event) const { return Of(event.step); }
  bool operator()(const StepRecorded& event) const { return Of(event.step); }
  bool operator()(const StepStopped& event) const { return Of(event.step); }
  bool operator()(const StepUnitsChanged& event) const { return Of(event.step); }
  bool operator()(const TaskOpened& event) const { return event.task.cycle == cycle; }
  bool operator()(const IncidentOpened& event) const { return event.incident.cycle == cycle; }
  // Of a task, and of an incident, of another cycle there is no row.
  bool operator()(const TaskCompleted&) const { return true; }
  bool operator()(const TaskWithdrawn&) const { return true; }
  bool operator()(const TaskReassigned&) const { return true; }
  bool operator()(const TaskMigrated&) const { return true; }
  bool operator()(const IncidentSettled&) const { return true; }
  bool operator()(const MunicipalityCreated&) const { return true; }
  bool operator()(const MunicipalityChanged&) const { return true; }
  bool operator()(const UnitChanged&) const { return true; }
  bool operator()(const PersonNamed&) const { return true; }
  bool operator()(const HoldingChanged&) const { return true; }
  bool operator()(const RoleChanged&) const { return true; }
  bool operator()(const AbsenceRegistered&) const { return true; }
  bool operator()(const WorkflowPublished&) const { return true; }
  bool operator()(const CycleLaunched&) const { return true; }
  bool operator()(const CycleStateChanged&) const { return true; }
  bool operator()(const CycleMigrated&) const { return true; }
  bool operator()(const PhaseOpened&) const { return true; }
  bool operator()(const PhaseEnded&) const { return true; }
  bool operator()(const CouncilDecided&) const { return true; }
  bool operator()(const auto&) const { return false; }
};

}  // namespace

bool ShapesBoard(const Event& event, const std::string& cycle) { return std::visit(Shapes{cycle}, event); }

const Standings& Board::Of(const std::string& phase) const {
  static const Standings kNone;
  auto found = phases_.find(phase);
  return found == phases_.end() ? kNone : found->second;
}

void Board::Load(State& state) {
  phases_.clear();
  by_unit_.clear();
  by_pair_.clear();
  // One look-up instead of one for each task.
  state.tasks.By(Task::kOpen, "open");
  const Cycle* cycle = state.cycles.Find(cycle_);
  if (cycle == nullptr) return;
  for (const PhaseRun& phase : cycle->phases) {
    for (const Step* step : state.steps.By(Step::kByPhase, cycle_ + "/" + phase.id)) Read(state, *step);
  }
}

void Board::Follow(State& state, const std::vector<Event>& events) {
  std::unordered_set<std::string> touched;
  for (const Event& event : events) {
    std::string step = std::visit(TouchedStep{state}, event);
    if (step.starts_with(cycle_ + "/")) touched.insert(std::move(step));
  }
  for (const std::string& key : touched) {
    if (const Step* step = state.steps.Find(key)) Read(state, *step);
  }
}

void Board::Read(State& state, const Step& step) {
  Standing standing{step.leader, step.superior, ConductorOf(step), step.units, step.state, step.shown, {}, step.round, !step.incident.empty()};
  for (const std::string& key : step.open_tasks) {
    if (const Task* task = state.tasks.Find(key)) standing.tasks.push_back({task->assignment.person, task->due});
  }
  std::stable_sort(standing.tasks.begin(), standing.tasks.end(), [](const OpenTask& a, const OpenTask& b) { return a.due < b.due; });
  Standing& kept = phases_[step.phase][step.subject];
  // Of what has come again, the newest is what stands.
  if (kept.round <= standing.round) kept = std::move(standing);
}

std::pair<int, int> Board::CountTasks(Date today) const {
  std::pair<int, int> counts;
  for (const auto& [phase, standings] : phases_) {
    for (const auto& [subject, standing] : standings) {
      for (const OpenTask& task : standing.tasks) {
        ++counts.first;
        counts.second += task.due < today ? 1 : 0;
      }
    }
  }
  return counts;
}

int64_t Board::CountStuck() const {
  int64_t count = 0;
  for (const auto& [phase, standings] : phases_) {
    count += std::count_if(standings.begin(), standings.end(), [](const auto& entry) { return entry.second.stuck; });
  }
  return count;
}

void Board::Keep(State& state, Date today) {
  auto now = state.SharedOrganisation();
  if (now == organisation_ && today == today_) return;
  organisation_ = std::move(now);
  today_ = today;
  seats_.clear();
  pair_seats_.clear();
  pairs_.clear();
  by_unit_.clear();
  by_pair_.clear();
  layout_ = Layout();
  for (const organisation::Unit* unit : organisation_->Preorder(today)) {
    auto above = layout_.index.find(unit->parent);
    const bool top = above == layout_.index.end();
    layout_.index.emplace(unit->id, static_cast<int>(layout_.units.size()));
    layout_.above.push_back(top ? -1 : above->second);
    layout_.depth.push_back(top ? organisation_->Depth(unit->id) : layout_.depth[above->second] + 1);
    layout_.holder.push_back(organisation_->HolderOf(unit->id, today));
    layout_.units.push_back(unit);
  }
}

const Layout& Board::Today(State& state, Date today) {
  Keep(state, today);
  return layout_;
}

const std::vector<Seat>& Board::SeatsOn(State& state, Date day, Date today) {
  Keep(state, today);
  auto [it, fresh] = seats_.try_emplace(day);
  if (!fresh) return it->second;
  for (const organisation::Unit* unit : organisation_->Preorder(day)) {
    auto at = layout_.index.find(unit->id);
    it->second.push_back({unit, organisation_->HolderOf(unit->id, day) != nullptr, at == layout_.index.end() ? -1 : at->second});
  }
  return it->second;
}

const std::vector<PairSeat>& Board::PairSeatsOn(State& state, Date day, Date today) {
  Keep(state, today);
  auto [it, fresh] = pair_seats_.try_emplace(day);
  if (!fresh) return it->second;
  for (const organisation::Pair& pair : pairs_[day] = organisation::Pairs(*organisation_, day)) {
    auto at = pair.units.empty() ? layout_.index.end() : layout_.index.find(pair.units.front());
    it->second.push_back({&pair, pair.leader + "~" + pair.superior, organisation_->AbsenceOf(pair.leader, day) != nullptr,
                          at == layout_.index.end() ? -1 : at->second});
  }
  return it->second;
}

template <class Seats, class SubjectOf>
const std::vector<const Standing*>& Board::Align(Aligned& kept, const std::string& phase, Date day, const Seats& seats,
                                                 SubjectOf subject_of) {
  const Standings& standings = Of(phase);
  if (kept.day == day && kept.standings == standings.size() && kept.beside.size() == seats.size()) return kept.beside;
  kept = {day, standings.size(), std::vector<const Standing*>(seats.size())};
  for (size_t i = 0; i < seats.size() && !standings.empty(); ++i) {
    auto found = standings.find(subject_of(seats[i]));
    if (found != standings.end()) kept.beside[i] = &found->second;
  }
  return kept.beside;
}

const std::vector<const Standing*>& Board::BesideSeats(State& state, const std::string& phase, Date day, Date today) {
  const std::vector<Seat>& seats = SeatsOn(state, day, today);
  return Align(by_unit_[phase], phase, day, seats, [](const Seat& seat) -> const std::string& { return seat.unit->id; });
}

const std::vector<const Standing*>& Board::BesidePairs(State& state, const std::string& phase, Date day, Date today) {
  const std::vector<PairSeat>& seats = PairSeatsOn(state, day, today);
  return Align(by_pair_[phase], phase, day, seats, [](const PairSeat& seat) -> const std::string& { return seat.subject; });
}

}  // namespace arshjul::cycle
