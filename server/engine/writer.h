// The one who writes to a municipality: takes a group of work, decides, commits, and only then has answers.
//
// Threads: one at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/group.h"

namespace arshjul::engine {

// What waits on a strand: a command; or things to be written that nobody decides on.
struct Work {
  std::optional<Request> request;
  std::vector<store::ReadRecord> reads;           // their time is set here
  std::vector<store::OutboxEntry> outbox_later;   // to be tried again
  std::vector<std::string> outbox_done;
  std::vector<GivenUp> given_up;
  std::function<void(Reply)> done;
  bool on_writer = false;  // `done` does not block: it may be called by the writer itself, after the commit

  bool SetsClock() const {
    return request && !request->validate_only && std::holds_alternative<cycle::SetClock>(request->command);
  }
};

struct GroupResult {
  std::vector<Reply> replies;        // one per piece of work; none when it is unfinished
  bool unfinished = false;           // the clock is on its way: the same work again
  std::optional<bool> exists;        // does the municipality, after this? Nothing: it could not be told
  std::optional<int64_t> sequence;   // of the newest log entry, when there is a new one
  bool notices_wait = false;
  bool timers_due = false;
  std::optional<Instant> next_timer;  // on the real clock
  // The index as it is after the commit, and the revision it is of: readers of that revision need not make their own.
  std::shared_ptr<const organisation::Organisation> organisation;
  int64_t organisation_revision = -1;
};

class Writer {
 public:
  using Opener = std::function<absl::StatusOr<OpenStore>(bool create)>;
  Writer(Ground& ground, std::string municipality, Opener open)
      : ground_(ground), municipality_(std::move(municipality)), open_(std::move(open)) {}

  // All of `works` in one transaction. A real SetClock comes alone. What cannot be committed is answered with why:
  // UNAVAILABLE means that it may or may not have happened; the same request id tells.
  GroupResult Run(const std::vector<Work>& works);
  // Lets go of store and rows.
  void Drop() { resident_.reset(); }

 private:
  absl::Status Load();
  absl::Status LoadRows(OpenStore open);
  absl::Status Try(const std::vector<Work>& works, GroupResult& result);
  bool RunWork(Group& group, const Work& work, GroupResult& result);
  absl::Status Commit(Group& group, GroupResult& result);
  void Describe(GroupResult& result);
  GroupResult OneByOne(const std::vector<Work>& works);
  GroupResult Failed(const std::vector<Work>& works, const absl::Status& status);

  Ground& ground_;
  const std::string municipality_;
  const Opener open_;
  std::optional<Resident> resident_;
};

}  // namespace arshjul::engine
