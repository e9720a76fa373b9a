// Fills in a form as a scenario says, and what it must hold beside that: the field's own standard, else the first
// option, else "tekst", 1 or today (or the earliest day allowed).
#pragma once

#include <string>
#include <vector>

#include "cycle/form.h"
#include "scenario/script.h"

namespace arshjul::scenario {

// "field = value", "table[row].column = value", "table[row] = fjernes". A row is named by its number from 1, by what
// stands in one of its columns, or by * (all of them).
struct Assignment {
  int line = 0;
  std::string field, row, column, value;
};
Assignment ReadAssignment(const Line& line);

// The rows of a table that an assignment names; empty when there is no such row.
std::vector<size_t> RowsNamed(const List& rows, const std::string& name);

// Throws Unreadable where an assignment names a field or row that the form does not have. `action` null: a draft, where
// nothing is filled in by itself.
Value FillForm(const cycle::Form& form, const cycle::FormAction* action, const std::vector<Assignment>& assignments,
               Date today);

}  // namespace arshjul::scenario
