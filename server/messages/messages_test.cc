#include "messages/messages.h"

#include <gtest/gtest.h>

#include <yaml-cpp/yaml.h>

#include "messages/embedded.h"
#include "messages/template.h"

namespace arshjul::messages {
namespace {

std::vector<Reason> AllReasons() {
  // ReasonName knows every reason (the compiler sees to it), so its names tell how far the enum goes.
  std::vector<Reason> reasons;
  for (int number = 1; number < 1000; ++number) {
    if (std::string(ReasonName(static_cast<Reason>(number))) != "UNKNOWN") reasons.push_back(static_cast<Reason>(number));
  }
  return reasons;
}

TEST(Catalogues, EveryReasonHasAMessageInEveryLanguage) {
  ASSERT_GE(AllReasons().size(), 38u);
  for (const std::string& language : Languages()) {
    for (Reason reason : AllReasons()) {
      EXPECT_TRUE(CatalogueOf(language).contains(ReasonKey(reason))) << language << ".yaml lacks " << ReasonKey(reason);
    }
  }
}

TEST(Catalogues, EveryReasonMessageIsOfAReason) {
  std::set<std::string> keys;
  for (Reason reason : AllReasons()) keys.insert(ReasonKey(reason));
  for (const auto& [key, text] : CatalogueOf("nb")) {
    if (key.starts_with("reason.")) { EXPECT_TRUE(keys.contains(key)) << key << " is no reason of base/refusal.h"; }
  }
}

TEST(Catalogues, AllHoldTheSameKeysWithTheSameHoles) {
  const Catalogue& nb = CatalogueOf("nb");
  ASSERT_FALSE(nb.empty());
  for (const std::string& language : Languages()) {
    const Catalogue& other = CatalogueOf(language);
    for (const auto& [key, text] : nb) {
      auto found = other.find(key);
      if (found == other.end()) {
        ADD_FAILURE() << language << ".yaml lacks " << key;
      } else {
        EXPECT_EQ(HolesOf(text), HolesOf(found->second)) << language << ".yaml: other holes in " << key;
      }
    }
    for (const auto& [key, text] : other) EXPECT_TRUE(nb.contains(key)) << language << ".yaml has " << key << ", nb.yaml not";
  }
}

TEST(Catalogues, EveryTextIsWellFormed) {
  for (const std::string& language : Languages()) {
    for (const auto& [key, text] : CatalogueOf(language)) {
      EXPECT_EQ(FaultOf(text), "") << language << ".yaml: " << key;
      EXPECT_FALSE(text.empty() || text.front() == ' ' || text.back() == ' ') << language << ".yaml: " << key;
    }
  }
}

TEST(Catalogues, NoKeyStandsTwice) {
  // The reader of YAML lets the last one win without a word.
  for (const EmbeddedCatalogue& embedded : EmbeddedCatalogues()) {
    for (const auto& section : YAML::Load(std::string(embedded.yaml))) {
      if (!section.second.IsMap()) continue;
      std::set<std::string> keys;
      for (const auto& entry : section.second) {
        EXPECT_TRUE(keys.insert(entry.first.Scalar()).second)
            << embedded.language << ".yaml: " << section.first.Scalar() << "." << entry.first.Scalar() << " stands twice";
      }
    }
  }
}

TEST(Fill, Rows) {
  struct FillRow {
    const char* text;
    Arguments args;
    const char* expected;
  };
  const std::vector<FillRow> rows = {
      {"", {}, ""},
      {"Må fylles ut.", {{"min", "3"}}, "Må fylles ut."},
      {"Minst {min}, høyst {max}", {{"min", "3"}, {"max", "4"}}, "Minst 3, høyst 4"},
      {"Minst {min}", {}, "Minst {min}"},
      {"{a}{a}", {{"a", "x"}}, "xx"},
      {"{a}", {{"a", "{b}"}, {"b", "no"}}, "{b}"},
      {"{a}[ og {b}]", {{"a", "[x]"}, {"b", "]["}}, "[x] og ]["},
      {"Fant ikke[ «{name}»].", {{"name", "Lund"}}, "Fant ikke «Lund»."},
      {"Fant ikke[ «{name}»].", {}, "Fant ikke."},
      {"Fant ikke[ «{name}»].", {{"name", ""}}, "Fant ikke."},
      {"[{a} og {b}]!", {{"a", "1"}}, "!"},
      {"[{a}][, {b}]", {{"b", "2"}}, ", 2"},
      {"a { b", {}, "a { b"},
      {"a {B} }", {{"B", "no"}}, "a {B} }"},
      {"[{a}", {}, "{a}"},
      {"x]{a}", {{"a", "1"}}, "x1"},
  };
  for (const FillRow& row : rows) EXPECT_EQ(Fill(row.text, row.args), row.expected) << row.text;
}

TEST(FaultOf, Rows) {
  const std::vector<std::pair<const char*, bool>> rows = {
      {"plain", false},      {"{a} [x {b}]", false}, {"{A}", true},   {"{", true},  {"}", true}, {"[x]", true},
      {"[{a}[{b}]]", true}, {"[{a}", true},         {"{a}]", true}, {"{}", true}, {"[{a}][{b}]", false},
  };
  for (const auto& [text, faulty] : rows) EXPECT_EQ(!FaultOf(text).empty(), faulty) << text << ": " << FaultOf(text);
}

TEST(Render, Rows) {
  struct RenderRow {
    const char* language;
    const char* key;
    Arguments args;
    const char* expected;
  };
  const std::vector<RenderRow> rows = {
      {"nb", "problem.below_min", {{"min", "3"}}, "Kan ikke være mindre enn 3."},
      {"en", "problem.below_min", {{"min", "3"}}, "Cannot be less than 3."},
      {"sv", "problem.required", {}, "Måste fyllas i."},
      {"nn", "problem.required", {}, "Må fyllast ut."},
      {"de", "problem.required", {}, "Må fylles ut."},
      {"", "holiday.good_friday", {}, "Langfredag"},
      {"nb", "problem.no_such_key", {}, "problem.no_such_key"},
      {"nb", "", {}, ""},
  };
  for (const RenderRow& row : rows) EXPECT_EQ(Render(row.language, row.key, row.args), row.expected) << row.key;
}

TEST(Render, RefusalsAndViolations) {
  EXPECT_EQ(ReasonKey(Reason::kStaleEtag), "reason.stale_etag");
  EXPECT_EQ(Render("nb", Refusal{Reason::kUnitNotFound, {{"unit", "Lund"}}, {}}), "Fant ikke enheten «Lund».");
  EXPECT_EQ(Render("nb", FieldViolation{"date", "after_latest", {{"latest", "2014-09-25"}}}), "Kan ikke være etter 2014-09-25.");
}

TEST(Render, SaysTheProgramsWordsInTheLanguage) {
  FieldViolation violation{"rows[1].cause", "needed_for_colour", {{"colour", "RED"}}};
  EXPECT_EQ(Render("nb", violation), "Må fylles ut når resultatet er rødt.");
  EXPECT_EQ(Render("en", violation), "Must be filled in when the result is red.");
  violation.args["colour"] = "MAUVE";
  EXPECT_EQ(Render("nb", violation), "Må fylles ut når resultatet er MAUVE.");
}

TEST(ChooseLanguage, Rows) {
  const std::vector<std::pair<const char*, const char*>> rows = {
      {"", "nb"},   {"nb", "nb"},           {"no", "nb"},        {"nn-NO", "nn"},    {"EN_gb.UTF-8", "en"},
      {"sv", "sv"}, {"de, en;q=0.5", "en"}, {"de,fr", "nb"},     {"  sv-SE ", "sv"}, {"en;q=0.8", "en"},
      {",", "nb"},  {"C.UTF-8", "nb"},      {"n", "nb"},
  };
  for (const auto& [wish, expected] : rows) EXPECT_EQ(ChooseLanguage(wish), expected) << wish;
}

TEST(RenderDate, ByLanguage) {
  EXPECT_EQ(RenderDate("nb", MakeDate(2014, 9, 5)), "05.09.2014");
  EXPECT_EQ(RenderDate("nn", MakeDate(2014, 9, 5)), "05.09.2014");
  EXPECT_EQ(RenderDate("sv", MakeDate(2014, 9, 5)), "2014-09-05");
  EXPECT_EQ(RenderDate("en", MakeDate(2014, 9, 5)), "2014-09-05");
}

}  // namespace
}  // namespace arshjul::messages
