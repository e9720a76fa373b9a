// What all strands of one engine stand on. Threads: any.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "engine/compiled.h"
#include "engine/engine.h"
#include "engine/store_folder.h"
#include "engine/thread_pool.h"

namespace arshjul::engine {

class Strand;

struct Ground {
  Ground(Options given, std::unique_ptr<StoreFolder> opened)
      : options(std::move(given)), folder(std::move(opened)), writers(options.writers), replies(1) {}

  const Options options;
  const std::unique_ptr<StoreFolder> folder;
  Calendars calendars;
  Workflows workflows;
  std::function<void(std::shared_ptr<Strand>)> notices_wait;  // there is something in the strand's outbox
  std::function<void(Strand&)> empty;  // there is no such municipality, and nobody waits for one: it may go
  Activity activity;                   // strands that are queued or run
  std::atomic<size_t> queued = 0;      // commands without an answer
  std::atomic<bool> draining = false;  // timers that are due are left to the next who starts
  // Last, so that their threads end before what they use. One thread answers: watches are woken in order.
  ThreadPool writers;
  ThreadPool replies;

  // The municipality's now: its own clock in demo mode, and never before its last event.
  Instant NowOf(cycle::State& state) const {
    const cycle::Municipality* self = state.Self();
    if (self == nullptr) return options.clock();
    Instant clock = self->demo && self->demo_now ? *self->demo_now : options.clock();
    return std::max(clock, self->last_time);
  }

  // Everything of a context but the texts. NOT_FOUND: the municipality's zone is not on this machine.
  absl::StatusOr<cycle::Context> ContextFor(cycle::State& state, const std::string& actor, Instant now,
                                            std::shared_ptr<const calendar::Calendar>& calendar);
};

}  // namespace arshjul::engine
