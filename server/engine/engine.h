// The loop: commands of one municipality run one after another, in groups, each group one transaction; timers fire;
// what must be told goes out from the outbox; readers see committed rows.
//
// Threads: every member function may be called from any thread. Callbacks come from the engine's reply threads, never
// from a writer, and may call the engine again.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cycle/decide.h"
#include "notify/notifier.h"
#include "store/store.h"

namespace arshjul::engine {

class StoreFolder;

struct Options {
  std::string data;   // folder with one <municipality>.db each; "": everything in memory
  std::string keys;   // folder with one <municipality>.keys each, outside data
  bool demo = false;  // the durable, controllable clock
  int writers = 2;    // threads that run municipalities' strands
  size_t most_queued = 4096;   // per municipality; more is refused early with RESOURCE_EXHAUSTED and kQueueFull
  size_t most_in_group = 500;  // commands in one transaction
  std::vector<std::shared_ptr<notify::Notifier>> notifiers;
  std::function<Instant()> clock;  // the real one, handed in by main
};

struct Request {
  std::string municipality;
  std::string actor;       // person id
  std::string request_id;  // "" = not repeatable
  std::string body_hash;   // of the request as it came, for the same id with another body
  cycle::Command command;
  bool validate_only = false;  // decided and taken back
  // Shown the rows as the command leaves them, on the writer's thread, before they are committed: for a small answer that
  // would else cost a reader's look. What it says may only go out with a good Reply. Not called for a command that is
  // refused, only validated or repeated; called again when the group is tried again. Must not throw, nor keep the rows.
  std::function<void(cycle::State&, const cycle::Context&)> look;
};

struct Reply {
  absl::Status status;  // the world breaking, or the queue full (RESOURCE_EXHAUSTED)
  std::optional<Refusal> refusal;
  std::string resource;
  Value answer;
  bool repeated = false;  // the answer to an earlier request with this id
};

// A view for reading: committed rows of one moment, and what is needed to make sense of them.
struct View {
  cycle::State& state;
  cycle::Context context;  // actor, now, calendar, workflows, texts
  store::Reader& reader;
};

class Engine {
 public:
  static absl::StatusOr<std::unique_ptr<Engine>> Start(Options options);
  // On stores that are handed in (store_folder.h); the options' data and keys are not looked at.
  static absl::StatusOr<std::unique_ptr<Engine>> Start(Options options, std::unique_ptr<StoreFolder> folder);
  virtual ~Engine() = default;  // drains first

  // Municipalities that exist, opened or not.
  virtual std::vector<std::string> Municipalities() = 0;
  virtual void Submit(Request request, std::function<void(Reply)> done) = 0;
  // Submit, waited for.
  virtual Reply Run(Request request) = 0;

  // Runs `read` on a view of its own, on the caller's thread. NOT_FOUND when there is no such municipality.
  virtual absl::Status Read(const std::string& municipality, const std::string& actor,
                            const std::function<void(View&)>& read) = 0;
  // Notes that `actor` read personnel text; durable before it returns.
  virtual absl::Status NoteReads(const std::string& municipality, const std::string& actor,
                                 const std::vector<cycle::TextRead>& reads) = 0;

  // Calls `wake` after each commit with the newest log sequence, until the returned handle is destroyed (which waits for
  // a call under way, unless it happens in that call). Null when there is no such municipality.
  virtual std::shared_ptr<void> Watch(const std::string& municipality, std::function<void(int64_t)> wake) = 0;

  // The municipality's now: the demo clock where there is one.
  virtual absl::StatusOr<Instant> Now(const std::string& municipality) = 0;

  // Folds the log from nothing and compares with every stored row; counters too. All findings; empty is clean.
  virtual absl::StatusOr<std::vector<std::string>> Verify(const std::string& municipality) = 0;
  virtual absl::Status Backup(const std::string& municipality, const std::string& path) = 0;
  virtual size_t Queued() = 0;

  // Nothing new is taken (UNAVAILABLE); what is queued is finished; notices go out; stores are closed. Not from a callback.
  virtual void Drain() = 0;
};

}  // namespace arshjul::engine
