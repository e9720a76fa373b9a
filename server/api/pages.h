// Pages of a list that has an order. A token holds the key of the last element shown. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/refusal.h"

namespace arshjul::api {

struct Page {
  int size = 0;
  std::string after;  // key of the last element of the page before; "" on the first page
};

// `size` 0 means `standard`; more than `most` means `most`. INVALID_INPUT for a negative one and for a token that is none.
std::optional<Refusal> ReadPage(int32_t size, const std::string& token, int standard, int most, Page& page);
std::string PageToken(const std::string& last_key);

}  // namespace arshjul::api
