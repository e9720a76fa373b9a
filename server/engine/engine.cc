#include "engine/engine.h"

#include <sodium.h>

#include <map>
#include <mutex>
#include <utility>

#include "engine/delivery.h"
#include "engine/strand.h"
#include "engine/timekeeper.h"
#include "engine/verify.h"
#include "engine/waiting.h"

namespace arshjul::engine {
namespace {

absl::Status Draining() { return absl::UnavailableError("the server is stopping"); }

absl::Status CheckOptions(const Options& options) {
  if (options.clock == nullptr) return absl::InvalidArgumentError("the engine needs a clock");
  if (options.writers < 1) return absl::InvalidArgumentError("the engine needs a thread that writes");
  if (options.most_queued < 1 || options.most_in_group < 1) {
    return absl::InvalidArgumentError("queue and group must have room for a command");
  }
  for (const auto& notifier : options.notifiers) {
    if (notifier == nullptr) return absl::InvalidArgumentError("a notifier that is none");
  }
  return absl::OkStatus();
}

class RunningEngine : public Engine {
 public:
  RunningEngine(Options options, std::unique_ptr<StoreFolder> folder)
      : ground_(std::move(options), std::move(folder)), delivery_(ground_), timekeeper_([this] { WakeDue(); }) {}
  ~RunningEngine() override { Drain(); }

  absl::Status Begin();

  std::vector<std::string> Municipalities() override;
  void Submit(Request request, std::function<void(Reply)> done) override;
  Reply Run(Request request) override;
  absl::Status Read(const std::string& municipality, const std::string& actor,
                    const std::function<void(View&)>& read) override;
  absl::Status NoteReads(const std::string& municipality, const std::string& actor,
                         const std::vector<cycle::TextRead>& reads) override;
  std::shared_ptr<void> Watch(const std::string& municipality, std::function<void(int64_t)> wake) override;
  absl::StatusOr<Instant> Now(const std::string& municipality) override;
  absl::StatusOr<std::vector<std::string>> Verify(const std::string& municipality) override;
  absl::Status Backup(const std::string& municipality, const std::string& path) override;
  size_t Queued() override { return ground_.queued; }
  void Drain() override;

 private:
  // Somebody is inside: draining waits until they have left. Nobody gets in once it has begun.
  class Visit {
   public:
    explicit Visit(RunningEngine& engine);
    ~Visit();
    bool inside() const { return inside_; }

   private:
    Activity& activity_;
    bool inside_ = false;
  };

