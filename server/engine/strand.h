// One municipality at run time: its queue, whose work is done in order and in groups; its readers; its watchers.
// Threads: any.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ground.h"
#include "engine/watchers.h"
#include "engine/writer.h"

namespace arshjul::engine {

class Strand : public std::enable_shared_from_this<Strand> {
 public:
  // `ground` outlives this.
  Strand(Ground& ground, std::string municipality);

  const std::string& municipality() const { return municipality_; }

  // Queues the work; `work` is taken only when it is. Full: `most` wait already (0: no limit). Gone: there is no such
  // municipality and this strand has ended; another may begin.
  enum class Taken { kYes, kFull, kGone };
  Taken Add(Work& work, size_t most);
  // Looks whether a timer is due.
  void Wake();
  // Wakes when a timer is due at `clock`.
  void WakeWhenDue(Instant clock);

  // NOT_FOUND: there is no such municipality.
  absl::Status Read(const std::string& actor, const std::function<void(View&)>& read);
  absl::StatusOr<OpenStore> Store() { return Open(false); }
  std::shared_ptr<void> Watch(std::function<void(int64_t)> wake) { return watchers_.Add(std::move(wake)); }

  // A file that nothing was ever committed to is no municipality.
  bool MayExist() const { return may_exist_; }
  void SetMayExist() { may_exist_ = true; }
  // Lets go of the store. Nothing may be queued, or be added later.
  void Close();

 private:
  absl::StatusOr<OpenStore> Open(bool create);
  void Schedule();
  void RunGroup();
  std::vector<Work> TakeGroup();
  void Finish(std::vector<Work> works, GroupResult result);
  void Answer(std::vector<Work> works, std::vector<Reply> replies);
  void KeepOrganisation(std::shared_ptr<const organisation::Organisation> organisation, int64_t revision);
  void UseOrganisation(cycle::State& state);

  Ground& ground_;
  const std::string municipality_;
  Watchers watchers_;
  std::atomic<bool> may_exist_ = false;
  std::atomic<int64_t> next_timer_;  // milliseconds; the largest number when there is none

  std::mutex mutex_;  // guards what follows
  std::deque<Work> queue_;
  bool woken_ = false;      // look at the timers
  bool scheduled_ = false;  // queued at, or running on, a writer thread
  bool gone_ = false;

  std::mutex open_mutex_;
  std::optional<OpenStore> open_;

  std::mutex organisation_mutex_;
  std::shared_ptr<const organisation::Organisation> organisation_;
  int64_t organisation_revision_ = -1;

  Writer writer_;  // the running group's alone
};

}  // namespace arshjul::engine
