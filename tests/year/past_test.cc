// Where the year stood on an earlier day: the same as was told then, to whoever may look today.
#include <gtest/gtest.h>

#include "cycle/apply.h"
#include "cycle/query_overview.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

// As the log has it at the end of that day, as far as a board is made of it.
std::unique_ptr<State> FoldedUntil(SmallTown& town, Instant then) {
  auto state = std::make_unique<State>(nullptr);
  for (const Entry& entry : town.log()) {
    if (entry.time > then) break;
    for (const Event& event : entry.events) {
      if (ShapesBoard(event, "2015")) Apply(*state, event, entry.time);
    }
    state->Accept();
  }
  return state;
}

std::string Told(const Overview& overview) {
  if (overview.refusal) return ReasonName(overview.refusal->reason);
  std::string out = std::to_string(overview.open_tasks) + " open, " + std::to_string(overview.overdue_tasks) + " overdue";
  for (const PhaseTally& phase : overview.phases) {
    out += "\n" + phase.run.id + " " + std::to_string(phase.tally.ended) + "/" + std::to_string(phase.tally.due) + (phase.run.open ? " open" : "");
  }
  for (const UnitStanding& unit : overview.units) {
    out += "\n" + unit.id + " " + unit.leader;
    for (const UnitInPhase& row : unit.phases) out += "; " + row.phase + " " + row.shown + " " + row.waiting_for;
  }
  return out;
}

std::string Now(SmallTown& town, const std::string& who, const std::string& unit = "") {
  Board board("2015");
  board.Load(town.state());
  return Told(SummarizeCycle(town.state(), town.ContextOf(who), board, {unit, false}));
}

std::string On(SmallTown& town, Date day, const std::string& who, const std::string& unit = "") {
  Context context = town.ContextOf(who), then = context;
  then.now = context.calendar->EndOfDay(day);
  std::unique_ptr<State> past = FoldedUntil(town, then.now);
  Board board("2015");
  board.Load(*past);
  return Told(SummarizePast(*past, then, board, {unit, false}, town.state(), context));
}

TEST(Past, IsToldAsItWasTold) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 9, 29));
  std::map<std::string, std::string> told;
  for (const char* who : {"office", "chief", "rektor", "mayor", "auditor", "stranger"}) told[who] = Now(town, who);
  town.Advance(MakeDate(2014, 12, 16));
  town.CompleteAll();
  town.Must("office", AssignHolding{"care", "", "ny leder", PersonGiven{"newcomer", "Den nye", ""}, {town.Today(), std::nullopt}});
  for (const auto& [who, expected] : told) {
    EXPECT_EQ(On(town, MakeDate(2014, 9, 29), who), expected) << who;
    if (who != "stranger") EXPECT_NE(Now(town, who), expected) << who;
  }
}

TEST(Past, IsSeenByWhoMayLookToday) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 9, 29));
  const Date then = town.Today();
  town.Advance(MakeDate(2014, 10, 6));
  town.Must("office", AssignHolding{"growth", "", "ny leder", PersonGiven{"newcomer", "Den nye", ""}, {town.Today(), std::nullopt}});
  EXPECT_EQ(On(town, then, "chief"), "NOT_VISIBLE") << "leads nothing any more";
  EXPECT_NE(On(town, then, "newcomer").find("growth chief"), std::string::npos) << "who led then";
  EXPECT_EQ(On(town, then, "newcomer").find("care"), std::string::npos);
  // What has been moved away is another's to look at, also as it was.
  town.Must("office", MoveUnit{"lund", "care", "ny inndeling"});
  EXPECT_EQ(On(town, then, "newcomer").find("lund"), std::string::npos);
  EXPECT_EQ(On(town, then, "newcomer", "lund"), "NOT_VISIBLE");
  EXPECT_NE(On(town, then, "health", "lund"), "NOT_VISIBLE");
}

// "appointing" and the like is between the two, and their conductor's for as long as that lasts.
TEST(Past, OfATalkIsThePartiesOwn) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  const Date then = town.Today();
  town.Advance(then + std::chrono::days(1));
  town.AgreeWithLund();
  EXPECT_NE(On(town, then, "rektor").find("talk confirming rektor"), std::string::npos);
  EXPECT_NE(On(town, then, "chief").find("talk confirming rektor"), std::string::npos);
  EXPECT_EQ(On(town, then, "top").find("confirming"), std::string::npos);
  EXPECT_EQ(On(town, then, "office").find("confirming"), std::string::npos);
}

}  // namespace
}  // namespace arshjul::year
