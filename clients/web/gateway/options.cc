#include "options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace arshjul::gateway {
namespace {

const std::vector<std::string> kLevels = {"trace", "debug", "info", "warn", "error"};

struct Said {
  std::string listen = "127.0.0.1:7480", server = "127.0.0.1:7407", pages, origin, log_level = "info";
  bool demo = false, print = false;
};

// The word, or what the environment says in its place.
void FromEnvironment(const CLI::Option* option, const std::string& name, const std::map<std::string, std::string>& environment, std::string& value) {
  const auto found = environment.find("ARSHJUL_GATEWAY_" + name);
  if (option->count() == 0 && found != environment.end() && !found->second.empty()) value = found->second;
}

void CheckOrigin(const Said& said, Parsed& parsed) {
  if (said.origin.empty()) {
    // What it listens on is what browsers see, as long as that is this machine's own.
    if (!IsLoopbackHost(parsed.options.listen.host)) parsed.problems.push_back({"not_an_origin", {{"flag", "--origin"}, {"value", ""}}});
    return;
  }
  parsed.options.origin = ParseOrigin(said.origin);
  if (!parsed.options.origin) {
    parsed.problems.push_back({"not_an_origin", {{"flag", "--origin"}, {"value", said.origin}}});
  } else if (!parsed.options.origin->tls && !parsed.options.origin->loopback) {
    parsed.problems.push_back({"origin_needs_tls", {{"flag", "--origin"}, {"value", said.origin}}});
  }
}

void Check(const Said& said, Parsed& parsed) {
  Options& options = parsed.options;
  if (std::find(kLevels.begin(), kLevels.end(), said.log_level) == kLevels.end()) {
    parsed.problems.push_back({"not_a_log_level", {{"flag", "--log-level"}, {"value", said.log_level}}});
  }
  const std::optional<Address> listen = ParseAddress(said.listen);
  if (listen) options.listen = *listen;
  if (!listen) parsed.problems.push_back({"not_an_address", {{"flag", "--listen"}, {"value", said.listen}}});
  if (!ParseAddress(said.server) && !(said.server.starts_with("unix:") && said.server.size() > 5)) {
    parsed.problems.push_back({"not_an_address", {{"flag", "--server"}, {"value", said.server}}});
  }
  CheckOrigin(said, parsed);
  if (!options.demo) {
    parsed.problems.push_back({"login_not_configured", {}});
  } else if (options.origin && options.origin->tls && !options.origin->loopback) {
    // Behind a proxy it would be all the world's.
    parsed.problems.push_back({"demo_needs_loopback", {{"flag", "--origin"}, {"value", said.origin}}});
  } else if (listen && !IsLoopbackHost(listen->host)) {
    parsed.problems.push_back({"demo_needs_loopback", {{"flag", "--listen"}, {"value", said.listen}}});
  }
}

}  // namespace

Parsed Parse(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment, const std::string& version) {
  Said said;
  Parsed parsed;
  CLI::App app("arshjul-gateway: HTTP and the web pages in front of arshjuld", "arshjul-gateway");
  app.set_version_flag("--version", version);
  const auto* listen = app.add_option("--listen", said.listen, "where to answer [127.0.0.1:7480]")->option_text("ADDR:PORT");
  const auto* server = app.add_option("--server", said.server, "where arshjuld answers [127.0.0.1:7407]")->option_text("ADDR:PORT");
  const auto* pages = app.add_option("--ui", said.pages, "folder of the built pages [none]")->option_text("DIR");
  const auto* origin = app.add_option("--origin", said.origin, "the address that browsers see [http:// and --listen]")->option_text("URL");
  const auto* level = app.add_option("--log-level", said.log_level, "trace, debug, info, warn or error [info]")->option_text("LEVEL");
  const auto* demo = app.add_flag("--demo", said.demo, "everybody may be anybody, on this machine alone");
  app.add_flag("--print-openapi", said.print, "print the description of the API (OpenAPI 3.1) and do nothing else");
  std::vector<std::string> backwards(arguments.rbegin(), arguments.rend());
  try {
    app.parse(backwards);
  } catch (const CLI::CallForVersion&) {
    parsed.information = version + "\n";
    return parsed;
  } catch (const CLI::CallForHelp&) {
    parsed.information = app.help();
    return parsed;
  } catch (const CLI::ParseError& error) {
    parsed.problems.push_back({"", {{"text", error.what()}}});
    return parsed;
  }
  FromEnvironment(listen, "LISTEN", environment, said.listen);
  FromEnvironment(server, "SERVER", environment, said.server);
  FromEnvironment(pages, "UI", environment, said.pages);
  FromEnvironment(origin, "ORIGIN", environment, said.origin);
  FromEnvironment(level, "LOG_LEVEL", environment, said.log_level);
  std::string demo_word;
  FromEnvironment(demo, "DEMO", environment, demo_word);
  parsed.options = {.server = said.server, .pages = said.pages, .demo = said.demo || demo_word == "true", .print_open_api = said.print, .log_level = said.log_level};
  if (!said.print) Check(said, parsed);
  return parsed;
}

}  // namespace arshjul::gateway
