#include "engine/strand.h"

#include <limits>

#include "engine/reader_rows.h"
#include "engine/world_breaks.h"

namespace arshjul::engine {
namespace {

constexpr int64_t kNoTimer = std::numeric_limits<int64_t>::max();

}  // namespace

Strand::Strand(Ground& ground, std::string municipality)
    : ground_(ground),
      municipality_(std::move(municipality)),
      next_timer_(kNoTimer),
      writer_(ground, municipality_, [this](bool create) { return Open(create); }) {}

// --- the queue -------------------------------------------------------------------------------------------------------

Strand::Taken Strand::Add(Work& work, size_t most) {
  std::lock_guard lock(mutex_);
  if (gone_) return Taken::kGone;
  if (most != 0 && queue_.size() >= most) return Taken::kFull;
  ++ground_.queued;
  queue_.push_back(std::move(work));
  Schedule();
  return Taken::kYes;
}

void Strand::Wake() {
  std::lock_guard lock(mutex_);
  if (gone_) return;
  woken_ = true;
  Schedule();
}

void Strand::WakeWhenDue(Instant clock) {
  if (clock.time_since_epoch().count() >= next_timer_) Wake();
}

void Strand::Schedule() {
  if (scheduled_) return;
  scheduled_ = true;
  ground_.activity.Begin();
  ground_.writers.Post([self = shared_from_this()] { self->RunGroup(); });
}

std::vector<Work> Strand::TakeGroup() {
  std::lock_guard lock(mutex_);
  woken_ = false;
  std::vector<Work> works;
  while (!queue_.empty() && works.size() < ground_.options.most_in_group) {
    // Setting a clock may take several transactions: it is a group of its own.
    const bool alone = queue_.front().SetsClock();
    if (alone && !works.empty()) break;
    works.push_back(std::move(queue_.front()));
    queue_.pop_front();
    if (alone) break;
  }
  return works;
}

void Strand::RunGroup() {
  std::vector<Work> works = TakeGroup();
  GroupResult result = writer_.Run(works);
  if (result.exists) may_exist_ = *result.exists;
  next_timer_ = result.next_timer ? result.next_timer->time_since_epoch().count() : kNoTimer;
  if (result.organisation != nullptr) KeepOrganisation(std::move(result.organisation), result.organisation_revision);
  if (result.notices_wait) ground_.notices_wait(shared_from_this());
  const bool timers_due = result.timers_due;
  Finish(std::move(works), std::move(result));
  bool gone = false;
  {
    std::lock_guard lock(mutex_);
    woken_ |= timers_due && !ground_.draining;
    scheduled_ = false;
    if (!queue_.empty() || woken_) {
      Schedule();
    } else {
      gone = gone_ = !may_exist_;
    }
  }
  if (gone) {
    Close();
    ground_.empty(*this);
  }
  ground_.activity.End();
}

void Strand::Finish(std::vector<Work> works, GroupResult result) {
  if (result.unfinished) {
    std::lock_guard lock(mutex_);
    for (auto work = works.rbegin(); work != works.rend(); ++work) queue_.push_front(std::move(*work));
  } else {
    ground_.queued -= works.size();
    Answer(std::move(works), std::move(result.replies));
  }
  if (!result.sequence) return;
  ground_.replies.Post([self = shared_from_this(), sequence = *result.sequence] { self->watchers_.Wake(sequence); });
}

void Strand::Answer(std::vector<Work> works, std::vector<Reply> replies) {
  std::vector<std::pair<std::function<void(Reply)>, Reply>> later;
  later.reserve(works.size());
  for (size_t i = 0; i < works.size(); ++i) {
    if (works[i].on_writer) {
      works[i].done(std::move(replies[i]));
    } else {
      later.emplace_back(std::move(works[i].done), std::move(replies[i]));
    }
  }
  if (later.empty()) return;
  ground_.replies.Post([later = std::move(later)]() mutable {
    for (auto& [done, reply] : later) done(std::move(reply));
  });
}

// --- reading ---------------------------------------------------------------------------------------------------------

absl::StatusOr<OpenStore> Strand::Open(bool create) {
  std::lock_guard lock(open_mutex_);
  if (open_) return *open_;
  absl::StatusOr<OpenStore> open = ground_.folder->Open(municipality_, create);
  if (open.ok()) open_ = *open;
  return open;
}

void Strand::Close() {
  writer_.Drop();
  std::lock_guard lock(open_mutex_);
  open_.reset();
}

absl::Status Strand::Read(const std::string& actor, const std::function<void(View&)>& read) {
  absl::StatusOr<OpenStore> open = Open(false);
  if (!open.ok()) return open.status();
  absl::StatusOr<std::unique_ptr<store::Reader>> reader = open->store->NewReader();
  if (!reader.ok()) return reader.status();
  try {
    ReaderRows rows(**reader);
    cycle::State state(&rows);
    if (state.Self() == nullptr) return absl::NotFoundError("there is no municipality " + municipality_);
    UseOrganisation(state);
    std::shared_ptr<const calendar::Calendar> calendar;
    VaultTexts texts(reader->get(), open->keys.get());
    View view{state, OrBreak(ground_.ContextFor(state, actor, ground_.NowOf(state), calendar)), **reader};
    view.context.texts = &texts;
    read(view);
  } catch (const WorldBreaks& broken) {
    return broken.status;
  }
  return absl::OkStatus();
}

void Strand::KeepOrganisation(std::shared_ptr<const organisation::Organisation> organisation, int64_t revision) {
  std::lock_guard lock(organisation_mutex_);
  if (revision <= organisation_revision_) return;
  organisation_ = std::move(organisation);
  organisation_revision_ = revision;
}

// The index over the organisation is made once for each revision: by the writer, or by those who read it first. Not under the
// lock: the writer must not wait for it.
void Strand::UseOrganisation(cycle::State& state) {
  const int64_t revision = state.Self()->organisation_revision;
  std::shared_ptr<const organisation::Organisation> kept;
  int64_t newest = 0;
  {
    std::lock_guard lock(organisation_mutex_);
    newest = organisation_revision_;
    if (revision == newest) kept = organisation_;
  }
  if (kept != nullptr) {
    state.UseOrganisation(std::move(kept));
  } else if (revision > newest) {
    KeepOrganisation(state.SharedOrganisation(), revision);
  }
  // An older picture than the newest that was seen makes its own when it needs it.
}

}  // namespace arshjul::engine
