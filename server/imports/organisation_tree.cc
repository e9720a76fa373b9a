#include "imports/organisation_tree.h"

#include <algorithm>
#include <utility>

#include "base/words.h"

namespace arshjul::imports {
namespace {

// A path longer than this is cut in the middle of nowhere useful: the start says where to look.
constexpr size_t kMaximumPathNames = 20;

using UnitsByName = std::unordered_map<std::string, std::vector<size_t>>;

size_t AddUnit(DraftTree& tree, const OrganisationRow& row) {
  tree.units.push_back({.id = row.unit_id, .name = row.unit, .line = row.line});
  return tree.units.size() - 1;
}

UnitsByName IndexNames(const DraftTree& tree) {
  UnitsByName by_name;
  for (size_t i = 0; i < tree.units.size(); ++i) by_name[Lower(tree.units[i].name)].push_back(i);
  return by_name;
}

// The unit a parent cell means, -1 with a problem when it means none or several.
int FindParent(const DraftTree& tree, const UnitsByName& by_name, const DraftRow& draft, ProblemList& problems) {
  auto by_id = tree.by_id.find(draft.parent_text);
  if (by_id != tree.by_id.end()) return static_cast<int>(by_id->second);
  auto named = by_name.find(Lower(draft.parent_text));
  if (named != by_name.end() && named->second.size() == 1) return static_cast<int>(named->second.front());
  problems.Add(draft.row.line, "parent", named == by_name.end() ? "unknown_parent" : "ambiguous_parent",
               {{"parent", draft.parent_text}});
  return -1;
}

using IdsByName = std::unordered_map<std::string, std::vector<std::string>>;

// A unit that the file names by its id is called what the file says.
IdsByName IndexKnown(const DraftTree& tree, const NamesById& known) {
  IdsByName ids;
  for (const auto& [id, name] : known) {
    if (!tree.by_id.contains(id)) ids[Lower(name)].push_back(id);
  }
  return ids;
}

std::string IdOf(const OrganisationRow& row, const IdsByName& known, ProblemList& problems) {
  auto same = known.find(Lower(row.unit));
  if (same == known.end()) return Slug(row.unit);
  if (same->second.size() > 1) problems.Add(row.line, "unit", "ambiguous_unit_name", {{"unit", row.unit}});
  return same->second.front();
}

void CheckRoots(const DraftTree& tree, ProblemList& problems) {
  const DraftUnit* root = nullptr;
  for (const DraftUnit& unit : tree.units) {
    if (unit.rows.empty() || !tree.rows[unit.rows.front()].parent_text.empty()) continue;
    if (root == nullptr) {
      root = &unit;
    } else {
      problems.Add(unit.line, "parent", "two_roots",
                   {{"unit", unit.name}, {"root", root->name}, {"line", std::to_string(root->line)}});
    }
  }
  if (root == nullptr) problems.AddToFile("no_root");
}

// `members` go from child to parent; the path is told from the top: "A > B > A" when A stands above B above A.
void ReportCycle(const DraftTree& tree, std::vector<size_t> members, ProblemList& problems) {
  std::reverse(members.begin(), members.end());
  auto first = std::min_element(members.begin(), members.end(),
                                [&](size_t a, size_t b) { return tree.units[a].line < tree.units[b].line; });
  std::rotate(members.begin(), first, members.end());
  const DraftUnit& start = tree.units[members.front()];
  std::string path;
  for (size_t i = 0; i < std::min(members.size(), kMaximumPathNames); ++i) path += tree.units[members[i]].name + " > ";
  if (members.size() > kMaximumPathNames) path += "… > ";
  problems.Add(start.line, "parent", "cycle", {{"path", path + start.name}});
}

// Depths from the top down; a unit that no root reaches either hangs under an unknown parent or in a cycle.
void MeasureDepths(DraftTree& tree, ProblemList& problems) {
  enum class Seen : char { kNo, kOnThisWalk, kDone };
  std::vector<Seen> seen(tree.units.size(), Seen::kNo);
  std::vector<size_t> walk;
  for (size_t start = 0; start < tree.units.size(); ++start) {
    walk.clear();
    int at = static_cast<int>(start);
    while (at >= 0 && seen[static_cast<size_t>(at)] == Seen::kNo) {
      seen[static_cast<size_t>(at)] = Seen::kOnThisWalk;
      walk.push_back(static_cast<size_t>(at));
      at = tree.units[static_cast<size_t>(at)].parent;
    }
    if (at >= 0 && seen[static_cast<size_t>(at)] == Seen::kOnThisWalk) {
      auto first = std::find(walk.begin(), walk.end(), static_cast<size_t>(at));
      ReportCycle(tree, {first, walk.end()}, problems);
    }
    for (auto unit = walk.rbegin(); unit != walk.rend(); ++unit) {
      int parent = tree.units[*unit].parent;
      tree.units[*unit].depth = parent < 0 ? 0 : tree.units[static_cast<size_t>(parent)].depth + 1;
      seen[*unit] = Seen::kDone;
    }
  }
}

}  // namespace

void IdentifyUnits(DraftTree& tree, const NamesById& known, ProblemList& problems) {
  for (DraftRow& draft : tree.rows) {
    if (draft.row.unit_id.empty()) continue;
    auto [found, added] = tree.by_id.try_emplace(draft.row.unit_id, tree.units.size());
    if (added) AddUnit(tree, draft.row);
    draft.unit = found->second;
    tree.units[draft.unit].rows.push_back(static_cast<size_t>(&draft - tree.rows.data()));
  }
  UnitsByName by_name = IndexNames(tree);
  const IdsByName known_ids = IndexKnown(tree, known);
  for (DraftRow& draft : tree.rows) {
    if (!draft.row.unit_id.empty() || draft.row.unit.empty()) continue;
    std::vector<size_t>& named = by_name[Lower(draft.row.unit)];
    if (!named.empty()) {
      draft.unit = named.front();
      problems.Add(draft.row.line, "unit", "name_without_id",
                   {{"unit", draft.row.unit}, {"line", std::to_string(tree.units[draft.unit].line)}});
      continue;
    }
    draft.row.unit_id = IdOf(draft.row, known_ids, problems);
    auto [found, added] = tree.by_id.try_emplace(draft.row.unit_id, tree.units.size());
    if (!added) {
      const DraftUnit& other = tree.units[found->second];
      problems.Add(draft.row.line, "unit", "unit_id_taken",
                   {{"unit_id", other.id}, {"unit", other.name}, {"line", std::to_string(other.line)}});
    }
    draft.unit = AddUnit(tree, draft.row);
    named.push_back(draft.unit);
    tree.units[draft.unit].rows.push_back(static_cast<size_t>(&draft - tree.rows.data()));
  }
}

void LinkParents(DraftTree& tree, ProblemList& problems) {
  UnitsByName by_name = IndexNames(tree);
  for (DraftUnit& unit : tree.units) {
    for (size_t row : unit.rows) {
      DraftRow& draft = tree.rows[row];
      if (draft.parent_text.empty()) continue;
      int parent = FindParent(tree, by_name, draft, problems);
      if (parent >= 0) draft.row.parent_id = tree.units[static_cast<size_t>(parent)].id;
      if (row == unit.rows.front()) unit.parent = parent;
    }
  }
  CheckRoots(tree, problems);
  MeasureDepths(tree, problems);
}

}  // namespace arshjul::imports
