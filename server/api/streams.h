// Answers that come in many messages: written one at a time, fetched in batches on reader threads, ended when the caller
// goes, when there is no more, or when the server drains.
//
// Only files that know gRPC include this. Threads: any.
#pragma once

#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/call.h"
#include "api/frame.h"
#include "api/status.h"

namespace arshjul::api {

// What all streams of a server have in common: they are counted, woken now and then, and ended together.
class Streams {
 public:
  class One {
   public:
    virtual ~One() = default;
    virtual void Wake() = 0;
    virtual void End(absl::Status why) = 0;
  };

  Streams();
  ~Streams() { Drain(); }
  // False: there are as many as there may be, or the server drains.
  bool Add(const std::shared_ptr<One>& one);
  void Remove(One* one);
  // Ends every stream; no new ones begin.
  void Drain();

 private:
  void WakeNowAndThen();
  std::vector<std::shared_ptr<One>> All();

  std::mutex mutex_;
  std::condition_variable changed_;
  bool draining_ = false;
  std::map<One*, std::weak_ptr<One>> all_;
  std::thread poll_;
};

template <class Response>
class Stream : public grpc::ServerWriteReactor<Response>, public Streams::One {
 public:
  struct Batch {
    std::vector<Response> messages;
    bool more = false;  // ask again as soon as these are written
    bool end = false;   // nothing will ever follow
    Result result;      // not ok: ends the stream
  };
  // Called on reader threads, one call at a time.
  using Next = std::function<Batch()>;

  static grpc::ServerWriteReactor<Response>* Begin(Frame& frame, Streams& streams, grpc::CallbackServerContext* context, Next next,
                                                   std::function<std::shared_ptr<void>(Streams::One&)> watch = nullptr) {
    auto stream = std::shared_ptr<Stream>(new Stream(frame, streams, context, std::move(next)));
    stream->self_ = stream;
    Stream* out = stream.get();
    if (!streams.Add(stream)) {
      out->End(absl::ResourceExhaustedError("too many streams"));
      return out;
    }
    if (watch) stream->watch_ = watch(*out);
    out->Wake();
    return out;
  }

  void Wake() override {
    std::unique_lock lock(mutex_);
    woken_ = true;
    Go(lock);
  }
  void End(absl::Status why) override {
    std::unique_lock lock(mutex_);
    if (!ended_) ended_ = ToStatus(why);
    queue_.clear();
    Go(lock);
  }

  void OnWriteDone(bool ok) override {
    std::unique_lock lock(mutex_);
    writing_ = false;
    current_ = Response();
    if (!ok && !ended_) ended_ = grpc::Status(grpc::StatusCode::CANCELLED, "the caller has gone");
    if (!ok) queue_.clear();
    Go(lock);
  }
  void OnCancel() override { End(absl::CancelledError("the caller has gone")); }
  void OnDone() override {
    streams_.Remove(this);
    // Waits for a wake that is under way.
    watch_.reset();
    std::shared_ptr<Stream> last = std::move(self_);
  }

 private:
  Stream(Frame& frame, Streams& streams, grpc::CallbackServerContext* context, Next next)
      : frame_(frame), streams_(streams), context_(context), next_(std::move(next)) {}

  // Does what comes next, if anything can be done now. gRPC may call back, and end this object, before it returns: no lock is
  // held then and nothing is touched after.
  void Go(std::unique_lock<std::mutex>& lock) {
    if (writing_ || finished_) return;
    if (!queue_.empty()) {
      writing_ = true;
      current_ = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      this->StartWrite(&current_);
    } else if (ended_ && !asking_) {
      finished_ = true;
      grpc::Status status = *ended_;
      lock.unlock();
      this->Finish(status);
    } else if (woken_ && !asking_ && !ended_) {
      woken_ = false;
      asking_ = true;
      std::shared_ptr<Stream> self = self_;
      lock.unlock();
      if (!frame_.Post([self] { self->Ask(); })) Take(Batch{{}, false, true, Result(absl::UnavailableError("the server is stopping"))});
    }
  }

  void Ask() {
    Batch batch;
    try {
      batch = next_();
    } catch (const std::exception& error) {
      batch.result = absl::InternalError(error.what());
    }
    Take(std::move(batch));
  }

  void Take(Batch batch) {
    std::unique_lock lock(mutex_);
    asking_ = false;
    if (ended_) return Go(lock);
    for (Response& message : batch.messages) queue_.push_back(std::move(message));
    if (!batch.result.ok()) {
      ended_ = batch.result.refusal ? ToStatus(*batch.result.refusal, LanguageOf(*context_), DetailsFor(*context_)) : ToStatus(batch.result.status);
    } else if (batch.end) {
      ended_ = grpc::Status::OK;
    }
    woken_ = woken_ || batch.more;
    Go(lock);
  }

  Frame& frame_;
  Streams& streams_;
  grpc::CallbackServerContext* const context_;
  const Next next_;
  std::mutex mutex_;
  std::deque<Response> queue_;
  Response current_;  // being written
  std::optional<grpc::Status> ended_;
  bool woken_ = false, asking_ = false, writing_ = false, finished_ = false;
  std::shared_ptr<void> watch_;
  std::shared_ptr<Stream> self_;  // until gRPC is done with it
};

}  // namespace arshjul::api
