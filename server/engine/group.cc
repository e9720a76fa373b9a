#include "engine/group.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>

#include "engine/delivery.h"
#include "engine/notices.h"
#include "engine/world_breaks.h"

namespace arshjul::engine {
namespace {

// How long the same request gets the same answer (design, section 2).
constexpr auto kRequestsKept = std::chrono::days(7);
constexpr auto kForgetEvery = std::chrono::hours(1);
// Far more than a municipality has steps: timers that set new ones for the same instant would never let time go on.
constexpr size_t kMostAtOneInstant = 200'000;

// What is kept of an answer. Never personnel text: a decision puts none in.
struct KeptAnswer {
  std::string resource;
  Value answer;
  static void Fields(auto&& field) {
    field(1, "resource", &KeptAnswer::resource);
    field(2, "answer", &KeptAnswer::answer);
  }
};

bool IsFirst(cycle::State& state, const std::string& timer) {
  const cycle::Timer* first = state.timers.First();
  return first != nullptr && first->Key() == timer;
}

Cause Why(const std::optional<cycle::Outcome>& outcome, bool too_many) {
  if (too_many) return {"TOO_MANY_TIMERS", {{"most", std::to_string(kMostAtOneInstant)}}};
  if (!outcome) return {"INTERNAL_ERROR", {}};
  if (!outcome->refusal) return {"TIMER_NOT_ENDED", {}};
  return {ReasonName(outcome->refusal->reason), outcome->refusal->args};
}

// The letter, to the address that the person has now: a wrong one may be why it was given up.
std::string Readdressed(cycle::State& state, std::string body) {
  notify::Notice notice;
  const organisation::Person* person = Decode(body, notice) ? state.Organisation().FindPerson(notice.person) : nullptr;
  if (person == nullptr) return body;
  notice.address = person->email;
  return Encode(notice);
}

Reply Refused(Refusal refusal) {
  Reply reply;
  reply.refusal = std::move(refusal);
  return reply;
}

}  // namespace

Group::Group(Ground& ground, const std::string& municipality, Resident& resident)
    : ground_(ground), municipality_(municipality), resident_(resident), state_(*resident.state) {
  batch_.expected_sequence = resident.sequence;
}

Reply Group::Run(const Request& request) {
  if (auto refusal = Uncreated(request)) return Refused(*std::move(refusal));
  auto* creation = std::get_if<cycle::CreateMunicipality>(&request.command);
  if (creation != nullptr && creation->id != municipality_) {
    return {absl::InvalidArgumentError(fmt::format("{} is to be created as {}", creation->id, municipality_))};
  }
  if (auto reply = Answered(request)) return *std::move(reply);
  Instant now = ground_.NowOf(state_);
  // A demo clock may stand long before the real one; event time never goes back, so it must not begin with the latter.
  if (creation != nullptr && creation->demo && state_.Self() == nullptr) now = creation->demo_now;
  cycle::Context context = ContextAt(request.actor, now);
  resident_.texts->MakeKeys(!request.validate_only);
  Reply reply;
  std::optional<cycle::Outcome> outcome = Decide(request.command, context, reply.status);
  if (!outcome) return reply;
  if (outcome->refusal) {
    state_.Undo();
    return Refused(*std::move(outcome->refusal));
  }
  for (const std::string& id : outcome->notices_again) {
    if (GivenUpNow(id)) continue;
    // It would count as tried, and nobody would ever be told.
    state_.Undo();
    spdlog::error("{}: notice {}, which is to be tried again, is not in the outbox", municipality_, id);
    return {absl::DataLossError("notice " + id + " is not in the outbox")};
  }
  if (request.validate_only) {
    state_.Undo();
    reply.resource = std::move(outcome->resource);
    reply.answer = std::move(outcome->answer);
    return reply;
  }
  return KeepAnswer(request, context, *std::move(outcome));
}

std::optional<Reply> Group::SetClock(const Request& request, size_t most) {
  if (auto refusal = Uncreated(request)) return Refused(*std::move(refusal));
  if (auto reply = Answered(request)) return reply;
  // May it be set at all? Before anything is fired for it.
  Request rehearsal = request;
  rehearsal.validate_only = true;
  Reply allowed = Run(rehearsal);
  if (!allowed.status.ok() || allowed.refusal) return allowed;
  const Instant to = std::get<cycle::SetClock>(request.command).to;
  for (size_t fired = 0;; ++fired) {
    const cycle::Timer* next = state_.timers.First();
    if (next == nullptr || next->at > to || resident_.timers_stuck) break;
    if (fired == most) return std::nullopt;
    Fire(*next, std::max(next->at, state_.Self()->last_time));
  }
  return Run(request);
}

void Group::FireDue(size_t most) {
  for (size_t fired = 0; fired < most && !resident_.timers_stuck; ++fired) {
    const cycle::Timer* next = state_.timers.First();
    Instant now = ground_.NowOf(state_);
    if (next == nullptr || next->at > now) return;
    Fire(*next, now);
  }
}

void Group::NoteReads(const std::vector<store::ReadRecord>& reads) {
  for (store::ReadRecord read : reads) {
    read.time = ground_.NowOf(state_);
    batch_.reads.push_back(std::move(read));
  }
}

void Group::SettleOutbox(const std::vector<store::OutboxEntry>& later, const std::vector<std::string>& done) {
  batch_.outbox.insert(batch_.outbox.end(), later.begin(), later.end());
  batch_.outbox_done.insert(batch_.outbox_done.end(), done.begin(), done.end());
}

std::optional<store::Batch> Group::Take() {
  std::vector<cycle::RowChange> changes;
  state_.ForEach([&](auto& table) { table.TakeChanges(changes); });
  if (batch_.log.empty() && batch_.outbox.empty() && batch_.outbox_done.empty() && batch_.requests.empty() &&
      batch_.reads.empty()) {
    return std::nullopt;
  }
  for (cycle::RowChange& change : changes) {
    batch_.rows.push_back({change.table, std::move(change.key), std::move(change.body), std::move(change.columns)});
  }
  Instant clock = ground_.options.clock();
  if (!batch_.requests.empty() && clock - resident_.forgot_requests > kForgetEvery) {
    batch_.forget_requests_before = clock - kRequestsKept;
    resident_.forgot_requests = clock;
  }
  return std::move(batch_);
}

// --- one command -----------------------------------------------------------------------------------------------------

std::optional<Reply> Group::Answered(const Request& request) {
  if (request.request_id.empty() || request.validate_only) return std::nullopt;
  std::optional<store::RequestRecord> record;
  auto here = answers_.find({request.actor, request.request_id});
  if (here != answers_.end()) {
    record = here->second;
  } else if (resident_.reader != nullptr) {
    record = OrBreak(resident_.reader->Request(request.actor, request.request_id));
  }
  if (!record) return std::nullopt;
  if (record->body_hash != request.body_hash) return Refused({Reason::kRequestReused});
  KeptAnswer kept;
  if (!Decode(record->answer, kept)) throw WorldBreaks{absl::DataLossError("an answer that was kept cannot be read")};
  Reply reply;
  reply.resource = std::move(kept.resource);
  reply.answer = std::move(kept.answer);
  reply.repeated = true;
  return reply;
}

std::optional<Refusal> Group::Uncreated(const Request& request) const {
  auto* creation = std::get_if<cycle::CreateMunicipality>(&request.command);
  if (state_.Self() == nullptr && creation == nullptr) {
    return Refusal{Reason::kMunicipalityNotFound, {{"municipality", municipality_}}};
  }
  if (creation != nullptr && creation->demo && !ground_.options.demo) return Refusal{Reason::kNotDemo};
  return std::nullopt;
}

cycle::Context Group::ContextAt(const std::string& actor, Instant now) {
  cycle::Context context = OrBreak(ground_.ContextFor(state_, actor, now, calendar_));
  context.texts = resident_.texts.get();
  return context;
}

std::optional<cycle::Outcome> Group::Decide(const cycle::Command& command, const cycle::Context& context,
                                            absl::Status& failure) {
  // A fault of ours in one decision must not take the others of the group, or the server, with it.
  try {
    return cycle::Decide(state_, command, context);
  } catch (const std::exception& error) {
    spdlog::error("{}: {} failed: {}", municipality_, cycle::CommandName(command), error.what());
    failure = absl::InternalError(fmt::format("{} failed", cycle::CommandName(command)));
  }
  state_.Undo();
  return std::nullopt;
}

void Group::Keep(const cycle::Context& context, const char* command, const cycle::Outcome& outcome) {
  for (const cycle::VaultText& text : outcome.vault) batch_.vault.push_back(resident_.texts->Write(text));
  if (!outcome.events.empty() || !outcome.notices.empty() || !outcome.vault.empty()) {
    int64_t sequence = resident_.sequence + static_cast<int64_t>(batch_.log.size()) + 1;
    batch_.log.push_back({sequence, context.now, context.actor, command,
                          Encode(cycle::Entry{context.now, outcome.events})});
  }
  const bool somebody_tells = !ground_.options.notifiers.empty();
  for (const cycle::Notice& notice : outcome.notices) {
    if (!somebody_tells) break;
    std::string id = fmt::format("{}-{}", resident_.sequence + 1, ++notices_);
    batch_.outbox.push_back({id, ground_.options.clock(), 0, Encode(MakeNotice(state_, notice, context, id))});
  }
  for (const std::string& id : outcome.notices_again) {
    batch_.outbox.push_back({id, ground_.options.clock(), 0, Readdressed(state_, std::move(GivenUpNow(id)->body))});
  }
  batch_.outbox_done.insert(batch_.outbox_done.end(), outcome.notices_dropped.begin(), outcome.notices_dropped.end());
  state_.Accept();
}

Reply Group::KeepAnswer(const Request& request, const cycle::Context& context, cycle::Outcome outcome) {
  Keep(context, cycle::CommandName(request.command), outcome);
  if (request.look) request.look(state_, context);
  Reply reply;
  reply.resource = std::move(outcome.resource);
  reply.answer = std::move(outcome.answer);
  if (!request.request_id.empty()) {
    store::RequestRecord record{request.actor, request.request_id, request.body_hash,
                                Encode(KeptAnswer{reply.resource, reply.answer}), ground_.options.clock()};
    answers_[{request.actor, request.request_id}] = record;
    batch_.requests.push_back(std::move(record));
  }
  return reply;
}

void Group::Fire(const cycle::Timer& due, Instant now) {
  const cycle::Timer timer = due;
  const std::string key = timer.Key();
  const cycle::FireTimer command{key};
  cycle::Context context = ContextAt("system", now);
  resident_.texts->MakeKeys(true);
  absl::Status failure;
  std::optional<cycle::Outcome> outcome;
  resident_.fired_at_instant = timer.at == resident_.instant ? resident_.fired_at_instant + 1 : 1;
  resident_.instant = timer.at;
  const bool too_many = resident_.fired_at_instant > kMostAtOneInstant;
  if (!too_many) outcome = Decide(command, context, failure);
  if (outcome && !outcome->refusal && !IsFirst(state_, key)) {
    Keep(context, command.kName, *outcome);
    return;
  }
  // A timer that stays would be fired for ever: it is put where people find it, and the others go on.
  state_.Undo();
  Park(timer, context, Why(outcome, too_many));
}

void Group::Park(const cycle::Timer& timer, const cycle::Context& context, const Cause& cause) {
  const std::string key = timer.Key();
  spdlog::error("{}: incident: timer {} of step '{}' could not fire: {}", municipality_, key, timer.step, cause.word);
  const cycle::ParkTimer command{key, cause.word, cause.args};
  absl::Status failure;
  std::optional<cycle::Outcome> outcome = Decide(command, context, failure);
  if (outcome && !outcome->refusal && !IsFirst(state_, key)) {
    Keep(context, command.kName, *outcome);
    return;
  }
  // Only a row that lies under another key than its own. Verify tells; the timers behind it wait for somebody to mend it.
  state_.Undo();
  resident_.timers_stuck = true;
  spdlog::error("{}: timer {} cannot be parked either: no timer fires until it is mended", municipality_, key);
}

// --- notices that were given up --------------------------------------------------------------------------------------

void Group::GiveUp(const GivenUp& given_up) {
  notify::Notice notice;
  if (!Decode(given_up.entry.body, notice)) notice = {};
  const cycle::ParkNotice command{given_up.entry.id, notice.personal ? "" : notice.message, notice.person, given_up.cause, given_up.entry.attempts};
  const cycle::Context context = ContextAt("system", ground_.NowOf(state_));
  absl::Status failure;
  std::optional<cycle::Outcome> outcome = Decide(command, context, failure);
  // The entry is given up all the same; the next start finds it without an incident.
  if (outcome && !outcome->refusal) Keep(context, command.kName, *outcome);
  batch_.outbox.push_back(given_up.entry);
}

std::optional<store::OutboxEntry> Group::GivenUpNow(const std::string& id) {
  auto is_it = [&](const store::OutboxEntry& entry) { return entry.id == id; };
  auto newest = std::find_if(batch_.outbox.rbegin(), batch_.outbox.rend(), is_it);
  if (newest != batch_.outbox.rend()) return *newest;
  return resident_.reader == nullptr ? std::nullopt : OrBreak(resident_.reader->FromOutbox(id));
}

}  // namespace arshjul::engine