  std::shared_ptr<Strand> Find(const std::string& municipality);
  absl::StatusOr<std::shared_ptr<Strand>> Existing(const Visit& visit, const std::string& municipality);
  std::shared_ptr<Strand> FindOrBegin(const std::string& municipality);
  void Forget(const Strand& strand);
  std::vector<std::shared_ptr<Strand>> Strands();
  void Add(Request request, std::function<void(Reply)> done, bool on_writer);
  void AnswerAtOnce(const std::function<void(Reply)>& done, Reply reply, bool on_writer);
  void WakeDue();

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Strand>> strands_;
  bool draining_ = false;
  std::mutex drain_mutex_;
  bool drained_ = false;
  Ground ground_;
  Delivery delivery_;
  Timekeeper timekeeper_;
};

absl::Status RunningEngine::Begin() {
  ground_.notices_wait = [this](std::shared_ptr<Strand> strand) { delivery_.Look(std::move(strand)); };
  ground_.empty = [this](Strand& strand) { Forget(strand); };
  absl::StatusOr<std::vector<std::string>> ids = ground_.folder->List();
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    std::shared_ptr<Strand> strand = FindOrBegin(id);
    strand->SetMayExist();
    // Timers may have come due, and notices may wait, from before.
    strand->Wake();
    delivery_.Look(strand);
  }
  return absl::OkStatus();
}

// --- strands ---------------------------------------------------------------------------------------------------------

std::shared_ptr<Strand> RunningEngine::Find(const std::string& municipality) {
  std::lock_guard lock(mutex_);
  auto found = strands_.find(municipality);
  return found == strands_.end() ? nullptr : found->second;
}

RunningEngine::Visit::Visit(RunningEngine& engine) : activity_(engine.ground_.activity) {
  std::lock_guard lock(engine.mutex_);
  if (engine.draining_) return;
  inside_ = true;
  activity_.Begin();
}

RunningEngine::Visit::~Visit() {
  if (inside_) activity_.End();
}

absl::StatusOr<std::shared_ptr<Strand>> RunningEngine::Existing(const Visit& visit, const std::string& municipality) {
  if (!visit.inside()) return Draining();
  std::shared_ptr<Strand> strand = Find(municipality);
  if (strand == nullptr || !strand->MayExist()) return absl::NotFoundError("there is no municipality " + municipality);
  return strand;
}

std::shared_ptr<Strand> RunningEngine::FindOrBegin(const std::string& municipality) {
  std::lock_guard lock(mutex_);
  std::shared_ptr<Strand>& strand = strands_[municipality];
  if (strand == nullptr) strand = std::make_shared<Strand>(ground_, municipality);
  return strand;
}

void RunningEngine::Forget(const Strand& strand) {
  std::lock_guard lock(mutex_);
  auto found = strands_.find(strand.municipality());
  if (found != strands_.end() && found->second.get() == &strand) strands_.erase(found);
}

std::vector<std::shared_ptr<Strand>> RunningEngine::Strands() {
  std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Strand>> all;
  for (const auto& [id, strand] : strands_) all.push_back(strand);
  return all;
}

std::vector<std::string> RunningEngine::Municipalities() {
  std::vector<std::string> ids;
  for (const auto& strand : Strands()) {
    if (strand->MayExist()) ids.push_back(strand->municipality());
  }
  return ids;
}

void RunningEngine::WakeDue() {
  const Instant clock = ground_.options.clock();
  for (const auto& strand : Strands()) strand->WakeWhenDue(clock);
}

// --- commands --------------------------------------------------------------------------------------------------------

void RunningEngine::AnswerAtOnce(const std::function<void(Reply)>& done, Reply reply, bool on_writer) {
  if (on_writer) return done(std::move(reply));
  ground_.replies.Post([done, reply = std::move(reply)] { done(reply); });
}

void RunningEngine::Add(Request request, std::function<void(Reply)> done, bool on_writer) {
  const std::string municipality = request.municipality;
  const bool creates = std::holds_alternative<cycle::CreateMunicipality>(request.command);
  if (creates && !IsMunicipalityId(municipality)) {
    Refusal refusal{Reason::kInvalidInput, {}, {{"id", "bad_id", {{"name", municipality}}}}};
    return AnswerAtOnce(done, {absl::OkStatus(), std::move(refusal)}, on_writer);
  }
  Work work;
  work.request = std::move(request);
  work.done = std::move(done);
  work.on_writer = on_writer;
  Visit visit(*this);
  while (visit.inside()) {
    std::shared_ptr<Strand> strand = creates ? FindOrBegin(municipality) : Find(municipality);
    if (strand == nullptr) {
      Refusal refusal{Reason::kMunicipalityNotFound, {{"municipality", municipality}}};
      return AnswerAtOnce(work.done, {absl::OkStatus(), std::move(refusal)}, on_writer);
    }
    switch (strand->Add(work, ground_.options.most_queued)) {
      case Strand::Taken::kYes: return;
      case Strand::Taken::kFull:
        return AnswerAtOnce(work.done, {absl::ResourceExhaustedError("the queue is full"), Refusal{Reason::kQueueFull}},
                            on_writer);
      case Strand::Taken::kGone: Forget(*strand);
    }
  }
  AnswerAtOnce(work.done, {Draining()}, on_writer);
}

void RunningEngine::Submit(Request request, std::function<void(Reply)> done) {
  Add(std::move(request), std::move(done), false);
}

Reply RunningEngine::Run(Request request) {
  Waiting<Reply> waiting;
  Add(std::move(request), [&](Reply reply) { waiting.Set(std::move(reply)); }, true);
  return waiting.Get();
}

absl::Status RunningEngine::NoteReads(const std::string& municipality, const std::string& actor,
                                      const std::vector<cycle::TextRead>& reads) {
  Visit visit(*this);
  absl::StatusOr<std::shared_ptr<Strand>> strand = Existing(visit, municipality);
  if (!strand.ok()) return strand.status();
  Work work;
  for (const cycle::TextRead& read : reads) work.reads.push_back({Instant(), actor, read.resource, read.fields});
  if (work.reads.empty()) return absl::OkStatus();
  return AddAndWait(**strand, std::move(work)).status;
}

// --- reading ---------------------------------------------------------------------------------------------------------

absl::Status RunningEngine::Read(const std::string& municipality, const std::string& actor,
                                 const std::function<void(View&)>& read) {
  Visit visit(*this);
  absl::StatusOr<std::shared_ptr<Strand>> strand = Existing(visit, municipality);
  return strand.ok() ? (*strand)->Read(actor, read) : strand.status();
}

std::shared_ptr<void> RunningEngine::Watch(const std::string& municipality, std::function<void(int64_t)> wake) {
  Visit visit(*this);
  absl::StatusOr<std::shared_ptr<Strand>> strand = Existing(visit, municipality);
  return strand.ok() ? (*strand)->Watch(std::move(wake)) : nullptr;
}

absl::StatusOr<Instant> RunningEngine::Now(const std::string& municipality) {
  Instant now;
  absl::Status read = Read(municipality, "", [&](View& view) { now = view.context.now; });
  if (!read.ok()) return read;
  return now;
}

absl::StatusOr<std::vector<std::string>> RunningEngine::Verify(const std::string& municipality) {
  Visit visit(*this);
  absl::StatusOr<std::shared_ptr<Strand>> strand = Existing(visit, municipality);
  if (!strand.ok()) return strand.status();
  absl::StatusOr<OpenStore> open = (*strand)->Store();
  if (!open.ok()) return open.status();
  absl::StatusOr<std::unique_ptr<store::Reader>> reader = open->store->NewReader();
  if (!reader.ok()) return reader.status();
  return VerifyStore(**reader, *open->keys);
}

absl::Status RunningEngine::Backup(const std::string& municipality, const std::string& path) {
  Visit visit(*this);
  absl::StatusOr<std::shared_ptr<Strand>> strand = Existing(visit, municipality);
  if (!strand.ok()) return strand.status();
  absl::StatusOr<OpenStore> open = (*strand)->Store();
  return open.ok() ? open->store->Backup(path) : open.status();
}

void RunningEngine::Drain() {
  std::lock_guard once(drain_mutex_);
  if (drained_) return;
  {
    std::lock_guard lock(mutex_);
    draining_ = true;
    ground_.draining = true;
  }
  timekeeper_.Stop();
  ground_.activity.WaitForNone();
  delivery_.Stop();
  ground_.activity.WaitForNone();
  ground_.writers.Stop();
  ground_.replies.Stop();
  for (const auto& strand : Strands()) strand->Close();
  drained_ = true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> Engine::Start(Options options) {
  if (absl::Status checked = CheckOptions(options); !checked.ok()) return checked;
  absl::StatusOr<std::unique_ptr<StoreFolder>> folder = StoreFolder::OpenFolder(options.data, options.keys);
  return folder.ok() ? Start(std::move(options), *std::move(folder)) : folder.status();
}

absl::StatusOr<std::unique_ptr<Engine>> Engine::Start(Options options, std::unique_ptr<StoreFolder> folder) {
  if (absl::Status checked = CheckOptions(options); !checked.ok()) return checked;
  if (sodium_init() < 0) return absl::InternalError("libsodium does not start: no source of randomness");
  auto engine = std::make_unique<RunningEngine>(std::move(options), std::move(folder));
  // Every calendar needs zones: better said now than at the first command.
  absl::Status zones = calendar::LoadZone(cycle::Municipality().zone).status();
  if (zones.ok()) zones = engine->Begin();
  if (!zones.ok()) return zones;
  return engine;
}

}  // namespace arshjul::engine
