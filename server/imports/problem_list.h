// What is wrong with a file, by line. Private to the room.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/refusal.h"

namespace arshjul::imports {

class ProblemList {
 public:
  using Arguments = std::map<std::string, std::string>;

  // `column` is "" for the whole line.
  void Add(int line, std::string_view column, std::string_view problem, Arguments args = {});
  // Nothing when the last one added says the same of the same line.
  void AddOnce(int line, std::string_view column, std::string_view problem);
  // Of the file as a whole, field "file", or of a column as a whole, field "column unit".
  void AddToFile(std::string_view problem, Arguments args = {});
  void AddToColumn(std::string_view column, std::string_view problem);

  bool empty() const { return problems_.empty(); }
  // By line, those of the whole file first, then in the order they were found. Past the first 10,000 only their number
  // is kept, as a last "more_problems".
  std::vector<FieldViolation> Sorted() const;

 private:
  struct Problem {
    int line = 0;
    FieldViolation violation;
  };
  void Keep(int line, FieldViolation violation);

  std::vector<Problem> problems_;
  size_t left_out_ = 0;
};

}  // namespace arshjul::imports
