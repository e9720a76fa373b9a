#include "texts.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "messages/messages.h"
#include "texts_embedded.h"

namespace arshjul::gateway {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

void Flatten(const YAML::Node& node, const std::string& prefix, Texts& into) {
  for (const auto& entry : node) {
    const std::string key = prefix.empty() ? entry.first.Scalar() : prefix + "." + entry.first.Scalar();
    if (entry.second.IsMap()) {
      Flatten(entry.second, key, into);
    } else {
      into[key] = entry.second.Scalar();
    }
  }
}

std::map<std::string, Texts, std::less<>> Load() {
  std::map<std::string, Texts, std::less<>> out;
  for (const auto& [language, catalogue] : {std::pair{"nb", kBokmal}, {"nn", kNynorsk}, {"sv", kSwedish}, {"en", kEnglish}}) {
    Flatten(YAML::Load(catalogue), "", out[language]);
  }
  return out;
}

}  // namespace

const Texts& AllTexts(std::string_view language) {
  static const auto kAll = Load();
  const auto found = kAll.find(language);
  return found == kAll.end() ? kAll.at("nb") : found->second;
}

std::string Say(std::string_view language, std::string_view key, const Arguments& arguments) {
  const Texts& texts = AllTexts(language);
  const auto found = texts.find(key);
  if (found == texts.end()) return fmt::format("‹{}›", key);
  const std::string& text = found->second;
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find('{', at);
    const size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return out.append(text, at);
    out.append(text, at, open - at);
    const auto argument = arguments.find(text.substr(open + 1, close - open - 1));
    out += argument == arguments.end() ? text.substr(open, close + 1 - open) : argument->second;
    at = close + 1;
  }
  return out;
}

}  // namespace arshjul::gateway
