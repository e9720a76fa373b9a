// The options there are, and how they are said. Inside server/config only.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace arshjul::config {

struct Option {
  std::string flag;      // without dashes
  std::string variable;  // of the environment
  std::string key;       // of the file; "" where it cannot be said there
  std::string value;     // what --help calls the value
  std::string help;
  bool is_switch = false;
};
const std::vector<Option>& Options();

struct Said {
  std::string where;
  std::string text;
};
using Given = std::map<std::string, Said>;  // by flag

}  // namespace arshjul::config
