#include "api/pages.h"

#include <algorithm>

#include "absl/strings/escaping.h"

namespace arshjul::api {

std::optional<Refusal> ReadPage(int32_t size, const std::string& token, int standard, int most, Page& page) {
  Refusal refusal{Reason::kInvalidInput};
  if (size < 0) refusal.fields.push_back({"page_size", "below_zero", {{"name", "page_size"}}});
  if (!token.empty() && !absl::WebSafeBase64Unescape(token, &page.after)) refusal.fields.push_back({"page_token", "bad_page_token", {}});
  if (!refusal.fields.empty()) return refusal;
  page.size = size == 0 ? standard : std::min(size, most);
  return std::nullopt;
}

std::string PageToken(const std::string& last_key) { return absl::WebSafeBase64Escape(last_key); }

}  // namespace arshjul::api
