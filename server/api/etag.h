// Etags are revisions. Pure; any thread.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace arshjul::api {

// Nothing where nothing is said; any text that is no revision is an old one.
inline std::optional<int64_t> RevisionOf(const std::string& etag) {
  if (etag.empty()) return std::nullopt;
  int64_t revision = 0;
  auto [end, error] = std::from_chars(etag.data(), etag.data() + etag.size(), revision);
  return error == std::errc() && end == etag.data() + etag.size() ? revision : 0;
}

}  // namespace arshjul::api
