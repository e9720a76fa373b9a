// A municipality's organisation as somebody's spreadsheet has it.
#include <set>

#include "fuzz/fuzz.h"
#include "imports/imports.h"

namespace arshjul::fuzz {
namespace {

void Read(std::string_view csv, const imports::Known& known) {
  const imports::OrganisationFile file = imports::ReadOrganisation(csv, known);
  RequireTellable(file.violations);
  RequireTellable(file.warnings);
  Require(file.violations.empty() || file.rows.empty(), "a file with faults gives no rows");
  std::set<std::string> seen;
  int roots = 0;
  std::string root;
  for (const imports::OrganisationRow& row : file.rows) {
    Require(!row.unit_id.empty() && !row.unit.empty(), "a unit has id and name");
    Require(IsUtf8(row.unit_id) && IsUtf8(row.unit) && IsUtf8(row.level) && IsUtf8(row.leader_id) && IsUtf8(row.leader) && IsUtf8(row.title) && IsUtf8(row.email),
            "rows are UTF-8");
    Require(row.leader_id.empty() == row.leader.empty(), "a leader has both id and name");
    if (row.parent_id.empty()) {
      roots += row.unit_id != root;
      root = row.unit_id;
    } else {
      Require(seen.contains(row.parent_id), "parents come before children");
    }
    seen.insert(row.unit_id);
  }
  Require(file.rows.empty() || roots == 1, "there is one root");
}

}  // namespace
}  // namespace arshjul::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arshjul;
  static const imports::Known known{{{"nord", "Nord"}, {"sor", "Sør"}, {"sor-2", "Sør"}}, {{"kari", "Kari Lie"}, {"ola", "Ola Vik"}, {"ola-2", "Ola Vik"}}};
  fuzz::Read(fuzz::TextOf(data, size), {});
  fuzz::Read(fuzz::TextOf(data, size), known);
  return 0;
}
