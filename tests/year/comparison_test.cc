// A unit's results beside those of the units like it.
#include <gtest/gtest.h>

#include "cycle/query_scorecard.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

// Kommunen > Oppvekst > four schools, and one school right under Kommunen; Helse beside. Levels are told but for Helse's.
class Schools : public SmallTown {
 public:
  Schools() {
    ImportOrganisation import;
    import.units = {{2, "town", "Kommunen", "", "1", "top", "Toppen", "", {}, {}},
                    {3, "growth", "Oppvekst", "town", "2", "chief", "Sjefen", "", {}, {}},
                    {4, "lund", "Lund skole", "growth", "Skole", "rektor", "Rektoren", "", {}, {}},
                    {5, "berg", "Berg skole", "growth", "skole", "b", "B", "", {}, {}},
                    {6, "dal", "Dal skole", "growth", "skole", "d", "D", "", {}, {}},
                    {7, "ask", "Ask skole", "town", "skole", "a", "A", "", {}, {}},
                    {8, "closed", "Eng skole", "growth", "skole", "e", "E", "", {}, Today() - std::chrono::days(1)},
                    {9, "care", "Helse", "town", "", "health", "Helselederen", "", {}, {}}};
    Must("office", import);
    Import("berg", "4,0");
    Import("dal", "4,8");
    Import("ask", "for få svar");
    Import("care", "1,0");
  }
  void Import(const std::string& unit, const std::string& result) {
    ImportScorecards cards;
    cards.rows = {{2, unit, "felles", "Brukere", "Trivsel", "skala 1-6", "", 2014, {}, measurement::ReadFigure(result), measurement::ReadTarget(">4,5"), {}}};
    Must("office", cards);
  }
  Similar Ask(const std::string& who, const std::string& unit = "lund", size_t most = 100) {
    return CompareScorecard(state(), ContextOf(who), unit, 2014, most);
  }
};

TEST(Comparison, IsWithUnitsOfTheSameLevel) {
  Schools town;
  const Similar similar = town.Ask("rektor");
  ASSERT_FALSE(similar.refusal);
  EXPECT_EQ(similar.kind, "Skole");
  ASSERT_EQ(similar.rows.size(), 1u);
  EXPECT_EQ(similar.rows[0].count, 3);
  std::string told;
  for (const SimilarResult& unit : similar.rows[0].units) told += unit.unit + " " + unit.result + " " + measurement::ColourName(unit.colour) + "; ";
  EXPECT_EQ(told, "Ask skole for få svar NOT_JUDGED; Berg skole 4,0 RED; Dal skole 4,8 GREEN; ");
  EXPECT_EQ(similar.rows[0].units[0].missing, measurement::Missing::kSuppressed) << "as it was kept, so it stays";
  EXPECT_FALSE(similar.rows[0].median) << "of two figures a middle would tell both";
  EXPECT_EQ(town.Ask("rektor", "lund", 1).rows[0].units.size(), 1u);
  EXPECT_EQ(town.Ask("rektor", "lund", 1).rows[0].count, 3);
  town.Import("ask", "5,2");
  ASSERT_TRUE(town.Ask("rektor").rows[0].median);
  EXPECT_DOUBLE_EQ(*town.Ask("rektor").rows[0].median, 4.8);
  EXPECT_TRUE(town.Ask("rektor", "care").rows.empty()) << "nobody else is without a level";
}

TEST(Comparison, IsForThoseWhoSeeCards) {
  Schools town;
  EXPECT_FALSE(town.Ask("controller").refusal);
  EXPECT_EQ(town.Ask("stranger").refusal->reason, Reason::kNotVisible);
  EXPECT_EQ(town.Ask("rektor", "x").refusal->reason, Reason::kUnitNotFound);
  EXPECT_TRUE(town.Ask("mayor").rows.empty()) << "politicians see what is decided";
}

}  // namespace
}  // namespace arshjul::year
