#include "cycle/apply.h"

#include <algorithm>

namespace arshjul::cycle {
namespace {

// A row that is not there is left alone: the log was written by a decision that saw it, so this happens only to a state that is
// already wrong, which verify reports.
template <class Row>
void Update(Table<Row>& table, const std::string& key, auto&& change) {
  table.Update(key, change);
}

void Count(State& state, const Step& step, int64_t by) {
  const std::string key = step.cycle + "/" + step.phase;
  if (state.counters.Find(key) == nullptr) state.counters.Put({step.cycle, step.phase, {}, {}});
  auto add = [by](std::map<std::string, int64_t>& counts, const std::string& name) {
    if ((counts[name] += by) == 0) counts.erase(name);
  };
  state.counters.Update(key, [&](Counter& counter) {
    add(counter.by_state, StepStateName(step.state));
    if (!step.shown.empty()) add(counter.by_shown, step.shown);
  });
}

void UpdateStep(State& state, const std::string& key, auto&& change) {
  const Step* step = state.steps.Find(key);
  if (step == nullptr) return;
  Count(state, *step, -1);
  state.steps.Update(key, change);
  Count(state, *step, +1);
}

void TakeNumber(State& state, int64_t number) {
  const Municipality* self = state.Self();
  if (self == nullptr || number < self->next_number) return;
  state.municipality.Update(self->Key(), [&](Municipality& row) { row.next_number = number + 1; });
}

template <class Row, class Inner>
void PutOrganisationRow(State& state, Table<Row>& table, const Inner& inner) {
  const Row* before = table.Find(inner.id);
  const Municipality& self = *state.Self();
  const int64_t revision = self.organisation_revision + 1;
  table.Put(Row{inner, before == nullptr ? revision : before->order});
  state.municipality.Update(self.Key(), [&](Municipality& row) { row.organisation_revision = revision; });
}

void CloseTask(State& state, const std::string& key, auto&& change) {
  std::string step;
  Update(state.tasks, key, [&](Task& task) {
    step = task.step;
    ++task.revision;
    change(task);
  });
  Update(state.steps, step, [&](Step& row) { std::erase(row.open_tasks, key); });
}

class Applier {
 public:
  Applier(State& to, Instant when) : state(to), time(when) {}

