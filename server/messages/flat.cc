#include "messages/flat.h"

#include <yaml-cpp/yaml.h>

namespace arshjul::messages {
namespace {

void Flatten(const YAML::Node& node, const std::string& prefix, FlatTexts& into) {
  for (const auto& entry : node) {
    const std::string key = prefix.empty() ? entry.first.Scalar() : prefix + "." + entry.first.Scalar();
    if (entry.second.IsMap()) {
      Flatten(entry.second, key, into);
    } else {
      into.insert_or_assign(key, entry.second.Scalar());
    }
  }
}

}  // namespace

FlatTexts Flattened(const std::string& yaml) {
  FlatTexts texts;
  Flatten(YAML::Load(yaml), "", texts);
  return texts;
}

std::string FillHoles(std::string_view text, const std::map<std::string, std::string>& args) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find('{', at);
    const size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out.append(text.substr(at));
    out.append(text.substr(at, open - at));
    const auto argument = args.find(std::string(text.substr(open + 1, close - open - 1)));
    out.append(argument == args.end() ? text.substr(open, close + 1 - open) : std::string_view(argument->second));
    at = close + 1;
  }
  return out;
}

}  // namespace arshjul::messages
