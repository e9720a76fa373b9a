// Waiting for an answer that another thread gives.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "engine/strand.h"

namespace arshjul::engine {

template <class Answer>
class Waiting {
 public:
  void Set(Answer answer) {
    std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
    set_.notify_one();
  }
  Answer Get() {
    std::unique_lock lock(mutex_);
    set_.wait(lock, [this] { return answer_.has_value(); });
    return *std::move(answer_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable set_;
  std::optional<Answer> answer_;
};

// Adds the work, without limit, and waits until it is committed. NOT_FOUND: the strand has ended.
inline Reply AddAndWait(Strand& strand, Work work) {
  Waiting<Reply> waiting;
  work.on_writer = true;
  work.done = [&](Reply reply) { waiting.Set(std::move(reply)); };
  if (strand.Add(work, 0) == Strand::Taken::kGone) {
    return {absl::NotFoundError("there is no municipality " + strand.municipality())};
  }
  return waiting.Get();
}

}  // namespace arshjul::engine
