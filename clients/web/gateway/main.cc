// arshjul-gateway: reads what it is told, opens what it needs, answers until it is asked to stop, and leaves in order. Exit
// codes as arshjuld: 0 stopped in order, 1 could not start or go on, 2 told wrongly.
#include <absl/synchronization/mutex.h>
#include <fmt/format.h>
#include <pthread.h>
#include <sodium.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "demo_login.h"
#include "descriptors.h"
#include "gateway.h"
#include "messages/messages.h"
#include "open_api.h"
#include "options.h"
#include "server.h"
#include "texts.h"

extern char** environ;

namespace arshjul::gateway {
namespace {

std::map<std::string, std::string> Environment() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view line(*entry);
    const size_t equals = line.find('=');
    if (equals != std::string_view::npos) out.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return out;
}

// Of whoever starts it.
std::string LanguageOf(const std::map<std::string, std::string>& environment) {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto found = environment.find(variable);
    if (found != environment.end() && !found->second.empty()) return messages::ChooseLanguage(found->second);
  }
  return "nb";
}

void Tell(const std::string& line) {
  fmt::print("{}\n", line);
  std::fflush(stdout);
}

int Complain(const std::string& line, int code) {
  fmt::print(stderr, "arshjul-gateway: {}\n", line);
  return code;
}

// Each connection takes one; the usual limit is 1024, and the hard one far higher.
void TakeAllFileDescriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Origin OriginOf(const Options& options, int port) {
  if (options.origin) return *options.origin;
  const bool six = options.listen.host.find(':') != std::string::npos;
  // What it listens on, which has been checked.
  return *ParseOrigin(fmt::format("http://{}{}{}:{}", six ? "[" : "", options.listen.host, six ? "]" : "", port));
}

absl::StatusOr<std::unique_ptr<StaticFiles>> PagesOf(const Options& options) {
  if (options.pages.empty()) return nullptr;
  return StaticFiles::Read(options.pages);
}

int Serve(const Options& options, const Routes& routes, const std::string& language, const sigset_t& signals) {
  absl::StatusOr<std::unique_ptr<StaticFiles>> pages = PagesOf(options);
  if (!pages.ok()) {
    const char* key = absl::IsNotFound(pages.status()) ? "startup.not_a_folder" : "startup.folder_too_large";
    return Complain(Say(language, key, {{"flag", "--ui"}, {"value", options.pages}}), 2);
  }
  absl::StatusOr<std::unique_ptr<Server>> server = Server::Listen(options.listen);
  if (!server.ok()) {
    const std::string address = fmt::format("{}:{}", options.listen.host, options.listen.port);
    return Complain(Say(language, "startup.cannot_listen", {{"address", address}, {"why", std::string(server.status().message())}}), 1);
  }
  const Origin origin = OriginOf(options, (*server)->port());
  std::unique_ptr<Upstream> upstream = MakeUpstream(options.server);
  Sessions sessions(std::chrono::steady_clock::now, [](unsigned char* bytes, size_t size) { randombytes_buf(bytes, size); });
  const std::unique_ptr<LoginDoor> door = MakeDemoLogin(*upstream);
  Metrics metrics;
  Gateway gateway({origin, routes, *upstream, sessions, *door, metrics, pages->get(), std::make_shared<const std::string>(OpenApi(routes, ApiFiles()))});
  (*server)->Serve(gateway, metrics, [&gateway] { gateway.Tick(); });
  Tell(Say(language, "startup.listening", {{"origin", origin.text}}));
  int signal = 0;
  sigwait(&signals, &signal);
  // Whoever asks twice means it.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  Tell(Say(language, "startup.stopping"));
  (*server)->Stop();
  // Calls that nobody waits for any more still tell the gateway how they ended.
  upstream.reset();
  Tell(Say(language, "startup.stopped"));
  return 0;
}

int Main(const std::vector<std::string>& arguments) {
  const std::map<std::string, std::string> environment = Environment();
  const std::string language = LanguageOf(environment);
  const Parsed parsed = Parse(arguments, environment, ARSHJUL_VERSION);
  if (parsed.information) {
    fmt::print("{}", *parsed.information);
    return 0;
  }
  for (const Parsed::Problem& problem : parsed.problems) {
    Complain(problem.key.empty() ? problem.arguments.at("text") : Say(language, "startup." + problem.key, problem.arguments), 2);
  }
  if (!parsed.problems.empty()) return 2;
  const absl::StatusOr<Routes> routes = Routes::Build(ApiServices());
  if (!routes.ok()) return Complain(std::string(routes.status().message()), 1);
  if (parsed.options.print_open_api) {
    fmt::print("{}\n", OpenApi(*routes, ApiFiles()));
    return 0;
  }
  if (sodium_init() < 0) return Complain("libsodium", 1);
  setenv("GRPC_VERBOSITY", "NONE", 0);  // gRPC's own log lines mean nothing to people
  spdlog::set_default_logger(spdlog::stderr_color_mt("arshjul-gateway"));
  spdlog::set_level(spdlog::level::from_str(parsed.options.log_level));
  std::signal(SIGPIPE, SIG_IGN);
  // Debian's build looks for deadlocks at every lock that gRPC takes.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  TakeAllFileDescriptors();
  // Before any thread is made, so that all of them leave these to the one that waits.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return Serve(parsed.options, *routes, language, signals);
}

}  // namespace
}  // namespace arshjul::gateway

int main(int count, char** arguments) { return arshjul::gateway::Main(std::vector<std::string>(arguments + 1, arguments + count)); }
