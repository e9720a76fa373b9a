#include "engine/delivery.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <optional>
#include <set>

#include "engine/waiting.h"

namespace arshjul::engine {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstWait = std::chrono::seconds(30);
constexpr milliseconds kLongestWait = std::chrono::hours(6);
// The real clock may be a test's, or be set: it is looked at this often.
constexpr milliseconds kTick = milliseconds(100);
constexpr int kMostAtOnce = 100;
// Causes of incidents: a notifier says that it never can; it has been tried long enough.
constexpr char kRefused[] = "NOTICE_REFUSED";
constexpr char kNotDelivered[] = "NOTICE_NOT_DELIVERED";

}  // namespace

milliseconds WaitAfter(int attempts) {
  milliseconds wait = kFirstWait;
  for (int i = 1; i < attempts && wait < kLongestWait; ++i) wait *= 2;
  return std::min(wait, kLongestWait);
}

Delivery::Delivery(Ground& ground) : ground_(ground), thread_([this] { Serve(); }) {}

void Delivery::Look(std::shared_ptr<Strand> strand) {
  std::lock_guard lock(mutex_);
  const std::string municipality = strand->municipality();
  due_[municipality] = {std::move(strand), Instant()};
  changed_.notify_one();
}

void Delivery::Stop() {
  {
    std::lock_guard lock(mutex_);
    if (stopping_) return;
    stopping_ = true;
    changed_.notify_one();
  }
  thread_.join();
}

void Delivery::Serve() {
  while (true) {
    bool last = false;
    {
      std::unique_lock lock(mutex_);
      last = stopping_;
      if (!stopping_) changed_.wait_for(lock, kTick);
    }
    for (const auto& strand : TakeDue()) Deliver(strand);
    if (last) return;
  }
}

// From the moment when nobody else is let in, before Stop is called.
bool Delivery::Stopping() {
  if (ground_.draining) return true;
  std::lock_guard lock(mutex_);
  return stopping_;
}

std::vector<std::shared_ptr<Strand>> Delivery::TakeDue() {
  const Instant clock = ground_.options.clock();
  std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Strand>> taken;
  std::erase_if(due_, [&](const auto& entry) {
    if (entry.second.at > clock) return false;
    taken.push_back(entry.second.strand);
    return true;
  });
  return taken;
}

void Delivery::Deliver(const std::shared_ptr<Strand>& strand) {
  Instant next = kGivenUp;
  absl::Status done = DeliverDue(*strand, next);
  // Nothing was ever committed there, so nothing waits; what is committed later is looked for then.
  if (absl::IsNotFound(done)) return;
  if (!done.ok()) {
    spdlog::error("{}: the outbox cannot be worked on: {}", strand->municipality(), done.ToString());
    next = ground_.options.clock() + kFirstWait;
  }
  if (next >= kGivenUp) return;
  std::lock_guard lock(mutex_);
  auto [at, fresh] = due_.try_emplace(strand->municipality(), Due{strand, next});
  if (!fresh) at->second.at = std::min(at->second.at, next);
}

absl::Status Delivery::DeliverDue(Strand& strand, Instant& next) {
  absl::StatusOr<OpenStore> open = strand.Store();
  if (!open.ok()) return open.status();
  absl::StatusOr<std::unique_ptr<store::Reader>> reader = open->store->NewReader();
  if (!reader.ok()) return reader.status();
  if (absl::Status parked = ParkForgotten(strand, **reader); !parked.ok()) return parked;
  if (absl::Status forgotten = ForgetSkipped(strand, **reader); !forgotten.ok()) return forgotten;
  std::set<std::string> gone;  // of the round before
  while (true) {
    (*reader)->Refresh();
    absl::StatusOr<std::vector<store::OutboxEntry>> entries = (*reader)->Outbox(ground_.options.clock(), kMostAtOnce);
    if (!entries.ok()) return entries.status();
    if (entries->empty()) break;
    // A damaged store may give back what it was told is done: nobody is to get the same letter a thousand times a second.
    for (const store::OutboxEntry& entry : *entries) {
      if (gone.contains(entry.id)) return absl::DataLossError("notice " + entry.id + " does not leave the outbox");
    }
    Work outcome;
    for (store::OutboxEntry& entry : *entries) DeliverOne(strand, std::move(entry), outcome);
    gone = {outcome.outbox_done.begin(), outcome.outbox_done.end()};
    // Only when this is committed are the next looked at: nothing is taken twice.
    (*reader)->Refresh();
    absl::Status settled = AddAndWait(strand, std::move(outcome)).status;
    if (!settled.ok()) return settled;
    if (Stopping()) return absl::OkStatus();
  }
  absl::StatusOr<std::vector<store::OutboxEntry>> later = (*reader)->Outbox(kGivenUp - milliseconds(1), 1);
  if (!later.ok()) return later.status();
  if (!later->empty()) next = later->front().not_before;
  return absl::OkStatus();
}

