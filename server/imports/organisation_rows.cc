// Several rows of one unit, several units of one leader: do they agree?
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "imports/organisation_tree.h"
#include "base/words.h"
#include "organisation/organisation.h"

namespace arshjul::imports {
namespace {

void CompareWithFirst(const OrganisationRow& first, const OrganisationRow& row, ProblemList& problems) {
  auto compare = [&](std::string_view column, const std::string& expected, const std::string& found) {
    if (expected == found) return;
    problems.Add(row.line, column, "differs_from_line",
                 {{"line", std::to_string(first.line)}, {"expected", expected}, {"found", found}});
  };
  compare("unit", first.unit, row.unit);
  compare("parent", first.parent_id, row.parent_id);
  compare("level", first.level, row.level);
}

bool IsUndated(const OrganisationRow& row) { return !row.from && !row.to; }

// A row without leader tells of a vacancy, not of a holder: it may lie beside rows that have one.
void CheckSpans(std::vector<const OrganisationRow*> rows, ProblemList& problems) {
  std::stable_sort(rows.begin(), rows.end(), [](const OrganisationRow* a, const OrganisationRow* b) {
    if (a->leader_id.empty() != b->leader_id.empty()) return b->leader_id.empty();
    return a->from.value_or(Date::min()) < b->from.value_or(Date::min());
  });
  const OrganisationRow* latest = nullptr;  // of the same sort, the one that ends last so far
  for (const OrganisationRow* row : rows) {
    if (latest == nullptr || latest->leader_id.empty() != row->leader_id.empty()) {
      latest = row;
      continue;
    }
    using organisation::Span;
    bool overlap = Span{latest->from, latest->to}.Overlaps({row->from, row->to});
    if (overlap) {
      const OrganisationRow& later = latest->line < row->line ? *row : *latest;
      const OrganisationRow& earlier = latest->line < row->line ? *latest : *row;
      bool duplicate = IsUndated(*row) && IsUndated(*latest);
      problems.Add(later.line, duplicate ? "unit" : "from", duplicate ? "duplicate_unit" : "overlapping_spans",
                   {{"unit", later.unit}, {"line", std::to_string(earlier.line)}});
    }
    if (latest->to && (!row->to || *row->to > *latest->to)) latest = row;
  }
}

struct Named {
  std::string name;
  int line = 0;
};

class LeaderIndex {
 public:
  LeaderIndex(DraftTree& tree, ProblemList& problems, ProblemList& warnings)
      : tree_(tree), problems_(problems), warnings_(warnings) {}

  void TakeGivenIds() {
    for (const DraftRow& draft : tree_.rows) {
      const OrganisationRow& row = draft.row;
      if (row.leader_id.empty() || row.leader.empty()) continue;
      auto [found, added] = by_id_.try_emplace(row.leader_id, Named{row.leader, row.line});
      if (added) {
        ids_of_name_[Lower(row.leader)].insert(row.leader_id);
      } else if (found->second.name != row.leader) {
        problems_.Add(row.line, "leader", "leader_name_differs",
                      {{"leader_id", row.leader_id},
                       {"expected", found->second.name},
                       {"found", row.leader},
                       {"line", std::to_string(found->second.line)}});
      }
    }
  }

  void FillTheRest() {
    for (DraftRow& draft : tree_.rows) {
      if (draft.row.leader_id.empty() && !draft.row.leader.empty()) {
        NameToId(draft);
      } else if (!draft.row.leader_id.empty() && draft.row.leader.empty()) {
        auto found = by_id_.find(draft.row.leader_id);
        if (found == by_id_.end()) {
          problems_.Add(draft.row.line, "leader", "required");
        } else {
          draft.row.leader = found->second.name;
        }
      }
    }
  }

 private:
  void NameToId(DraftRow& draft) {
    OrganisationRow& row = draft.row;
    std::set<std::string>& ids = ids_of_name_[Lower(row.leader)];
    if (ids.size() > 1) {
      problems_.Add(row.line, "leader", "ambiguous_leader", {{"leader", row.leader}});
      return;
    }
    if (ids.size() == 1) {
      row.leader_id = *ids.begin();
      const Named& same = by_id_[row.leader_id];
      warnings_.Add(row.line, "leader", "same_leader_by_name",
                    {{"leader", row.leader}, {"line", std::to_string(same.line)}});
      return;
    }
    row.leader_id = Slug(row.leader);
    auto [found, added] = by_id_.try_emplace(row.leader_id, Named{row.leader, row.line});
    if (added) {
      ids.insert(row.leader_id);
    } else {
      problems_.Add(row.line, "leader", "leader_id_taken",
                    {{"leader_id", row.leader_id},
                     {"leader", found->second.name},
                     {"line", std::to_string(found->second.line)}});
    }
  }

  DraftTree& tree_;
  ProblemList& problems_;
  ProblemList& warnings_;
  std::map<std::string, Named> by_id_;
  std::map<std::string, std::set<std::string>> ids_of_name_;  // by lower-case name
};

}  // namespace

void CompareRowsOfUnits(const DraftTree& tree, ProblemList& problems) {
  for (const DraftUnit& unit : tree.units) {
    if (unit.rows.size() < 2) continue;
    std::vector<const OrganisationRow*> rows;
    for (size_t index : unit.rows) rows.push_back(&tree.rows[index].row);
    for (const OrganisationRow* row : rows) CompareWithFirst(*rows.front(), *row, problems);
    CheckSpans(std::move(rows), problems);
  }
}

void IdentifyLeaders(DraftTree& tree, ProblemList& problems, ProblemList& warnings) {
  LeaderIndex index(tree, problems, warnings);
  index.TakeGivenIds();
  index.FillTheRest();
}

}  // namespace arshjul::imports
