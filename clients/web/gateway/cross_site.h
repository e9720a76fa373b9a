// Did the request come from our own pages? A browser sends the session's cookie with whatever any page makes it send; what it
// says of the page (Origin, Sec-Fetch-Site) and a field that only our own script can add tell them apart.
//
// Pure; any thread.
#pragma once

#include <string_view>

#include "http.h"

namespace arshjul::gateway {

// `origin`: ours, "https://arshjul.kommune.no". For what reads or changes a person's data; pages themselves may be linked to
// from anywhere.
bool IsCrossSite(const Head& head, std::string_view origin);

// GET and HEAD change nothing.
bool IsSafe(std::string_view method);

}  // namespace arshjul::gateway
