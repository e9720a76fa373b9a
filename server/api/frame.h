// What every call goes through: who asks, in which language, how long it may take; then either a command for the engine
// or a look at committed rows; then an answer or a refusal, exactly once.
//
// Nothing here needs gRPC's headers. The generated *.grpc.pb.h do: they are included by one *_service.cc per service and
// by nothing else.
//
//   grpc::ServerUnaryReactor* GetTask(grpc::CallbackServerContext* context, const v1::GetTaskRequest* request,
//                                     v1::GetTaskResponse* response) override {
//     return frame_.Read(context, request->name(), [=](engine::View& view, const Asker& asker) -> Result {
//       ... fill *response, or return Refusal{Reason::kTaskNotFound, {{"task", …}}}
//     });
//   }
//
// Request and response live until the call is finished: functions handed in may keep pointers to them.
//
// Threads: gRPC's own threads only parse and hand over. Functions that get a View run on reader threads; `answer` runs on
// one of the engine's reply threads and must not block.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "base/refusal.h"
#include "engine/engine.h"

namespace grpc {
class CallbackServerContext;
class ServerUnaryReactor;
}  // namespace grpc
namespace google::protobuf {
class Message;
}

namespace arshjul::api {

// Who asks, and in which language the answer is to be.
struct Asker {
  std::string municipality;  // id
  std::string person;        // id
  std::string language;      // nb, nn, sv, en
};

// All well; or refused; or the world broke.
struct Result {
  Result() = default;
  Result(Refusal value) : refusal(std::move(value)) {}
  Result(std::optional<Refusal> value) : refusal(std::move(value)) {}
  Result(absl::Status value) : status(std::move(value)) {}
  bool ok() const { return status.ok() && !refusal; }

  absl::Status status;
  std::optional<Refusal> refusal;
};

// A mutation, from request to response.
struct Change {
  cycle::Command command;
  bool validate_only = false;
  // Completes the command where names must be looked up first. May be left out.
  std::function<Result(engine::View&, const Asker&, cycle::Command&)> prepare;
  // Fills the response: one of these. The second sees what was just committed.
  std::function<Result(const engine::Reply&, const Asker&)> answer;
  std::function<Result(const engine::Reply&, engine::View&, const Asker&)> answer_reading;
  // Beside answer_reading, for what is cheap and often called: fills the response while the writer has the rows at hand
  // (engine::Request::look). answer_reading then serves repetitions alone.
  std::function<Result(cycle::State&, const cycle::Context&, const Asker&)> answer_looking;
};

struct FrameOptions {
  bool demo = false;  // believes what the caller says of himself
  int readers = 2;    // threads
  size_t most_waiting = 1000;  // calls that wait for a reader; more are refused early
  std::chrono::seconds longest{600};  // a call that has not been taken up by then is given up, whatever its deadline
};

class Frame {
 public:
  // `engine` outlives this.
  Frame(engine::Engine& engine, FrameOptions options);
  ~Frame();

  // `name`: any resource name in the municipality, or the municipality's own. Refused before anything is called:
  // UNAUTHENTICATED, AMBIGUOUS_NAME, PERSON_NOT_FOUND, MUNICIPALITY_NOT_FOUND, INVALID_INPUT.
  grpc::ServerUnaryReactor* Read(grpc::CallbackServerContext* context, const std::string& name,
                                 std::function<Result(engine::View&, const Asker&)> read);
  // `request` may have a field request_id; its hash without that field tells a repetition from another request.
  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context, const std::string& name,
                                   const google::protobuf::Message& request, Change change);
  // Refuses at once: what is wrong can be seen in the request alone.
  grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context, Refusal refusal);
  // Work on a reader thread that asks nothing of one municipality, or of nobody in it.
  grpc::ServerUnaryReactor* Work(grpc::CallbackServerContext* context, std::function<Result(const std::string& language)> work);
  // A creation: there is nobody yet who could ask. `person` is who it is done as.
  grpc::ServerUnaryReactor* Create(grpc::CallbackServerContext* context, const std::string& municipality, const std::string& person,
                                   const google::protobuf::Message& request, Change change);

  engine::Engine& engine() { return engine_; }
  bool demo() const { return options_.demo; }
  const FrameOptions& options() const { return options_; }

  // --- for streams, which have reactors of their own ----------------------------------------------------------------

  // Runs `work` on a reader thread. False: too many wait, or the server drains.
  bool Post(std::function<void()> work);
  // Who asks, by the view. Refusals as Read.
  Result Identify(const grpc::CallbackServerContext& context, engine::View& view, Asker& asker);
  // Everything that was taken up is finished; nothing more is taken up.
  void Drain();

 private:
  struct Call;
  struct Inside;
  using CallPointer = std::shared_ptr<Call>;
  struct Pending {
    Change change;
    std::string request_id, body_hash;
    std::optional<Result> looked;
  };
  CallPointer Begin(grpc::CallbackServerContext* context, const std::string& name, Result& result);
  // Runs `work` on a reader thread and finishes the call with what it gives; nothing: the call is finished elsewhere.
  // What is `committed` is never refused for want of room.
  void Take(CallPointer call, bool committed, std::function<std::optional<Result>()> work);
  Result ReadAs(const CallPointer& call, const std::function<Result(engine::View&)>& read);
  Result Resolve(const std::string& said, engine::View& view, Asker& asker);
  bool Known(const Asker& asker, const std::string& said);
  void Commit(CallPointer call, std::shared_ptr<Pending> pending);
  void Answer(CallPointer call, std::shared_ptr<Pending> pending, engine::Reply reply);

  engine::Engine& engine_;
  const FrameOptions options_;
  std::unique_ptr<Inside> inside_;
};

}  // namespace arshjul::api
