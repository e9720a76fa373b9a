#include "bare_server.h"

#include <absl/synchronization/mutex.h>
#include <grpcpp/grpcpp.h>
#include <sqlite3.h>

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "arshjul/v1/task_service.grpc.pb.h"

namespace arshjul::bench {
namespace {

constexpr size_t kMostInGroup = 500;
constexpr int kRows = 20000;

// A thread that runs what it is given, in order.
class Worker {
 public:
  using Jobs = std::deque<std::function<void()>>;
  explicit Worker(std::function<void(Jobs&)> run) : run_(std::move(run)), thread_([this] { Loop(); }) {}
  ~Worker() {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }
  void Push(std::function<void()> job) {
    {
      std::lock_guard lock(mutex_);
      jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
  }

 private:
  void Loop() {
    std::unique_lock lock(mutex_);
    while (true) {
      wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      Jobs jobs;
      while (!jobs_.empty() && jobs.size() < kMostInGroup) {
        jobs.push_back(std::move(jobs_.front()));
        jobs_.pop_front();
      }
      lock.unlock();
      run_(jobs);
      lock.lock();
    }
  }
  std::function<void(Jobs&)> run_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Jobs jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

void Must(int code, sqlite3* database) {
  if (code == SQLITE_OK || code == SQLITE_DONE) return;
  std::fprintf(stderr, "bare loop: %s\n", sqlite3_errmsg(database));
  std::abort();
}

class Bare final : public v1::TaskService::CallbackService {
 public:
  explicit Bare(const std::string& path) : replies_([](Worker::Jobs& jobs) { for (auto& job : jobs) job(); }), writer_([this](Worker::Jobs& jobs) { Group(jobs); }) {
    Must(sqlite3_open(path.c_str(), &database_), database_);
    auto run = [this](const char* sql) { Must(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr), database_); };
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE log(sequence INTEGER PRIMARY KEY, body BLOB)");
    run("CREATE TABLE row(id INTEGER PRIMARY KEY, body BLOB)");
    run("BEGIN");
    for (int i = 0; i < kRows; ++i) run(("INSERT INTO row VALUES(" + std::to_string(i) + ", zeroblob(200))").c_str());
    run("COMMIT");
    Must(sqlite3_prepare_v2(database_, "INSERT INTO log(body) VALUES(?)", -1, &insert_, nullptr), database_);
    Must(sqlite3_prepare_v2(database_, "UPDATE row SET body = ? WHERE id = ?", -1, &update_, nullptr), database_);
  }

  grpc::ServerUnaryReactor* CompleteTask(grpc::CallbackServerContext* context, const v1::CompleteTaskRequest* request,
                                         v1::CompleteTaskResponse* response) override {
    auto* reactor = context->DefaultReactor();
    std::string name = request->name();
    writer_.Push([this, name, response, reactor] {
      Write(name);
      done_.push_back([response, name, reactor] {
        response->mutable_task()->set_name(name);
        reactor->Finish(grpc::Status::OK);
      });
    });
    return reactor;
  }

  // The echo: the same RPC shell, and nothing behind it at all.
  grpc::ServerUnaryReactor* GetTask(grpc::CallbackServerContext* context, const v1::GetTaskRequest* request,
                                    v1::GetTaskResponse* response) override {
    auto* reactor = context->DefaultReactor();
    response->mutable_task()->set_name(request->name());
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  void Write(const std::string& name) {
    std::string body(200, 'x');
    sqlite3_bind_blob(insert_, 1, body.data(), 200, SQLITE_STATIC);
    Must(sqlite3_step(insert_), database_);
    sqlite3_reset(insert_);
    sqlite3_bind_blob(update_, 1, body.data(), 200, SQLITE_STATIC);
    sqlite3_bind_int64(update_, 2, static_cast<sqlite3_int64>(std::hash<std::string>()(name) % kRows));
    Must(sqlite3_step(update_), database_);
    sqlite3_reset(update_);
  }
  void Group(Worker::Jobs& jobs) {
    Must(sqlite3_exec(database_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), database_);
    for (auto& job : jobs) job();
    Must(sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr), database_);
    for (auto& done : done_) replies_.Push(std::move(done));
    done_.clear();
  }
  sqlite3* database_ = nullptr;
  sqlite3_stmt *insert_ = nullptr, *update_ = nullptr;
  std::vector<std::function<void()>> done_;  // of the writer's thread
  Worker replies_, writer_;
};

}  // namespace

int ServeBare(const std::string& database) {
  // As the real server does.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  Bare service(database);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  auto server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::printf("PORT %d\n", port);
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  server->Shutdown();
  return 0;
}

}  // namespace arshjul::bench