  void operator()(const MunicipalityCreated& e) { state.municipality.Put(e.municipality); }
  void operator()(const MunicipalityChanged& e) {
    Update(state.municipality, "m", [&](Municipality& row) {
      row.name = e.name;
      row.language = e.language;
      row.closed = e.closed;
    });
  }
  void operator()(const ClockSet& e) {
    Update(state.municipality, "m", [&](Municipality& row) { row.demo_now = e.now; });
  }
  void operator()(const UnitChanged& e) { PutOrganisationRow(state, state.units, e.unit); }
  void operator()(const PersonNamed& e) { PutOrganisationRow(state, state.persons, e.person); }
  void operator()(const HoldingChanged& e) {
    TakeNumber(state, std::atoll(e.holding.id.c_str()));
    PutOrganisationRow(state, state.holdings, e.holding);
  }
  void operator()(const RoleChanged& e) {
    TakeNumber(state, std::atoll(e.binding.id.c_str()));
    PutOrganisationRow(state, state.roles, e.binding);
  }
  void operator()(const AbsenceRegistered& e) {
    TakeNumber(state, std::atoll(e.absence.id.c_str()));
    PutOrganisationRow(state, state.absences, e.absence);
  }
  void operator()(const WorkflowPublished& e) { state.workflows.Put(e.workflow); }
  void operator()(const CycleLaunched& e) { state.cycles.Put(e.cycle); }
  void operator()(const CycleStateChanged& e) {
    Update(state.cycles, e.cycle, [&](Cycle& row) {
      row.state = e.state;
      row.reason = e.reason;
      if (e.state == CycleState::kCancelled || e.state == CycleState::kClosed) row.ended = time;
    });
  }
  void operator()(const PhaseOpened& e) {
    if (!e.within.empty()) return;
    Update(state.cycles, e.cycle, [&](Cycle& row) {
      for (PhaseRun& phase : row.phases) phase.open |= phase.id == e.phase;
    });
  }
  void operator()(const PhaseEnded& e) {
    Update(state.cycles, e.cycle, [&](Cycle& row) {
      for (PhaseRun& phase : row.phases) phase.ended |= phase.id == e.phase;
    });
  }
  void operator()(const StepCreated& e) {
    state.steps.Insert(e.step);
    Count(state, e.step, +1);
  }
  void operator()(const StepMoved& e) {
    UpdateStep(state, e.step, [&](Step& row) {
      row.state = e.state;
      row.configuration = e.configuration;
      row.shown = e.shown;
      row.variables = e.variables;
      if (e.state == StepState::kDone) row.ended = time;
    });
  }
  void operator()(const StepRecorded& e) {
    Update(state.steps, e.step, [&](Step& row) {
      for (const auto& [id, value] : e.recorded) row.recorded[id] = value;
      for (const auto& [id, text] : e.texts) row.texts[id] = text;
    });
  }
  void operator()(const StepStopped& e) {
    UpdateStep(state, e.step, [&](Step& row) {
      row.state = e.state;
      row.shown = "";
      row.ended = time;
      if (!e.reason.empty()) row.explanation = e.reason;
    });
  }
  void operator()(const StepExplained& e) {
    Update(state.steps, e.step, [&](Step& row) { row.explanation = e.explanation; });
  }
  void operator()(const StepUnitsChanged& e) {
    Update(state.steps, e.step, [&](Step& row) { row.units = e.units; });
  }
  void operator()(const TaskOpened& e) {
    TakeNumber(state, e.task.number);
    state.tasks.Insert(e.task);
    Update(state.steps, e.task.step, [&](Step& row) { row.open_tasks.push_back(e.task.Key()); });
  }
  void operator()(const TaskSaved& e) {
    Update(state.tasks, e.task, [&](Task& row) {
      row.draft = e.draft;
      row.draft_texts = e.draft_texts;
      ++row.revision;
    });
  }
  void operator()(const TaskCompleted& e) {
    CloseTask(state, e.task, [&](Task& row) {
      row.state = TaskState::kDone;
      row.action = e.action;
      row.completed_by = e.by;
      row.assignment.on_behalf_of = e.on_behalf_of;
      row.ended = time;
    });
  }
  void operator()(const TaskWithdrawn& e) {
    CloseTask(state, e.task, [&](Task& row) {
      row.state = TaskState::kWithdrawn;
      row.ended = time;
    });
  }
  void operator()(const TaskReassigned& e) {
    Update(state.tasks, e.task, [&](Task& row) {
      row.assignment = e.to;
      ++row.revision;
    });
  }
  void operator()(const TaskCommented& e) {
    Update(state.tasks, e.task, [&](Task& row) { row.comments.push_back(e.comment); });
  }
  void operator()(const TaskEscalated& e) {
    Update(state.tasks, e.task, [&](Task& row) { row.rung = e.rung; });
  }
  void operator()(const TasksReminded& e) {
    for (const std::string& task : e.tasks) {
      Update(state.tasks, task, [&](Task& row) { row.reminded = e.day; });
    }
  }
  void operator()(const TimerSet& e) {
    TakeNumber(state, e.timer.number);
    state.timers.Insert(e.timer);
    Update(state.steps, e.timer.step, [&](Step& row) { row.timers.push_back(e.timer.Key()); });
  }
  void operator()(const TimerEnded& e) {
    const Timer* timer = state.timers.Find(e.timer);
    if (timer == nullptr) return;
    Update(state.steps, timer->step, [&](Step& row) { std::erase(row.timers, e.timer); });
    state.timers.Erase(e.timer);
  }
  void operator()(const IndicatorDefined& e) { state.indicators.Put(e.indicator); }
  void operator()(const CardChanged& e) {
    UpdateCard(e.unit, e.year, [&](Card& card) {
      for (const CardRow& row : e.rows) {
        auto at = std::find_if(card.rows.begin(), card.rows.end(),
                               [&](const CardRow& old) { return old.indicator == row.indicator; });
        if (at == card.rows.end()) {
          card.rows.push_back(row);
        } else {
          *at = row;
        }
      }
      if (!e.zero_reason.empty()) card.zero_reason = e.zero_reason;
    });
  }
  void operator()(const FrameHandedDown& e) {
    UpdateCard(e.unit, e.year, [&](Card& card) {
      card.frame = e.amount;
      card.frame_preliminary = e.preliminary;
    });
  }
  void operator()(const TargetsLocked& e) {
    Update(state.cards, Card::MakeKey(e.unit, e.year), [&](Card& card) {
      for (CardRow& row : card.rows) {
        bool named = std::find(e.indicators.begin(), e.indicators.end(), row.indicator) != e.indicators.end();
        if (row.dropped || (e.indicators.empty() ? row.decided_by != DecidedBy::kNobody : !named)) continue;
        row.decided = row.target;
        row.decided_by = e.by;
        row.case_number = e.case_number;
      }
    });
  }
  void operator()(const CouncilDecided& e) {
    Update(state.cycles, e.cycle, [&](Cycle& row) {
      row.decided_on = e.on;
      row.case_number = e.case_number;
    });
  }
  void operator()(const CommitmentMade& e) {
    TakeNumber(state, e.commitment.number);
    state.commitments.Insert(e.commitment);
  }
  void operator()(const CommitmentSettled& e) {
    Update(state.commitments, e.commitment, [&](Commitment& row) {
      row.state = e.state;
      row.settled = time;
      row.settled_by = e.by;
      row.comment = e.comment;
    });
  }
  void operator()(const CommitmentReminded& e) {
    Update(state.commitments, e.commitment, [&](Commitment& row) { row.reminded = e.day; });
  }
  void operator()(const AgreementDrafted& e) {
    TakeNumber(state, e.agreement.number);
    state.agreements.Insert(e.agreement);
    Update(state.steps, e.agreement.step, [&](Step& row) { row.agreement = e.agreement.Key(); });
  }
  void operator()(const AgreementWritten& e) {
    Update(state.agreements, e.agreement, [&](Agreement& row) {
      row.document = e.document;
      row.document_hash = e.document_hash;
      row.targets = e.targets;
      row.cards = e.cards;
      row.signatures.clear();
      row.changed = time;
    });
  }
  void operator()(const AgreementSigned& e) {
    Update(state.agreements, e.agreement, [&](Agreement& row) {
      row.signatures.push_back(e.signature);
      row.changed = time;
    });
  }
  void operator()(const AgreementRefused& e) {
    Update(state.agreements, e.agreement, [&](Agreement& row) {
      row.refusals[e.party] = e.reason;
      row.changed = time;
    });
  }
  void operator()(const AgreementStateChanged& e) {
    Update(state.agreements, e.agreement, [&](Agreement& row) {
      row.state = e.state;
      row.changed = time;
    });
  }
  void operator()(const MinutesAdded& e) {
    Update(state.steps, e.step, [&](Step& row) { row.addenda.push_back(e.addendum); });
  }
  void operator()(const CycleMigrated& e) {
    const Cycle* before = state.cycles.Find(e.cycle);
    if (before == nullptr) return;
    KeepVersion(e.cycle, before->workflow);
    Update(state.cycles, e.cycle, [&](Cycle& row) {
      row.workflow = e.workflow;
      row.workflow_hash = e.workflow_hash;
      row.parameters = e.parameters;
      row.phases = e.phases;
    });
  }
  void operator()(const StepMigrated& e) {
    UpdateStep(state, e.step, [&](Step& row) {
      row.state = e.state;
      row.configuration = e.configuration;
      row.shown = e.shown;
      row.variables = e.variables;
      row.texts = e.texts;
      if (e.state == StepState::kDone) row.ended = time;
    });
  }
  void operator()(const TaskMigrated& e) {
    Update(state.tasks, e.task, [&](Task& row) {
      row.kind = e.kind;
      row.from_state = e.from_state;
      row.due = e.due;
      row.draft = e.draft;
      row.draft_texts = e.draft_texts;
      ++row.revision;
    });
  }
  void operator()(const IncidentOpened& e) {
    TakeNumber(state, e.incident.number);
    state.incidents.Insert(e.incident);
    Update(state.steps, e.incident.step, [&](Step& row) { row.incident = e.incident.Key(); });
  }
  void operator()(const IncidentSettled& e) {
    std::string step;
    Update(state.incidents, e.incident, [&](Incident& row) {
      step = row.step;
      row.state = e.state;
      row.settled = time;
      row.settled_by = e.by;
      row.reason = e.reason;
      row.waiting.clear();
      ++row.revision;
    });
    Update(state.steps, step, [&](Step& row) {
      if (row.incident == e.incident) row.incident.clear();
    });
  }
  void operator()(const IncidentRepeated& e) {
    Update(state.incidents, e.incident, [&](Incident& row) {
      row.cause = e.cause;
      row.args = e.args;
      ++row.attempts;
      ++row.revision;
    });
  }
  void operator()(const IncidentJoined& e) {
    Update(state.incidents, e.incident, [&](Incident& row) {
      row.waiting.push_back(e.timer);
      ++row.revision;
    });
  }
  void operator()(const IncidentLeft& e) {
    Update(state.incidents, e.incident, [&](Incident& row) {
      std::erase_if(row.waiting, [&](const Timer& timer) { return timer.Key() == e.timer; });
      ++row.revision;
    });
  }
  void operator()(const CalendarLinkCreated& e) { state.calendar_links.Put(e.link); }
  void operator()(const CalendarLinkRevoked& e) { state.calendar_links.Erase(e.person); }
  // Facts for the history alone: what they name lies in the vault, or is for people to mend.
  void operator()(const TextSealed&) {}
  void operator()(const IncidentRaised&) {}

