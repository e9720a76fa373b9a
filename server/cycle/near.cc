#include "cycle/near.h"

#include <set>

namespace arshjul::cycle {
namespace {

using organisation::Role;

// Units that the reader leads today, and all that have ever been below them.
std::vector<std::string> UnitsWithin(State& state, const Viewer& viewer) {
  const organisation::Organisation& org = state.Organisation();
  std::vector<std::string> units;
  for (const organisation::Holding* holding : org.HeldBy(viewer.person(), viewer.today())) units.push_back(holding->unit);
  std::set<std::string> known(units.begin(), units.end());
  for (size_t at = 0; at < units.size(); ++at) {
    for (const organisation::Unit* below : org.ChildrenEver(units[at])) {
      if (known.insert(below->id).second) units.push_back(below->id);
    }
  }
  return units;
}

// Rows are looked up by leader, superior and first unit: a pair of several units is found by whoever led the others.
template <class Row>
class Gathering {
 public:
  Gathering(Table<Row>& table, int by_leader, int by_superior, int by_unit)
      : table_(table), by_leader_(by_leader), by_superior_(by_superior), by_unit_(by_unit) {}

  void AllOf(State& state, const Viewer& viewer) {
    const organisation::Organisation& org = state.Organisation();
    Add(by_superior_, viewer.person());
    std::set<std::string> leaders{viewer.person()};
    for (const organisation::Absence& absence : org.absences()) {
      if (absence.deputy == viewer.person() && absence.span.Contains(viewer.today())) leaders.insert(absence.person);
    }
    for (const std::string& unit : UnitsWithin(state, viewer)) {
      Add(by_unit_, unit);
      for (const organisation::Holding* holding : org.HoldingsOfUnit(unit)) leaders.insert(holding->person);
    }
    for (const std::string& leader : leaders) Add(by_leader_, leader);
  }
  void Add(const Row* row) {
    if (row != nullptr && known_.insert(row).second) found_[row->cycle].push_back(row);
  }
  Near<Row> Found() { return std::move(found_); }

 private:
  void Add(int column, const std::string& value) {
    for (const Row* row : table_.By(column, value)) Add(row);
  }

  Table<Row>& table_;
  const int by_leader_, by_superior_, by_unit_;
  std::set<const Row*> known_;
  Near<Row> found_;
};

// Steps whose talk the reader holds.
std::vector<const Step*> Conducted(State& state, const Viewer& viewer) {
  std::vector<const Step*> steps;
  for (const Task* task : state.TasksOf(viewer.person(), false)) {
    const Step* step = task->assignment.because == organisation::Because::kConductor ? state.steps.Find(task->step) : nullptr;
    if (step != nullptr && viewer.Conducts(*step)) steps.push_back(step);
  }
  return steps;
}

}  // namespace

bool LooksAtAllPairs(State& state, const Viewer& viewer) {
  const organisation::Organisation& org = state.Organisation();
  const organisation::Unit* root = org.Root(viewer.today());
  const organisation::Holding* top = root == nullptr ? nullptr : org.HolderOf(root->id, viewer.today());
  return viewer.Is(Role::kOffice) || viewer.Is(Role::kController) || viewer.Is(Role::kAuditor) || org.HasGrant(viewer.person(), viewer.today()) ||
         (top != nullptr && top->person == viewer.person());
}

Near<Step> StepsNear(State& state, const Viewer& viewer) {
  Gathering<Step> gathering(state.steps, Step::kByLeader, Step::kBySuperior, Step::kOfPairByUnit);
  gathering.AllOf(state, viewer);
  for (const Step* step : Conducted(state, viewer)) gathering.Add(step);
  return gathering.Found();
}

Near<Agreement> AgreementsNear(State& state, const Viewer& viewer) {
  Gathering<Agreement> gathering(state.agreements, Agreement::kByLeader, Agreement::kBySuperior, Agreement::kByUnit);
  gathering.AllOf(state, viewer);
  for (const Step* step : Conducted(state, viewer)) {
    if (!step->agreement.empty()) gathering.Add(state.agreements.Find(step->agreement));
  }
  return gathering.Found();
}

std::vector<std::string> CyclesWanted(State& state, const std::string& cycle) {
  std::vector<std::string> keys;
  for (const Cycle* each : state.cycles.All()) {
    if (cycle.empty() || each->Key() == cycle) keys.push_back(each->Key());
  }
  std::reverse(keys.begin(), keys.end());
  return keys;
}

}  // namespace arshjul::cycle
