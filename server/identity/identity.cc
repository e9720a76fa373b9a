#include "identity/identity.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

#include "fmt/format.h"

namespace arshjul::identity {
namespace {

constexpr std::array<std::string_view, 4> kRoleWords = {"office", "controller", "council", "auditor"};
// Longer texts are no names: comparing them costs time and tells nothing.
constexpr size_t kLongestName = 100;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Lower case (Æ, Ø, Å, Ä, Ö, É and their like too), one space between words.
std::string Folded(std::string_view text) {
  std::string out;
  bool space = false;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (IsSpace(c)) {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    // U+00C0..U+00DE are C3 80..9E in UTF-8; their small letters lie 0x20 further on (but for the sign at 97).
    uint8_t byte = static_cast<uint8_t>(c);
    bool capital = i > 0 && text[i - 1] == '\xc3' && byte >= 0x80 && byte <= 0x9e && byte != 0x97;
    out += capital ? static_cast<char>(byte + 0x20) : c;
  }
  return out;
}

// Letters to add, take away or change to get from one to the other, counted in bytes.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row[b.size()];
}

std::string Listed(const std::vector<const Person*>& persons) {
  std::string out;
  for (size_t i = 0; i < persons.size() && i < kMostCandidates; ++i) {
    out += fmt::format("{}{} ({})", i == 0 ? "" : ", ", persons[i]->name, persons[i]->id);
  }
  return persons.size() > kMostCandidates ? out + ", …" : out;
}

// Those whose name, or a word of it, begins with what was said; else those who are a few letters away.
std::vector<const Person*> Close(const std::string& said, const std::vector<Person>& persons) {
  std::vector<std::pair<size_t, const Person*>> close;
  if (said.size() > kLongestName) return {};
  for (const Person& person : persons) {
    std::string name = Folded(person.name);
    if (name.size() > kLongestName) continue;
    if (name.starts_with(said) || name.find(" " + said) != std::string::npos) {
      close.emplace_back(0, &person);
      continue;
    }
    size_t distance = std::min(Distance(said, name), Distance(said, Folded(person.id)));
    if (distance <= std::max<size_t>(1, said.size() / 4)) close.emplace_back(distance, &person);
  }
  std::stable_sort(close.begin(), close.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const Person*> out;
  for (const auto& [distance, person] : close) out.push_back(person);
  return out;
}

// Cut between characters, so that it stays UTF-8.
std::string Shown(std::string_view said) {
  size_t length = std::min(said.size(), kLongestName);
  while (length > 0 && length < said.size() && (static_cast<uint8_t>(said[length]) & 0xc0) == 0x80) --length;
  return std::string(said.substr(0, length));
}

Refusal NotFound(const std::string& said, const std::vector<const Person*>& close) {
  Refusal refusal{Reason::kPersonNotFound, {{"name", said}}, {}};
  if (!close.empty()) refusal.args["candidates"] = Listed(close);
  return refusal;
}

}  // namespace

std::variant<Caller, Refusal> ResolveDemo(std::string_view said, const std::vector<Person>& persons,
                                          const std::vector<RoleHolder>& holders) {
  std::string wanted = Folded(said);
  if (wanted.empty()) return Refusal{Reason::kUnauthenticated, {}, {}};
  for (const Person& person : persons) {
    if (person.id == said) return Caller{person.id, person.name};
  }
  std::vector<const Person*> same_id, same_name;
  for (const Person& person : persons) {
    if (Folded(person.id) == wanted) same_id.push_back(&person);
    if (Folded(person.name) == wanted) same_name.push_back(&person);
  }
  if (same_id.size() == 1) return Caller{same_id[0]->id, same_id[0]->name};
  if (same_id.empty() && std::find(kRoleWords.begin(), kRoleWords.end(), wanted) != kRoleWords.end()) {
    auto holder = std::find_if(holders.begin(), holders.end(), [&](const RoleHolder& h) { return h.role == wanted; });
    if (holder == holders.end()) return NotFound(wanted, {});
    auto person = std::find_if(persons.begin(), persons.end(), [&](const Person& p) { return p.id == holder->person; });
    return Caller{holder->person, person == persons.end() ? "" : person->name};
  }
  const std::vector<const Person*>& same = same_id.empty() ? same_name : same_id;
  if (same.size() == 1) return Caller{same[0]->id, same[0]->name};
  if (same.empty()) return NotFound(Shown(said), Close(wanted, persons));
  return Refusal{Reason::kAmbiguousName, {{"name", Shown(said)}, {"candidates", Listed(same)}}, {}};
}

}  // namespace arshjul::identity
