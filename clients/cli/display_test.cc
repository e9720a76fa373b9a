#include "display.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arshjul::cli {
namespace {

TEST(DisplayWidth, CountsWhatATerminalShows) {
  struct Row {
    std::string text;
    int width;
  };
  const std::vector<Row> rows = {
      {"", 0},          {"abc", 3},     {"Løten", 5},  {"e\xCC\x81", 1},  // e and a combining accent
      {"漢字", 4},      {"🙂", 2},      {"…", 1},      {"\xC3", 1},       // half a character
      {"a\xFF" "b", 3}, {"\xF0\x9F", 2}, {"–«»", 3},
  };
  for (const Row& row : rows) EXPECT_EQ(DisplayWidth(row.text), row.width) << row.text;
}

TEST(Harmless, TakesAwayWhatMovesTheCursor) {
  EXPECT_EQ(Harmless("a\x1b[31mb"), "a [31mb");
  EXPECT_EQ(Harmless("a\nb\tc"), "a b c");
  EXPECT_EQ(Harmless("a\xC2\x9B" "b"), "a b");  // the one-character form of ESC [
  EXPECT_EQ(Harmless("blåbær"), "blåbær");
}

TEST(Wrap, BreaksAtSpacesAndKeepsLineBreaks) {
  using testing::ElementsAre;
  EXPECT_THAT(Wrap("en to tre fire", 7), ElementsAre("en to", "tre", "fire"));
  EXPECT_THAT(Wrap("en\n\nto", 20), ElementsAre("en", "", "to"));
  EXPECT_THAT(Wrap("kjempelangtord på", 5), ElementsAre("kjempelangtord", "på"));
  EXPECT_THAT(Wrap("en to", 0), ElementsAre("en to"));
}

TEST(Table, AlignsByWidthAndLeavesEmptyColumnsOut) {
  Table table({{"Enhet"}, {"Antall", true}, {"Tom"}, {"Siste"}});
  table.Add({"Løten", "3", "", "a"});
  table.Add({"Bø", "12", "", ""});
  EXPECT_EQ(table.Render({}),
            "Enhet  Antall  Siste\n"
            "Løten       3  a\n"
            "Bø         12\n");
}

TEST(Table, CutsFlexibleColumnsToFitThePaper) {
  Table table({{"Oppgave", false, true}, {"Frist"}});
  table.Add({"Foreslå mål for neste år", "25. september 2014"});
  EXPECT_EQ(table.Render({.width = 34}),
            "Oppgave         Frist\n"
            "Foreslå mål f…  25. september 2014\n");
  EXPECT_NE(table.Render({}).find("Foreslå mål for neste år"), std::string::npos) << "endless paper cuts nothing";
}

TEST(Table, ColoursOnlyOnPaperThatTakesIt) {
  Table table({{"A"}});
  table.Add({{"rød", Style::kBad}});
  EXPECT_EQ(table.Render({}).find('\x1b'), std::string::npos);
  EXPECT_NE(table.Render({.colour = true}).find("\x1b[31mrød\x1b[0m"), std::string::npos);
}

TEST(Table, IsNothingWithoutRows) { EXPECT_EQ(Table({{"A"}}).Render({}), ""); }

TEST(Facts, WrapsUnderItselfAndLeavesEmptyOnesOut) {
  Facts facts;
  facts.Add("Enhet", "Lund skole");
  facts.Add("Tom", "");
  facts.Add("Gjør", "en to tre fire fem seks sju åtte");
  EXPECT_EQ(facts.Render({.width = 30}),
            "Enhet  Lund skole\n"
            "Gjør   en to tre fire fem seks\n"
            "       sju åtte\n");
}

}  // namespace
}  // namespace arshjul::cli
