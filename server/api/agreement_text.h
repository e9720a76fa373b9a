// An agreement as plain text to print. Pure; any thread.
#pragma once

#include <string>

#include "calendar/calendar.h"
#include "cycle/query_agreement.h"

namespace arshjul::api {

// Of what the reader may see of the document; "" when that is nothing. Days of signatures are those of `calendar`.
std::string AgreementText(const cycle::AgreementShown& agreement, const calendar::Calendar& calendar, const std::string& language);

}  // namespace arshjul::api
