// The core's one door for change: a command, decided against the state, gives events or a refusal.
//
//   Decide(state, command, context) -> Outcome
//
// Deciding one thing often leads to the next (a proposal is agreed, so the unit above may open). Each event is therefore
// applied to the state as it is decided; on a refusal the caller takes the state back with Undo(). Nothing else is
// touched: no clock, no I/O but the context's own, no randomness.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/refusal.h"
#include "calendar/calendar.h"
#include "cycle/command.h"
#include "cycle/event.h"
#include "statechart/workflow.h"

namespace arshjul::cycle {

// Personnel text, reached through the context: the texts lie in the vault, the keys outside it.
class PersonnelText {
 public:
  virtual ~PersonnelText() = default;
  // The text under `id`, or nothing where there is none or its key is erased.
  virtual std::optional<std::string> Read(const std::string& owner, const std::string& id) = 0;
  // Keyed commitment to the text; the person's key is made when there is none.
  virtual std::string Commitment(const std::string& owner, const std::string& id, const std::string& text) = 0;
};

using WorkflowLibrary =
    std::function<std::shared_ptr<const statechart::Workflow>(const std::string& hash, const std::string& source)>;

struct Context {
  Instant now{};       // never before the municipality's last event
  std::string actor;   // person id; "system" for timers
  std::string random;  // 32 hex digits, fresh for each command
  const calendar::Calendar* calendar = nullptr;
  WorkflowLibrary workflows;  // compiled once, by hash
  PersonnelText* texts = nullptr;
};

// The compiled workflow that a cycle pins.
std::shared_ptr<const statechart::Workflow> PinnedWorkflow(State& state, const Context& context, const Cycle& cycle);
// The one that a step or task runs under: its cycle's, or the version it had ended under when the cycle went on to another.
std::shared_ptr<const statechart::Workflow> PinnedWorkflow(State& state, const Context& context, const Step& step);
std::shared_ptr<const statechart::Workflow> PinnedWorkflow(State& state, const Context& context, const Task& task);

// Text to be sealed and stored with the events.
struct VaultText {
  std::string id, owner, text;
};

// Somebody is to be told, after the commit. The message is a key of the catalogues: notify.<message>.
struct Notice {
  std::string person;
  std::string message;
  std::map<std::string, std::string> args;
  std::vector<std::string> tasks;  // keys of the tasks it is about: bundled
  bool personal = false;           // says what happens between two
};

// Somebody read personnel text.
struct TextRead {
  std::string resource, fields;
};

struct Outcome {
  std::optional<Refusal> refusal;
  std::vector<Event> events;
  std::string resource;  // name of what was made or changed, below the municipality: "cycles/2015", "tasks/17"
  Value answer;          // what else the caller is told: previews, plans, counts
  std::vector<VaultText> vault;
  std::vector<Notice> notices;
  // Entries of the outbox that were given up: to be tried again from the beginning, or to go.
  std::vector<std::string> notices_again, notices_dropped;
};

Outcome Decide(State& state, const Command& command, const Context& context);

}  // namespace arshjul::cycle
