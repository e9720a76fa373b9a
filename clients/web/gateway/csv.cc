#include "csv.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace arshjul::gateway {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kEnd = "\r\n";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "-4", "+4,5", "12.000": nothing that could be calculated.
bool IsPlainNumber(std::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text.empty() || !IsDigit(text.front()) || !IsDigit(text.back())) return false;
  const auto others = std::count_if(text.begin(), text.end(), [](char c) { return !IsDigit(c); });
  return others == 0 || (others == 1 && text.find_first_of(",.") != std::string_view::npos);
}

// Also as East Asian keyboards write them: some spreadsheets read these as the others.
constexpr std::array<std::string_view, 8> kBeginnings = {"=", "+", "-", "@", "＝", "＋", "－", "＠"};

std::string Quoted(std::string text) {
  if (text.find_first_of("\";\n\r") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

std::string CellText(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return Quoted(WithoutFormula(*text));
  if (const auto* number = std::get_if<double>(&cell)) return NumberText(*number);
  if (const auto* day = std::get_if<Date>(&cell)) return FormatDate(*day);
  return "";
}

}  // namespace

std::string WithoutFormula(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  // What begins with a tab or a line's end is not trusted to be trimmed.
  bool begins = !text.empty() && (text[0] == '\t' || text[0] == '\r' || text[0] == '\n');
  if (first != std::string_view::npos && !begins) {
    const std::string_view rest = text.substr(first);
    begins = std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view one) { return rest.starts_with(one); }) && !IsPlainNumber(rest);
  }
  return (begins ? "'" : "") + std::string(text);
}

std::string NumberText(double number) {
  std::array<char, 400> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
  std::string text(digits.data(), written.ptr);
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string CsvFile(const Table& table) {
  std::string out(kByteOrderMark);
  for (const Table::Column& column : table.columns) {
    if (&column != &table.columns.front()) out += ';';
    out += Quoted(WithoutFormula(column.title));
  }
  out += kEnd;
  for (const std::vector<Cell>& row : table.rows) {
    for (const Cell& cell : row) {
      if (&cell != &row.front()) out += ';';
      out += CellText(cell);
    }
    out += kEnd;
  }
  return out;
}

}  // namespace arshjul::gateway
