#include "golden/history.h"

#include <fmt/format.h>

#include <set>
#include <sstream>

#include "base/hash.h"
#include "cycle/apply.h"
#include "cycle/schema.h"
#include "golden/wire_text.h"

namespace arshjul::golden {
namespace {

using cycle::Entry;
using cycle::Event;

constexpr size_t kLongestRow = 4000;  // bytes; beyond it (a workflow's source) the hash says as much

template <size_t... I>
std::vector<std::string> Kinds(std::index_sequence<I...>) {
  return {std::variant_alternative_t<I, Event>::kName...};
}

}  // namespace

std::string WriteLog(const std::vector<Entry>& log) {
  std::string out;
  for (const Entry& entry : log) {
    out += fmt::format("entry {}\n", FormatInstant(entry.time));
    for (const Event& event : entry.events) out += fmt::format("{} {}\n", cycle::EventName(event), ToText(Encode(event)));
  }
  return out;
}

std::optional<std::vector<Entry>> ReadLog(const std::string& text, std::string& problem) {
  std::vector<Entry> log;
  std::stringstream in(text);
  int number = 0;
  auto wrong = [&](const char* what) {
    problem = fmt::format("line {}: {}", number, what);
    return std::nullopt;
  };
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    const size_t space = std::min(line.find(' '), line.size() - 1);
    const std::string rest = line.substr(space + 1);
    if (line.starts_with("entry ")) {
      const auto time = ParseInstant(rest);
      if (!time) return wrong("this is no time");
      log.push_back({*time, {}});
      continue;
    }
    const auto bytes = FromText(rest);
    if (!bytes) return wrong("this is no event in text");
    if (log.empty()) return wrong("an event before the first entry");
    if (!Decode(*bytes, log.back().events.emplace_back())) return wrong("this version cannot read the event");
  }
  return log;
}

std::string WriteRows(const std::vector<Entry>& log) {
  cycle::State state(nullptr);
  for (const Entry& entry : log) {
    for (const Event& event : entry.events) cycle::Apply(state, event, entry.time);
    state.Accept();
  }
  std::string out;
  const auto schema = cycle::Schema();
  state.ForEach([&](auto& table) {
    for (const auto* row : table.All()) {
      const std::string bytes = Encode(*row);
      out += fmt::format("{} {} {}\n", schema[row->kTable].table, row->Key(), bytes.size() > kLongestRow ? "sha256:" + Sha256Hex(bytes) : ToText(bytes));
    }
  });
  return out;
}

std::vector<std::string> KindsMissing(const std::vector<Entry>& log) {
  std::set<std::string> there;
  for (const Entry& entry : log) {
    for (const Event& event : entry.events) there.insert(cycle::EventName(event));
  }
  std::vector<std::string> missing;
  for (const std::string& kind : Kinds(std::make_index_sequence<std::variant_size_v<Event>>())) {
    if (!there.contains(kind)) missing.push_back(kind);
  }
  return missing;
}

}  // namespace arshjul::golden
