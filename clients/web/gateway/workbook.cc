#include "workbook.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <memory>

#include "csv.h"

namespace arshjul::gateway {
namespace {

constexpr size_t kLongestSheetName = 31;
constexpr size_t kNarrowest = 8, kWidest = 60;  // characters

// A file that is nowhere but in memory, and has a path all the same.
class MemoryFile {
 public:
  MemoryFile() : number_(memfd_create("workbook", MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (number_ >= 0) close(number_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  bool good() const { return number_ >= 0; }
  std::string path() const { return fmt::format("/proc/self/fd/{}", number_); }
  std::string Read() const {
    std::string bytes;
    char piece[64 << 10];
    for (ssize_t count = 0; (count = pread(number_, piece, sizeof piece, static_cast<off_t>(bytes.size()))) > 0;) bytes.append(piece, static_cast<size_t>(count));
    return bytes;
  }

 private:
  const int number_;
};

std::string Shown(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<double>(&cell)) return NumberText(*number);
  if (const auto* day = std::get_if<Date>(&cell)) return FormatDate(*day);
  return "";
}

size_t WidthOf(std::string_view text) {
  size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return width;
}

lxw_datetime DayOf(Date date) {
  const std::chrono::year_month_day day(date);
  lxw_datetime out{};
  out.year = static_cast<int>(day.year());
  out.month = static_cast<int>(static_cast<unsigned>(day.month()));
  out.day = static_cast<int>(static_cast<unsigned>(day.day()));
  return out;
}

lxw_error WriteCell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Cell& cell, lxw_format* days) {
  // A text is never read as a formula here, whatever it begins with.
  if (const auto* text = std::get_if<std::string>(&cell)) return text->empty() ? LXW_NO_ERROR : worksheet_write_string(sheet, row, column, text->c_str(), nullptr);
  if (const auto* number = std::get_if<double>(&cell)) return worksheet_write_number(sheet, row, column, *number, nullptr);
  if (const auto* day = std::get_if<Date>(&cell)) {
    lxw_datetime written = DayOf(*day);
    return worksheet_write_datetime(sheet, row, column, &written, days);
  }
  return LXW_NO_ERROR;
}

// Closes the workbook on every way out: it owns what has been written.
lxw_error Write(const Table& table, const std::string& path) {
  lxw_workbook* book = workbook_new(path.c_str());
  if (book == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  lxw_worksheet* sheet = workbook_add_worksheet(book, SheetName(table.title).c_str());
  lxw_format* heading = workbook_add_format(book);
  lxw_format* days = workbook_add_format(book);
  if (sheet == nullptr || heading == nullptr || days == nullptr) {
    workbook_close(book);
    return LXW_ERROR_MEMORY_MALLOC_FAILED;
  }
  format_set_bold(heading);
  format_set_num_format(days, "yyyy-mm-dd");
  worksheet_freeze_panes(sheet, 1, 0);
  lxw_error error = LXW_NO_ERROR;
  const auto note = [&error](lxw_error one) {
    if (error == LXW_NO_ERROR) error = one;
  };
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const auto column = static_cast<lxw_col_t>(c);
    size_t width = std::max(kNarrowest, WidthOf(table.columns[c].title));
    if (!table.columns[c].title.empty()) note(worksheet_write_string(sheet, 0, column, table.columns[c].title.c_str(), heading));
    for (size_t r = 0; r < table.rows.size(); ++r) {
      width = std::max(width, WidthOf(Shown(table.rows[r][c])));
      note(WriteCell(sheet, static_cast<lxw_row_t>(r + 1), column, table.rows[r][c], days));
    }
    note(worksheet_set_column(sheet, column, column, static_cast<double>(std::min(width, kWidest)) + 1, nullptr));
  }
  note(workbook_close(book));
  return error;
}

}  // namespace

std::string SheetName(std::string_view title) {
  std::string name;
  size_t characters = 0;
  for (const char c : title) {
    const bool begins = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    if (begins && ++characters > kLongestSheetName) break;
    const bool plain = static_cast<unsigned char>(c) >= 0x20 && std::string_view("[]:*?/\\").find(c) == std::string_view::npos;
    name += plain ? c : ' ';
  }
  while (name.starts_with('\'') || name.starts_with(' ')) name.erase(0, 1);
  while (name.ends_with('\'') || name.ends_with(' ')) name.pop_back();
  // Excel keeps this word for itself.
  std::string lower = name;
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return name.empty() || lower == "history" ? "Årshjul" : name;
}

absl::StatusOr<std::string> WorkbookFile(const Table& table) {
  const MemoryFile file;
  if (!file.good()) return absl::ResourceExhaustedError("no file to write a workbook to");
  const lxw_error error = Write(table, file.path());
  if (error != LXW_NO_ERROR) return absl::ResourceExhaustedError(lxw_strerror(error));
  std::string bytes = file.Read();
  if (bytes.empty()) return absl::ResourceExhaustedError("an empty workbook");
  return bytes;
}

}  // namespace arshjul::gateway
