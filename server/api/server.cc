#include "api/server.h"

#include <fmt/format.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "api/boards.h"
#include "api/past.h"
#include "api/streams.h"

namespace arshjul::api {
namespace {

constexpr int kLargestMessage = 64 << 20;   // an organisation of 200,000 rows fits
constexpr int kLargestMetadata = 16 << 10;
constexpr int kMostStreamsPerConnection = 200;
constexpr int kIdleMilliseconds = 15 * 60 * 1000;
constexpr int kKeepaliveMilliseconds = 60 * 1000;
constexpr int kLeastPingMilliseconds = 20 * 1000;

constexpr auto kProbeDeadline = std::chrono::seconds(5);
constexpr int kProbesToDie = 3;
constexpr size_t kManyQueued = 4096;  // as many as one municipality's queue takes

void SetLimits(grpc::ServerBuilder& builder) {
  // Two servers on one port would share the callers between them, which is nobody's wish.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kLargestMetadata);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMostStreamsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kIdleMilliseconds);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMilliseconds);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kLeastPingMilliseconds);
  builder.SetMaxReceiveMessageSize(kLargestMessage);
  builder.SetMaxSendMessageSize(kLargestMessage);
}

// Opens a new connection to the server's own address now and then and asks the health service. A server that does not
// answer itself is of no use to anybody and ends, so that whatever watches it starts another.
class SelfProbe {
 public:
  SelfProbe(std::string address, std::chrono::milliseconds every, engine::Engine& engine)
      : address_(std::move(address)), every_(every), engine_(engine), thread_([this] { Loop(); }) {}
  ~SelfProbe() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  bool Answers() {
    grpc::ChannelArguments arguments;
    // Not a connection that is open already.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    grpc::GenericStub stub(grpc::CreateCustomChannel(address_, grpc::InsecureChannelCredentials(), arguments));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kProbeDeadline);
    grpc::CompletionQueue queue;
    // A request without fields is one without bytes.
    grpc::Slice nothing("");
    auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check", grpc::ByteBuffer(&nothing, 1), &queue);
    call->StartCall();
    grpc::ByteBuffer answer;
    grpc::Status status;
    call->Finish(&answer, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return ok && status.ok();
  }
  void Loop() {
    int missed = 0;
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, every_, [this] { return stopping_; })) {
      lock.unlock();
      missed = Answers() ? 0 : missed + 1;
      // A full queue is a busy server, not a dead one.
      if (missed >= kProbesToDie && engine_.Queued() < kManyQueued) {
        spdlog::critical("the server does not answer itself on {}: it ends, so that another can start", address_);
        std::_Exit(70);
      }
      lock.lock();
    }
  }
  const std::string address_;
  const std::chrono::milliseconds every_;
  engine::Engine& engine_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

class GrpcServer final : public Server {
 public:
  explicit GrpcServer(engine::Engine& engine, const ServerOptions& options) : frame_(engine, {.demo = options.demo}) {}

  absl::Status Listen(engine::Engine& engine, const ServerOptions& options) {
    grpc::EnableDefaultHealthCheckService(true);
    if (options.demo) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    services_.push_back(MakeMunicipalityService(frame_));
    services_.push_back(MakeOrganisationService(frame_));
    services_.push_back(MakeWorkflowService(frame_));
    services_.push_back(MakeCycleService(frame_, boards_, past_, streams_));
    services_.push_back(MakeTaskService(frame_));
    services_.push_back(MakeScorecardService(frame_));
    services_.push_back(MakeAgreementService(frame_));
    services_.push_back(MakeIncidentService(frame_));
    services_.push_back(MakeCalendarService(frame_));
    if (options.demo) services_.push_back(MakeDemoService(frame_, streams_));
    services_.push_back(MakeOperationsService(frame_, options.facts));
    grpc::ServerBuilder builder;
    SetLimits(builder);
    int port = 0;
    builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
    for (auto& service : services_) builder.RegisterService(service.get());
    server_ = builder.BuildAndStart();
    bool socket = options.listen.starts_with("unix:");
    if (server_ == nullptr || (port == 0 && !socket)) {
      return absl::UnavailableError(fmt::format("cannot listen on {}: is another server running there?", options.listen));
    }
    address_ = socket ? options.listen : options.listen.substr(0, options.listen.rfind(':') + 1) + std::to_string(port);
    probe_ = std::make_unique<SelfProbe>(address_, options.probe_every, engine);
    return absl::OkStatus();
  }

  std::string Address() const override { return address_; }

  void Stop(std::chrono::seconds patience) override {
    probe_.reset();
    if (server_ == nullptr) return;
    server_->GetHealthCheckService()->SetServingStatus(false);
    streams_.Drain();
    server_->Shutdown(std::chrono::system_clock::now() + patience);
    frame_.Drain();
    server_.reset();
  }

  ~GrpcServer() override { Stop(std::chrono::seconds(5)); }

 private:
  Frame frame_;
  Boards boards_;
  Past past_;
  Streams streams_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<SelfProbe> probe_;
  std::string address_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(engine::Engine& engine, ServerOptions options) {
  auto server = std::make_unique<GrpcServer>(engine, options);
  absl::Status status = server->Listen(engine, options);
  if (!status.ok()) return status;
  return server;
}

}  // namespace arshjul::api
