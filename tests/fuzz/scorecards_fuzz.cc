// Published scorecards, and the table of texts below them.
#include "fuzz/fuzz.h"
#include "imports/imports.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arshjul;
  using fuzz::Require;
  const std::string_view text = fuzz::TextOf(data, size);
  const imports::CsvTable table = imports::ReadCsv(text);
  fuzz::RequireTellable(table.violations);
  for (const auto& row : table.rows) {
    Require(row.cells.size() == table.header.size(), "a row has as many cells as the header");
    for (const std::string& cell : row.cells) Require(IsUtf8(cell), "cells are UTF-8");
  }
  const imports::ScorecardFile file = imports::ReadScorecards(text);
  fuzz::RequireTellable(file.violations);
  fuzz::RequireTellable(file.unreadable);
  for (const imports::ScorecardRow& row : file.rows) {
    Require(!row.unit.empty() && !row.indicator.empty() && row.year > 0, "a row has unit, indicator and year");
    for (const measurement::Figure* figure : {&row.baseline, &row.result, &row.target.figure, &row.next_target.figure}) {
      Require(IsUtf8(figure->text), "figures are UTF-8");
    }
  }
  return 0;
}
