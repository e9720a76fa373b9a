// Those who want to know when something was committed. Threads: any.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace arshjul::engine {

class Watchers {
 public:
  // `wake` is called until the handle is destroyed. Destroying it waits for a call that is under way, unless it is
  // destroyed by that very call.
  std::shared_ptr<void> Add(std::function<void(int64_t)> wake);
  void Wake(int64_t sequence);

 private:
  struct One {
    std::recursive_mutex mutex;
    bool ended = false;
    std::function<void(int64_t)> wake;
  };
  std::mutex mutex_;
  std::vector<std::weak_ptr<One>> all_;
};

}  // namespace arshjul::engine
