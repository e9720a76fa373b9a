#include "config/file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace arshjul::config {
namespace {

std::string KnownKeys() {
  std::string known;
  for (const Option& option : Options()) {
    if (!option.key.empty()) known += (known.empty() ? "" : ", ") + option.key;
  }
  return known;
}

void ReadEntry(const std::string& path, const YAML::Node& key, const YAML::Node& value, Given& given,
               std::vector<Problem>& problems) {
  const std::string name = key.IsScalar() ? key.Scalar() : "";
  const std::string where = path + ": " + (name.empty() ? "line " + std::to_string(key.Mark().line + 1) : name);
  const auto& options = Options();
  auto option = std::find_if(options.begin(), options.end(),
                             [&](const Option& known) { return !name.empty() && known.key == name; });
  if (option == options.end()) {
    problems.push_back({where, "startup.unknown_key", {{"options", KnownKeys()}}});
  } else if (!value.IsScalar() && !value.IsNull()) {
    problems.push_back({where, "startup.not_a_value", {}});
  } else if (!given.emplace(option->flag, Said{where, value.IsNull() ? "" : value.Scalar()}).second) {
    problems.push_back({where, "startup.option_twice", {}});
  }
}

}  // namespace

Given ReadFile(const std::string& path, std::vector<Problem>& problems) {
  Given given;
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  // Copying nothing counts as a failure, and an empty file is none.
  if (in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
  if (!in.is_open() || in.bad() || text.fail()) {
    std::string detail = errno == 0 ? "" : std::strerror(errno);
    problems.push_back({path, "startup.file_unreadable", {{"detail", detail}}});
    return given;
  }
  try {
    YAML::Node root = YAML::Load(text.str());
    if (root.IsNull()) return given;
    if (!root.IsMap()) {
      problems.push_back({path, "startup.not_a_config_file", {{"options", KnownKeys()}}});
      return given;
    }
    for (const auto& entry : root) ReadEntry(path, entry.first, entry.second, given, problems);
  } catch (const YAML::Exception& error) {
    problems.push_back({path, "startup.not_yaml", {{"detail", error.what()}}});
  }
  return given;
}

}  // namespace arshjul::config
