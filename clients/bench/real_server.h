// arshjuld, in a process of its own, on the files of one folder. It can be stopped, and started once more on what lies there.
#pragma once

#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "child.h"

namespace arshjul::bench {

class RealServer {
 public:
  RealServer(const std::filesystem::path& program, const std::filesystem::path& data);
  ~RealServer();
  // Milliseconds until somebody's tasks are answered; nobody's: until a connection is there.
  double Start(const std::string& person = "");
  // In order, and with kill -9.
  void Stop();
  void Kill();

  const std::string& address() const { return address_; }
  const Child& child() const { return *child_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  const std::filesystem::path program_, data_, letters_;
  const std::string address_;
  std::optional<Child> child_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace arshjul::bench
