// Trees as deep and as wide as none is: imported, planned, launched, looked at and folded again from the log. Run under a
// small stack, so that nothing may go down them by calling itself; what it took is printed, and judged by nobody.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

#include "cycle/apply.h"
#include "cycle/query_overview.h"
#include "imports/imports.h"
#include "organisation/routing.h"
#include "year/municipality.h"

namespace arshjul::year {
namespace {

using organisation::Because;

struct Shape {
  const char* name;
  int units;
  int span;       // units directly below each
  int led_every;  // every so many posts are held, the top one always
};

void PrintTo(const Shape& shape, std::ostream* out) { *out << shape.name; }

// A line of what one part took.
class Stopwatch {
 public:
  explicit Stopwatch(std::string what) : what_(std::move(what)) {}
  ~Stopwatch() {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start_;
    std::cout << fmt::format("  {:<10} {:8.2f} s\n", what_, taken.count());
  }

 private:
  std::string what_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::string File(const Shape& shape) {
  std::string text = "unit_id;unit;parent;leader_id;leader\n";
  for (int i = 0; i < shape.units; ++i) {
    const std::string above = i == 0 ? "" : fmt::format("u{}", (i - 1) / shape.span);
    const std::string leader = i % shape.led_every == 0 ? fmt::format("p{};Leder {}", i, i) : ";";
    text += fmt::format("u{};Enhet {};{};{}\n", i, i, above, leader);
  }
  return text;
}

cycle::ImportOrganisation Import(const Shape& shape) {
  const imports::OrganisationFile file = imports::ReadOrganisation(File(shape));
  EXPECT_TRUE(file.violations.empty()) << file.violations.front().problem;
  cycle::ImportOrganisation import;
  for (const auto& row : file.rows) {
    import.units.push_back({row.line, row.unit_id, row.unit, row.parent_id, row.level, row.leader_id, row.leader, row.title, row.from, row.to});
  }
  return import;
}

cycle::CreateMunicipality Creation() {
  cycle::CreateMunicipality create{"stor", "Storby kommune", "nb", {}, true, {}, {}, "PS 1/14",
                                   {ReadFile(std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/workflow.yaml")}};
  create.founders = {{organisation::Role::kOffice, {"office", "Stab", ""}}, {organisation::Role::kMandate, {"council", "Ordfører", ""}}};
  return create;
}

void ExpectDone(const cycle::Outcome& outcome) {
  ASSERT_FALSE(outcome.refusal) << ReasonName(outcome.refusal->reason) << (outcome.refusal->fields.empty() ? "" : " " + outcome.refusal->fields.front().problem);
}

class Trees : public testing::TestWithParam<Shape> {
 protected:
  // The plan of the launch, taken back again.
  cycle::Outcome DryRun() {
    cycle::Outcome outcome = cycle::Decide(municipality_.state(), kLaunch, municipality_.ContextOf("office"));
    municipality_.state().Undo();
    return outcome;
  }

  void Route() {
    const organisation::Organisation& org = municipality_.state().Organisation();
    const Date today = municipality_.Today();
    Stopwatch watch("routing");
    for (const organisation::Unit* unit : org.Preorder(today)) {
      ASSERT_NE(organisation::UnitWork(org, unit->id, today).because, Because::kNobody);
      ASSERT_NE(organisation::Review(org, unit->id, today).because, Because::kNobody);
    }
    organisation::Pairs(org, today);
  }

  // The log makes the rows.
  void Verify() {
    Stopwatch watch("verify");
    cycle::State folded(nullptr);
    for (const cycle::Entry& entry : municipality_.log()) {
      for (const cycle::Event& event : entry.events) cycle::Apply(folded, event, entry.time);
    }
    std::vector<cycle::RowChange> rows, made;
    municipality_.state().ForEach([&](auto& table) { table.TakeChanges(rows); });
    folded.ForEach([&](auto& table) { table.TakeChanges(made); });
    ASSERT_EQ(rows.size(), made.size());
    for (size_t i = 0; i < rows.size(); ++i) ASSERT_EQ(rows[i].body, made[i].body) << rows[i].key;
  }

  static inline const cycle::LaunchCycle kLaunch{"annual-cycle", 2015, {}, {}};
  Municipality municipality_{MakeDate(2014, 8, 15)};
};

TEST_P(Trees, LiveThroughALaunch) {
  const Shape& shape = GetParam();
  std::cout << fmt::format("{}: {} units\n", shape.name, shape.units);
  ExpectDone(municipality_.Do("office", Creation()));
  {
    Stopwatch watch("import");
    ExpectDone(municipality_.Do("office", Import(shape)));
  }
  Route();
  {
    Stopwatch watch("dry run");
    const cycle::Outcome plan = DryRun();
    ExpectDone(plan);
    EXPECT_GT(*plan.answer["tasks"].AsNumber(), shape.units);
  }
  {
    Stopwatch watch("launch");
    ExpectDone(municipality_.Do("office", kLaunch));
  }
  {
    Stopwatch watch("overview");
    cycle::Board board("2015");
    board.Load(municipality_.state());
    const cycle::Overview overview = cycle::SummarizeCycle(municipality_.state(), municipality_.ContextOf("office"), board, {});
    EXPECT_FALSE(overview.refusal);
    EXPECT_EQ(overview.units.size(), static_cast<size_t>(shape.units));
    EXPECT_EQ(overview.max_span, shape.span);
  }
  Verify();
}

INSTANTIATE_TEST_SUITE_P(Shapes, Trees,
                         testing::Values(Shape{"deep", 10'000, 1, 1}, Shape{"deep, hardly led", 10'000, 1, 9'000},
                                         Shape{"wide", 100'000, 99'999, 1}, Shape{"wide, hardly led", 100'000, 99'999, 50'000}),
                         [](const auto& info) {
                           std::string name = info.param.name;
                           std::erase_if(name, [](char c) { return c == ' ' || c == ','; });
                           return name;
                         });

}  // namespace
}  // namespace arshjul::year
