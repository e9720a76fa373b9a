#include "simulation/heat_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "messages/messages.h"

namespace arshjul::simulation {
namespace {

// More rows than this fill more than a screen, and say less.
constexpr size_t kMostPersons = 60;
constexpr size_t kMostRows = 120;
constexpr size_t kLongestLabel = 34;  // characters

// Pixels.
constexpr int kCell = 22, kHeight = 18, kLabels = 250, kHead = 78, kGap = 16, kMargin = 12, kLegend = 44;

// From how many tasks on a cell has the class. The last is what counts as a jam.
constexpr std::array kClasses = {1, 4, 8, kManyInHand};

constexpr char kStyle[] = R"(
text{font:11px system-ui,sans-serif;fill:#1b1b1b}.h{font-weight:600;font-size:15px}.q{fill:#555}.n{text-anchor:middle;font-size:10px}
.g{fill:#fff}.c0{fill:#f1f1f1}.c1{fill:#dbe9f6}.c2{fill:#9fc5e3}.c3{fill:#4a8fc2}.c4{fill:#1b4e79}.t3,.t4{fill:#fff}
.m{fill:#b3261e;stroke:#fff;stroke-width:.6}
@media (prefers-color-scheme:dark){text{fill:#eee}.q{fill:#aaa}.g{fill:#161616}.c0{fill:#242424}.c1{fill:#23384a}.c2{fill:#2f5f86}
.c3{fill:#6aa7d6}.c4{fill:#cfe6fa}.t3,.t4{fill:#111}.m{fill:#ff8a80;stroke:#161616}}
)";

std::string Escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      // Control characters cannot stand in XML at all.
      default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string Shortened(const std::string& text) {
  size_t characters = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) continue;
    if (characters++ == kLongestLabel) return text.substr(0, at) + "…";
  }
  return text;
}

int ClassOf(int in_hand) {
  return static_cast<int>(std::count_if(kClasses.begin(), kClasses.end(), [&](int least) { return in_hand >= least; }));
}

struct Row {
  std::string label;
  std::map<int, PersonWeek> weeks;
  int total = 0;
};

class Drawing {
 public:
  Drawing(const Report& report, const std::string& language) : report_(report), language_(language) {
    CollectRows();
    PlaceWeeks();
  }

  std::string Draw() {
    const int height = kHead + static_cast<int>(rows_.size()) * kHeight + kLegend + kMargin;
    const messages::Arguments what{{"municipality", report_.municipality}, {"year", std::to_string(report_.year)}};
    const std::string title = Escaped(Say("heat_map.title", what)), description = Escaped(Say("heat_map.description"));
    out_ = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" role=\"img\" lang=\"{2}\" "
                       "aria-labelledby=\"title description\">\n<title id=\"title\">{3}</title>\n<desc id=\"description\">{4}</desc>\n"
                       "<style>{5}</style>\n<rect class=\"g\" width=\"{0}\" height=\"{1}\"/>\n<text class=\"h\" x=\"{6}\" y=\"22\">{3}</text>\n"
                       "<text class=\"q\" x=\"{6}\" y=\"40\">{4}</text>\n",
                       width_, height, language_, title, description, kStyle, kMargin);
    DrawHead();
    for (size_t row = 0; row < rows_.size(); ++row) DrawRow(rows_[row], kHead + static_cast<int>(row) * kHeight);
    DrawLegend(kHead + static_cast<int>(rows_.size()) * kHeight + 16);
    return out_ + "</svg>\n";
  }

 private:
  std::string Say(const std::string& key, const messages::Arguments& args = {}) const {
    return messages::Render(language_, "simulation." + key, args);
  }

  void CollectRows() {
    const bool each = report_.persons.size() <= kMostPersons;
    std::map<std::string, size_t> place;
    for (const PersonLoad& person : report_.persons) {
      const std::string key = each || person.depth < 1 ? person.person : person.branch_id;
      auto [found, fresh] = place.emplace(key, rows_.size());
      if (fresh) {
        const std::string name = person.unit.empty() ? person.name : person.name + ", " + person.unit;
        rows_.push_back({each || person.depth < 1 ? name : person.branch, {}, 0});
      }
      Row& row = rows_[found->second];
      for (const PersonWeek& week : person.weeks) {
        row.total += week.received;
        PersonWeek& most = row.weeks[week.week];
        if (week.in_hand > most.in_hand) most = week;
      }
    }
    if (rows_.size() <= kMostRows) return;
    std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.total > b.total; });
    rows_.resize(kMostRows);
  }

  // Weeks in which nobody has anything are drawn as one narrow gap.
  void PlaceWeeks() {
    std::vector<bool> busy(report_.weeks.size(), false);
    for (const Row& row : rows_) {
      for (const auto& [week, load] : row.weeks) busy[static_cast<size_t>(week)] = busy[static_cast<size_t>(week)] || load.in_hand > 0;
    }
    int x = kLabels;
    x_.resize(busy.size(), -1);
    for (size_t week = 0; week < busy.size(); ++week) {
      if (busy[week]) {
        x_[week] = x;
        x += kCell;
      } else if (week > 0 && busy[week - 1]) {
        gaps_.push_back(x);
        x += kGap;
      }
    }
    width_ = std::max(x + kMargin, 640);
  }

  void DrawHead() {
    out_ += fmt::format("<text class=\"q\" x=\"{}\" y=\"{}\">{}</text>\n", kMargin, kHead - 6, Escaped(Say("heat_map.week")));
    int year = 0;
    for (size_t at = 0; at < report_.weeks.size(); ++at) {
      if (x_[at] < 0) continue;
      const Week& week = report_.weeks[at];
      if (week.year() != year) {
        year = week.year();
        out_ += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", x_[at] + 2, kHead - 22, year);
      }
      out_ += fmt::format("<text class=\"n q\" x=\"{}\" y=\"{}\">{}</text>\n", x_[at] + kCell / 2, kHead - 6, week.number());
    }
    for (int gap : gaps_) out_ += fmt::format("<text class=\"n q\" x=\"{}\" y=\"{}\">…</text>\n", gap + kGap / 2, kHead - 6);
  }

  void DrawRow(const Row& row, int y) {
    out_ += fmt::format("<g><title>{0}</title><text x=\"{1}\" y=\"{2}\">{3}</text>\n", Escaped(row.label), kMargin, y + 13,
                        Escaped(Shortened(row.label)));
    for (const auto& [at, week] : row.weeks) {
      const int x = x_[static_cast<size_t>(at)];
      if (x < 0 || week.in_hand == 0) continue;
      const int step = ClassOf(week.in_hand);
      const Week& when = report_.weeks[static_cast<size_t>(at)];
      const std::string words = Say("heat_map.cell", {{"name", row.label}, {"week", std::to_string(when.number())}, {"year", std::to_string(when.year())},
                                                      {"count", std::to_string(week.in_hand)}, {"overdue", std::to_string(week.overdue)},
                                                      {"talks", std::to_string(week.talks)}});
      out_ += fmt::format("<g><title>{}</title><rect class=\"c{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>"
                          "<text class=\"n t{}\" x=\"{}\" y=\"{}\">{}</text>",
                          Escaped(words), step, x, y, kCell - 1, kHeight - 1, step, x + kCell / 2, y + 12, week.in_hand);
      if (week.in_hand >= kManyInHand || week.overdue >= kManyOverdue) out_ += Mark(x + kCell - 8, y);
      out_ += "</g>\n";
    }
    out_ += "</g>\n";
  }

  static std::string Mark(int x, int y) { return fmt::format("<path class=\"m\" d=\"M{} {}h7v7z\"/>", x, y); }

  void DrawLegend(int y) {
    int x = kLabels;
    for (size_t step = 0; step < kClasses.size(); ++step) {
      const std::string range = step + 1 < kClasses.size() ? fmt::format("{}–{}", kClasses[step], kClasses[step + 1] - 1) : fmt::format("{}+", kClasses[step]);
      out_ += fmt::format("<rect class=\"c{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>\n", step + 1, x, y,
                          kCell - 1, kHeight - 1, x + kCell + 4, y + 13, range);
      x += kCell + 52;
    }
    out_ += Mark(x, y + 4) + fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", x + 14, y + 13,
                                         Escaped(Say("heat_map.mark", {{"in_hand", std::to_string(kManyInHand)}, {"overdue", std::to_string(kManyOverdue)}})));
  }

  const Report& report_;
  const std::string language_;
  std::vector<Row> rows_;
  std::vector<int> x_;     // by week; -1: not drawn
  std::vector<int> gaps_;
  int width_ = 0;
  std::string out_;
};

}  // namespace

std::string HeatMap(const Report& report, const std::string& language) { return Drawing(report, language).Draw(); }

}  // namespace arshjul::simulation
