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

// The first rows, of two units at most, on which a name stands.
class Rows {
 public:
  void Add(const DraftRow& draft) {
    if (first_ == nullptr) first_ = &draft;
    if (other_ == nullptr && draft.unit != first_->unit) other_ = &draft;
  }
  // One of another unit than `unit`, or null.
  const DraftRow* OfAnother(size_t unit) const { return first_ == nullptr || first_->unit != unit ? first_ : other_; }

 private:
  const DraftRow* first_ = nullptr;
  const DraftRow* other_ = nullptr;
};

struct SameName {
  std::set<std::string> ids;
  Rows with_id, without_id;
};

class LeaderIndex {
 public:
  LeaderIndex(DraftTree& tree, const NamesById& known, ProblemList& problems)
      : tree_(tree), known_(known), problems_(problems) {}

  void TakeGivenIds() {
    for (const DraftRow& draft : tree_.rows) {
      const OrganisationRow& row = draft.row;
      if (row.leader_id.empty() || row.leader.empty()) continue;
      auto [found, added] = by_id_.try_emplace(row.leader_id, Named{row.leader, row.line});
      if (!added && found->second.name != row.leader) {
        problems_.Add(row.line, "leader", "leader_name_differs",
                      {{"leader_id", row.leader_id},
                       {"expected", found->second.name},
                       {"found", row.leader},
                       {"line", std::to_string(found->second.line)}});
        continue;
      }
      SameName& same = by_name_[Lower(row.leader)];
      same.ids.insert(row.leader_id);
      same.with_id.Add(draft);
    }
    for (const auto& [id, name] : known_) {
      // A person that the file names by id is called what the file says.
      if (!by_id_.contains(id)) by_name_[Lower(name)].ids.insert(id);
    }
  }

  void FillTheRest() {
    for (DraftRow& draft : tree_.rows) {
      if (draft.row.leader_id.empty() && !draft.row.leader.empty()) {
        NameToId(draft);
      } else if (!draft.row.leader_id.empty() && draft.row.leader.empty()) {
        IdToName(draft.row);
      }
    }
  }

 private:
  void IdToName(OrganisationRow& row) {
    auto found = by_id_.find(row.leader_id);
    auto known = known_.find(row.leader_id);
    if (found != by_id_.end()) {
      row.leader = found->second.name;
    } else if (known != known_.end()) {
      row.leader = known->second;
    } else {
      problems_.Add(row.line, "leader", "required");
    }
  }

  void NameToId(DraftRow& draft) {
    OrganisationRow& row = draft.row;
    SameName& same = by_name_[Lower(row.leader)];
    if (same.ids.size() > 1) {
      problems_.Add(row.line, "leader", "ambiguous_leader", {{"leader", row.leader}});
      return;
    }
    // Two units with a leader of one name: one person or two is for whoever wrote the file to say.
    const DraftRow* other = same.with_id.OfAnother(draft.unit);
    if (other == nullptr) other = same.without_id.OfAnother(draft.unit);
    same.without_id.Add(draft);
    if (other != nullptr) {
      problems_.Add(row.line, "leader", "leader_of_two_units",
                    {{"leader", row.leader}, {"line", std::to_string(other->row.line)}});
    } else if (same.ids.size() == 1) {
      row.leader_id = *same.ids.begin();
      by_id_.try_emplace(row.leader_id, Named{row.leader, row.line});
    } else {
      MakeId(row, same.ids);
    }
  }

  void MakeId(OrganisationRow& row, std::set<std::string>& ids) {
    row.leader_id = Slug(row.leader);
    auto known = known_.find(row.leader_id);
    auto [found, added] = by_id_.try_emplace(row.leader_id, Named{row.leader, row.line});
    if (!added) {
      problems_.Add(row.line, "leader", "leader_id_taken",
                    {{"leader_id", row.leader_id},
                     {"leader", found->second.name},
                     {"line", std::to_string(found->second.line)}});
    } else if (known != known_.end()) {
      // Whoever has the id has its roles and tasks too: nobody gets them by being called something alike.
      problems_.Add(row.line, "leader", "leader_id_known", {{"leader_id", row.leader_id}, {"leader", known->second}});
    } else {
      ids.insert(row.leader_id);
    }
  }

  DraftTree& tree_;
  const NamesById& known_;
  ProblemList& problems_;
  std::map<std::string, Named> by_id_;
  std::map<std::string, SameName> by_name_;  // by lower-case name
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

void IdentifyLeaders(DraftTree& tree, const NamesById& known, ProblemList& problems) {
  LeaderIndex index(tree, known, problems);
  index.TakeGivenIds();
  index.FillTheRest();
}

void CompareAddresses(const DraftTree& tree, ProblemList& problems) {
  std::map<std::string, const OrganisationRow*> first;  // by leader
  for (const DraftRow& draft : tree.rows) {
    const OrganisationRow& row = draft.row;
    if (row.email.empty()) continue;
    if (row.leader_id.empty()) {
      // A leader whose id is not clear has been told of already.
      if (row.leader.empty()) problems.Add(row.line, "email", "email_of_nobody");
      continue;
    }
    const OrganisationRow& before = *first.try_emplace(row.leader_id, &row).first->second;
    if (before.email == row.email) continue;
    problems.Add(row.line, "email", "email_differs",
                 {{"leader", row.leader}, {"expected", before.email}, {"found", row.email}, {"line", std::to_string(before.line)}});
  }
}

}  // namespace arshjul::imports
