#include "texts.h"

#include <fmt/format.h>

#include "messages/flat.h"
#include "texts_embedded.h"

namespace arshjul::gateway {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

std::map<std::string, Texts, std::less<>> Load() {
  std::map<std::string, Texts, std::less<>> out;
  for (const auto& [language, catalogue] : {std::pair{"nb", kBokmal}, {"nn", kNynorsk}, {"sv", kSwedish}, {"en", kEnglish}}) {
    out[language] = messages::Flattened(catalogue);
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
  return messages::FillHoles(found->second, arguments);
}

}  // namespace arshjul::gateway
