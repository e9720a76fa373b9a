// A path template of google.api.http: "/v1/{name=municipalities/*/tasks/*}:save".
//
//   Template = "/" Segments [ ":" verb ] ;  Segments = Segment { "/" Segment } ;
//   Segment  = "*" | "**" | literal | Variable ;  Variable = "{" field.path [ "=" Segments ] "}" ;
//
// "*" is one segment, "**" any number of them (also none) and the last. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "path.h"

namespace arshjul::gateway {

struct Binding {
  std::string field;  // "name", "task.name"
  std::string value;  // "municipalities/loten/tasks/1"
};

class PathTemplate {
 public:
  // INVALID_ARGUMENT with what is wrong, and where.
  static absl::StatusOr<PathTemplate> Parse(std::string_view text);

  bool Match(const Path& path, std::vector<Binding>& bindings) const;

  // "/v1/{name}:save" with each variable opened up: "/v1/municipalities/{municipality}/tasks/{task}:save". `names` gives, for
  // each "*" in order, what stands in the braces.
  std::string Opened(const std::vector<std::string>& names) const;

  struct Part {
    enum Kind { kLiteral, kOne, kRest } kind = kLiteral;
    std::string text;  // of a literal
    bool operator==(const Part&) const = default;
  };
  struct Variable {
    std::string field;
    size_t first = 0, end = 0;  // parts
  };
  const std::vector<Part>& parts() const { return parts_; }
  const std::vector<Variable>& variables() const { return variables_; }
  const std::string& verb() const { return verb_; }

 private:
  std::vector<Part> parts_;
  std::vector<Variable> variables_;
  std::string verb_;
};

}  // namespace arshjul::gateway
