// Tables and blocks of facts, aligned by the columns a terminal shows, not by bytes. Text from elsewhere is made harmless:
// control characters become spaces.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace arshjul::cli {

// Columns that `text` takes: combining marks none, East Asian wide characters and emoji two.
int DisplayWidth(std::string_view text);

// What is written on: `width` 0 is endless, as in a file.
struct Paper {
  int width = 0;
  bool colour = false;
};

enum class Style { kPlain, kStrong, kQuiet, kGood, kNearly, kBad };

// `text` in a style, when the paper takes colour.
std::string Styled(const Paper& paper, Style style, std::string_view text);

// Without control characters; line breaks and tabs become spaces.
std::string Harmless(std::string_view text);

// Breaks at spaces so that each line with its indent fits; a word longer than a line stays whole. Line breaks are kept.
std::vector<std::string> Wrap(std::string_view text, int width);

struct Cell {
  Cell(std::string text = "", Style style = Style::kPlain) : text(std::move(text)), style(style) {}
  Cell(const char* text) : text(text) {}
  std::string text;
  Style style = Style::kPlain;
};

class Table {
 public:
  struct Column {
    std::string title;
    bool right = false;     // figures
    bool flexible = false;  // may be cut short, with an ellipsis, when the paper is narrow
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  // Missing cells are empty; cells beyond the columns are left out.
  void Add(std::vector<Cell> row);
  bool empty() const { return rows_.empty(); }
  // Heading and rows, each ending in a line break. Columns empty in every row are left out.
  std::string Render(const Paper& paper) const;

 private:
  std::vector<int> Widths(const Paper& paper) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

// "label  text" lines; empty texts are left out, long ones wrapped under themselves.
class Facts {
 public:
  void Add(std::string label, std::string text, Style style = Style::kPlain);
  std::string Render(const Paper& paper) const;

 private:
  struct Fact {
    std::string label, text;
    Style style;
  };
  std::vector<Fact> facts_;
};

}  // namespace arshjul::cli
