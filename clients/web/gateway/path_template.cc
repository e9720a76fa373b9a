#include "path_template.h"

#include <fmt/format.h>

#include <algorithm>

namespace arshjul::gateway {
namespace {

using Part = PathTemplate::Part;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::string_view Word(std::string_view ends) {
    const size_t start = at_;
    at_ = std::min(text_.find_first_of(ends, at_), text_.size());
    return text_.substr(start, at_ - start);
  }
  bool AtEnd() const { return at_ == text_.size(); }
  absl::Status Fault(std::string_view what) const {
    return absl::InvalidArgumentError(fmt::format("{} at character {} of \"{}\"", what, at_ + 1, text_));
  }

 private:
  const std::string_view text_;
  size_t at_ = 0;
};

absl::Status ParseSegments(Parser& parser, std::string_view ends, std::vector<Part>& parts) {
  do {
    if (!parts.empty() && parts.back().kind == Part::kRest) return parser.Fault("** must be the last segment");
    std::string_view word = parser.Word(ends);
    if (word.empty()) return parser.Fault("an empty segment");
    if (word == "*") {
      parts.push_back({Part::kOne, ""});
    } else if (word == "**") {
      parts.push_back({Part::kRest, ""});
    } else if (word.find_first_of("*{}=") != std::string_view::npos) {
      return parser.Fault("a segment that is neither a word nor *");
    } else {
      parts.push_back({Part::kLiteral, std::string(word)});
    }
  } while (parser.Take('/'));
  return absl::OkStatus();
}

absl::Status ParseVariable(Parser& parser, std::vector<Part>& parts, std::vector<PathTemplate::Variable>& variables) {
  PathTemplate::Variable variable{.field = std::string(parser.Word("=}")), .first = parts.size()};
  if (variable.field.empty()) return parser.Fault("a variable without a name");
  if (parser.Take('=')) {
    if (absl::Status status = ParseSegments(parser, "/}", parts); !status.ok()) return status;
  } else {
    parts.push_back({Part::kOne, ""});
  }
  if (!parser.Take('}')) return parser.Fault("a variable that is not closed");
  variable.end = parts.size();
  variables.push_back(std::move(variable));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PathTemplate> PathTemplate::Parse(std::string_view text) {
  PathTemplate out;
  Parser parser(text);
  if (!parser.Take('/')) return parser.Fault("no slash");
  do {
    if (!out.parts_.empty() && out.parts_.back().kind == Part::kRest) return parser.Fault("** must be the last segment");
    absl::Status status;
    if (parser.Take('{')) {
      status = ParseVariable(parser, out.parts_, out.variables_);
    } else {
      std::vector<Part> one;
      std::string_view word = parser.Word("/:{");
      Parser alone(word);
      status = word.empty() ? parser.Fault("an empty segment") : ParseSegments(alone, "/", one);
      out.parts_.insert(out.parts_.end(), one.begin(), one.end());
    }
    if (!status.ok()) return status;
  } while (parser.Take('/'));
  if (parser.Take(':')) {
    out.verb_ = parser.Word("/{}*:");
    if (out.verb_.empty()) return parser.Fault("an empty verb");
  }
  if (!parser.AtEnd()) return parser.Fault("something that does not belong there");
  return out;
}

bool PathTemplate::Match(const Path& path, std::vector<Binding>& bindings) const {
  if (path.verb != verb_) return false;
  const bool open = !parts_.empty() && parts_.back().kind == Part::kRest;
  const size_t fixed = parts_.size() - (open ? 1 : 0);
  if (open ? path.segments.size() < fixed : path.segments.size() != fixed) return false;
  for (size_t i = 0; i < fixed; ++i) {
    if (parts_[i].kind == Part::kLiteral && parts_[i].text != path.segments[i]) return false;
  }
  bindings.clear();
  for (const Variable& variable : variables_) {
    const bool rest = parts_[variable.end - 1].kind == Part::kRest;
    std::string value;
    for (size_t i = variable.first; i < (rest ? path.segments.size() : variable.end); ++i) {
      if (!value.empty()) value.push_back('/');
      value += path.segments[i];
    }
    bindings.push_back({variable.field, std::move(value)});
  }
  return true;
}

std::string PathTemplate::Opened(const std::vector<std::string>& names) const {
  std::string out;
  size_t name = 0;
  for (const Part& part : parts_) {
    out += part.kind == Part::kLiteral ? "/" + part.text : "/{" + names.at(name++) + "}";
  }
  if (!verb_.empty()) out += ":" + verb_;
  return out;
}

}  // namespace arshjul::gateway
