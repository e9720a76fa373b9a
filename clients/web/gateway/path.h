// The path and the query of a request, taken apart and decoded once; nothing after this looks at the raw target.
//
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace arshjul::gateway {

struct Path {
  std::vector<std::string> segments;  // decoded: "v1", "municipalities", "loten"
  std::string verb;                   // what follows a colon in the last segment: "save"; "" when there is none

  // "/assets/main.js"
  std::string Joined() const;
};

// Nothing for what is no path of ours: an empty segment (but for one slash at the very end), "." or "..", an encoded slash,
// backslash or control character, a % that encodes nothing, what is not UTF-8.
std::optional<Path> ParsePath(std::string_view target);

using Parameters = std::vector<std::pair<std::string, std::string>>;

// Of "a=1&b=%C3%B8+x": what follows the question mark. Nothing when something in it is not properly encoded, or there is too
// much of it.
std::optional<Parameters> ParseQuery(std::string_view target);

}  // namespace arshjul::gateway