 private:
  // The card that is changed may be the unit's first of that year.
  void UpdateCard(const std::string& unit, int year, auto&& change) {
    const std::string key = Card::MakeKey(unit, year);
    if (state.cards.Find(key) == nullptr) state.cards.Put(Card{.unit = unit, .year = year});
    state.cards.Update(key, change);
  }

  // What has ended in the cycle, and keeps no version yet, keeps this one.
  void KeepVersion(const std::string& cycle, const std::string& version) {
    std::vector<std::string> steps, tasks;
    for (const PhaseRun& phase : state.cycles.Find(cycle)->phases) {
      for (const Step* step : state.steps.By(Step::kByPhase, cycle + "/" + phase.id)) {
        const bool ended = step->state != StepState::kWaiting && step->state != StepState::kActive;
        if (ended && step->workflow.empty()) steps.push_back(step->Key());
      }
    }
    for (const Task* task : state.tasks.By(Task::kByCycle, cycle)) {
      if (task->state != TaskState::kOpen && task->workflow.empty()) tasks.push_back(task->Key());
    }
    for (const std::string& key : steps) Update(state.steps, key, [&](Step& row) { row.workflow = version; });
    for (const std::string& key : tasks) Update(state.tasks, key, [&](Task& row) { row.workflow = version; });
  }

  State& state;
  const Instant time;
};

}  // namespace

void Apply(State& state, const Event& event, Instant time) {
  std::visit(Applier{state, time}, event);
  const Municipality* self = state.Self();
  if (self != nullptr && self->last_time < time) {
    Update(state.municipality, "m", [&](Municipality& row) { row.last_time = time; });
  }
}

const char* EventName(const Event& event) {
  return std::visit([](const auto& e) { return std::decay_t<decltype(e)>::kName; }, event);
}

}  // namespace arshjul::cycle
