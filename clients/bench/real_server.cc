#include "real_server.h"

#include <unistd.h>

#include <chrono>

#include "callers.h"
#include "municipality.h"

namespace arshjul::bench {

using Clock = std::chrono::steady_clock;

RealServer::RealServer(const std::filesystem::path& program, const std::filesystem::path& data)
    // Servers of two runs at once do not meet: the process id spreads them.
    : program_(program),
      data_(data),
      // Each is synced: on the disk that is measured, the letters of years that are played in minutes would be what is measured.
      letters_("/dev/shm/arshjul-bench-" + std::to_string(getpid())),
      address_("127.0.0.1:" + std::to_string(20000 + getpid() % 20000)) {
  std::filesystem::create_directories(letters_);
}

RealServer::~RealServer() {
  child_.reset();
  std::error_code gone;
  std::filesystem::remove_all(letters_, gone);
}

double RealServer::Start(const std::string& person) {
  auto start = Clock::now();
  child_.emplace(std::vector<std::string>{program_, "--demo", "--data", data_, "--listen", address_, "--mail-spool", letters_, "--log-level", "error"});
  channel_ = ConnectAlone(address_);
  if (!person.empty()) MyTasks(channel_, person);
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void RealServer::Stop() { child_.reset(); }

void RealServer::Kill() {
  child_->Kill();
  child_.reset();
}

}  // namespace arshjul::bench
