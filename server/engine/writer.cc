#include "engine/writer.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "engine/reader_rows.h"
#include "engine/world_breaks.h"

namespace arshjul::engine {
namespace {

// Interactive commands wait for at most this many timers.
constexpr size_t kMostTimersInGroup = 100;
// Rows of each table that grows with the years: beyond it they are fetched again when needed.
constexpr size_t kMostRowsKept = 50'000;
// A municipality that could not be opened may have timers all the same.
constexpr auto kRetryAfter = std::chrono::minutes(1);

void KeepSmall(cycle::State& state) {
  state.steps.Trim(kMostRowsKept);
  state.tasks.Trim(kMostRowsKept);
  state.cards.Trim(kMostRowsKept);
  state.commitments.Trim(kMostRowsKept);
  state.agreements.Trim(kMostRowsKept);
  state.incidents.Trim(kMostRowsKept);
}

}  // namespace

GroupResult Writer::Run(const std::vector<Work>& works) {
  if (absl::Status loaded = Load(); !loaded.ok()) return Failed(works, loaded);
  GroupResult result;
  absl::Status status = Try(works, result);
  if (absl::IsFailedPrecondition(status)) {
    // Somebody else wrote: once more, on what is there now.
    Drop();
    status = Load();
    if (status.ok()) status = Try(works, result);
  }
  if (status.ok()) return result;
  Drop();
  bool somebodys_fault = absl::IsInvalidArgument(status) || absl::IsAlreadyExists(status);
  if (somebodys_fault && works.size() > 1) return OneByOne(works);
  if (absl::IsResourceExhausted(status)) return Failed(works, status);
  return Failed(works, absl::UnavailableError(std::string(status.message())));
}

absl::Status Writer::Load() {
  if (resident_) return absl::OkStatus();
  absl::StatusOr<OpenStore> open = open_(false);
  if (absl::IsNotFound(open.status())) {
    // In memory alone, so that a refused creation leaves nothing behind.
    resident_.emplace();
    resident_->texts = std::make_unique<VaultTexts>(nullptr, nullptr);
    resident_->state = std::make_unique<cycle::State>(nullptr);
    return absl::OkStatus();
  }
  if (!open.ok()) return open.status();
  try {
    return LoadRows(*std::move(open));
  } catch (const WorldBreaks& broken) {
    Drop();
    return broken.status;
  }
}

absl::Status Writer::LoadRows(OpenStore open) {
  auto reader = open.store->NewReader();
  if (!reader.ok()) return reader.status();
  Resident& resident = resident_.emplace();
  resident.open = std::move(open);
  resident.reader = *std::move(reader);
  resident.rows = std::make_unique<ReaderRows>(*resident.reader);
  resident.texts = std::make_unique<VaultTexts>(resident.reader.get(), resident.open.keys.get());
  resident.state = std::make_unique<cycle::State>(resident.rows.get());
  resident.sequence = OrBreak(resident.reader->Sequence());
  cycle::State& state = *resident.state;
  auto complete = [](auto&... tables) { (tables.Complete(), ...); };
  complete(state.municipality, state.units, state.persons, state.holdings, state.roles, state.absences, state.workflows,
           state.cycles, state.timers, state.counters, state.indicators);
  resident.reader->Refresh();
  return absl::OkStatus();
}

absl::Status Writer::Try(const std::vector<Work>& works, GroupResult& result) {
  result = GroupResult();
  try {
    Group group(ground_, municipality_, *resident_);
    for (const Work& work : works) {
      if (!RunWork(group, work, result)) result.unfinished = true;
    }
    if (!result.unfinished) group.FireDue(kMostTimersInGroup);
    return Commit(group, result);
  } catch (const WorldBreaks& broken) {
    return broken.status.ok() ? absl::InternalError("broken, but no word why") : broken.status;
  }
}

bool Writer::RunWork(Group& group, const Work& work, GroupResult& result) {
  if (work.SetsClock()) {
    std::optional<Reply> reply = group.SetClock(*work.request, ground_.options.most_in_group);
    if (!reply) return false;
    result.replies.push_back(*std::move(reply));
  } else if (work.request) {
    result.replies.push_back(group.Run(*work.request));
  } else if (resident_->reader == nullptr) {
    result.replies.push_back({absl::NotFoundError("there is no municipality " + municipality_)});
  } else {
    group.NoteReads(work.reads);
    group.SettleOutbox(work.outbox_later, work.outbox_done);
    for (const GivenUp& notice : work.given_up) group.GiveUp(notice);
    result.replies.emplace_back();
  }
  return true;
}

absl::Status Writer::Commit(Group& group, GroupResult& result) {
  std::optional<store::Batch> batch = group.Take();
  const bool creates = batch && resident_->open.store == nullptr;
  if (creates) {
    absl::StatusOr<OpenStore> open = open_(true);
    if (!open.ok()) return open.status();
    resident_->open = *std::move(open);
  }
  // Its picture is from before this group. Held through the commit, it would keep the log from ever beginning anew.
  if (resident_->reader != nullptr) resident_->reader->Refresh();
  if (batch) {
    if (absl::Status committed = resident_->open.store->Commit(*batch); !committed.ok()) return committed;
    if (!batch->log.empty()) {
      resident_->sequence = batch->log.back().sequence;
      result.sequence = resident_->sequence;
    }
    result.notices_wait = !batch->outbox.empty();
  }
  resident_->texts->Forget();
  Describe(result);
  // What was made without a store under it is read from the store from now on.
  if (creates) Drop();
  if (!creates) KeepSmall(*resident_->state);
  return absl::OkStatus();
}

void Writer::Describe(GroupResult& result) {
  cycle::State& state = *resident_->state;
  const cycle::Municipality* self = state.Self();
  result.exists = self != nullptr;
  if (self != nullptr) {
    result.organisation = state.SharedOrganisation();
    result.organisation_revision = self->organisation_revision;
  }
  const cycle::Timer* next = state.timers.First();
  if (next == nullptr || resident_->timers_stuck) return;
  result.timers_due = next->at <= ground_.NowOf(state);
  // A demo clock moves by command alone.
  if (!self->demo) result.next_timer = next->at;
}

GroupResult Writer::OneByOne(const std::vector<Work>& works) {
  GroupResult all;
  for (const Work& work : works) {
    GroupResult one = Run({work});
    if (one.replies.empty()) one = Failed({work}, absl::InternalError("a clock in a group"));
    all.replies.push_back(std::move(one.replies.front()));
    if (one.sequence) all.sequence = one.sequence;
    all.notices_wait |= one.notices_wait;
    if (one.exists) all.exists = one.exists;
    all.timers_due = one.timers_due;
    all.next_timer = one.next_timer;
  }
  return all;
}

GroupResult Writer::Failed(const std::vector<Work>& works, const absl::Status& status) {
  spdlog::error("{}: {} pieces of work failed: {}", municipality_, works.size(), status.ToString());
  GroupResult result;
  result.next_timer = ground_.options.clock() + kRetryAfter;
  for (size_t i = 0; i < works.size(); ++i) result.replies.push_back({status});
  return result;
}

}  // namespace arshjul::engine
