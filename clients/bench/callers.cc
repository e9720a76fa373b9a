#include "callers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace arshjul::bench {
namespace {

using Clock = std::chrono::steady_clock;

double Milliseconds(Clock::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

// Each caller asks until `next` has nothing more.
Measured Share(const std::string& address, const Child& server, int callers, const Call& one, const std::function<bool(size_t&)>& next) {
  // Before the clock starts: connecting is not what is measured.
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < callers; ++i) channels.push_back(ConnectAlone(address));
  std::vector<std::vector<double>> waited(channels.size());
  const double cpu = server.CpuSeconds();
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (size_t caller = 0; caller < channels.size(); ++caller) {
    threads.emplace_back([&, caller] {
      for (size_t i = 0; next(i);) {
        auto begin = Clock::now();
        one(channels[caller], i);
        waited[caller].push_back(Milliseconds(Clock::now() - begin));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = Milliseconds(Clock::now() - start) / 1000;
  std::vector<double> all;
  for (const auto& times : waited) all.insert(all.end(), times.begin(), times.end());
  if (all.empty()) return {};
  auto count = static_cast<double>(all.size());
  return {count / seconds, Quantile(all, 0.5), Quantile(all, 0.99), (server.CpuSeconds() - cpu) * 1e6 / count};
}

}  // namespace

double Quantile(std::vector<double> seen, double share) {
  if (seen.empty()) return 0;
  auto at = seen.begin() + static_cast<long>(static_cast<double>(seen.size() - 1) * share);
  std::nth_element(seen.begin(), at, seen.end());
  return *at;
}

void Must(const grpc::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what, status.error_message().c_str());
  std::exit(1);
}

void As(grpc::ClientContext& context, const std::string& person) { context.AddMetadata("arshjul-as-bin", person); }

std::shared_ptr<grpc::Channel> ConnectAlone(const std::string& address) {
  static std::atomic<int> number{0};
  grpc::ChannelArguments arguments;
  // Channels with the same arguments share a connection.
  arguments.SetInt("arshjul.bench.caller", number++);
  // A server that is about to listen is asked again at once, not after the second that clients are polite for.
  for (const char* wait : {GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, GRPC_ARG_MAX_RECONNECT_BACKOFF_MS}) {
    arguments.SetInt(wait, 10);
  }
  auto channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::minutes(1))) {
    std::fprintf(stderr, "nobody answers on %s\n", address.c_str());
    std::exit(1);
  }
  return channel;
}

Measured Run(const std::string& address, const Child& server, size_t count, int callers, const Call& one) {
  std::atomic<size_t> given{0};
  return Share(address, server, callers, one, [&](size_t& i) { return (i = given++) < count; });
}

Measured RunBeside(const std::string& address, const Child& server, int callers, const Call& one, const std::function<void()>& background) {
  std::atomic<bool> ended{false};
  std::atomic<size_t> given{0};
  std::thread busy([&] {
    background();
    ended = true;
  });
  Measured measured = Share(address, server, callers, one, [&](size_t& i) {
    i = given++;
    return !ended;
  });
  busy.join();
  return measured;
}

}  // namespace arshjul::bench
