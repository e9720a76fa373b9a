#include "upstream.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <condition_variable>
#include <mutex>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "bounds.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::Message;

constexpr int kLargestMessage = 256 << 20;  // an overview of thousands of units
constexpr int kLargestTrailers = 6 << 20;
// What the server may say of everything that is wrong with a large file.
constexpr char kDetailsBytes[] = "4000000";
// A server that is back is seen as soon as people are told to try again.
constexpr int kFirstReconnectMilliseconds = 200, kLongestReconnectMilliseconds = 1000;
constexpr int kPingMilliseconds = 30'000;  // the server takes one each 20 s

grpc::ByteBuffer BytesOf(const Message& message) {
  grpc::ByteBuffer bytes;
  bool own = false;
  grpc::SerializationTraits<Message>::Serialize(message, &bytes, &own);
  return bytes;
}

bool Read(grpc::ByteBuffer& bytes, Message& message) {
  return grpc::SerializationTraits<Message>::Deserialize(&bytes, &message).ok();
}

CallStatus StatusOf(const grpc::Status& status) {
  return {static_cast<int>(status.error_code()), status.error_message(), status.error_details()};
}

CallStatus Unreadable() { return {grpc::StatusCode::INTERNAL, "unreadable answer", ""}; }

void Prepare(grpc::ClientContext& context, const Caller& caller) {
  if (!caller.person.empty()) context.AddMetadata("arshjul-as-bin", caller.person);
  if (!caller.language.empty()) context.AddMetadata("accept-language", caller.language);
  context.AddMetadata("arshjul-details-bytes", kDetailsBytes);
}

// Calls under way, to be cancelled and waited for at the end.
class UnderWay {
 public:
  bool Add(grpc::ClientContext* context) {
    std::lock_guard lock(mutex_);
    contexts_.insert(context);
    return !ending_;
  }
  void Remove(grpc::ClientContext* context) {
    std::lock_guard lock(mutex_);
    contexts_.erase(context);
    if (contexts_.empty()) none_.notify_all();
  }
  void End() {
    std::unique_lock lock(mutex_);
    ending_ = true;
    for (grpc::ClientContext* context : contexts_) context->TryCancel();
    none_.wait(lock, [this] { return contexts_.empty(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_;
  std::set<grpc::ClientContext*> contexts_;
  bool ending_ = false;
};

// A connection of its own, with the calls on it counted.
struct Line {
  explicit Line(const std::string& server) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kLargestTrailers);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMilliseconds);
    // The least time for one attempt, by default 20 s, is the least between two as well.
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kLongestReconnectMilliseconds);
    // A server that hangs and keeps its connection would leave streams that look alive.
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPingMilliseconds);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingMilliseconds);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectMilliseconds);
    // Lines would share one connection else, and the server takes so many calls on each.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetMaxReceiveMessageSize(kLargestMessage);
    arguments.SetMaxSendMessageSize(kLargestMessage);
    stub = std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments));
  }
  std::unique_ptr<grpc::GenericStub> stub;
  size_t calls = 0;
};

// As many as what is under way needs.
class Lines {
 public:
  explicit Lines(std::string server) : server_(std::move(server)) {}

  // The line stays where it is until the end.
  Line* Take() {
    std::lock_guard lock(mutex_);
    size_t number = 0;
    while (number < lines_.size() && lines_[number]->calls >= kCallsPerChannel) ++number;
    if (number == lines_.size()) lines_.push_back(std::make_unique<Line>(server_));
    ++lines_[number]->calls;
    return lines_[number].get();
  }

  void Leave(Line* line) {
    std::lock_guard lock(mutex_);
    --line->calls;
  }

 private:
  const std::string server_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Line>> lines_;
};

// One call and what it needs until it has ended.
struct Unary {
  grpc::ClientContext context;
  grpc::ByteBuffer request, response;
  std::unique_ptr<Message> message;
  Upstream::Done done;
  bool health = false;
};

// A HealthCheckResponse with status SERVING: field 1, 1.
bool SaysServing(const grpc::ByteBuffer& response) {
  grpc::Slice slice;
  if (!response.DumpToSingleSlice(&slice).ok()) return false;
  return std::string_view(reinterpret_cast<const char*>(slice.begin()), slice.size()) == "\x08\x01";
}

class Reading final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>, public Upstream::Messages {
 public:
  Reading(std::unique_ptr<Message> message, std::function<void(Reading*)> ended) : message_(std::move(message)), ended_(std::move(ended)) {}

  void Begin(grpc::GenericStub& stub, const std::string& rpc, const Caller& caller, const Message& request, std::shared_ptr<Reading> self) {
    self_ = std::move(self);
    Prepare(context_, caller);
    request_ = BytesOf(request);
    stub.PrepareBidiStreamingCall(&context_, rpc, {}, this);
    StartWriteLast(&request_, grpc::WriteOptions());
    // Reads are started from outside too: until the last has failed, the call is not over.
    AddHold();
    StartCall();
  }

