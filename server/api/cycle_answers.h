// Cycles, plans and overviews as messages. Threads: the view's one.
#pragma once

#include "api/boards.h"
#include "api/frame.h"
#include "arshjul/v1/cycle.pb.h"
#include "arshjul/v1/cycle_service.pb.h"
#include "arshjul/v1/migration.pb.h"
#include "arshjul/v1/overview.pb.h"
#include "arshjul/v1/plan.pb.h"
#include "cycle/cards.h"
#include "cycle/query_overview.h"

namespace arshjul::api {

// Without the counts of tasks.
void FillCycle(engine::View& view, const Asker& asker, const cycle::Cycle& cycle, v1::Cycle& out);
// Those that cost looking at every step.
absl::Status FillTaskCounts(engine::View& view, const Asker& asker, Boards& boards, v1::Cycle& out);

// `answer` is LaunchCycle's (decide_cycle.cc): what the cycle would be.
void FillPlannedCycle(engine::View& view, const Asker& asker, int year, const Value& answer, v1::Cycle& out);
void FillPlan(engine::View& view, const Asker& asker, const Value& answer, v1::Plan& out);

// One row of a plan as a remark: its words are the row's other members.
void FillRemark(const Value& row, const std::string& language, v1::PlanRemark& out);
// `answer` is MigrateCycle's (decide_migrate.cc).
void FillMigration(const Asker& asker, const Value& answer, v1::Migration& out);

void FillOverview(engine::View& view, const Asker& asker, const cycle::Cycle& cycle, const cycle::Overview& overview,
                  const std::string& unit, v1::Overview& out);

void FillGap(engine::View& view, const Asker& asker, const cycle::Cycle& cycle, const cycle::Gap& gap, v1::Gap& out);

}  // namespace arshjul::api
