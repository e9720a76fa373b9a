#include "server.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "connection.h"
#include "bounds.h"

namespace arshjul::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr int kThreads = 2;  // one can read a large body while the other answers; the rest of the work is gRPC's threads'
constexpr int kBacklog = 1024;
constexpr auto kPauseWithoutFiles = std::chrono::milliseconds(100);

class HttpServer final : public Server {
 public:
  HttpServer() : guard_(asio::make_work_guard(io_)), acceptor_(asio::make_strand(io_)), pause_(acceptor_.get_executor()), ticker_(acceptor_.get_executor()) {}
  ~HttpServer() override { Stop(); }

  absl::Status Open(const Address& address) {
    error_code error;
    const asio::ip::address parsed = asio::ip::make_address(address.host == "localhost" ? "127.0.0.1" : address.host, error);
    if (error) return absl::UnavailableError(error.message());
    const tcp::endpoint endpoint(parsed, static_cast<unsigned short>(address.port));
    acceptor_.open(endpoint.protocol(), error);
    // A port whose last owner's connections are still dying can be had at once; one that somebody listens on cannot.
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(kBacklog, error);
    if (error) return absl::UnavailableError(error.message());
    port_ = acceptor_.local_endpoint().port();
    return absl::OkStatus();
  }

  int port() const override { return port_; }

  void Serve(Handler& handler, Metrics& metrics, std::function<void()> tick) override {
    together_.handler = &handler;
    metrics_ = &metrics;
    tick_ = std::move(tick);
    asio::post(acceptor_.get_executor(), [this] {
      Accept();
      Tick();
    });
    for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this] { io_.run(); });
  }

  void Stop() override {
    if (threads_.empty()) return;
    asio::post(acceptor_.get_executor(), [this] {
      error_code error;
      acceptor_.close(error);
      ticker_.cancel();
      pause_.cancel();
    });
    std::unique_lock lock(mutex_);
    stopping_ = true;
    for (const auto& [connection, weak] : connections_) {
      if (const auto alive = weak.lock()) alive->Stop();
    }
    none_.wait_for(lock, kPatience, [this] { return connections_.empty(); });
    lock.unlock();
    guard_.reset();
    io_.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  void Accept() {
    acceptor_.async_accept(asio::make_strand(io_), [this](error_code error, tcp::socket socket) {
      if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
      if (!error) {
        Take(std::move(socket));
        return Accept();
      }
      // Out of file descriptors: asking again at once would only burn the processor.
      pause_.expires_after(kPauseWithoutFiles);
      pause_.async_wait([this](error_code) {
        if (acceptor_.is_open()) Accept();
      });
    });
  }

  void Take(tcp::socket socket) {
    error_code error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return;
    const std::string address = peer.address().is_loopback() ? "" : peer.address().to_string();
    auto connection = std::make_shared<Connection>(together_, std::move(socket));
    {
      std::lock_guard lock(mutex_);
      const bool too_many = connections_.size() >= kMostConnections || (!address.empty() && by_address_[address] >= kMostConnectionsPerAddress);
      if (too_many || stopping_) return metrics_->CountRefusedConnection();
      connections_.emplace(connection.get(), connection);
      if (!address.empty()) ++by_address_[address];
      metrics_->SetConnections(connections_.size());
    }
    asio::co_spawn(connection->executor(), connection->Serve(), [this, address, connection](std::exception_ptr thrown) {
      if (thrown) Report(thrown);
      Drop(connection.get(), address);
    });
  }

  void Drop(Connection* connection, const std::string& address) {
    std::lock_guard lock(mutex_);
    connections_.erase(connection);
    if (const auto found = by_address_.find(address); found != by_address_.end() && --found->second == 0) by_address_.erase(found);
    metrics_->SetConnections(connections_.size());
    if (connections_.empty()) none_.notify_all();
  }

  static void Report(const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      spdlog::error("a connection failed: {}", error.what());
    }
  }

  void Tick() {
    tick_();
    ticker_.expires_after(kSweep);
    ticker_.async_wait([this](error_code error) {
      if (!error) Tick();
    });
  }

  Together together_;  // before the connections, which go with what follows
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> guard_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_, ticker_;
  int port_ = 0;
  Metrics* metrics_ = nullptr;
  std::function<void()> tick_;
  std::mutex mutex_;
  std::condition_variable none_;
  bool stopping_ = false;
  std::map<Connection*, std::weak_ptr<Connection>> connections_;
  std::map<std::string, size_t> by_address_;
  std::vector<std::thread> threads_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Listen(const Address& address) {
  auto server = std::make_unique<HttpServer>();
  if (absl::Status status = server->Open(address); !status.ok()) return status;
  return server;
}

}  // namespace arshjul::gateway
