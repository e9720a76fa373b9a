// Where the year stands: counted rightly, kept along the log, and told to each as far as it is theirs. What is watched and
// taken out goes by the same rules.
#include <gtest/gtest.h>

#include <set>

#include "cycle/query_export.h"
#include "cycle/query_overview.h"
#include "cycle/query_watch.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

Overview Ask(SmallTown& town, const std::string& who, const std::string& unit = "") {
  Board board("2015");
  board.Load(town.state());
  return SummarizeCycle(town.state(), town.ContextOf(who), board, {unit, false});
}

const PhaseTally& Phase(const Overview& overview, const std::string& id) {
  for (const PhaseTally& phase : overview.phases) {
    if (phase.run.id == id) return phase;
  }
  throw std::runtime_error("no phase " + id);
}

// "shown", with "*" when it is overdue and "<name>" of whoever must act; "-" when the reader is told nothing.
std::string Row(const Overview& overview, const std::string& unit, const std::string& phase) {
  for (const UnitStanding& one : overview.units) {
    if (one.id != unit) continue;
    for (const UnitInPhase& row : one.phases) {
      if (row.phase == phase && !row.shown.empty()) return row.shown + (row.overdue ? "*" : "") + (row.waiting_for.empty() ? "" : " <" + row.waiting_for + ">");
    }
  }
  return "-";
}

// Everything the overview says, in one text.
std::string Told(const Overview& overview) {
  std::string out = std::to_string(overview.open_tasks) + " " + std::to_string(overview.overdue_tasks);
  for (const PhaseTally& phase : overview.phases) {
    const Tally& tally = phase.tally;
    out += "\n" + phase.run.id;
    for (int count : {tally.due, tally.ended, tally.reached, tally.overdue, tally.vacant, tally.excused, tally.out_of_cohort}) out += " " + std::to_string(count);
    for (const auto& [shown, count] : phase.counts) out += " " + shown + "=" + std::to_string(count);
  }
  for (const UnitStanding& unit : overview.units) {
    for (const UnitInPhase& row : unit.phases) {
      out += "\n" + unit.id + " " + row.phase + " " + Row(overview, unit.id, row.phase) + " " + std::to_string(row.total_done) + "/" + std::to_string(row.total_due);
    }
  }
  return out;
}

// Lund's agreement is signed, Helse's is not.
void LiveToAgreements(SmallTown& town) {
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  town.AgreeWithLund();
  town.RefuseWithHealth();
  town.Complete("answer_refusal_as_superior", "health", "state", {{"refusal_reason", "Målet er rimelig"}});
}

TEST(Overview, ABoardFollowedAlongTheLogIsTheBoardReadAnew) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {}, {}});
  Board followed("2015");
  followed.Load(town.state());
  size_t seen = town.log().size();
  auto compare = [&](const std::string& when) {
    for (; seen < town.log().size(); ++seen) followed.Follow(town.state(), town.log()[seen].events);
    EXPECT_EQ(Told(SummarizeCycle(town.state(), town.ContextOf("office"), followed, {})), Told(Ask(town, "office"))) << when;
  };
  for (Date day : {MakeDate(2014, 8, 15), MakeDate(2014, 9, 10), MakeDate(2014, 9, 26), MakeDate(2015, 1, 2), MakeDate(2016, 1, 4)}) {
    town.Advance(day);
    compare("advanced to " + FormatDate(day));
    town.CompleteAll();
    compare("all done at " + FormatDate(day));
  }
  town.Must("office", AssignHolding{"care", "Leder", "ny", {"stranger", "", ""}, {}});
  compare("a new leader");
  town.Must("office", CloseUnit{"lund", "nedlagt"});
  compare("a unit closed");
  EXPECT_EQ(Phase(Ask(town, "office"), "ambition").tally.due, 4) << "Lund had a leader on the phase's last day";
}

