#include "texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "messages/flat.h"
#include "texts_embedded.h"

namespace arshjul::cli {
namespace {

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

Texts::Texts(std::string_view language) : language_(language), texts_(messages::Flattened(CatalogueOf(language))) {}

bool Texts::Has(std::string_view key) const { return texts_.find(key) != texts_.end(); }

std::string Texts::Get(std::string_view key, const Arguments& arguments) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) return fmt::format("‹{}›", key);
  return messages::FillHoles(found->second, arguments);
}

std::string Texts::Count(std::string_view key, int64_t count) const {
  return Get(fmt::format("{}.{}", key, count == 1 ? "one" : "many"), {{"count", std::to_string(count)}});
}

}  // namespace arshjul::cli
