// A decision in the making: what the parts of the core that decide share. Inside server/cycle only.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "access/access.h"
#include "cycle/apply.h"
#include "cycle/decide.h"

namespace arshjul::cycle {

using Args = std::map<std::string, std::string>;

struct Completed;

class Decision {
 public:
  Decision(State& state, const Context& context) : state(state), context(context) {}

  State& state;
  const Context& context;
  Outcome outcome;

  // The event happens: it is applied at once, so that what follows sees it.
  void Emit(Event event) {
    Apply(state, event, context.now);
    outcome.events.push_back(std::move(event));
  }
  // The first refusal stands. Always false, so that a check can end in `return decision.Refuse(…)`.
  bool Refuse(Reason reason, Args args = {}, std::vector<FieldViolation> fields = {}) {
    if (!outcome.refusal) outcome.refusal = Refusal{reason, std::move(args), std::move(fields)};
    return false;
  }
  bool refused() const { return outcome.refusal.has_value(); }

  const Municipality& self() { return *state.Self(); }
  const organisation::Organisation& org() { return state.Organisation(); }
  Date Today() { return context.calendar->LocalDate(context.now); }
  // The next number of the municipality's one sequence; taken when an event with it is emitted.
  int64_t NextNumber() { return self().next_number; }
  std::shared_ptr<const statechart::Workflow> WorkflowOf(const Cycle& cycle);
  // Heights in the tree today.
  int HeightOf(const std::string& unit);
  int TopHeight();
  // Units directly below those that the person leads today; counted once in a decision, until the organisation changes.
  int ReportsOf(const std::string& person);

  bool MayDo(access::Operation operation) {
    return access::MayDo(org(), context.actor, operation, Today()) ||
           Refuse(Reason::kRoleMissing, {{"role", access::RolesFor(operation)}});
  }
  // A running cycle, or a refusal (not found, suspended, not running).
  const Cycle* RunningCycle(const std::string& key);

  // Seals a value of a personnel field under `owner/name` and returns that id.
  std::string Seal(const std::string& owner, const std::string& name, const Value& value);
  void Tell(const std::string& person, const std::string& message, Args args, std::vector<std::string> tasks = {});
  // Of a talk or an agreement: that it was written is nobody's but the recipient's.
  void TellBetweenTwo(const std::string& person, const std::string& message, Args args);

  struct Reports {
    std::shared_ptr<const organisation::Organisation> organisation;  // held, so that its address is not another's later
    std::map<std::string, int> of;
  };
  Reports reports;

  // The form whose completion is being decided, or null. See records.h.
  const Completed* completed = nullptr;

  // Events sent to steps, in the order they were sent; delivered by Settle (stepping.h).
  std::deque<std::pair<std::string, statechart::Event>> sent;
  size_t sent_bytes = 0;  // of the data that charts gave events in this command
};

// Who owns a personnel text: the first part of its id.
std::string OwnerOfText(const std::string& id);
// The value of a personnel field, or null where it cannot be read any more.
Value ReadText(const Context& context, const std::string& id);

// Publishes a source under the next version of its name, unless it is there already; null where it is no workflow.
const WorkflowRow* PublishSource(Decision& decision, const std::string& source, const std::string& by, std::vector<FieldViolation>& violations);

// An open commitment that was promised to the actor, or a refusal: who is not a party is not told that it is there, and the one
// who promised has no say.
const Commitment* PromisedToActor(Decision& decision, int64_t number);

// One per family of commands: decide_<family>.cc.
void DecideMunicipality(Decision& decision, const CreateMunicipality& command);
void DecideMunicipality(Decision& decision, const ChangeMunicipality& command);
void DecideMunicipality(Decision& decision, const SetClock& command);
void DecideMunicipality(Decision& decision, const PublishWorkflow& command);
void DecideOrganisation(Decision& decision, const ImportOrganisation& command);
void DecideOrganisation(Decision& decision, const GrantRole& command);
void DecideOrganisation(Decision& decision, const RevokeRole& command);
void DecideOrganisation(Decision& decision, const AssignHolding& command);
void DecideOrganisation(Decision& decision, const EndHolding& command);
void DecideOrganisation(Decision& decision, const MoveUnit& command);
void DecideOrganisation(Decision& decision, const CloseUnit& command);
void DecideOrganisation(Decision& decision, const RegisterAbsence& command);
void DecideCycle(Decision& decision, const LaunchCycle& command);
void DecideCycle(Decision& decision, const ChangeCycle& command);
void DecideCycle(Decision& decision, const MigrateCycle& command);
void DecideCycle(Decision& decision, const OpenPhase& command);
void DecideTask(Decision& decision, const CloseCycle& command);
void DecideTask(Decision& decision, const SaveTask& command);
void DecideTask(Decision& decision, const CompleteTask& command);
void DecideTask(Decision& decision, const ReassignTask& command);
void DecideTask(Decision& decision, const CommentTask& command);
void DecideScorecard(Decision& decision, const ImportScorecards& command);
void DecideScorecard(Decision& decision, const SetDirection& command);
void DecideScorecard(Decision& decision, const RecordResult& command);
void DecideScorecard(Decision& decision, const ChangeTarget& command);
void DecideScorecard(Decision& decision, const SetFrame& command);
void DecideCommitment(Decision& decision, const SettleCommitment& command);
void DecideReminder(Decision& decision, const RemindTasks& command);
void DecideReminder(Decision& decision, const RemindCommitment& command);
void DecideTimer(Decision& decision, const FireTimer& command);
void DecideIncident(Decision& decision, const ParkTimer& command);
void DecideIncident(Decision& decision, const ParkNotice& command);
void DecideIncident(Decision& decision, const RetryIncident& command);
void DecideIncident(Decision& decision, const SkipIncident& command);
void DecideCalendar(Decision& decision, const CreateCalendarLink& command);
void DecideCalendar(Decision& decision, const RevokeCalendarLink& command);

}  // namespace arshjul::cycle
