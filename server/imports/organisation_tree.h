// Units of an organisation file and who stands above whom. Private to the room.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "imports/imports.h"
#include "imports/problem_list.h"

namespace arshjul::imports {

// A row of the file on its way to becoming an OrganisationRow.
struct DraftRow {
  OrganisationRow row;
  std::string parent_text;  // as written
  size_t unit = 0;          // index into DraftTree::units
};

struct DraftUnit {
  std::string id;
  std::string name;
  int line = 0;              // of its first row
  std::vector<size_t> rows;  // indexes into DraftTree::rows
  int parent = -1;           // index into DraftTree::units; -1 for none or not known
  int depth = 0;             // 0 for a root
};

struct DraftTree {
  std::vector<DraftRow> rows;
  std::vector<DraftUnit> units;
  std::unordered_map<std::string, size_t> by_id;
};

using NamesById = std::map<std::string, std::string>;

// Which rows are which unit, by id or name; ids where none are given. Problems: "name_without_id", "ambiguous_unit_name",
// "unit_id_taken".
void IdentifyUnits(DraftTree& tree, const NamesById& known, ProblemList& problems);

// Links units to their parents. Problems: "unknown_parent", "ambiguous_parent", "no_root", "two_roots", "cycle".
void LinkParents(DraftTree& tree, ProblemList& problems);

// Rows of one unit agree and its holders follow one another. Problems: "differs_from_line", "duplicate_unit",
// "overlapping_spans". After LinkParents.
void CompareRowsOfUnits(const DraftTree& tree, ProblemList& problems);

// Who is who among the leaders: ids from names and names from ids. Problems: "leader_name_differs", "ambiguous_leader",
// "leader_of_two_units", "leader_id_taken", "leader_id_known", "required". After IdentifyUnits.
void IdentifyLeaders(DraftTree& tree, const NamesById& known, ProblemList& problems);

// A leader has one address. Problems: "email_differs", "email_of_nobody". After IdentifyLeaders.
void CompareAddresses(const DraftTree& tree, ProblemList& problems);

}  // namespace arshjul::imports
