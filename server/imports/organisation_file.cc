#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

#include "imports/columns.h"
#include "imports/imports.h"
#include "imports/organisation_tree.h"
#include "imports/problem_list.h"
#include "base/words.h"

namespace arshjul::imports {
namespace {

constexpr std::array<std::string_view, 6> kVacantWords = {"-", "--", "vakant", "ubesatt", "vacant", "ledig"};

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "2014-08-15", and "15.08.2014", which spreadsheets make of it.
std::optional<Date> ReadDate(const std::string& text) {
  if (auto date = ParseDate(text)) return date;
  size_t first = text.find('.'), second = text.find('.', first + 1);
  if (first == std::string::npos || second == std::string::npos) return std::nullopt;
  std::string day = text.substr(0, first), month = text.substr(first + 1, second - first - 1);
  if (!IsDigits(day) || !IsDigits(month) || day.size() > 2 || month.size() > 2) return std::nullopt;
  return ParseDate(text.substr(second + 1) + "-" + std::string(2 - month.size(), '0') + month + "-" +
                   std::string(2 - day.size(), '0') + day);
}

// A level is a whole number from 0, or a name without digits, which is not compared with anything.
bool IsReadableLevel(std::string_view level) {
  if (IsDigits(level)) return level.size() <= 6;
  return std::none_of(level.begin(), level.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class OrganisationReader {
 public:
  explicit OrganisationReader(const Known& known) : known_(known) {}

  OrganisationFile Read(std::string_view csv) {
    CsvTable table = ReadCsv(csv);
    if (!table.header.empty()) ReadTable(table);
    file_.violations = std::move(table.violations);
    std::vector<FieldViolation> own = problems_.Sorted();
    file_.violations.insert(file_.violations.end(), std::make_move_iterator(own.begin()),
                            std::make_move_iterator(own.end()));
    file_.warnings = warnings_.Sorted();
    if (file_.violations.empty()) OrderRows();
    return std::move(file_);
  }

 private:
  void ReadTable(const CsvTable& table) {
    Columns columns(table.header,
                    {{"unit_id", ""}, {"unit", "", true}, {"parent", "parent_unit", true}, {"level", ""},
                     {"leader_id", ""}, {"leader", ""}, {"title", "leader_title"}, {"from", ""}, {"to", ""}, {"email", ""}},
                    problems_);
    file_.ignored_columns = columns.ignored();
    if (!problems_.empty()) return;
    tree_.rows.reserve(table.rows.size());
    for (const CsvTable::Row& source : table.rows) tree_.rows.push_back(ReadRow(columns, source));
    IdentifyUnits(tree_, known_.units, problems_);
    IdentifyLeaders(tree_, known_.persons, problems_);
    CompareAddresses(tree_, problems_);
    LinkParents(tree_, problems_);
    CompareRowsOfUnits(tree_, problems_);
    // Depths mean something only in a tree.
    if (problems_.empty()) CompareLevels();
  }

  DraftRow ReadRow(const Columns& columns, const CsvTable::Row& source) {
    DraftRow draft;
    OrganisationRow& row = draft.row;
    row.line = source.line;
    row.unit_id = columns.Cell(source, "unit_id");
    row.unit = columns.Cell(source, "unit");
    draft.parent_text = columns.Cell(source, "parent");
    row.level = columns.Cell(source, "level");
    row.leader_id = columns.Cell(source, "leader_id");
    row.leader = columns.Cell(source, "leader");
    row.title = columns.Cell(source, "title");
    row.from = DateIn(columns, source, "from");
    row.to = DateIn(columns, source, "to");
    if (row.unit.empty()) problems_.Add(row.line, "unit", "required");
    if (row.from && row.to && *row.to < *row.from) {
      problems_.Add(row.line, "from", "from_after_to",
                    {{"from", FormatDate(*row.from)}, {"to", FormatDate(*row.to)}});
    }
    if (!IsReadableLevel(row.level)) problems_.Add(row.line, "level", "unreadable_level", {{"level", row.level}});
    row.email = columns.Cell(source, "email");
    if (!row.email.empty() && !IsMailAddress(row.email)) problems_.Add(row.line, "email", "bad_mail_address", {{"text", row.email}});
    std::string leader = Lower(row.leader);
    if (std::find(kVacantWords.begin(), kVacantWords.end(), leader) != kVacantWords.end()) {
      warnings_.Add(row.line, "leader", "read_as_vacant", {{"text", row.leader}});
      row.leader.clear();
    }
    return draft;
  }

  std::optional<Date> DateIn(const Columns& columns, const CsvTable::Row& source, std::string_view column) {
    std::string text = columns.Cell(source, column);
    if (text.empty()) return std::nullopt;
    auto date = ReadDate(text);
    if (!date) problems_.Add(source.line, column, "bad_date", {{"text", text}});
    return date;
  }

  void CompareLevels() {
    for (const DraftUnit& unit : tree_.units) {
      if (unit.rows.empty()) continue;
      const OrganisationRow& row = tree_.rows[unit.rows.front()].row;
      int level = 0;
      auto [end, error] = std::from_chars(row.level.data(), row.level.data() + row.level.size(), level);
      if (!IsDigits(row.level) || error != std::errc() || level == unit.depth) continue;
      warnings_.Add(row.line, "level", "level_differs", {{"level", row.level}, {"depth", std::to_string(unit.depth)}});
    }
  }

  void OrderRows() {
    auto depth = [&](const DraftRow& draft) { return tree_.units[draft.unit].depth; };
    std::stable_sort(tree_.rows.begin(), tree_.rows.end(),
                     [&](const DraftRow& a, const DraftRow& b) { return depth(a) < depth(b); });
    file_.rows.reserve(tree_.rows.size());
    for (DraftRow& draft : tree_.rows) file_.rows.push_back(std::move(draft.row));
  }

  const Known& known_;
  OrganisationFile file_;
  DraftTree tree_;
  ProblemList problems_, warnings_;
};

}  // namespace

Known KnownOn(Date day, const organisation::Organisation& organisation) {
  Known known;
  for (const organisation::Unit* unit : organisation.Preorder(day)) known.units.emplace(unit->id, unit->name);
  for (const organisation::Person& person : organisation.persons()) known.persons.emplace(person.id, person.name);
  return known;
}

OrganisationFile ReadOrganisation(std::string_view csv, const Known& known) { return OrganisationReader(known).Read(csv); }

}  // namespace arshjul::imports
