// How the server is told what to do: flags, environment, a file; and what it does when it is told nothing.
//
// Each option is taken from the first that has it: a flag (--mail-spool), the environment (ARSHJUL_MAIL_SPOOL), the YAML
// file (mail_spool), the default. Everything that is wrong is found at once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace arshjul::config {

struct Config {
  bool demo = false;            // --demo: believes whoever calls; a clock of its own
  std::string data = "./data";  // --data: folder of the municipalities' files
  std::string keys;             // --keys: folder of their keys, outside data; by default data with "-keys" after it
  std::string listen = "127.0.0.1:7407";  // --listen: address:port, [address]:port or unix:path
  std::string mail_spool;                 // --mail-spool: folder for mail; "": none is made
  std::string log_level = "info";         // --log-level: trace, debug, info, warn, error
  bool operator==(const Config&) const = default;
};

struct Problem {
  std::string where;    // "--listen", "ARSHJUL_LISTEN", "arshjul.yaml: listen"; "" for the whole
  std::string message;  // key of the catalogues, "startup.not_an_address"
  std::map<std::string, std::string> args;
  bool operator==(const Problem&) const = default;
};

struct Parsed {
  Config config;                           // what was said, as far as it is sound
  std::vector<Problem> problems;           // anything: do not start
  std::optional<std::string> information;  // --help or --version was asked for: print this and do nothing else
};

// `arguments` without the program's name. Reads the file that --config or ARSHJUL_CONFIG names, and nothing else.
Parsed Parse(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
             const std::string& version);

// The address:port, [address]:port or unix:path leads to this machine alone.
bool IsLoopback(const std::string& listen);

}  // namespace arshjul::config