TEST(Overview, AVacantAnAbsentAndAnOutsiderStandBeside) {
  SmallTown town;
  town.Must("office", EndHolding{"care", "sluttet", std::nullopt});
  town.Must("office", RegisterAbsence{"rektor", PersonGiven{"stand_in", "", ""}, {MakeDate(2014, 8, 20), MakeDate(2014, 10, 1)}});
  LaunchCycle launch{"annual-cycle", 2015, {{"talk_at", "before_ambition, after_results"}}, {}};
  launch.cohort = {{2, "town", true, ""}, {3, "growth", false, ""}, {4, "lund", true, ""}, {5, "care", true, ""}};
  town.Must("office", launch);
  const Overview overview = Ask(town, "office");
  const Tally units = Phase(overview, "ambition").tally;
  EXPECT_EQ(units.due, 2) << "the town and Lund, whose deputy does the work";
  EXPECT_EQ(units.vacant, 1) << "Helse";
  EXPECT_EQ(units.out_of_cohort, 1) << "Oppvekst";
  EXPECT_EQ(units.excused, 0);
  const Tally pairs = Phase(overview, "talk_before_ambition").tally;
  EXPECT_EQ(pairs.due, 1) << "the top's";
  EXPECT_EQ(pairs.excused, 1) << "the rektor is away on the last day, and a talk is never deputed";
  EXPECT_EQ(pairs.out_of_cohort, 1);
  EXPECT_EQ(pairs.vacant, 1);
}

TEST(Overview, WhatStandsBetweenThePartiesIsTheirs) {
  SmallTown town;
  LiveToAgreements(town);
  struct Row_ {
    std::string who, lund, care, top;
    std::string counts;  // of the phase
  };
  const std::vector<Row_> rows = {
      {"office", "done", "done", "-", "done=1 not_signed=1"},
      {"controller", "done", "done", "-", "done=1 not_signed=1"},
      {"auditor", "signed", "not_signed", "-", "not_signed=1 signed=1"},
      {"top", "done", "not_signed", "-", "done=1 not_signed=1"},
      {"chief", "signed", "-", "-", "signed=1"},
      {"rektor", "signed", "-", "-", "signed=1"},
      {"health", "-", "not_signed", "-", "not_signed=1"},
      {"mayor", "-", "-", "-", ""},
  };
  for (const Row_& row : rows) {
    const Overview overview = Ask(town, row.who);
    ASSERT_FALSE(overview.refusal) << row.who;
    EXPECT_EQ(Row(overview, "lund", "agreement"), row.lund) << row.who;
    EXPECT_EQ(Row(overview, "care", "agreement"), row.care) << row.who;
    std::string counts;
    for (const auto& [shown, count] : Phase(overview, "agreement").counts) {
      if (shown != "waiting" && shown != "open") counts += (counts.empty() ? "" : " ") + shown + "=" + std::to_string(count);
    }
    EXPECT_EQ(counts, row.counts) << row.who;
  }
  const Tally tally = Phase(Ask(town, "office"), "agreement").tally;
  EXPECT_EQ(tally.ended, 2);
  EXPECT_EQ(tally.reached, 1) << "an agreement that nobody signed is ended, not had";
  for (const std::string& unit : {"care", "town"}) {
    EXPECT_FALSE(Phase(Ask(town, "office", unit), "agreement").counts.contains("not_signed")) << "a total, never of one pair: " << unit;
  }
}

TEST(Overview, WhoMayAskAndOfWhat) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {}, {}});
  struct Row_ {
    std::string who, unit;
    Reason expected;
    size_t units;
  };
  const std::vector<Row_> rows = {
      {"office", "", Reason::kNone, 4},      {"office", "growth", Reason::kNone, 2}, {"office", "west", Reason::kUnitNotFound, 0},
      {"chief", "", Reason::kNone, 2},       {"chief", "lund", Reason::kNone, 1},    {"chief", "care", Reason::kNotVisible, 0},
      {"chief", "town", Reason::kNotVisible, 0}, {"mayor", "", Reason::kNone, 0},    {"mayor", "growth", Reason::kNone, 0},
      {"stranger", "", Reason::kNotVisible, 0}, {"nobody", "", Reason::kNotVisible, 0},
  };
  for (const Row_& row : rows) {
    const Overview overview = Ask(town, row.who, row.unit);
    EXPECT_EQ(overview.refusal ? overview.refusal->reason : Reason::kNone, row.expected) << row.who << " " << row.unit;
    EXPECT_EQ(overview.units.size(), row.units) << row.who << " " << row.unit;
  }
  EXPECT_EQ(Phase(Ask(town, "mayor"), "ambition").tally.due, 4);
  const PhaseTally few = Phase(Ask(town, "mayor", "growth"), "ambition");
  EXPECT_TRUE(few.tally.withheld);
  EXPECT_EQ(few.tally.due, 0);
  EXPECT_TRUE(few.counts.empty());
}

