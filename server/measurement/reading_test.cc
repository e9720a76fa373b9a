#include <gtest/gtest.h>

#include <cmath>

#include "measurement/measurement.h"

namespace arshjul::measurement {
namespace {

TEST(ReadFigure, ReadsNumbersAsMunicipalitiesWriteThem) {
  struct Row {
    std::string text;
    double number;
  };
  const std::vector<Row> rows = {
      {"0", 0},
      {"7", 7},
      {"4,25", 4.25},
      {"4.7", 4.7},
      {"0,03%", 0.03},
      {"11,6 %", 11.6},
      {"98 %", 98},
      {"103,25%", 103.25},
      {" 12 ", 12},
      {"12,0", 12},
      {"31 870", 31870},
      {"31\u00A0870", 31870},     // no-break space
      {"2\u202F345\u202F678", 2345678},  // narrow no-break space
      {"1 234,5", 1234.5},
      {"1.234,5", 1234.5},
      {"1.234.567", 1234567},
      {"0.125", 0.125},
      {"1234.567", 1234.567},
      {"-3", -3},
      {"- 2 718", -2718},
      {"\u22124,5 %", -4.5},  // minus sign
      {"\u20135", -5},        // dash for minus
      {"+950 000", 950000},
      {"-0", 0},
      {"kr 4 500", 4500},
      {"kr. 4 500,-", 4500},
      {"4 500 kr", 4500},
      {"12 prosent", 12},
      {"8,5 pst.", 8.5},
      {"-1 500,50 kr", -1500.5},
      {"123456789012345", 123456789012345.0},
  };
  for (const Row& row : rows) {
    Figure figure = ReadFigure(row.text);
    EXPECT_EQ(figure.missing, Missing::kNone) << row.text << ": " << MissingName(figure.missing);
    EXPECT_DOUBLE_EQ(figure.number, row.number) << row.text;
    EXPECT_FALSE(std::signbit(figure.number) && figure.number == 0) << row.text;
    EXPECT_EQ(FigureProblem(figure), "") << row.text;
    EXPECT_EQ(ReadProblem(row.text), "") << row.text;
  }
}

TEST(ReadFigure, TellsTheKindsOfNothingApart) {
  struct Row {
    std::string text;
    Missing missing;
  };
  const std::vector<Row> rows = {
      {"", Missing::kEmpty},
      {"  \t ", Missing::kEmpty},
      {"\u00A0", Missing::kEmpty},
      {"-", Missing::kEmpty},
      {"--", Missing::kEmpty},
      {"- -", Missing::kEmpty},
      {"\u2013", Missing::kEmpty},
      {"\u2014 \u2014", Missing::kEmpty},
      {"Ikke målt", Missing::kNotMeasured},
      {"IKKE MÅLT", Missing::kNotMeasured},
      {"ikke  målt.", Missing::kNotMeasured},
      {"ikkje målt", Missing::kNotMeasured},
      {"Inte mätt", Missing::kNotMeasured},
      {"For lav svarprosent", Missing::kSuppressed},
      {"for få svar", Missing::kSuppressed},
      {"För låg svarsfrekvens", Missing::kSuppressed},
      {"Kommer senere", Missing::kNotPublished},
      {"Res. senere", Missing::kNotPublished},
      {"ikke publisert", Missing::kNotPublished},
  };
  for (const Row& row : rows) {
    Figure figure = ReadFigure(row.text);
    EXPECT_STREQ(MissingName(figure.missing), MissingName(row.missing)) << row.text;
    EXPECT_EQ(figure.number, 0) << row.text;
    EXPECT_EQ(FigureProblem(figure), "") << row.text;
  }
}

TEST(ReadFigure, KeepsWhatItCannotReadAsText) {
  struct Row {
    std::string text, problem;
  };
  const std::vector<Row> rows = {
      // Footnotes: the mark might be a digit of the figure.
      {"72,4(1)", "footnote"},
      {"51(3)", "footnote"},
      {"51 (50)", "footnote"},
      {"9,8%(4)", "footnote"},
      {"42%(5)", "footnote"},
      {"99,1%**", "footnote"},
      {"7,2*", "footnote"},
      {"49\u00B2", "footnote"},
      {"50 [1]", "footnote"},
      // Two numbers in one cell.
      {"70/30", "two_numbers"},
      {"4,9/5,2**", "two_numbers"},
      {"4-5", "two_numbers"},
      {"4,0 \u2013 4,5", "two_numbers"},
      {"3 av 4", "two_numbers"},
      {"2014 2015", "two_numbers"},
      {"4, 5 og 6", "two_numbers"},
      {"1 23", "two_numbers"},
      // A space where none belongs.
      {"97, 4%", "stray_space"},
      {"97 ,4", "stray_space"},
      {"4. 9", "stray_space"},
      // Other text, and numbers that may mean two things.
      {"1.234", "not_a_number"},
      {"-2.400 000", "not_a_number"},
      {"1,234,567", "not_a_number"},
      {"1.6.2015", "not_a_number"},
      {"ca. 5", "not_a_number"},
      {"5 uker", "not_a_number"},
      {"20 pr.år", "not_a_number"},
      {"5 mill. kr", "not_a_number"},
      {">5", "not_a_number"},
      {"<3", "not_a_number"},
      {"god", "not_a_number"},
      {"(5)", "not_a_number"},
      {"%", "not_a_number"},
      {"5%%", "not_a_number"},
      {"5,", "not_a_number"},
      {",5", "not_a_number"},
      {"--5", "not_a_number"},
      {"5-", "not_a_number"},
      {"1e5", "two_numbers"},
      {"0x10", "two_numbers"},
      {"nan", "not_a_number"},
      {"inf", "not_a_number"},
      {"1234567890123456", "not_a_number"},  // more digits than a double holds
      {"\xff\xfe", "not_a_number"},
      {std::string("5\0", 2), "not_a_number"},
      {std::string(200000, ' ') + "x", "not_a_number"},
      {std::string(200000, '9'), "not_a_number"},
  };
  for (const Row& row : rows) {
    std::string shown = row.text.substr(0, 40);
    Figure figure = ReadFigure(row.text);
    EXPECT_STREQ(MissingName(figure.missing), "UNREADABLE") << shown;
    EXPECT_EQ(figure.number, 0) << shown;
    EXPECT_EQ(FigureProblem(figure), row.problem) << shown;
  }
  EXPECT_EQ(ReadFigure("  97, 4%\u00A0").text, "97, 4%");
}

TEST(ReadTarget, ReadsComparisons) {
  struct Row {
    std::string text;
    Operator op;
    double number;
  };
  const std::vector<Row> rows = {
      {"4,8", Operator::kNone, 4.8},
      {"100%", Operator::kNone, 100},
      {">5,1", Operator::kAbove, 5.1},
      {"> 5,1", Operator::kAbove, 5.1},
      {">3%", Operator::kAbove, 3},
      {"<0", Operator::kBelow, 0},
      {"< 6,5 %", Operator::kBelow, 6.5},
      {"=< 3", Operator::kAtMost, 3},
      {"<=3", Operator::kAtMost, 3},
      {"\u2264 3", Operator::kAtMost, 3},
      {">=5,5", Operator::kAtLeast, 5.5},
      {"=>5,5", Operator::kAtLeast, 5.5},
      {"\u2265 5,5", Operator::kAtLeast, 5.5},
      {"minst 85 %", Operator::kAtLeast, 85},
      {"Over 4,5", Operator::kAbove, 4.5},
      {"mer enn 70", Operator::kAbove, 70},
      {"under 5 %", Operator::kBelow, 5},
      {"Høyst 12", Operator::kAtMost, 12},
      {"maks 12", Operator::kAtMost, 12},
      {"< -2 000", Operator::kBelow, -2000},
  };
  for (const Row& row : rows) {
    Target target = ReadTarget(row.text);
    EXPECT_EQ(target.kind, TargetKind::kNumeric) << row.text;
    EXPECT_EQ(static_cast<int>(target.op), static_cast<int>(row.op)) << row.text;
    EXPECT_STREQ(MissingName(target.figure.missing), "NONE") << row.text;
    EXPECT_DOUBLE_EQ(target.figure.number, row.number) << row.text;
    EXPECT_EQ(target.figure.text, row.text);
    EXPECT_EQ(ReadProblem(row.text), "") << row.text;
  }
}

TEST(ReadTarget, RecognisesOtherKindsOnlyWhenCertain) {
  struct Row {
    std::string text;
    TargetKind kind;
    std::string problem;
  };
  const std::vector<Row> rows = {
      {"Redusert", TargetKind::kDirectionOnly, ""},
      {"økt", TargetKind::kDirectionOnly, ""},
      {"ØKT.", TargetKind::kDirectionOnly, ""},
      {"redusert fravær", TargetKind::kDirectionOnly, ""},
      {"Ha økt andelen ansatte i hel stilling", TargetKind::kDirectionOnly, ""},
      {"lavere enn i fjor", TargetKind::kDirectionOnly, ""},
      {"høyere", TargetKind::kDirectionOnly, ""},
      {"minskad", TargetKind::kDirectionOnly, ""},
      {"minst 15 e-tjenester innen utgangen av året", TargetKind::kMilestone, ""},
      {"Ha etablert minst 10 selvbetjente skjema", TargetKind::kMilestone, ""},
      {"Ny plan vedtatt innen 1. juni", TargetKind::kMilestone, ""},
      {"ferdig innen årets slutt", TargetKind::kMilestone, ""},
      {"Tatt i bruk i løpet av 2015", TargetKind::kMilestone, ""},
      {"80 % innen 2016", TargetKind::kMilestone, ""},
      {"Ha avklart ansvar og ambisjonsnivå", TargetKind::kJudged, ""},
      {"Skal ha forankret retningslinjene", TargetKind::kJudged, ""},
      {"Gjennomført", TargetKind::kJudged, ""},
      // Not certain: numeric, unreadable.
      {"redusert med 5 %", TargetKind::kNumeric, "not_a_number"},
      {"Ha økt andelen og etablert rutiner", TargetKind::kNumeric, "not_a_number"},
      {"svar innen 3 uker", TargetKind::kNumeric, "not_a_number"},
      {"bedre rutiner", TargetKind::kNumeric, "not_a_number"},
      {"gjennomført i 2 skoler", TargetKind::kNumeric, "not_a_number"},
      {"under arbeid", TargetKind::kNumeric, "not_a_number"},
      {"ha", TargetKind::kNumeric, "not_a_number"},
      {"skal ha", TargetKind::kNumeric, "not_a_number"},
      {"skal", TargetKind::kNumeric, "not_a_number"},
      {"innen", TargetKind::kNumeric, "not_a_number"},
      {"innen ", TargetKind::kNumeric, "not_a_number"},
      {".", TargetKind::kNumeric, "not_a_number"},
      {"<", TargetKind::kNumeric, "not_a_number"},
      {"> -", TargetKind::kNumeric, "not_a_number"},
      {"<>5", TargetKind::kNumeric, "not_a_number"},
      {"= 5", TargetKind::kNumeric, "not_a_number"},
      {"60/40", TargetKind::kNumeric, "two_numbers"},
      {"> 104, 2%", TargetKind::kNumeric, "stray_space"},
      {"<12,5(2)", TargetKind::kNumeric, "footnote"},
  };
  for (const Row& row : rows) {
    Target target = ReadTarget(row.text);
    EXPECT_STREQ(TargetKindName(target.kind), TargetKindName(row.kind)) << row.text;
    EXPECT_STREQ(MissingName(target.figure.missing), "UNREADABLE") << row.text;
    EXPECT_EQ(target.figure.text + (row.text.ends_with(' ') ? " " : ""), row.text);
    EXPECT_EQ(ReadProblem(row.text), row.problem) << row.text;
  }
}

TEST(ReadTarget, KeepsTheComparisonOfAFigureItCannotRead) {
  struct Row {
    std::string text;
    Operator op;
  };
  const std::vector<Row> rows = {
      {"<4 uker", Operator::kBelow},    {"<20 pr.år", Operator::kBelow}, {"> 60/40", Operator::kAbove},
      {"under arbeid", Operator::kNone}, {"<", Operator::kNone},
      {"minst 5 innen utgangen av året", Operator::kNone},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(static_cast<int>(ReadTarget(row.text).op), static_cast<int>(row.op)) << row.text;
  }
}

TEST(ReadTarget, NoTargetIsNoTarget) {
  for (std::string text : {"", "-", "- -", "Ikke målt", "kommer senere"}) {
    Target target = ReadTarget(text);
    EXPECT_EQ(target.kind, TargetKind::kNumeric) << text;
    EXPECT_EQ(target.op, Operator::kNone) << text;
    EXPECT_EQ(target.figure, ReadFigure(text)) << text;
    EXPECT_EQ(ReadProblem(text), "") << text;
  }
}

// Every short text over the characters that matter is read one way only, and without trouble.
TEST(ReadTarget, SurvivesEveryShortText) {
  const std::string kAlphabet = "07,. -+%<>=/(*";
  std::string text;
  int read = 0;
  for (size_t code = 0; code < 14 * 14 * 14 * 14; ++code) {
    text.clear();
    for (size_t rest = code; rest > 0; rest /= kAlphabet.size()) text += kAlphabet[rest % kAlphabet.size()];
    Target target = ReadTarget(text);
    bool unreadable = target.figure.missing == Missing::kUnreadable;
    EXPECT_EQ(unreadable, !ReadProblem(text).empty()) << text;
    if (target.figure.missing == Missing::kNone) {
      ++read;
      EXPECT_TRUE(text.find('7') != std::string::npos || target.figure.number == 0) << text;
    } else {
      EXPECT_EQ(target.figure.number, 0) << text;
    }
  }
  EXPECT_GT(read, 100);
}

TEST(WriteFigure, IsReadAsItIsWritten) {
  EXPECT_EQ(WriteFigure(4.6), "4,6");
  EXPECT_EQ(WriteFigure(0.00003), "0,00003") << "nobody writes 3e-05";
  EXPECT_EQ(WriteFigure(-1e16), "-10000000000000000");
  for (double number : {0.00003, 4.6, -12345.678}) EXPECT_EQ(ReadFigure(WriteFigure(number)).number, number) << number;
}

}  // namespace
}  // namespace arshjul::measurement
