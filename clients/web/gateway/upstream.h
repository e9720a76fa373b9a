// The line to the server: calls by name, on generated messages. gRPC's headers stay in upstream.cc.
//
// Threads: any. Callbacks come on gRPC's threads, once each, and must not block.
#pragma once

#include <google/protobuf/message.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "problem.h"

namespace arshjul::gateway {

// As whom, and in which language the answer is to be.
struct Caller {
  std::string person;  // id; "": nobody
  std::string language;
};

class Upstream {
 public:
  // The response is null when the status is not ok.
  using Done = std::function<void(const CallStatus&, std::unique_ptr<google::protobuf::Message>)>;

  // A server stream.
  class Messages {
   public:
    virtual ~Messages() = default;
    // The next message; null with the status when there is none. The message is good until the call returns. Not again
    // before `take` has been called, nor after the end.
    using Take = std::function<void(const google::protobuf::Message*, const CallStatus&)>;
    virtual void Next(Take take) = 0;
    // Nothing more is wanted. A `take` that waits is called.
    virtual void Cancel() = 0;
  };

  virtual ~Upstream() = default;
  // `rpc`: "/arshjul.v1.TaskService/GetTask". `response` is filled and handed on.
  virtual void Call(const std::string& rpc, const Caller& caller, const google::protobuf::Message& request,
                    std::unique_ptr<google::protobuf::Message> response, Done done) = 0;
  // The stream ends when it has been cancelled or has told its end.
  virtual std::shared_ptr<Messages> Open(const std::string& rpc, const Caller& caller, const google::protobuf::Message& request,
                                         std::unique_ptr<google::protobuf::Message> response) = 0;
  // Does the server say that it serves?
  virtual void CheckHealth(std::function<void(bool serving)> done) = 0;
};

// To `server`, "127.0.0.1:7407" or "unix:/path". Connects when it must. When it goes, calls under way are cancelled, and have
// ended.
std::unique_ptr<Upstream> MakeUpstream(const std::string& server);

// "/arshjul.v1.TaskService/GetTask" of a GetTaskRequest; "" when no service of its file takes it.
std::string RpcOf(const google::protobuf::Descriptor& request);

}  // namespace arshjul::gateway
