// How the gateway is told what to do: flags, or the environment (ARSHJUL_GATEWAY_LISTEN for --listen). Everything that is
// wrong is found at once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "origin.h"
#include "texts.h"

namespace arshjul::gateway {

struct Options {
  Address listen{"127.0.0.1", 7480};     // --listen
  std::string server = "127.0.0.1:7407";  // --server: where arshjuld answers
  std::string pages;                      // --ui: folder of the built pages; "": none
  std::optional<Origin> origin;           // --origin: the address that browsers see; nothing: the one it listens on
  bool demo = false;                      // --demo: everybody may be anybody
  bool print_open_api = false;            // --print-openapi: and nothing else
  std::string log_level = "info";         // --log-level
};

struct Parsed {
  Options options;
  struct Problem {
    std::string key;  // below startup. of the catalogues; "": `arguments` has the text as "text"
    Arguments arguments;
  };
  std::vector<Problem> problems;           // anything: do not start
  std::optional<std::string> information;  // --help or --version: print this and do nothing else
};

// `arguments` without the program's name.
Parsed Parse(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment, const std::string& version);

}  // namespace arshjul::gateway
