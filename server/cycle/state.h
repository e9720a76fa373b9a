// Everything one municipality's cycles hold: rows, in tables. Changed by Apply (apply.h) alone.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/refusal.h"
#include "cycle/calendar_link.h"
#include "cycle/incident.h"
#include "cycle/promises.h"
#include "cycle/rows.h"
#include "cycle/table.h"

namespace arshjul::cycle {

// Compiled once, in state.cc: a table is a lot of code, and every file of the room uses several.
extern template class Table<Municipality>;
extern template class Table<UnitRow>;
extern template class Table<PersonRow>;
extern template class Table<HoldingRow>;
extern template class Table<RoleRow>;
extern template class Table<AbsenceRow>;
extern template class Table<WorkflowRow>;
extern template class Table<Cycle>;
extern template class Table<Step>;
extern template class Table<Task>;
extern template class Table<Timer>;
extern template class Table<Counter>;
extern template class Table<Indicator>;
extern template class Table<Card>;
extern template class Table<Commitment>;
extern template class Table<Agreement>;
extern template class Table<Incident>;
extern template class Table<CalendarLink>;

// The tables of one municipality. Not thread safe: one writer, or one reader's own.
struct State {
  // Null: everything is in memory and nothing is anywhere else.
  explicit State(RowSource* source);

  Table<Municipality> municipality;
  Table<UnitRow> units;
  Table<PersonRow> persons;
  Table<HoldingRow> holdings;
  Table<RoleRow> roles;
  Table<AbsenceRow> absences;
  Table<WorkflowRow> workflows;
  Table<Cycle> cycles;
  Table<Step> steps;
  Table<Task> tasks;
  Table<Timer> timers;
  Table<Counter> counters;
  Table<Indicator> indicators;
  Table<Card> cards;
  Table<Commitment> commitments;
  Table<Agreement> agreements;
  Table<Incident> incidents;
  Table<CalendarLink> calendar_links;

  // Calls `visit` with each table, in the order of TableNumber.
  void ForEach(auto&& visit) {
    visit(municipality);
    visit(units);
    visit(persons);
    visit(holdings);
    visit(roles);
    visit(absences);
    visit(workflows);
    visit(cycles);
    visit(steps);
    visit(tasks);
    visit(timers);
    visit(counters);
    visit(indicators);
    visit(cards);
    visit(commitments);
    visit(agreements);
    visit(incidents);
    visit(calendar_links);
  }

  // Null until the municipality is created.
  const Municipality* Self() { return municipality.Find("m"); }
  // The index over the organisation rows; of kinds of rows that have changed it is made anew.
  const organisation::Organisation& Organisation();
  // Heights in the tree that day: measured once, until another day is asked for or the organisation changes.
  const organisation::Heights& HeightsOn(Date day);
  // The year's newest launch; null where there was none.
  const Cycle* CycleOfYear(int year);
  // A person's tasks: the open ones, or those first and the ended ones after them.
  std::vector<const Task*> TasksOf(const std::string& person, bool open_only);
  // A reader that has met the same revision before may hand over the index.
  std::shared_ptr<const organisation::Organisation> SharedOrganisation() { Organisation(); return organisation_; }
  void UseOrganisation(std::shared_ptr<const organisation::Organisation> organisation);

  // Keeps, or takes back, what was applied since the last of these two.
  void Accept();
  void Undo();

 private:
  std::shared_ptr<const organisation::Organisation> organisation_;
  // What the tables of the organisation counted when it was made: units, persons, holdings, roles, absences.
  using Changes = std::array<uint64_t, 5>;
  Changes OrganisationChanges() const;
  Changes organisation_changes_{};
  struct Measured {
    std::shared_ptr<const organisation::Organisation> organisation;  // held, so that its address is not another's later
    Date day;
    organisation::Heights heights;
  };
  Measured measured_;
};

}  // namespace arshjul::cycle
