#include "messages/messages.h"

#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <chrono>

#include "fmt/format.h"
#include "messages/embedded.h"
#include "messages/flat.h"
#include "messages/template.h"

namespace arshjul::messages {
namespace {

std::map<std::string, Catalogue, std::less<>> ReadAll() {
  std::map<std::string, Catalogue, std::less<>> all;
  for (const EmbeddedCatalogue& embedded : EmbeddedCatalogues()) {
    Catalogue& catalogue = all[std::string(embedded.language)];
    // A catalogue that is no YAML fails the tests; in a running server its keys show instead of its texts.
    try {
      catalogue = Flattened(std::string(embedded.yaml));
    } catch (const YAML::Exception&) {
      catalogue.clear();
    }
  }
  return all;
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

const std::string* Find(std::string_view language, std::string_view key) {
  const Catalogue& catalogue = CatalogueOf(language);
  auto found = catalogue.find(key);
  return found == catalogue.end() ? nullptr : &found->second;
}

// Words of the program, said in the language.
Arguments Spoken(std::string_view language, Arguments args) {
  for (auto& [name, value] : args) {
    std::string key = fmt::format("value.{}.{}", name, LowerCase(value));
    const std::string* word = Find(language, key);
    if (word == nullptr) word = Find("nb", key);
    if (word != nullptr) value = *word;
  }
  return args;
}

}  // namespace

const std::vector<std::string>& Languages() {
  static const auto& languages = *new std::vector<std::string>{"nb", "nn", "sv", "en"};
  return languages;
}

std::string ChooseLanguage(std::string_view wish) {
  while (!wish.empty()) {
    std::string_view one = wish.substr(0, wish.find(','));
    wish.remove_prefix(std::min(wish.size(), one.size() + 1));
    one.remove_prefix(std::min(one.size(), one.find_first_not_of(' ')));
    std::string language = LowerCase(one.substr(0, one.find_first_of("-_; ")));
    if (language == "no") return "nb";
    if (std::find(Languages().begin(), Languages().end(), language) != Languages().end()) return language;
  }
  return "nb";
}

const Catalogue& CatalogueOf(std::string_view language) {
  static const auto& all = *new std::map<std::string, Catalogue, std::less<>>(ReadAll());
  static const auto& none = *new Catalogue();
  auto found = all.find(language);
  return found == all.end() ? none : found->second;
}

std::string Render(std::string_view language, std::string_view key, const Arguments& args) {
  const std::string* text = Find(language, key);
  if (text == nullptr) text = Find("nb", key);
  return text == nullptr ? std::string(key) : Fill(*text, args);
}

std::string RenderWords(std::string_view language, std::string_view key, const Arguments& args) {
  return Render(language, key, Spoken(language, args));
}

std::string ReasonKey(Reason reason) { return "reason." + LowerCase(ReasonName(reason)); }

std::string Render(std::string_view language, const Refusal& refusal) {
  return Render(language, ReasonKey(refusal.reason), Spoken(language, refusal.args));
}

std::string Render(std::string_view language, const FieldViolation& violation) {
  return Render(language, "problem." + violation.problem, Spoken(language, violation.args));
}

std::string RenderDate(std::string_view language, Date date) {
  std::chrono::year_month_day day(date);
  return Render(language, "date",
                {{"year", fmt::format("{:04}", static_cast<int>(day.year()))},
                 {"month", fmt::format("{:02}", static_cast<unsigned>(day.month()))},
                 {"day", fmt::format("{:02}", static_cast<unsigned>(day.day()))}});
}

}  // namespace arshjul::messages
