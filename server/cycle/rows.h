// Rows of a municipality's year: itself, its organisation, workflows, cycles, steps, tasks, timers, counters. Plain data;
// field numbers and table numbers are what lies on disk.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/value.h"
#include "calendar/calendar.h"
#include "organisation/organisation.h"
#include "organisation/routing.h"
#include "statechart/chart.h"

namespace arshjul::cycle {

// Table numbers: the order of Schema() (schema.h). Never changed, only added to.
enum TableNumber : int {
  kMunicipalityTable = 0, kUnitTable, kPersonTable, kHoldingTable, kRoleTable, kAbsenceTable, kWorkflowTable, kCycleTable,
  kStepTable, kTaskTable, kTimerTable, kCounterTable, kIndicatorTable, kCardTable, kCommitmentTable, kAgreementTable,
  kIncidentTable, kCalendarLinkTable,
  kTableCount,
};

struct Municipality {
  static constexpr int kTable = kMunicipalityTable;
  std::string id, name, language = "nb", zone = "Europe/Oslo";
  std::vector<calendar::ClosedSpan> closed;
  bool demo = false;
  std::optional<Instant> demo_now;  // the durable clock of demo mode
  Instant last_time{};              // event time never goes back
  int64_t next_number = 1;          // of tasks, commitments …: one sequence
  int64_t organisation_revision = 0;
  std::string Key() const { return "m"; }
  std::vector<std::string> Columns() const { return {}; }
  static void Fields(auto&& field) {
    field(1, "id", &Municipality::id);
    field(2, "name", &Municipality::name);
    field(3, "language", &Municipality::language);
    field(4, "zone", &Municipality::zone);
    field(5, "closed", &Municipality::closed);
    field(6, "demo", &Municipality::demo);
    field(7, "demo_now", &Municipality::demo_now);
    field(8, "last_time", &Municipality::last_time);
    field(9, "next_number", &Municipality::next_number);
    field(10, "organisation_revision", &Municipality::organisation_revision);
  }
};

// Organisation rows: the room's own types under a key, in the order they came.
template <class Inner, int Number>
struct OrganisationRow {
  static constexpr int kTable = Number;
  Inner row;
  int64_t order = 0;
  std::string Key() const { return row.id; }
  std::vector<std::string> Columns() const { return {}; }
  static void Fields(auto&& field) {
    field(1, "row", &OrganisationRow::row);
    field(2, "order", &OrganisationRow::order);
  }
};
using UnitRow = OrganisationRow<organisation::Unit, kUnitTable>;
using PersonRow = OrganisationRow<organisation::Person, kPersonTable>;
using HoldingRow = OrganisationRow<organisation::Holding, kHoldingTable>;
using RoleRow = OrganisationRow<organisation::RoleBinding, kRoleTable>;
using AbsenceRow = OrganisationRow<organisation::Absence, kAbsenceTable>;

struct WorkflowRow {
  static constexpr int kTable = kWorkflowTable;
  std::string name;
  int version = 1;
  std::string hash, source;
  Instant published{};
  std::string published_by;  // person; "" for the built-in ones
  std::string Key() const { return name + "@" + std::to_string(version); }
  std::vector<std::string> Columns() const { return {name}; }
  static void Fields(auto&& field) {
    field(1, "name", &WorkflowRow::name);
    field(2, "version", &WorkflowRow::version);
    field(3, "hash", &WorkflowRow::hash);
    field(4, "source", &WorkflowRow::source);
    field(5, "published", &WorkflowRow::published);
    field(6, "published_by", &WorkflowRow::published_by);
  }
};

enum class CycleState : int { kRunning = 1, kSuspended = 2, kCancelled = 3, kClosed = 4 };
const char* CycleStateName(CycleState state);

// A phase of a cycle, with its days as they were fixed at launch.
struct PhaseRun {
  std::string id;
  Date opens{}, ends{};
  bool open = false, ended = false;
  bool operator==(const PhaseRun&) const = default;
  static void Fields(auto&& field) {
    field(1, "id", &PhaseRun::id);
    field(2, "opens", &PhaseRun::opens);
    field(3, "ends", &PhaseRun::ends);
    field(4, "open", &PhaseRun::open);
    field(5, "ended", &PhaseRun::ended);
  }
};

// What a cohort file says of one unit (A5): does its leader take part, and when does the talk come.
struct CohortRow {
  bool takes_part = true;
  std::string talk_at;  // "" = the cycle's
  bool operator==(const CohortRow&) const = default;
  static void Fields(auto&& field) {
    field(1, "takes_part", &CohortRow::takes_part);
    field(2, "talk_at", &CohortRow::talk_at);
  }
};

struct Cycle {
  static constexpr int kTable = kCycleTable;
  int year = 0;
  CycleState state = CycleState::kRunning;
  std::string workflow;  // key of WorkflowRow
  std::string workflow_hash;
  std::map<std::string, std::string> parameters;  // resolved: dates as YYYY-MM-DD
  std::map<std::string, CohortRow> cohort;        // by unit; empty: everybody takes part
  std::vector<PhaseRun> phases;
  bool first = false;  // the municipality's first cycle
  Instant launched{};
  std::string launched_by, reason;
  std::optional<Date> decided_on;
  std::string case_number;
  std::optional<Instant> ended;  // closed or cancelled
  int launch = 1;  // counts the launches of the year: one that was called off can be launched again
  // "2015", then "2015-2": a year that was called off keeps its name, and what was done in it.
  static std::string MakeKey(int year, int launch) {
    return std::to_string(year) + (launch > 1 ? "-" + std::to_string(launch) : "");
  }
  static int YearOf(const std::string& key) { return std::stoi(key); }
  std::string Key() const { return MakeKey(year, launch); }
  std::vector<std::string> Columns() const { return {}; }
  const PhaseRun* FindPhase(std::string_view id) const {
    for (const PhaseRun& phase : phases) {
      if (phase.id == id) return &phase;
    }
    return nullptr;
  }
  static void Fields(auto&& field) {
    field(1, "year", &Cycle::year);
    field(2, "state", &Cycle::state);
    field(3, "workflow", &Cycle::workflow);
    field(4, "workflow_hash", &Cycle::workflow_hash);
    field(5, "parameters", &Cycle::parameters);
    field(6, "cohort", &Cycle::cohort);
    field(7, "phases", &Cycle::phases);
    field(8, "first", &Cycle::first);
    field(9, "launched", &Cycle::launched);
    field(10, "launched_by", &Cycle::launched_by);
    field(11, "reason", &Cycle::reason);
    field(12, "decided_on", &Cycle::decided_on);
    field(13, "case_number", &Cycle::case_number);
    field(14, "ended", &Cycle::ended);
    field(15, "launch", &Cycle::launch);
  }
};

enum class StepState : int {
  kWaiting = 1,    // its phase is open, what it builds on is not done
  kActive = 2,
  kDone = 3,
  kOvertaken = 4,  // the municipality went on without it: a gap to explain
  kCancelled = 5,  // the unit was closed, the leader left, the cycle was cancelled
};
const char* StepStateName(StepState state);

// A result that changed colour after the talk: stands with the minutes, for both to see (year.md rule 6).
struct Addendum {
  Instant time{};
  std::string unit, indicator;  // ids
  std::string from, to;         // ColourName
  bool operator==(const Addendum&) const = default;
  static void Fields(auto&& field) {
    field(1, "time", &Addendum::time);
    field(2, "unit", &Addendum::unit);
    field(3, "indicator", &Addendum::indicator);
    field(4, "from", &Addendum::from);
    field(5, "to", &Addendum::to);
  }
};

// One state machine of one unit, pair or municipality.
struct Step {
  static constexpr int kTable = kStepTable;
  std::string cycle, phase;
  std::string subject;  // unit id; "leader~superior"; "" for the municipality
  std::string leader, superior;    // of a pair
  bool by_mandate = false;         // the superior stands for the council side
  std::vector<std::string> units;  // the unit, or the leader's units under this superior
  StepState state = StepState::kWaiting;
  statechart::Configuration configuration;
  std::map<std::string, Value> variables;
  std::map<std::string, Value> recorded;  // form fields completed so far that are not personnel text
  std::map<std::string, std::string> texts;  // vault id by field id, of personnel text
  std::vector<std::string> open_tasks;    // keys
  std::vector<std::string> timers;        // keys
  std::string agreement;                  // key, of an agreement step
  std::string shown;                      // state people see: id in the chart
  Instant opened{};
  std::optional<Instant> ended;
  std::string explanation;                // why it was not done, given at closing
  int round = 1;                          // counts what may come again: a target can be changed twice
  int about_year = 0;                     // of a changed target: the year of the card; 0: as the cycle says
  std::vector<Addendum> addenda;          // of a talk
  std::string workflow;                   // key of the version it ended under, where the cycle has another now; "": the cycle's
  std::string incident;                   // key of the open one that its timers are parked in; "": it is not stuck
  std::string Key() const { return MakeKey(cycle, phase, subject, round); }
  static std::string MakeKey(const std::string& cycle, const std::string& phase, const std::string& subject, int round = 1) {
    return cycle + "/" + phase + "/" + subject + (round > 1 ? "#" + std::to_string(round) : "");
  }
  std::vector<std::string> Columns() const {
    bool running = state == StepState::kWaiting || state == StepState::kActive;
    const bool of_pair = !leader.empty() && !units.empty();
    return {cycle + "/" + phase, running ? cycle + "/" + phase : "", leader, superior, of_pair ? units.front() : ""};
  }
  enum Column { kByPhase = 0, kRunningByPhase = 1, kByLeader = 2, kBySuperior = 3, kOfPairByUnit = 4 };
  static void Fields(auto&& field) {
    field(1, "cycle", &Step::cycle);
    field(2, "phase", &Step::phase);
    field(3, "subject", &Step::subject);
    field(4, "leader", &Step::leader);
    field(5, "superior", &Step::superior);
    field(6, "by_mandate", &Step::by_mandate);
    field(7, "units", &Step::units);
    field(8, "state", &Step::state);
    field(9, "configuration", &Step::configuration);
    field(10, "variables", &Step::variables);
    field(11, "recorded", &Step::recorded);
    field(12, "texts", &Step::texts);
    field(13, "open_tasks", &Step::open_tasks);
    field(14, "timers", &Step::timers);
    field(15, "agreement", &Step::agreement);
    field(16, "shown", &Step::shown);
    field(17, "opened", &Step::opened);
    field(18, "ended", &Step::ended);
    field(19, "explanation", &Step::explanation);
    field(20, "round", &Step::round);
    field(21, "about_year", &Step::about_year);
    field(22, "addenda", &Step::addenda);
    field(23, "workflow", &Step::workflow);
    field(24, "incident", &Step::incident);
  }
};

enum class TaskState : int { kOpen = 1, kDone = 2, kWithdrawn = 3 };
const char* TaskStateName(TaskState state);

struct Comment {
  std::string by, text;
  Instant time{};
  std::string asked;  // the supporter who is asked for help; "" where nobody is
  std::optional<Date> answer_by;
  bool operator==(const Comment&) const = default;
  static void Fields(auto&& field) {
    field(1, "by", &Comment::by);
    field(2, "text", &Comment::text);
    field(3, "time", &Comment::time);
    field(4, "asked", &Comment::asked);
    field(5, "answer_by", &Comment::answer_by);
  }
};

struct Task {
  static constexpr int kTable = kTaskTable;
  int64_t number = 0;
  std::string step;  // key
  std::string cycle, phase;
  std::string kind;  // id of the task in the workflow
  std::string from_state;  // state of the chart that holds it open
  std::string unit;  // what it is shown under; "" for the municipality
  TaskState state = TaskState::kOpen;
  organisation::Assignment assignment;
  Instant opened{};
  Date due{};
  int64_t revision = 1;  // the etag
  Value draft;           // saved, not personnel text
  std::map<std::string, std::string> draft_texts;  // vault id by field id
  std::string action;    // completed with
  std::string completed_by;
  std::optional<Instant> ended;
  std::vector<Comment> comments;
  int rung = 0;  // of the escalation ladder: 1 told the superior, 2 told the office
  std::string workflow;  // key of the version it was closed under, where the cycle has another now; "": the cycle's
  std::optional<Date> reminded;  // the last day on which somebody reminded its assignee of it by hand
  static std::string MakeKey(int64_t number) {
    std::string digits = std::to_string(number);
    return std::string(10 - std::min<size_t>(10, digits.size()), '0') + digits;
  }
  std::string Key() const { return MakeKey(number); }
  std::vector<std::string> Columns() const {
    bool open = state == TaskState::kOpen;
    const std::string& person = assignment.person;
    return {person.empty() ? "" : open ? OpenOf(person) : EndedOf(person), cycle, unit, open ? "open" : ""};
  }
  // The person's column holds one of these: a task that ends moves within one index, and open ones are found alone.
  static std::string OpenOf(const std::string& person) { return "open/" + person; }
  static std::string EndedOf(const std::string& person) { return "ended/" + person; }
  enum Column { kByPerson = 0, kByCycle = 1, kByUnit = 2, kOpen = 3 };
  static void Fields(auto&& field) {
    field(1, "number", &Task::number);
    field(2, "step", &Task::step);
    field(3, "cycle", &Task::cycle);
    field(4, "phase", &Task::phase);
    field(5, "kind", &Task::kind);
    field(6, "from_state", &Task::from_state);
    field(7, "unit", &Task::unit);
    field(8, "state", &Task::state);
    field(9, "assignment", &Task::assignment);
    field(10, "opened", &Task::opened);
    field(11, "due", &Task::due);
    field(12, "revision", &Task::revision);
    field(13, "draft", &Task::draft);
    field(14, "draft_texts", &Task::draft_texts);
    field(15, "action", &Task::action);
    field(16, "completed_by", &Task::completed_by);
    field(17, "ended", &Task::ended);
    field(18, "comments", &Task::comments);
    field(19, "rung", &Task::rung);
    field(20, "workflow", &Task::workflow);
    field(21, "reminded", &Task::reminded);
  }
};

// A row until it fires or is cancelled. The key sorts by instant: the first row is the next to fire.
struct Timer {
  static constexpr int kTable = kTimerTable;
  enum class Kind : int { kStepEvent = 1, kPhaseOpens = 2, kPhaseEnds = 3, kDailyRound = 4 };
  int64_t number = 0;
  Instant at{};
  std::string rule;  // in words: "working_days 5", "slice_start", "2014-09-25"
  Kind kind = Kind::kStepEvent;
  std::string cycle, phase, step, event;
  std::string state;  // of the chart: leaving it cancels the timer
  Value data;         // what the event carries, under which id it was sent, and by which step
  std::string send_id, origin;
  std::string Key() const { return FormatInstant(at) + "/" + Task::MakeKey(number); }
  std::vector<std::string> Columns() const { return {cycle}; }
  static void Fields(auto&& field) {
    field(1, "number", &Timer::number);
    field(2, "at", &Timer::at);
    field(3, "rule", &Timer::rule);
    field(4, "kind", &Timer::kind);
    field(5, "cycle", &Timer::cycle);
    field(6, "phase", &Timer::phase);
    field(7, "step", &Timer::step);
    field(8, "event", &Timer::event);
    field(9, "state", &Timer::state);
    field(10, "data", &Timer::data);
    field(11, "send_id", &Timer::send_id);
    field(12, "origin", &Timer::origin);
  }
};

// How many steps of a phase are in each state: kept in the transaction, rebuilt and compared by verify.
struct Counter {
  static constexpr int kTable = kCounterTable;
  std::string cycle, phase;
  std::map<std::string, int64_t> by_state;  // StepStateName
  std::map<std::string, int64_t> by_shown;  // what people see
  std::string Key() const { return cycle + "/" + phase; }
  std::vector<std::string> Columns() const { return {cycle}; }
  static void Fields(auto&& field) {
    field(1, "cycle", &Counter::cycle);
    field(2, "phase", &Counter::phase);
    field(3, "by_state", &Counter::by_state);
    field(4, "by_shown", &Counter::by_shown);
  }
};

}  // namespace arshjul::cycle
