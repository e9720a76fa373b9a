// Calls that are one long piece of work, which tells of itself as it goes: on a thread of its own, one at a time.
//
// Only files that know gRPC include this. Threads: any.
#pragma once

#include <atomic>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "api/streams.h"

namespace arshjul::api {

// The one thread. Destruction ends what is under way, and waits for it.
class LongWork {
 public:
  ~LongWork();
  // Runs `work`, which looks at `stop` now and then; then, with the place free again, `finish`, which says that it is over:
  // whoever hears it may ask for the next. False: something is under way.
  bool Begin(std::shared_ptr<std::atomic<bool>> stop, std::function<void()> work, std::function<void()> finish);

 private:
  std::mutex mutex_;
  std::thread thread_;
  std::shared_ptr<std::atomic<bool>> stop_;
  bool busy_ = false;
};

template <class Response>
class LongCall : public std::enable_shared_from_this<LongCall<Response>> {
 public:
  // False: nobody listens any more.
  using Tell = std::function<bool(Response)>;
  using Work = std::function<Result(const Tell&)>;
  // Who asks, and may they? On a reader thread; sets the work.
  using Prepare = std::function<Result(Work&)>;

  // `busy` is answered, RESOURCE_EXHAUSTED, when `long_work` is at something else.
  static grpc::ServerWriteReactor<Response>* Begin(Frame& frame, Streams& streams, grpc::CallbackServerContext* context,
                                                   LongWork& long_work, std::function<std::string()> busy, Prepare prepare) {
    auto call = std::shared_ptr<LongCall>(new LongCall(long_work, std::move(busy), std::move(prepare)));
    return Stream<Response>::Begin(
        frame, streams, context, [call] { return call->Next(); },
        [call](Streams::One& stream) {
          {
            std::lock_guard lock(call->waking_);
            call->stream_ = &stream;
          }
          return std::shared_ptr<void>(nullptr, [call](void*) { call->Leave(); });
        });
  }

 private:
  using Batch = typename Stream<Response>::Batch;

  LongCall(LongWork& long_work, std::function<std::string()> busy, Prepare prepare)
      : long_work_(long_work), busy_(std::move(busy)), prepare_(std::move(prepare)) {}

  Batch Next() {
    Batch batch;
    if (prepare_) {
      Work work;
      batch.result = std::exchange(prepare_, nullptr)(work);
      if (!batch.result.ok()) return batch;
      auto self = this->shared_from_this();
      if (!long_work_.Begin(stop_, [self, work] { self->Run(work); }, [self] { self->Finish(); })) batch.result = Result(absl::ResourceExhaustedError(busy_()));
      return batch;
    }
    std::lock_guard lock(mutex_);
    for (Response& message : told_) batch.messages.push_back(std::move(message));
    told_.clear();
    if (ended_) {
      batch.result = *ended_;
      batch.end = true;
    }
    return batch;
  }

  void Run(const Work& work) {
    Result result;
    try {
      result = work([this](Response message) {
        if (*stop_) return false;
        {
          std::lock_guard lock(mutex_);
          told_.push_back(std::move(message));
        }
        Wake();
        return true;
      });
    } catch (const std::exception& error) {
      result = absl::InternalError(error.what());
    }
    std::lock_guard lock(mutex_);
    outcome_ = std::move(result);
  }

  void Finish() {
    {
      std::lock_guard lock(mutex_);
      ended_ = std::move(outcome_);
    }
    Wake();
  }

  void Wake() {
    std::lock_guard lock(waking_);
    if (stream_ != nullptr) stream_->Wake();
  }
  void Leave() {
    *stop_ = true;
    std::lock_guard lock(waking_);
    stream_ = nullptr;
  }

  LongWork& long_work_;
  const std::function<std::string()> busy_;
  Prepare prepare_;  // until it was asked
  const std::shared_ptr<std::atomic<bool>> stop_ = std::make_shared<std::atomic<bool>>(false);
  // A wake may end the stream, which then leaves, on the same thread.
  std::recursive_mutex waking_;
  Streams::One* stream_ = nullptr;
  std::mutex mutex_;  // guards what follows
  std::deque<Response> told_;
  Result outcome_;
  std::optional<Result> ended_;
};

}  // namespace arshjul::api
