// The line to the server. gRPC's headers stay in channel.cc: a call is named by its request, whose service and method are
// looked up where the message is declared.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "failure.h"

namespace arshjul::cli {

struct Caller {
  std::string server;    // "127.0.0.1:7407" or "unix:/path"
  std::string as;        // name, leader_id or role; empty: nobody said
  std::string language;  // nb, nn, sv or en
};

class Channel {
 public:
  explicit Channel(Caller caller);
  ~Channel();

  // Called some times a second while waiting. Answers whether to give up, as when the user interrupts.
  using Tick = std::function<bool()>;

  // One call. Nothing when it went well, and `response` is filled.
  std::optional<Failure> Call(const google::protobuf::Message& request, google::protobuf::Message& response,
                              int deadline_seconds, const Tick& tick);

  // A server stream: `on_message` after each message read into `response`; it answers whether to go on. Without end: no
  // deadline.
  std::optional<Failure> Stream(const google::protobuf::Message& request, google::protobuf::Message& response,
                                const std::function<bool()>& on_message, const Tick& tick);

 private:
  struct Line;
  std::unique_ptr<Line> line_;
};

// "/arshjul.v1.TaskService/GetTask" of a GetTaskRequest; empty when no service of its file takes it.
std::string MethodOf(const google::protobuf::Descriptor& request);

}  // namespace arshjul::cli
