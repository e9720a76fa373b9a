// arshjuld: the composition root. Reads what it is told, opens what it needs, answers until it is asked to stop, and leaves
// in order. Exit codes: 0 stopped in order, 1 could not start or go on, 2 told wrongly.
#include <absl/synchronization/mutex.h>
#include <fmt/format.h>
#include <pthread.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "api/server.h"
#include "calendar/calendar.h"
#include "config/config.h"
#include "api/demo_municipality.h"
#include "messages/messages.h"
#include "notify/demo_addresses.h"
#include "notify/log_notifier.h"
#include "notify/mail_spool.h"
#include "store/file.h"

extern char** environ;

namespace arshjul {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);  // for calls under way, when the server stops
constexpr char kMailSender[] = "arshjul@localhost";

Instant Now() { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

std::map<std::string, std::string> Environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    std::string_view line(*entry);
    size_t equals = line.find('=');
    if (equals != std::string_view::npos) out.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return out;
}

// What the server says to whoever starts it, in that person's language.
class Voice {
 public:
  explicit Voice(const std::map<std::string, std::string>& environment) {
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
      auto found = environment.find(variable);
      if (found == environment.end() || found->second.empty()) continue;
      language_ = messages::ChooseLanguage(found->second);
      return;
    }
  }
  std::string Say(const std::string& key, const messages::Arguments& args = {}) const { return messages::Render(language_, key, args); }
  void Print(const std::string& line) const {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  }

 private:
  std::string language_ = "nb";
};

int Complain(const Voice& voice, const std::vector<config::Problem>& problems) {
  for (const config::Problem& problem : problems) {
    fmt::print(stderr, "arshjuld: {}{}{}\n", problem.where, problem.where.empty() ? "" : ": ", voice.Say(problem.message, problem.args));
  }
  return 2;
}

int Fail(const absl::Status& status) {
  spdlog::critical("{}", std::string(status.message()));
  return 1;
}

// Beside this program lies the command line.
std::string CommandLineProgram() {
  std::error_code error;
  std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return "arshjul";
  const std::filesystem::path program = self.parent_path() / "arshjul";
  std::filesystem::path near = std::filesystem::proximate(program, error);
  // As it would be typed: from here where it lies below, else whole.
  return error || near.string().starts_with("..") ? program.string() : near.string();
}

std::unique_ptr<notify::Notifier> WayOut(const config::Config& config, std::unique_ptr<notify::Notifier> notifier) {
  return config.demo ? notify::MakeDemoAddresses(std::move(notifier)) : std::move(notifier);
}

// The folder is one server's: two would each hold some of its municipalities, and refuse the others.
absl::StatusOr<std::unique_ptr<store::FileLock>> TakeFolder(const std::string& data) {
  std::error_code error;
  // The folder that mail lies in by default is the data's own, and what lies there is nobody else's.
  if (std::filesystem::create_directories(data, error)) std::filesystem::permissions(data, std::filesystem::perms::owner_all, error);
  if (error) return absl::UnavailableError(fmt::format("cannot make the folder {}: {}", data, error.message()));
  return store::FileLock::Take(data + "/server.lock", "this folder");
}

absl::StatusOr<std::unique_ptr<engine::Engine>> StartEngine(const config::Config& config) {
  engine::Options options;
  options.data = config.data;
  options.keys = config.keys;
  options.demo = config.demo;
  options.clock = Now;
  const std::string spool = config.mail_spool.empty() ? config.data + "/mail" : config.mail_spool;
  absl::StatusOr<std::unique_ptr<notify::Notifier>> mail = notify::MakeMailSpool({spool, kMailSender});
  if (!mail.ok()) return mail.status();
  options.notifiers.push_back(WayOut(config, notify::MakeLogNotifier(spdlog::default_logger())));
  options.notifiers.push_back(WayOut(config, *std::move(mail)));
  return engine::Engine::Start(std::move(options));
}

void Greet(const Voice& voice, const config::Config& config, const std::string& address) {
  if (config.demo) {
    voice.Print(voice.Say("startup.demo_running"));
    voice.Print(voice.Say("startup.try_these"));
    for (const std::string& command : FirstCommands(CommandLineProgram(), address)) voice.Print("  " + command);
  }
  voice.Print(voice.Say("startup.listening", {{"address", address}}));
}

int Serve(const Voice& voice, const config::Config& config, const sigset_t& signals) {
  // Days are counted in local time: without the zone every one of them would be wrong.
  if (absl::Status zone = calendar::LoadZone(cycle::Municipality().zone).status(); !zone.ok()) return Fail(zone);
  absl::StatusOr<std::unique_ptr<store::FileLock>> folder = TakeFolder(config.data);
  if (!folder.ok()) return Fail(folder.status());
  absl::StatusOr<std::unique_ptr<engine::Engine>> engine = StartEngine(config);
  if (!engine.ok()) return Fail(engine.status());
  if (config.demo) {
    if (absl::Status demo = SetUpDemo(**engine); !demo.ok()) return Fail(demo);
  }
  absl::StatusOr<std::unique_ptr<api::Server>> server =
      api::Server::Start(**engine, {config.listen, config.demo, {ARSHJUL_VERSION, config.data, Now()}});
  if (!server.ok()) return Fail(server.status());
  Greet(voice, config, (*server)->Address());
  int signal = 0;
  sigwait(&signals, &signal);
  // Whoever asks twice means it.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  voice.Print(voice.Say("startup.stopping"));
  (*server)->Stop(kPatience);
  (*engine)->Drain();
  voice.Print(voice.Say("startup.stopped"));
  return 0;
}

int Main(const std::vector<std::string>& arguments) {
  const std::map<std::string, std::string> environment = Environment();
  const Voice voice(environment);
  config::Parsed parsed = config::Parse(arguments, environment, ARSHJUL_VERSION);
  if (parsed.information) {
    fmt::print("{}", *parsed.information);
    return 0;
  }
  if (!parsed.problems.empty()) return Complain(voice, parsed.problems);
  // What is said on standard output is for whoever starts the server; the log goes beside it.
  spdlog::set_default_logger(spdlog::stderr_color_mt("arshjuld"));
  spdlog::set_level(spdlog::level::from_str(parsed.config.log_level));
  std::signal(SIGPIPE, SIG_IGN);
  // Debian's build looks for deadlocks at every lock that gRPC takes.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // Before any thread is made, so that all of them leave these to the one that waits.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return Serve(voice, parsed.config, signals);
}

}  // namespace
}  // namespace arshjul

int main(int count, char** arguments) {
  return arshjul::Main(std::vector<std::string>(arguments + 1, arguments + count));
}
