#include "display.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace arshjul::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowestColumn = 8;
constexpr int kWidestText = 100;  // longer lines of prose are hard to read

struct Range {
  uint32_t first, last;
};

// Unicode blocks, coarse: enough for names and emoji.
constexpr std::array kCombining = {Range{0x0300, 0x036F}, Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF},
                                   Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF}, Range{0x2060, 0x2064},
                                   Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}, Range{0xFEFF, 0xFEFF}};
constexpr std::array kWide = {Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
                              Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},
                              Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
                              Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
                              Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD}};

template <typename Ranges>
bool In(const Ranges& ranges, uint32_t code) {
  return std::any_of(ranges.begin(), ranges.end(), [code](Range r) { return r.first <= code && code <= r.last; });
}

// The next code point and its length in bytes; a stray byte counts as one character.
uint32_t Decode(std::string_view text, size_t& length) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length == 1 || length > text.size()) {
    length = 1;
    return lead;
  }
  uint32_t code = lead & (0x7F >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) {
      length = 1;
      return lead;
    }
    code = code << 6 | (byte(i) & 0x3F);
  }
  return code;
}

int WidthOf(uint32_t code) { return In(kCombining, code) ? 0 : In(kWide, code) ? 2 : 1; }

std::string CutTo(std::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  std::string out;
  int used = 0;
  for (size_t at = 0, length = 0; at < text.size(); at += length) {
    const int more = WidthOf(Decode(text.substr(at), length));
    if (used + more > width - 1) break;
    used += more;
    out.append(text.substr(at, length));
  }
  return out + "…";
}

const char* CodeOf(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kStrong:
      return "\x1b[1m";
    case Style::kQuiet:
      return "\x1b[2m";
    case Style::kGood:
      return "\x1b[32m";
    case Style::kNearly:
      return "\x1b[33m";
    case Style::kBad:
      return "\x1b[31m";
  }
  return "";
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (size_t at = 0, length = 0; at < text.size(); at += length) width += WidthOf(Decode(text.substr(at), length));
  return width;
}

std::string Styled(const Paper& paper, Style style, std::string_view text) {
  if (!paper.colour || style == Style::kPlain || text.empty()) return std::string(text);
  return CodeOf(style) + std::string(text) + "\x1b[0m";
}

std::string Harmless(std::string_view text) {
  std::string out;
  for (size_t at = 0, length = 0; at < text.size(); at += length) {
    const uint32_t code = Decode(text.substr(at), length);
    const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    if (control) {
      out.push_back(' ');
    } else {
      out.append(text.substr(at, length));
    }
  }
  return out;
}

std::vector<std::string> Wrap(std::string_view text, int width) {
  std::vector<std::string> lines;
  while (true) {
    const size_t end = text.find('\n');
    const std::string paragraph = Harmless(text.substr(0, end));
    std::string line;
    for (size_t at = 0; at < paragraph.size();) {
      size_t stop = paragraph.find(' ', at);
      if (stop == std::string::npos) stop = paragraph.size();
      const std::string word = paragraph.substr(at, stop - at);
      if (!line.empty() && width > 0 && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
        lines.push_back(line);
        line.clear();
      }
      if (!line.empty() && !word.empty()) line += ' ';
      line += word;
      at = stop + 1;
    }
    lines.push_back(line);
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

void Table::Add(std::vector<Cell> row) {
  row.resize(columns_.size());
  for (Cell& cell : row) cell.text = Harmless(cell.text);
  rows_.push_back(std::move(row));
}

std::vector<int> Table::Widths(const Paper& paper) const {
  std::vector<int> widths(columns_.size(), 0);
  int total = -kGap;
  for (size_t c = 0; c < columns_.size(); ++c) {
    for (const auto& row : rows_) widths[c] = std::max(widths[c], DisplayWidth(row[c].text));
    if (widths[c] == 0) continue;
    widths[c] = std::max(widths[c], DisplayWidth(columns_[c].title));
    total += widths[c] + kGap;
  }
  while (paper.width > 0 && total > paper.width) {
    int widest = -1;
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (!columns_[c].flexible || widths[c] <= kNarrowestColumn) continue;
      if (widest < 0 || widths[c] > widths[widest]) widest = static_cast<int>(c);
    }
    if (widest < 0) break;
    --widths[widest];
    --total;
  }
  return widths;
}

std::string Table::Render(const Paper& paper) const {
  if (rows_.empty()) return "";
  const std::vector<int> widths = Widths(paper);
  std::string out;
  const auto line = [&](const auto& cell_of) {
    std::string text;
    int owed = 0;  // spaces, written only when something follows
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (widths[c] == 0) continue;
      const Cell cell = cell_of(c);
      const std::string shown = CutTo(cell.text, widths[c]);
      const int room = widths[c] - DisplayWidth(shown);
      if (columns_[c].right) owed += room;
      if (!shown.empty()) {
        text.append(owed, ' ');
        text += Styled(paper, cell.style, shown);
        owed = 0;
      }
      if (!columns_[c].right) owed += room;
      owed += kGap;
    }
    out += text + "\n";
  };
  line([&](size_t c) { return Cell(columns_[c].title, Style::kStrong); });
  for (const auto& row : rows_) line([&](size_t c) { return row[c]; });
  return out;
}

void Facts::Add(std::string label, std::string text, Style style) {
  if (!text.empty()) facts_.push_back({std::move(label), std::move(text), style});
}

std::string Facts::Render(const Paper& paper) const {
  int label_width = 0;
  for (const Fact& fact : facts_) label_width = std::max(label_width, DisplayWidth(fact.label));
  const int indent = label_width + kGap;
  const int room = std::max(std::min(paper.width > 0 ? paper.width : kWidestText, kWidestText) - indent, 20);
  std::string out;
  for (const Fact& fact : facts_) {
    std::string margin = Styled(paper, Style::kQuiet, fact.label) + std::string(indent - DisplayWidth(fact.label), ' ');
    for (const std::string& line : Wrap(fact.text, room)) {
      out += margin + Styled(paper, fact.style, line) + "\n";
      margin.assign(indent, ' ');
    }
  }
  return out;
}

}  // namespace arshjul::cli
