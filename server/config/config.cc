#include "config/config.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <utility>

#include "config/file.h"
#include "config/option.h"

namespace arshjul::config {
namespace {

std::string Joined(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : ", ") + word;
  return joined;
}

const std::vector<std::string>& LogLevels() {
  static const std::vector<std::string> kLevels = {"trace", "debug", "info", "warn", "error"};
  return kLevels;
}

// What the flags say, as texts: whether they are right is asked once, wherever a value comes from.
Given ReadFlags(const std::vector<std::string>& arguments, const std::string& version, Parsed& parsed) {
  CLI::App app("arshjuld: the server of a municipality's management year", "arshjuld");
  app.set_version_flag("--version", version);
  app.allow_extras();
  std::map<std::string, CLI::Option*> added;
  std::map<std::string, std::vector<std::string>> values;
  for (const Option& option : Options()) {
    CLI::Option* made = nullptr;
    if (option.is_switch) {
      made = app.add_flag("--" + option.flag, option.help);
    } else {
      // Without a value it is a problem among others, not the parser's first and last word.
      made = app.add_option("--" + option.flag, values[option.flag], option.help)->expected(0, 1);
      made->option_text(option.value);
    }
    added[option.flag] = made->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  Given given;
  std::vector<std::string> backwards(arguments.rbegin(), arguments.rend());
  try {
    app.parse(backwards);
  } catch (const CLI::CallForVersion&) {
    parsed.information = version + "\n";
    return given;
  } catch (const CLI::CallForHelp&) {
    parsed.information = app.help();
    return given;
  } catch (const CLI::ParseError& error) {
    parsed.problems.push_back({"", "startup.unreadable_flags", {{"detail", error.what()}}});
    return given;
  }
  for (const std::string& extra : app.remaining()) parsed.problems.push_back({extra, "startup.unknown_option", {}});
  for (const Option& option : Options()) {
    const std::string where = "--" + option.flag;
    const CLI::Option* found = added[option.flag];
    if (found->count() == 0) continue;
    std::vector<std::string> said = found->results();
    if (said.size() > 1 && !option.is_switch) parsed.problems.push_back({where, "startup.option_twice", {}});
    given[option.flag] = {where, said.back()};
  }
  return given;
}

Given ReadEnvironment(const std::map<std::string, std::string>& environment) {
  Given given;
  for (const Option& option : Options()) {
    auto found = environment.find(option.variable);
    if (found != environment.end()) given[option.flag] = {option.variable, found->second};
  }
  return given;
}

// Splits "address:port"; the address of "[::1]:7407" is "::1".
bool SplitAddress(const std::string& listen, std::string& address, int& port) {
  size_t colon = listen.rfind(':');
  if (colon == std::string::npos || colon + 1 == listen.size() || listen.size() - colon > 6) return false;
  address = listen.substr(0, colon);
  if (address.size() >= 2 && address.front() == '[' && address.back() == ']') {
    address = address.substr(1, address.size() - 2);
    if (address.find(':') == std::string::npos) return false;
  } else if (address.find_first_of(":[]") != std::string::npos) {
    return false;
  }
  std::string digits = listen.substr(colon + 1);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  port = std::stoi(digits);
  return !address.empty() && port <= 65535;
}

bool IsUnixSocket(const std::string& listen) { return listen.size() > 5 && listen.starts_with("unix:"); }

bool IsAddress(const std::string& listen) {
  std::string address;
  int port = 0;
  return IsUnixSocket(listen) || SplitAddress(listen, address, port);
}

// Is `inner` the folder `outer`, or below it?
bool LiesWithin(const std::string& inner, const std::string& outer) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::path in = fs::weakly_canonical(fs::absolute(inner, error) / "", error);
  fs::path out = fs::weakly_canonical(fs::absolute(outer, error) / "", error);
  fs::path between = in.lexically_relative(out);
  return !between.empty() && *between.begin() != "..";
}

std::string KeysBeside(std::string data) {
  while (data.size() > 1 && data.back() == '/') data.pop_back();
  return data + "-keys";
}

class Reading {
 public:
  Reading(std::vector<Given> sources, std::vector<Problem>& problems)
      : sources_(std::move(sources)), problems_(problems) {}

  // What the first source that has the option says; null where none has it.
  const Said* Find(const std::string& flag) const {
    for (const Given& source : sources_) {
      auto found = source.find(flag);
      if (found != source.end()) return &found->second;
    }
    return nullptr;
  }

