// Parts that many requests share, checked. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/refusal.h"
#include "base/time.h"
#include "cycle/command.h"

namespace arshjul::api {

// "YYYY-MM-DD", or nothing when `text` is empty. Anything else is a violation of `field`.
std::optional<Date> ReadDate(const std::string& text, const std::string& field, std::vector<FieldViolation>& violations);

// INVALID_INPUT, unless there are none.
std::optional<Refusal> Invalid(std::vector<FieldViolation> violations);

// A person by id or unambiguous name; with `display_name`, a new one with the id `text`. PERSON_NOT_FOUND,
// AMBIGUOUS_NAME.
std::optional<Refusal> ReadPerson(const organisation::Organisation& organisation, const std::string& text,
                                  const std::string& display_name, const std::string& email, cycle::PersonGiven& person);

}  // namespace arshjul::api
