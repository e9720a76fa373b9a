// One try at a group of commands: decided one after another against the state, collected in the batch that makes them
// last. A group that is not committed has changed the state for nothing: throw the state away.
//
// Every member throws WorldBreaks. Threads: one.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ground.h"
#include "engine/vault_texts.h"
#include "store/store.h"

namespace arshjul::engine {

// What a strand writes to: the municipality in memory.
struct Resident {
  OpenStore open;                         // null where there is no municipality yet
  std::unique_ptr<store::Reader> reader;  // the same
  std::unique_ptr<cycle::RowSource> rows;
  std::unique_ptr<VaultTexts> texts;
  std::unique_ptr<cycle::State> state;
  int64_t sequence = 0;  // of the newest log entry
  Instant forgot_requests{};
  Instant instant{};               // of the last timer fired
  size_t fired_at_instant = 0;
  bool timers_stuck = false;       // the first cannot be ended: none fires until the rows are loaded again
};

// Why something could not be: a refusal's reason, or incident.cause.<word> of the catalogues.
struct Cause {
  std::string word;
  std::map<std::string, std::string> args;
};

// An entry of the outbox that nobody tries any more.
struct GivenUp {
  store::OutboxEntry entry;  // as it is from now on
  std::string cause;
};

class Group {
 public:
  // All outlive this.
  Group(Ground& ground, const std::string& municipality, Resident& resident);

  Reply Run(const Request& request);
  // Sets a demo clock, firing first what falls due on the way, at most `most` timers. Nothing: there are more.
  std::optional<Reply> SetClock(const Request& request, size_t most);
  // Fires what is due now, at most `most`.
  void FireDue(size_t most);
  void NoteReads(const std::vector<store::ReadRecord>& reads);
  void SettleOutbox(const std::vector<store::OutboxEntry>& later, const std::vector<std::string>& done);
  // The entry stays in the outbox, due never, and people are told by an incident; one that has one already is left alone.
  void GiveUp(const GivenUp& notice);

  // Everything so far, in one batch; nothing when there is nothing to write. Once, at the end.
  std::optional<store::Batch> Take();

 private:
  std::optional<Reply> Answered(const Request& request);
  std::optional<Refusal> Uncreated(const Request& request) const;
  cycle::Context ContextAt(const std::string& actor, Instant now);
  std::optional<cycle::Outcome> Decide(const cycle::Command& command, const cycle::Context& context,
                                       absl::Status& failure);
  void Keep(const cycle::Context& context, const char* command, const cycle::Outcome& outcome);
  Reply KeepAnswer(const Request& request, const cycle::Context& context, cycle::Outcome outcome);
  void Fire(const cycle::Timer& timer, Instant now);
  void Park(const cycle::Timer& timer, const cycle::Context& context, const Cause& cause);
  std::optional<store::OutboxEntry> GivenUpNow(const std::string& id);

  Ground& ground_;
  const std::string& municipality_;
  Resident& resident_;
  cycle::State& state_;
  std::shared_ptr<const calendar::Calendar> calendar_;  // what the last context points to
  std::map<std::pair<std::string, std::string>, store::RequestRecord> answers_;  // given in this group
  size_t notices_ = 0;
  store::Batch batch_;
};

}  // namespace arshjul::engine
