#include "cross_site.h"

namespace arshjul::gateway {

bool IsSafe(std::string_view method) { return method == "GET" || method == "HEAD"; }

bool IsCrossSite(const Head& head, std::string_view origin) {
  const bool safe = IsSafe(head.method);
  // No form and no image can add it, and a script of another origin must ask first, which is never granted.
  if (!safe && head.Value("Arshjul-Request") != "1") return true;
  if (const std::string* from = head.Find("Origin"); from != nullptr && !SameWord(*from, origin)) return true;
  const std::string* site = head.Find("Sec-Fetch-Site");
  if (site == nullptr || *site == "same-origin") return false;
  // "none": typed by the user, or a bookmark.
  return !(safe && *site == "none");
}

}  // namespace arshjul::gateway