  void Take(const std::string& flag, std::string& value) {
    const Said* said = Find(flag);
    if (said == nullptr) return;
    if (said->text.empty()) problems_.push_back({said->where, "startup.value_missing", {}});
    if (!said->text.empty()) value = said->text;
  }
  void Take(const std::string& flag, bool& value) {
    const Said* said = Find(flag);
    if (said == nullptr) return;
    if (said->text != "true" && said->text != "false") {
      problems_.push_back({said->where, "startup.not_true_or_false", {{"value", said->text}}});
    }
    value = said->text == "true";
  }

  // Where the value came from, for a problem with it.
  std::string Where(const std::string& flag) const {
    const Said* said = Find(flag);
    return said == nullptr ? "--" + flag : said->where;
  }

 private:
  std::vector<Given> sources_;  // first come, first heard
  std::vector<Problem>& problems_;
};

void Check(const Reading& reading, Parsed& parsed) {
  const Config& config = parsed.config;
  auto problem = [&](const std::string& flag, const std::string& message, std::map<std::string, std::string> args) {
    parsed.problems.push_back({reading.Where(flag), message, std::move(args)});
  };
  if (std::find(LogLevels().begin(), LogLevels().end(), config.log_level) == LogLevels().end()) {
    problem("log-level", "startup.not_a_log_level", {{"value", config.log_level}, {"options", Joined(LogLevels())}});
  }
  if (LiesWithin(config.keys, config.data)) {
    problem("keys", "startup.keys_inside_data", {{"keys", config.keys}, {"data", config.data}});
  }
  if (!IsAddress(config.listen)) {
    problem("listen", "startup.not_an_address", {{"value", config.listen}});
  } else if (config.demo && !IsLoopback(config.listen)) {
    problem("listen", "startup.demo_needs_loopback", {{"address", config.listen}});
  }
  if (!config.demo) parsed.problems.push_back({"", "startup.identity_not_configured", {}});
}

}  // namespace

const std::vector<Option>& Options() {
  static const std::vector<Option> kOptions = {
      {"demo", "ARSHJUL_DEMO", "demo", "", "believe whoever calls, on this machine alone, with a clock of its own", true},
      {"data", "ARSHJUL_DATA", "data", "DIR", "folder of the municipalities' files [./data]", false},
      {"keys", "ARSHJUL_KEYS", "keys", "DIR", "folder of the keys of personnel texts, outside data [<data>-keys]", false},
      {"listen", "ARSHJUL_LISTEN", "listen", "ADDR:PORT", "where to answer [127.0.0.1:7407]", false},
      {"mail-spool", "ARSHJUL_MAIL_SPOOL", "mail_spool", "DIR", "folder to write mail in [no mail]", false},
      {"config", "ARSHJUL_CONFIG", "", "FILE", "YAML file with any of these", false},
      {"log-level", "ARSHJUL_LOG_LEVEL", "log_level", "LEVEL", "trace, debug, info, warn or error [info]", false},
  };
  return kOptions;
}

bool IsLoopback(const std::string& listen) {
  if (IsUnixSocket(listen)) return true;
  std::string address;
  int port = 0;
  if (!SplitAddress(listen, address, port)) return false;
  if (address == "::1" || address == "localhost") return true;
  // 127.0.0.0/8, and nothing that merely begins like it.
  if (!address.starts_with("127.") || std::count(address.begin(), address.end(), '.') != 3) return false;
  return address.find_first_not_of("0123456789.") == std::string::npos;
}

Parsed Parse(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
             const std::string& version) {
  Parsed parsed;
  Given flags = ReadFlags(arguments, version, parsed);
  if (parsed.information) return parsed;
  Given variables = ReadEnvironment(environment);
  std::string path;
  Reading({flags, variables}, parsed.problems).Take("config", path);
  Given file;
  if (!path.empty()) file = ReadFile(path, parsed.problems);
  Reading reading({std::move(flags), std::move(variables), std::move(file)}, parsed.problems);
  Config& config = parsed.config;
  reading.Take("demo", config.demo);
  reading.Take("data", config.data);
  config.keys = KeysBeside(config.data);
  reading.Take("keys", config.keys);
  reading.Take("listen", config.listen);
  reading.Take("mail-spool", config.mail_spool);
  reading.Take("log-level", config.log_level);
  Check(reading, parsed);
  return parsed;
}

}  // namespace arshjul::config
