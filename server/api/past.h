// Cycles as their municipalities' logs had made them at an earlier time. Threads: any.
//
// A log is read from its beginning, which costs as long as it is: some microseconds an event. What is of other cycles is not kept.
// One log is read at a time, on the reader's thread that asks; that ends when nobody listens any more.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "api/frame.h"
#include "cycle/state.h"

namespace arshjul::api {

class Past {
 public:
  // Calls `use` with the rows that a board of the cycle is made of (ShapesBoard), as they were after everything that had happened
  // until `then`. Refused with QUEUE_FULL while another log is read. `cancelled` is asked now and then.
  Result With(engine::View& view, const std::string& municipality, const std::string& cycle, Instant then,
              const std::function<bool()>& cancelled, const std::function<void(cycle::State&)>& use);

 private:
  struct Folded {
    std::string municipality, cycle;
    int64_t sequence = 0;  // of the last entry that is in it
    Instant time{};        // of that entry
    size_t events = 0;
    std::unique_ptr<cycle::State> state;
  };
  static Result FoldOn(engine::View& view, Instant then, const std::function<bool()>& cancelled, Folded& folded);

  std::mutex mutex_;
  Folded kept_;  // of the last question: the next one is often about the same day, or a later one
};

}  // namespace arshjul::api
