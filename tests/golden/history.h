// A history as it is kept: the log in text, and the rows that it folds to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cycle/event.h"

namespace arshjul::golden {

// "entry TIME", then a line for each event: its name, for people, and its bytes (wire_text.h).
std::string WriteLog(const std::vector<cycle::Entry>& log);
// What cannot be read is told in `problem`.
std::optional<std::vector<cycle::Entry>> ReadLog(const std::string& text, std::string& problem);

// The rows that the log folds to, in order: table, key, and the row's bytes; of long ones the SHA-256.
std::string WriteRows(const std::vector<cycle::Entry>& log);

// Kinds of events that the log lacks.
std::vector<std::string> KindsMissing(const std::vector<cycle::Entry>& log);

}  // namespace arshjul::golden
