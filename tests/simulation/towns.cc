#include "simulation/towns.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "simulation/draw.h"

namespace arshjul::simulation {
namespace {

std::string AnnualCycle() {
  std::ifstream in(ARSHJUL_SOURCE_DIR "/workflows/annual-cycle/workflow.yaml", std::ios::binary);
  if (!in) throw std::runtime_error("cannot read the workflow of the year");
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

Setting Empty(int year) {
  Setting setting;
  setting.name = "Småby";
  using organisation::Role;
  setting.roles = {{Role::kOffice, {"office", "Staben", ""}},
                   {Role::kController, {"controller", "Controller", ""}},
                   {Role::kMandate, {"mayor", "Ordføreren", ""}}};
  setting.authority = "PS 1/26";
  setting.workflow = AnnualCycle();
  setting.year = year;
  return setting;
}

void AddUnit(Setting& setting, int number, int parent, const std::string& leader) {
  cycle::ImportedUnit unit;
  unit.line = number + 2;
  unit.id = fmt::format("u{}", number);
  unit.name = fmt::format("Enhet {}", number);
  if (parent >= 0) unit.parent = fmt::format("u{}", parent);
  unit.leader = leader;
  unit.leader_name = leader.empty() ? "" : "Leder " + leader;
  unit.title = "Leder";
  setting.organisation.units.push_back(std::move(unit));
}

void AddCards(Setting& setting, Draw& draw) {
  static constexpr std::array kTargets = {">4,5", "<7", "minst 15 tjenester", "reduseres", "100", "85 %"};
  int line = 1;
  for (const cycle::ImportedUnit& unit : setting.organisation.units) {
    for (int i = draw.Between(0, 4); i > 0; --i) {
      cycle::ImportedCardRow row;
      row.line = ++line;
      row.unit = unit.id;
      row.group = draw.Percent(50) ? "felles" : "egne";
      row.perspective = "Brukere";
      row.indicator = fmt::format("Indikator {}", i);
      row.unit_of_measure = "poeng";
      row.year = setting.year - 1;
      row.target = measurement::ReadTarget(kTargets[static_cast<size_t>(draw.Between(0, kTargets.size() - 1))]);
      setting.cards.rows.push_back(std::move(row));
    }
  }
}

// Windows as a municipality might set them: later, earlier, shorter; each still in its place in the year.
void MoveWindows(Setting& setting, Draw& draw) {
  const int year = setting.year;
  auto set = [&](const char* parameter, Date day, int earlier, int later) {
    setting.parameters[parameter] = FormatDate(day + std::chrono::days(draw.Between(-earlier, later)));
  };
  set("ambition_opens", MakeDate(year - 1, 8, 15), 60, 3);
  set("ambition_ends", MakeDate(year - 1, 9, 25), 3, 10);
  set("budget_opens", MakeDate(year - 1, 9, 26), 10, 10);
  set("frames_due", MakeDate(year - 1, 10, 12), 2, 8);
  set("budget_ends", MakeDate(year - 1, 12, 15), 20, 5);
  set("results_opens", MakeDate(year + 1, 1, 8), 7, 10);
  set("results_ends", MakeDate(year + 1, 2, 20), 5, 15);
  set("talk_opens", MakeDate(year + 1, 2, 1), 10, 10);
  set("talk_ends", MakeDate(year + 1, 3, 10), 5, 30);
  set("agreement_ends", MakeDate(year + 1, 4, 20), 5, 15);
  static constexpr std::array kTalkAt = {"after_results", "before_ambition", "in_budget", "in_budget,after_results", "before_ambition,in_budget,after_results"};
  setting.parameters["talk_at"] = kTalkAt[static_cast<size_t>(draw.Between(0, kTalkAt.size() - 1))];
}

}  // namespace

Setting EvenTown(int units, int span, int year) {
  Setting setting = Empty(year);
  for (int i = 0; i < units; ++i) AddUnit(setting, i, i == 0 ? -1 : (i - 1) / span, fmt::format("p{}", i));
  return setting;
}

Setting RandomTown(uint64_t seed) {
  Draw draw(seed, {"town"});
  Setting setting = Empty(draw.Between(2020, 2035));
  const int units = draw.Between(5, 40);
  // A narrow draw of parents makes deep trees, a wide one flat ones; more than five levels have no room in the window.
  const int reach = draw.Between(2, 12);
  std::vector<int> depth{0};
  for (int i = 0; i < units; ++i) {
    int parent = i == 0 ? -1 : draw.Between(std::max(0, i - reach), i - 1);
    while (parent > 0 && depth[static_cast<size_t>(parent)] >= 4) parent = draw.Between(0, parent - 1);
    if (i > 0) depth.push_back(depth[static_cast<size_t>(parent)] + 1);
    // One in twelve posts is vacant, one in twelve is led by the leader of another.
    const int chance = draw.Between(1, 12);
    std::string leader = i == 0 || chance > 2 ? fmt::format("p{}", i) : chance == 1 ? "" : fmt::format("p{}", draw.Between(0, i - 1));
    if (!leader.empty() && leader != fmt::format("p{}", i)) {
      // Only somebody who is there.
      const bool there = std::any_of(setting.organisation.units.begin(), setting.organisation.units.end(),
                                     [&](const cycle::ImportedUnit& unit) { return unit.leader == leader; });
      if (!there) leader = fmt::format("p{}", i);
    }
    AddUnit(setting, i, parent, leader);
  }
  AddCards(setting, draw);
  if (draw.Percent(70)) MoveWindows(setting, draw);
  if (draw.Percent(50)) {
    const Date winter = MakeDate(setting.year + 1, 2, 14) + std::chrono::days(draw.Between(0, 14));
    setting.closed.push_back({winter, winter + std::chrono::days(6)});
  }
  setting.first = draw.Percent(60);
  return setting;
}

std::string Describe(const Setting& setting) {
  std::set<std::string> leaders;
  for (const cycle::ImportedUnit& unit : setting.organisation.units) leaders.insert(unit.leader);
  leaders.erase("");
  std::string out = fmt::format("{} units, {} leaders, year {}", setting.organisation.units.size(), leaders.size(), setting.year);
  auto talk_at = setting.parameters.find("talk_at");
  if (talk_at != setting.parameters.end()) out += ", talk_at " + talk_at->second;
  return out;
}

}  // namespace arshjul::simulation
