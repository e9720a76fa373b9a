#include "texts.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cctype>

#include "texts_embedded.h"

namespace arshjul::cli {
namespace {

void Flatten(const YAML::Node& node, const std::string& prefix, std::map<std::string, std::string, std::less<>>& into) {
  for (const auto& entry : node) {
    const std::string key = prefix.empty() ? entry.first.Scalar() : prefix + "." + entry.first.Scalar();
    if (entry.second.IsMap()) {
      Flatten(entry.second, key, into);
    } else {
      into[key] = entry.second.Scalar();
    }
  }
}

const char* CatalogueOf(std::string_view language) {
  if (language == "nn") return kNynorsk;
  if (language == "sv") return kSwedish;
  if (language == "en") return kEnglish;
  return kBokmal;
}

}  // namespace

std::string ChooseLanguage(std::string_view wish) {
  std::string word;
  for (char c : wish) {
    if (!std::isalpha(static_cast<unsigned char>(c))) break;
    word.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  if (word == "nn" || word == "sv" || word == "en") return word;
  return "nb";
}

Texts::Texts(std::string_view language) : language_(language) {
  Flatten(YAML::Load(CatalogueOf(language)), "", texts_);
}

bool Texts::Has(std::string_view key) const { return texts_.find(key) != texts_.end(); }

std::string Texts::Get(std::string_view key, const Arguments& arguments) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) return fmt::format("‹{}›", key);
  const std::string& text = found->second;
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t open = text.find('{', at);
    const size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return out.append(text, at);
    out.append(text, at, open - at);
    const auto argument = arguments.find(text.substr(open + 1, close - open - 1));
    if (argument == arguments.end()) {
      out.append(text, open, close + 1 - open);
    } else {
      out += argument->second;
    }
    at = close + 1;
  }
  return out;
}

std::string Texts::Count(std::string_view key, int64_t count) const {
  return Get(fmt::format("{}.{}", key, count == 1 ? "one" : "many"), {{"count", std::to_string(count)}});
}

}  // namespace arshjul::cli
