#include "channel.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <chrono>
#include <cstdlib>

namespace arshjul::cli {
namespace {

using google::protobuf::Message;

constexpr int kLargestMessage = 256 << 20;  // an overview of thousands of units
constexpr int kLargestTrailers = 6 << 20;
// What the server may say of everything that is wrong with a large file; without it, it keeps to what any client takes.
constexpr char kDetailsBytes[] = "4000000";
constexpr auto kTick = std::chrono::milliseconds(50);

Failure Interrupted() { return Failure{.code = grpc::StatusCode::CANCELLED, .interrupted = true}; }

std::optional<Failure> FailureOf(const grpc::Status& status, bool interrupted) {
  if (status.ok()) return std::nullopt;
  if (interrupted) return Interrupted();
  return ReadFailure(status.error_code(), status.error_message(), status.error_details());
}

grpc::ByteBuffer BytesOf(const Message& message) {
  grpc::ByteBuffer bytes;
  bool own = false;
  grpc::SerializationTraits<Message>::Serialize(message, &bytes, &own);
  return bytes;
}

bool Read(grpc::ByteBuffer& bytes, Message& message) {
  return grpc::SerializationTraits<Message>::Deserialize(&bytes, &message).ok();
}

// Waits for one step of a call; `tick` may cancel it, and the step then ends by itself.
bool Wait(grpc::CompletionQueue& queue, grpc::ClientContext& context, const Channel::Tick& tick, bool& interrupted) {
  void* tag = nullptr;
  bool ok = false;
  while (queue.AsyncNext(&tag, &ok, std::chrono::system_clock::now() + kTick) == grpc::CompletionQueue::TIMEOUT) {
    if (!interrupted && tick()) {
      interrupted = true;
      context.TryCancel();
    }
  }
  return ok;
}

}  // namespace

struct Channel::Line {
  Caller caller;
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<grpc::GenericStub> stub;

  void Prepare(grpc::ClientContext& context) const {
    if (!caller.as.empty()) context.AddMetadata("arshjul-as-bin", caller.as);
    context.AddMetadata("accept-language", caller.language);
    context.AddMetadata("arshjul-details-bytes", kDetailsBytes);
  }
};

Channel::Channel(Caller caller) : line_(std::make_unique<Line>()) {
  setenv("GRPC_VERBOSITY", "NONE", 0);  // gRPC's own log lines mean nothing to people
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kLargestTrailers);
  arguments.SetMaxReceiveMessageSize(kLargestMessage);
  arguments.SetMaxSendMessageSize(kLargestMessage);
  line_->channel = grpc::CreateCustomChannel(caller.server, grpc::InsecureChannelCredentials(), arguments);
  line_->stub = std::make_unique<grpc::GenericStub>(line_->channel);
  line_->caller = std::move(caller);
}

Channel::~Channel() = default;

std::optional<Failure> Channel::Call(const Message& request, Message& response, int deadline_seconds, const Tick& tick) {
  grpc::ClientContext context;
  line_->Prepare(context);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(deadline_seconds));
  grpc::CompletionQueue queue;
  auto call = line_->stub->PrepareUnaryCall(&context, MethodOf(*request.GetDescriptor()), BytesOf(request), &queue);
  call->StartCall();
  grpc::ByteBuffer bytes;
  grpc::Status status;
  call->Finish(&bytes, &status, nullptr);
  bool interrupted = false;
  Wait(queue, context, tick, interrupted);
  if (auto failure = FailureOf(status, interrupted)) return failure;
  if (!Read(bytes, response)) return Failure{.code = grpc::StatusCode::INTERNAL, .message = "unreadable answer"};
  return std::nullopt;
}

std::optional<Failure> Channel::Stream(const Message& request, Message& response,
                                       const std::function<bool()>& on_message, const Tick& tick) {
  grpc::ClientContext context;
  line_->Prepare(context);
  grpc::CompletionQueue queue;
  auto call = line_->stub->PrepareCall(&context, MethodOf(*request.GetDescriptor()), &queue);
  bool interrupted = false;
  bool stopped = false;
  call->StartCall(nullptr);
  if (Wait(queue, context, tick, interrupted)) {
    call->WriteLast(BytesOf(request), grpc::WriteOptions(), nullptr);
    Wait(queue, context, tick, interrupted);
    grpc::ByteBuffer bytes;
    while (true) {
      call->Read(&bytes, nullptr);
      if (!Wait(queue, context, tick, interrupted) || !Read(bytes, response)) break;
      if (!on_message()) {
        stopped = true;
        context.TryCancel();
        break;
      }
    }
  }
  grpc::Status status;
  call->Finish(&status, nullptr);
  Wait(queue, context, tick, interrupted);
  if (stopped) return std::nullopt;
  return FailureOf(status, interrupted);
}

std::string MethodOf(const google::protobuf::Descriptor& request) {
  for (int s = 0; s < request.file()->service_count(); ++s) {
    const auto* service = request.file()->service(s);
    for (int m = 0; m < service->method_count(); ++m) {
      if (service->method(m)->input_type() == &request) {
        return "/" + service->full_name() + "/" + service->method(m)->name();
      }
    }
  }
  return "";
}

}  // namespace arshjul::cli