void Delivery::DeliverOne(Strand& strand, store::OutboxEntry entry, Work& outcome) {
  const std::pair<std::string, std::string> key{strand.municipality(), entry.id};
  given_up_.erase(key);
  absl::Status told = Tell(strand, entry);
  if (told.ok()) {
    told_.erase(key);
    outcome.outbox_done.push_back(std::move(entry.id));
    return;
  }
  ++entry.attempts;
  if (absl::IsInvalidArgument(told) || entry.attempts >= kMostAttempts) {
    spdlog::error("{}: incident: notice {} is given up after {} attempts: {}", strand.municipality(), entry.id,
                  entry.attempts, told.ToString());
    entry.not_before = kGivenUp;
    if (told_.contains(key)) given_up_.insert(key);
    outcome.given_up.push_back({std::move(entry), absl::IsInvalidArgument(told) ? kRefused : kNotDelivered});
    return;
  }
  spdlog::warn("{}: notice {} could not be delivered, attempt {}: {}", strand.municipality(), entry.id, entry.attempts,
               told.ToString());
  entry.not_before = ground_.options.clock() + WaitAfter(entry.attempts);
  outcome.outbox_later.push_back(std::move(entry));
}

// Given up by a program that knew no incidents, or that was stopped in between: looked for once.
absl::Status Delivery::ParkForgotten(Strand& strand, store::Reader& reader) {
  if (parked_.contains(strand.municipality())) return absl::OkStatus();
  absl::StatusOr<std::vector<store::OutboxEntry>> entries = reader.OutboxFrom(kGivenUp, 0);
  if (!entries.ok()) return entries.status();
  Work work;
  for (store::OutboxEntry& entry : *entries) {
    auto open = reader.Find(cycle::kIncidentTable, cycle::Incident::kOpenByNotice, entry.id, "", 1);
    if (!open.ok()) return open.status();
    if (open->empty()) work.given_up.push_back({std::move(entry), kNotDelivered});
  }
  if (!work.given_up.empty()) {
    if (absl::Status parked = AddAndWait(strand, std::move(work)).status; !parked.ok()) return parked;
  }
  parked_.insert(strand.municipality());
  return absl::OkStatus();
}

// What was given up and then skipped has left the outbox by itself.
absl::Status Delivery::ForgetSkipped(Strand& strand, store::Reader& reader) {
  auto key = given_up_.lower_bound({strand.municipality(), ""});
  while (key != given_up_.end() && key->first == strand.municipality()) {
    absl::StatusOr<std::optional<store::OutboxEntry>> entry = reader.FromOutbox(key->second);
    if (!entry.ok()) return entry.status();
    if (entry->has_value()) {
      ++key;
    } else {
      told_.erase(*key);
      key = given_up_.erase(key);
    }
  }
  return absl::OkStatus();
}

absl::Status Delivery::Tell(Strand& strand, const store::OutboxEntry& entry) {
  notify::Notice notice;
  if (!Decode(entry.body, notice)) return absl::InvalidArgumentError("it cannot be read");
  const auto& notifiers = ground_.options.notifiers;
  const std::pair<std::string, std::string> key(strand.municipality(), entry.id);
  std::optional<absl::Status> never, later;
  for (size_t i = 0; i < notifiers.size(); ++i) {
    auto before = told_.find(key);
    if (before != told_.end() && before->second.contains(i)) continue;
    absl::Status delivered = notifiers[i]->Deliver(notice);
    if (delivered.ok()) {
      told_[key].insert(i);
    } else if (absl::IsInvalidArgument(delivered)) {
      never = delivered;
    } else {
      later = delivered;
    }
  }
  // As long as one of them may still take it, it is not given up.
  return later ? *later : never ? *never : absl::OkStatus();
}

}  // namespace arshjul::engine
