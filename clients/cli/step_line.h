// One line of what `workflow step` reads: {"event": "e", "data": {…}, "after": "2s", "facts": {"is_top": true}}.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "rehearsal/rehearsal.h"
#include "texts.h"

namespace arshjul::cli {

struct StepLine {
  std::chrono::milliseconds after{0};              // passes first
  std::map<workflow::v1::Fact, bool> facts;        // become so next
  std::string event;                               // comes last; "" when none does
  Value data = Object();
};

// Nothing, and `problem` in words, when it is no such line.
std::optional<StepLine> ReadStepLine(const Texts& texts, std::string_view line, std::string& problem);

// "2s", "1h30m", "250ms"; d, h, m, s and ms. Nothing for other texts and for more than some centuries.
std::optional<std::chrono::milliseconds> ParseSpan(std::string_view text);

}  // namespace arshjul::cli
