#include "texts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "problem.h"

namespace arshjul::gateway {
namespace {

std::set<std::string> Holes(const std::string& text) {
  static const std::regex hole(R"(\{[a-z_]+\})");
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), hole), end; at != end; ++at) found.insert(at->str());
  return found;
}

TEST(Texts, HoldTheSameKeysAndHolesInEveryLanguage) {
  const auto& bokmal = AllTexts("nb");
  for (const char* language : {"nn", "sv", "en"}) {
    const auto& other = AllTexts(language);
    for (const auto& [key, text] : bokmal) {
      const auto found = other.find(key);
      ASSERT_NE(found, other.end()) << language << " has no " << key;
      EXPECT_EQ(Holes(text), Holes(found->second)) << language << " " << key;
    }
    EXPECT_EQ(bokmal.size(), other.size()) << language;
  }
}

// Every key that the code names is there, and every one that is there is named.
TEST(Texts, AreThoseThatTheCodeNames) {
  std::set<std::string> named;
  const std::regex own(R"re((?:OwnProblem|Fail)\((\d+), "([a-z_]+)")re"), word(R"re("([a-z_0-9]+)")re"), full(R"re("((?:startup|detail|field|calendar)\.[a-z_0-9]+)")re");
  std::string all;
  for (const auto& file : std::filesystem::directory_iterator(GATEWAY_SOURCES)) {
    const std::string name = file.path().filename().string();
    if (!(name.ends_with(".cc") || name.ends_with(".h")) || name.ends_with("_test.cc")) continue;
    std::ostringstream stream;
    stream << std::ifstream(file.path()).rdbuf();
    all += stream.str();
  }
  const auto& texts = AllTexts("nb");
  int seen = 0;
  for (std::sregex_iterator at(all.begin(), all.end(), own), end; at != end; ++at, ++seen) {
    EXPECT_EQ(texts.count("title." + (*at)[1].str()), 1u) << "title." << (*at)[1];
    EXPECT_EQ(texts.count("detail." + (*at)[2].str()), 1u) << "detail." << (*at)[2];
  }
  EXPECT_GT(seen, 20) << "the search has lost its way";
  for (std::sregex_iterator at(all.begin(), all.end(), full), end; at != end; ++at) EXPECT_EQ(texts.count((*at)[1].str()), 1u) << (*at)[1];
  for (std::sregex_iterator at(all.begin(), all.end(), word), end; at != end; ++at) named.insert((*at)[1].str());
  for (std::sregex_iterator at(all.begin(), all.end(), full), end; at != end; ++at) named.insert((*at)[1].str().substr((*at)[1].str().find('.') + 1));
  for (const auto& [key, text] : texts) {
    if (!key.starts_with("title.")) EXPECT_EQ(named.count(key.substr(key.find('.') + 1)), 1u) << key << " is said nowhere";
  }
}

TEST(Texts, HaveATitleForEveryStatusThatACallMayEndWith) {
  for (int code = 1; code <= 16; ++code) EXPECT_EQ(AllTexts("nb").count("title." + std::to_string(HttpStatusOf(code))), 1u) << code;
}

TEST(Texts, FillHolesAndShowWhatIsMissing) {
  EXPECT_EQ(Say("en", "field.missing", {{"name", "{value}"}}), "'{value}' is missing.");
  EXPECT_EQ(Say("en", "field.missing"), "'{name}' is missing.");
  EXPECT_EQ(Say("en", "no.such"), "‹no.such›");
}

}  // namespace
}  // namespace arshjul::gateway
