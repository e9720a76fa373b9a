// A form filled in by somebody who knows nothing but the form: what stands, else the first option, the least number or
// day that is allowed, a text. What may be left open is left open, but for the columns of a table's rows. Pure.
#pragma once

#include <optional>
#include <string>

#include "cycle/form.h"

namespace arshjul::simulation {

struct Pen {
  // What is written where a text is wanted and nothing stands.
  std::string text = "5";
  // The same where there is room for little: may be read as a text, a figure, a target and a case number alike.
  std::string figure = "5";
  // Kroner.
  double money = 1'000'000;
  // A figure asked for beside another is that one, and so many hundredths of it more or less.
  int off = 0;
  // Where a day that may lie ahead is wanted, and nothing stands.
  std::optional<Date> ahead;
};

// The data of `action`. `given` goes first. A field for a person is left alone.
Object FillForm(const cycle::Form& form, const cycle::FormAction& action, const Pen& pen, Object given = {});

}  // namespace arshjul::simulation
