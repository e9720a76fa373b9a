#include "api/cohort.h"

#include <algorithm>
#include <optional>

#include "api/names.h"
#include "base/words.h"
#include "imports/imports.h"

namespace arshjul::api {
namespace {

std::optional<bool> ReadYesNo(const std::string& text) {
  const std::string word = Lower(Trimmed(text));
  for (const char* yes : {"", "ja", "j", "yes", "y", "true", "1", "x"}) {
    if (word == yes) return true;
  }
  for (const char* no : {"nei", "nej", "n", "no", "false", "0"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

class Columns {
 public:
  explicit Columns(const imports::CsvTable& table) : table_(table) {}
  // -1 when it is not there.
  int Find(const char* name) const {
    auto found = std::find(table_.header.begin(), table_.header.end(), name);
    return found == table_.header.end() ? -1 : static_cast<int>(found - table_.header.begin());
  }

 private:
  const imports::CsvTable& table_;
};

std::string Cell(const imports::CsvTable::Row& row, int column) {
  return column < 0 ? "" : std::string(Trimmed(row.cells[static_cast<size_t>(column)]));
}

}  // namespace

std::vector<cycle::CohortGiven> ReadCohort(std::string_view csv, const organisation::Organisation& organisation, Date today,
                                           std::vector<FieldViolation>& violations) {
  const imports::CsvTable table = imports::ReadCsv(csv);
  violations = table.violations;
  const Columns columns(table);
  const int id = columns.Find("unit_id"), name = columns.Find("unit"), takes_part = columns.Find("takes_part"), talk_at = columns.Find("talk_at");
  if (id < 0 && name < 0 && violations.empty()) violations.push_back({"column unit", "missing_column", {{"column", "unit"}}});
  if (!violations.empty()) return {};
  std::vector<cycle::CohortGiven> cohort;
  for (const imports::CsvTable::Row& row : table.rows) {
    const std::string line = "line " + std::to_string(row.line) + ", column ";
    cycle::CohortGiven given{row.line, "", true, Cell(row, talk_at)};
    std::string text = Cell(row, id);
    const bool by_id = !text.empty();
    if (!by_id) text = Cell(row, name);
    if (auto refusal = FindUnit(organisation, today, text, given.unit)) {
      const bool several = refusal->reason == Reason::kAmbiguousName;
      violations.push_back({line + (by_id ? "unit_id" : "unit"), several ? "ambiguous_unit" : "unknown_unit", {{"value", text}}});
    }
    std::optional<bool> part = ReadYesNo(Cell(row, takes_part));
    if (!part) violations.push_back({line + "takes_part", "unknown_option", {{"value", Cell(row, takes_part)}, {"options", "ja, nei"}}});
    given.takes_part = part.value_or(true);
    cohort.push_back(std::move(given));
  }
  return cohort;
}

}  // namespace arshjul::api
