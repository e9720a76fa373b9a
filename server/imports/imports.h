// Files people have -> rows, with every error at once. Parsers from text, pure: what the rows mean to the municipality
// is decided in the core.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/refusal.h"
#include "base/time.h"
#include "measurement/measurement.h"
#include "organisation/organisation.h"

namespace arshjul::imports {

// --- comma or semicolon separated text ------------------------------------------------------------------------------

// UTF-8 with or without BOM (Windows-1252 is recognised and converted), CRLF or LF, RFC 4180 quotes, comma or semicolon
// (the one that the header line has more of, outside quotes). A short row is filled with empty cells. At most 200,000
// rows, 200 columns, 5 million cells and 100 kB a cell.
struct CsvTable {
  std::vector<std::string> header;  // trimmed, lower case
  struct Row {
    int line = 0;                   // 1-based line in the file where the row starts
    std::vector<std::string> cells;  // as many as the header
  };
  std::vector<Row> rows;  // blank lines left out
  // "line 7": too many cells, unterminated quote, bad UTF-8 …; "file" for the whole. Here and below the first 10,000,
  // then one "more_problems".
  std::vector<FieldViolation> violations;
};
CsvTable ReadCsv(std::string_view text);

// --- the organisation -----------------------------------------------------------------------------------------------

struct OrganisationRow {
  int line = 0;
  std::string unit_id;    // never empty after a good read: given, or a slug of the name
  std::string unit;       // name
  std::string parent_id;  // "" for the root
  std::string level;      // as written
  std::string leader_id;  // "" when vacant
  std::string leader;     // name, "" when vacant
  std::string title;
  std::optional<Date> from, to;
  std::string email;  // of the leader; "" when not given
};

struct OrganisationFile {
  std::vector<OrganisationRow> rows;     // parents before children; empty when there are violations
  std::vector<std::string> ignored_columns;
  std::vector<FieldViolation> violations;  // field: "line 7, column parent"
  std::vector<FieldViolation> warnings;
};

// Who and what the municipality has already: names by id. A row without an id means the one of that name.
struct Known {
  std::map<std::string, std::string> units, persons;
};
// Units that exist that day, and every person.
Known KnownOn(Date day, const organisation::Organisation& organisation);

// Columns unit_id,unit,parent,level,leader_id,leader,title,from,to,email (also parent_unit for parent and leader_title for
// title); only unit and parent must be there. `parent` is an id or an unambiguous name, in any case. Dates are
// 2014-08-15 or 15.08.2014, both ends included. A level is a whole number or a name without digits. A unit or leader
// without id is the one of that name; "-" and "vakant" are nobody. All errors at once: unknown or ambiguous parent, a
// cycle (with its path from the top, "A > B > A"), two roots, no root, duplicate unit, a name without id on two rows, a
// name without id that several known units or persons have, a leader's name without id on rows of two units (one person
// or two?), bad dates, from after to, the same unit held twice in overlapping spans (a unit may have several rows with
// different holders in different spans: name, parent and level must then agree), unreadable level, an email that is no address, or another
// than the same leader has on another row, or on a row without leader. A level that disagrees
// with the tree is a warning. Any depth (10,000 and more), no recursion.
OrganisationFile ReadOrganisation(std::string_view csv, const Known& known = {});

// --- scorecards -----------------------------------------------------------------------------------------------------

struct ScorecardRow {
  int line = 0;
  std::string unit;       // name or id as written
  std::string group;      // "felles", "egne"
  std::string perspective;
  std::string indicator;  // name as written
  std::string unit_of_measure;
  int year = 0;
  measurement::Figure baseline, result;
  measurement::Target target, next_target;
  std::string source;
};

struct ScorecardFile {
  std::vector<ScorecardRow> rows;          // all rows that have unit, indicator and year
  std::vector<std::string> ignored_columns;
  std::vector<FieldViolation> violations;  // the file cannot be used: missing column, unknown year …
  // What was kept as text: "line 12, column target", problem "footnote", args text.
  std::vector<FieldViolation> unreadable;
};

// Columns unit, indicator, year and any of group, perspective, unit_of_measure, baseline, target, result, next_target,
// source_url; others are ignored and listed.
ScorecardFile ReadScorecards(std::string_view csv);

}  // namespace arshjul::imports