  void Next(Take take) override {
    std::unique_lock lock(mutex_);
    if (over_) {
      const CallStatus status = status_;
      lock.unlock();
      take(nullptr, status);
      return;
    }
    take_ = std::move(take);
    // What comes after the last read is told by OnDone.
    if (!held_) return;
    reading_ = true;
    lock.unlock();
    StartRead(&bytes_);
  }

  void Cancel() override {
    context_.TryCancel();
    std::unique_lock lock(mutex_);
    const bool release = held_ && !reading_;
    if (release) held_ = false;
    lock.unlock();
    if (release) RemoveHold();
  }

  void OnReadDone(bool ok) override {
    std::unique_lock lock(mutex_);
    reading_ = false;
    if (ok && Read(bytes_, *message_)) {
      auto take = std::move(take_);
      take_ = nullptr;
      lock.unlock();
      if (take) take(message_.get(), {});
      return;
    }
    if (ok) {
      unreadable_ = true;
      context_.TryCancel();
    }
    held_ = false;
    lock.unlock();
    RemoveHold();
  }

  void OnDone(const grpc::Status& status) override {
    std::unique_lock lock(mutex_);
    over_ = true;
    status_ = unreadable_ ? Unreadable() : StatusOf(status);
    auto take = std::move(take_);
    lock.unlock();
    if (take) take(nullptr, status_);
    // What it holds is let go of before whoever waits for the end is told of it.
    take = nullptr;
    const std::shared_ptr<Reading> last = std::move(self_);
    ended_(this);
  }

  grpc::ClientContext* context() { return &context_; }

 private:
  grpc::ClientContext context_;
  grpc::ByteBuffer request_, bytes_;
  const std::unique_ptr<Message> message_;
  const std::function<void(Reading*)> ended_;
  std::mutex mutex_;
  Take take_;
  bool held_ = true, reading_ = false, over_ = false, unreadable_ = false;
  CallStatus status_;
  std::shared_ptr<Reading> self_;  // until gRPC is done with it
};

class GrpcUpstream final : public Upstream {
 public:
  explicit GrpcUpstream(const std::string& server) : calls_(server), streams_(server) {}
  ~GrpcUpstream() override { under_way_.End(); }

  void Call(const std::string& rpc, const Caller& caller, const Message& request, std::unique_ptr<Message> response, Done done) override {
    auto call = std::make_shared<Unary>();
    Prepare(call->context, caller);
    call->context.set_deadline(std::chrono::system_clock::now() + kCallTime);
    call->request = BytesOf(request);
    call->message = std::move(response);
    call->done = std::move(done);
    Start(rpc, call);
  }

  std::shared_ptr<Messages> Open(const std::string& rpc, const Caller& caller, const Message& request, std::unique_ptr<Message> response) override {
    Line* line = streams_.Take();
    auto reading = std::make_shared<Reading>(std::move(response), [this, line](Reading* ended) {
      streams_.Leave(line);
      under_way_.Remove(ended->context());
    });
    const bool wanted = under_way_.Add(reading->context());
    reading->Begin(*line->stub, rpc, caller, request, reading);
    if (!wanted) reading->Cancel();
    return reading;
  }

  void CheckHealth(std::function<void(bool)> done) override {
    auto call = std::make_shared<Unary>();
    call->context.set_deadline(std::chrono::system_clock::now() + kReadyTime);
    // A request without fields is one without bytes.
    grpc::Slice nothing("");
    call->request = grpc::ByteBuffer(&nothing, 1);
    call->done = [done = std::move(done)](const CallStatus& status, std::unique_ptr<Message>) { done(status.ok()); };
    call->health = true;
    Start("/grpc.health.v1.Health/Check", call);
  }

 private:
  void Start(const std::string& rpc, const std::shared_ptr<Unary>& call) {
    const bool wanted = under_way_.Add(&call->context);
    Line* line = calls_.Take();
    line->stub->UnaryCall(&call->context, rpc, {}, &call->request, &call->response, [this, call, line](const grpc::Status& status) {
      CallStatus told = StatusOf(status);
      if (told.ok() && call->message != nullptr && !Read(call->response, *call->message)) told = Unreadable();
      if (!told.ok()) call->message.reset();
      if (told.ok() && call->health && !SaysServing(call->response)) told = {grpc::StatusCode::UNAVAILABLE, "not serving", ""};
      calls_.Leave(line);
      // What it holds is let go of before whoever waits for the end is told of it.
      std::exchange(call->done, nullptr)(told, std::move(call->message));
      under_way_.Remove(&call->context);
    });
    if (!wanted) call->context.TryCancel();
  }

  // Apart, so that no call waits behind streams that stay.
  Lines calls_, streams_;
  UnderWay under_way_;
};

}  // namespace

std::unique_ptr<Upstream> MakeUpstream(const std::string& server) { return std::make_unique<GrpcUpstream>(server); }

std::string RpcOf(const google::protobuf::Descriptor& request) {
  for (int s = 0; s < request.file()->service_count(); ++s) {
    const auto* service = request.file()->service(s);
    for (int m = 0; m < service->method_count(); ++m) {
      if (service->method(m)->input_type() == &request) return "/" + service->full_name() + "/" + service->method(m)->name();
    }
  }
  return "";
}

}  // namespace arshjul::gateway
