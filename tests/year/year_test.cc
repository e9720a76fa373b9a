// Løten's cycle of 2015 from launch to close, driven by nothing but the forms; and what must hold after every command.
#include <gtest/gtest.h>

#include "cycle/apply.h"
#include "cycle/cards.h"
#include "year/municipality.h"

namespace arshjul::year {
namespace {

using namespace cycle;

std::vector<RowChange> AllRows(State& state) {
  std::vector<RowChange> rows;
  state.ForEach([&](auto& table) {
    for (const auto* row : table.All()) rows.push_back({row->kTable, row->Key(), Encode(*row), row->Columns()});
  });
  return rows;
}

void ExpectFoldGivesState(Municipality& municipality) {
  State folded(nullptr);
  for (const Entry& entry : municipality.log()) {
    // Through bytes, as the log is kept.
    Entry back;
    ASSERT_TRUE(Decode(Encode(entry), back));
    for (const Event& event : back.events) Apply(folded, event, back.time);
  }
  auto live = AllRows(municipality.state()), again = AllRows(folded);
  ASSERT_EQ(live.size(), again.size());
  for (size_t i = 0; i < live.size(); ++i) {
    ASSERT_EQ(live[i].key, again[i].key);
    ASSERT_EQ(live[i].body, again[i].body) << "table " << live[i].table << " row " << live[i].key;
    ASSERT_EQ(live[i].columns, again[i].columns) << live[i].key;
  }
}

std::string Why(const Outcome& outcome) {
  if (!outcome.refusal) return "";
  std::string why = ReasonName(outcome.refusal->reason);
  for (const FieldViolation& violation : outcome.refusal->fields) why += "\n  " + violation.field + ": " + violation.problem;
  return why;
}

TEST(Year, LotenIsLivedFromLaunchToClose) {
  auto loten = Loten();
  ASSERT_EQ(loten->state().units.All().size(), 30u);
  Outcome launch = loten->Do("office", LaunchCycle{"annual-cycle", 2015, {}, {}});
  ASSERT_EQ(Why(launch), "");
  std::map<std::string, int> done;
  auto live = [&](int year, unsigned month, unsigned day) {
    loten->Advance(MakeDate(year, month, day));
    int count = loten->CompleteAll();
    done[FormatDate(MakeDate(year, month, day))] = count;
    EXPECT_GT(count, 0) << year << "-" << month << "-" << day;
  };
  live(2014, 8, 15);
  live(2014, 9, 26);
  loten->Advance(MakeDate(2014, 12, 15));
  live(2015, 1, 2);
  live(2016, 1, 4);
  live(2016, 2, 1);
  live(2016, 6, 15);
  const Cycle* cycle = loten->state().cycles.Find("2015");
  EXPECT_EQ(cycle->state, CycleState::kClosed);
  size_t pairs = organisation::Pairs(loten->state().Organisation(), loten->Today()).size();
  std::map<std::string, size_t> signed_ones;
  for (const Agreement* agreement : loten->state().agreements.All()) {
    bool both = agreement->SignedBy("leader") && agreement->SignedBy("superior");
    EXPECT_TRUE(both) << agreement->leader;
    signed_ones[agreement->kind] += both;
  }
  EXPECT_EQ(signed_ones["annual"], pairs);
  EXPECT_EQ(signed_ones["start"], pairs);
  ExpectFoldGivesState(*loten);
}

TEST(Year, NoTaskIsEverWithoutAnOwner) {
  auto loten = Loten();
  ASSERT_EQ(Why(loten->Do("office", LaunchCycle{"annual-cycle", 2015, {}, {}})), "");
  for (const Task* task : loten->state().tasks.All()) EXPECT_NE(task->assignment.person, "") << task->kind << " " << task->unit;
}

TEST(Year, SixThousandLeadersLaunch) {
  Municipality large(MakeDate(2014, 8, 15));
  CreateMunicipality create{"stor", "Storby kommune", "nb", {}, true, {}, {}, "PS 1/14", {ReadFile(std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/workflow.yaml")}};
  create.founders = {{organisation::Role::kOffice, {"office", "Stab", ""}}, {organisation::Role::kMandate, {"council", "Ordfører", ""}}};
  ASSERT_EQ(Why(large.Do("office", create)), "");
  ASSERT_EQ(Why(large.Do("office", LargeOrganisation(6000, 10))), "");
  ASSERT_EQ(Why(large.Do("office", LaunchCycle{"annual-cycle", 2015, {}, {}})), "");
  EXPECT_EQ(large.state().steps.By(Step::kByPhase, "2015/ambition").size(), 6000u);
}

}  // namespace
}  // namespace arshjul::year