TEST(Watch, TellsTheLineOfUnitWorkAndThePartiesOfTheirs) {
  SmallTown town;
  LiveToAgreements(town);
  std::map<std::string, std::set<std::string>> told;
  for (const char* who : {"office", "auditor", "top", "chief", "rektor", "health", "mayor", "stranger"}) {
    const Context context = town.ContextOf(who);
    const Viewer viewer(town.state(), context);
    for (const Entry& entry : town.log()) {
      for (const Event& event : entry.events) {
        auto happening = TellEvent(town.state(), context, viewer, "2015", event, "nb");
        if (!happening) continue;
        auto unit = happening->args.find("unit");
        told[who].insert(happening->kind + (unit == happening->args.end() ? "" : " " + unit->second));
      }
    }
  }
  struct Row_ {
    std::string happening;
    std::set<std::string> who;
  };
  const std::vector<Row_> rows = {
      {"cycle_launched", {"office", "auditor", "top", "chief", "rektor", "health", "mayor", "stranger"}},
      {"task_completed Lund skole", {"office", "auditor", "top", "chief", "rektor"}},
      {"agreement_signed Rektoren", {"auditor", "chief", "rektor"}},
      {"agreement_drafted Helselederen", {"auditor", "top", "health"}},
      {"agreement_signed Helselederen", {"auditor", "top", "health"}},  // the start agreement
      {"step_ended Helselederen", {"office", "auditor", "top", "health"}},
  };
  for (const Row_& row : rows) {
    std::set<std::string> found;
    for (const auto& [who, happenings] : told) {
      if (happenings.contains(row.happening)) found.insert(who);
    }
    EXPECT_EQ(found, row.who) << row.happening;
  }
}

TEST(Export, SaysWhatIsDoneAndNothingThatWasSaid) {
  SmallTown town;
  LiveToAgreements(town);
  EXPECT_EQ(ExportCycle(town.state(), town.ContextOf("chief"), "2015").refusal->reason, Reason::kRoleMissing);
  EXPECT_EQ(ExportCycle(town.state(), town.ContextOf("office"), "1999").refusal->reason, Reason::kCycleNotFound);
  Export exported = ExportCycle(town.state(), town.ContextOf("office"), "2015");
  ASSERT_FALSE(exported.refusal);
  const std::string text = ToJson(exported.document);
  EXPECT_EQ(text.find("NOT_SIGNED"), std::string::npos) << "of which pair is between its parties";
  EXPECT_EQ(text.find("not_signed\":\""), std::string::npos);
  EXPECT_EQ(*exported.document["agreements_not_signed"].AsNumber(), 1);
  EXPECT_NE(text.find("SIGNED"), std::string::npos);
  // Whatever was sealed is in none of it.
  for (const Step* step : town.state().steps.All()) {
    for (const auto& [field, id] : step->texts) {
      Value said;
      auto sealed = town.ContextOf("office").texts->Read(id.substr(0, id.find('/')), id);
      ASSERT_TRUE(sealed && Decode(*sealed, said));
      if (said.Text().size() > 8) EXPECT_EQ(text.find(said.Text()), std::string::npos) << field << ": " << said.Text();
      EXPECT_EQ(text.find(id), std::string::npos) << field;
    }
  }
}

}  // namespace
}  // namespace arshjul::year
