// Pages of a list that has an order. A token holds the key of the last element shown. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/refusal.h"

namespace arshjul::api {

struct Page {
  int size = 0;
  std::string after;  // key of the last element of the page before; "" on the first page
};

// `size` 0 means `standard`; more than `most` means `most`. INVALID_INPUT for a negative one and for a token that is none.
std::optional<Refusal> ReadPage(int32_t size, const std::string& token, int standard, int most, Page& page);
std::string PageToken(const std::string& last_key);

struct PageSizes {
  int standard = 0, most = 0;
};

// The page of `rows` that `request` asks for, each shown by `show`, and the token of the next one in `response`. `key` tells rows
// apart. A row that is gone since the page before: from the first one on again. Refused as ReadPage.
template <class Row>
std::optional<Refusal> FillPage(const std::vector<Row>& rows, PageSizes sizes, const auto& request, auto& response, auto key, auto show) {
  Page page;
  if (auto refusal = ReadPage(request.page_size(), request.page_token(), sizes.standard, sizes.most, page)) return refusal;
  size_t at = 0;
  if (!page.after.empty()) {
    while (at < rows.size() && key(rows[at]) != page.after) ++at;
    at = at == rows.size() ? 0 : at + 1;
  }
  const size_t end = std::min(rows.size(), at + static_cast<size_t>(page.size));
  for (; at < end; ++at) show(rows[at]);
  if (end < rows.size() && end > 0) response.set_next_page_token(PageToken(key(rows[end - 1])));
  return std::nullopt;
}

}  // namespace arshjul::api
