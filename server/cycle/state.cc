#include "cycle/state.h"

#include <algorithm>

#include "cycle/schema.h"

namespace arshjul::cycle {

template class Table<Municipality>;
template class Table<UnitRow>;
template class Table<PersonRow>;
template class Table<HoldingRow>;
template class Table<RoleRow>;
template class Table<AbsenceRow>;
template class Table<WorkflowRow>;
template class Table<Cycle>;
template class Table<Step>;
template class Table<Task>;
template class Table<Timer>;
template class Table<Counter>;
template class Table<Indicator>;
template class Table<Card>;
template class Table<Commitment>;
template class Table<Agreement>;
template class Table<Incident>;
template class Table<CalendarLink>;

std::vector<TableNames> Schema() {
  return {
      {"municipality", {}},
      {"unit", {}},
      {"person", {}},
      {"holding", {}},
      {"role_binding", {}},
      {"absence", {}},
      {"workflow", {"name"}},
      {"cycle", {}},
      {"step", {"cycle_phase", "running_phase", "leader", "superior", "unit_of_pair"}},
      {"task", {"person", "cycle", "unit", "open"}},
      {"timer", {"cycle"}},
      {"counter", {"cycle"}},
      {"indicator", {}},
      {"card", {"year"}},
      {"commitment", {"pair", "open_promiser", "leader", "superior", "state_in_cycle"}},
      {"agreement", {"cycle", "pair", "leader", "superior", "unit", "standing"}},
      {"incident", {"open", "cycle", "open_notice", "told_on", "open_of_phases"}},
      {"calendar_link", {"hash"}},
  };
}

std::optional<std::vector<std::string>> ColumnsOf(int table, std::string_view body) {
  std::optional<std::vector<std::string>> columns;
  State(nullptr).ForEach([&]<class Row>(const Table<Row>&) {
    Row row;
    if (Row::kTable == table && Decode(body, row)) columns = row.Columns();
  });
  return columns;
}

const char* CycleStateName(CycleState state) {
  switch (state) {
    case CycleState::kRunning: return "RUNNING";
    case CycleState::kSuspended: return "SUSPENDED";
    case CycleState::kCancelled: return "CANCELLED";
    case CycleState::kClosed: return "CLOSED";
  }
  return "UNKNOWN";
}

const char* StepStateName(StepState state) {
  switch (state) {
    case StepState::kWaiting: return "WAITING";
    case StepState::kActive: return "ACTIVE";
    case StepState::kDone: return "DONE";
    case StepState::kOvertaken: return "OVERTAKEN";
    case StepState::kCancelled: return "CANCELLED";
  }
  return "UNKNOWN";
}

const char* TaskStateName(TaskState state) {
  switch (state) {
    case TaskState::kOpen: return "OPEN";
    case TaskState::kDone: return "DONE";
    case TaskState::kWithdrawn: return "WITHDRAWN";
  }
  return "UNKNOWN";
}

const char* DecidedByName(DecidedBy by) {
  switch (by) {
    case DecidedBy::kNobody: return "NOBODY";
    case DecidedBy::kCouncil: return "COUNCIL";
    case DecidedBy::kAgreement: return "AGREEMENT";
  }
  return "NOBODY";
}

const char* CommitmentStateName(CommitmentState state) {
  switch (state) {
    case CommitmentState::kOpen: return "OPEN";
    case CommitmentState::kKept: return "KEPT";
    case CommitmentState::kDropped: return "DROPPED";
  }
  return "UNKNOWN";
}

const char* AgreementStateName(AgreementState state) {
  switch (state) {
    case AgreementState::kDraft: return "DRAFT";
    case AgreementState::kReview: return "REVIEW";
    case AgreementState::kSigning: return "SIGNING";
    case AgreementState::kSigned: return "SIGNED";
    case AgreementState::kNotSigned: return "NOT_SIGNED";
    case AgreementState::kSuperseded: return "SUPERSEDED";
    case AgreementState::kEnded: return "ENDED";
  }
  return "UNKNOWN";
}

const char* IncidentKindName(IncidentKind kind) {
  switch (kind) {
    case IncidentKind::kTimer: return "TIMER";
    case IncidentKind::kNotice: return "NOTICE";
  }
  return "UNKNOWN";
}

const char* IncidentStateName(IncidentState state) {
  switch (state) {
    case IncidentState::kOpen: return "OPEN";
    case IncidentState::kRetried: return "RETRIED";
    case IncidentState::kSkipped: return "SKIPPED";
    case IncidentState::kOvertaken: return "OVERTAKEN";
  }
  return "UNKNOWN";
}

State::State(RowSource* source)
    : municipality(source),
      units(source),
      persons(source),
      holdings(source),
      roles(source),
      absences(source),
      workflows(source),
      cycles(source),
      steps(source),
      tasks(source),
      timers(source),
      counters(source),
      indicators(source),
      cards(source),
      commitments(source),
      agreements(source),
      incidents(source),
      calendar_links(source) {}

namespace {

// In the order the rows came, which is the order people know their units in.
template <class Row>
auto Ordered(Table<Row>& table) {
  auto rows = table.All();
  std::stable_sort(rows.begin(), rows.end(), [](const Row* a, const Row* b) { return a->order < b->order; });
  std::vector<decltype(Row::row)> out;
  out.reserve(rows.size());
  for (const Row* row : rows) out.push_back(row->row);
  return out;
}

}  // namespace

const Cycle* State::CycleOfYear(int year) {
  const Cycle* newest = nullptr;
  for (int launch = 1; const Cycle* found = cycles.Find(Cycle::MakeKey(year, launch)); ++launch) newest = found;
  return newest;
}

std::vector<const Task*> State::TasksOf(const std::string& person, bool open_only) {
  std::vector<const Task*> out = tasks.By(Task::kByPerson, Task::OpenOf(person));
  if (open_only) return out;
  std::vector<const Task*> ended = tasks.By(Task::kByPerson, Task::EndedOf(person));
  out.insert(out.end(), ended.begin(), ended.end());
  return out;
}

State::Changes State::OrganisationChanges() const {
  return {units.changes(), persons.changes(), holdings.changes(), roles.changes(), absences.changes()};
}

const organisation::Organisation& State::Organisation() {
  const Changes now = OrganisationChanges();
  if (organisation_ == nullptr) {
    organisation_ = std::make_shared<organisation::Organisation>(organisation::Rows{
        Ordered(units), Ordered(persons), Ordered(holdings), Ordered(roles), Ordered(absences)});
  } else if (now != organisation_changes_) {
    organisation::NewRows rows;
    if (now[0] != organisation_changes_[0]) rows.units = Ordered(units);
    if (now[1] != organisation_changes_[1]) rows.persons = Ordered(persons);
    if (now[2] != organisation_changes_[2]) rows.holdings = Ordered(holdings);
    if (now[3] != organisation_changes_[3]) rows.roles = Ordered(roles);
    if (now[4] != organisation_changes_[4]) rows.absences = Ordered(absences);
    organisation_ = std::make_shared<organisation::Organisation>(*organisation_, std::move(rows));
  }
  organisation_changes_ = now;
  return *organisation_;
}

const organisation::Heights& State::HeightsOn(Date day) {
  const organisation::Organisation& now = Organisation();
  const bool known = measured_.organisation != nullptr && measured_.organisation->SharesUnits(now) && measured_.day == day;
  if (!known) measured_ = {organisation_, day, now.HeightsOn(day)};
  return measured_.heights;
}

void State::UseOrganisation(std::shared_ptr<const organisation::Organisation> organisation) {
  organisation_ = std::move(organisation);
  organisation_changes_ = OrganisationChanges();
}

void State::Accept() {
  ForEach([](auto& table) { table.Accept(); });
}

void State::Undo() {
  ForEach([](auto& table) { table.Undo(); });
}

}  // namespace arshjul::cycle
