#include "upstream.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

#include "arshjul/v1/cycle_service.grpc.pb.h"

namespace arshjul::gateway {
namespace {

// A server that knows nothing but its own health: no call is implemented.
class Upstreams : public testing::Test {
 protected:
  Upstreams() {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    upstream_ = MakeUpstream("127.0.0.1:" + std::to_string(port));
  }

  bool SaysServing() {
    std::promise<bool> said;
    upstream_->CheckHealth([&said](bool serving) { said.set_value(serving); });
    return said.get_future().get();
  }

  v1::CycleService::CallbackService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Upstream> upstream_;
};

TEST_F(Upstreams, BelieveAServerThatSaysItDoesNotServe) {
  EXPECT_TRUE(SaysServing());
  server_->GetHealthCheckService()->SetServingStatus(false);
  EXPECT_FALSE(SaysServing()) << "it answers, and what it answers is no";
  server_->GetHealthCheckService()->SetServingStatus(true);
  EXPECT_TRUE(SaysServing());
}

TEST_F(Upstreams, OpenManyStreamsFromSeveralThreads) {
  constexpr int kThreads = 4, kStreams = 200;
  std::atomic<int> unknown = 0, told = 0;
  std::promise<void> all;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kStreams; ++i) {
        auto stream = upstream_->Open("/arshjul.v1.CycleService/WatchCycle", {"office", "nb"}, v1::WatchCycleRequest(), std::make_unique<v1::WatchCycleResponse>());
        stream->Next([&](const google::protobuf::Message* message, const CallStatus& status) {
          if (message == nullptr && status.code == grpc::StatusCode::UNIMPLEMENTED) ++unknown;
          if (++told == kThreads * kStreams) all.set_value();
        });
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  all.get_future().wait();
  EXPECT_EQ(unknown, kThreads * kStreams);
}

}  // namespace
}  // namespace arshjul::gateway
