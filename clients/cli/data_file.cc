#include "data_file.h"

#include <google/protobuf/util/json_util.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "base/utf8.h"

namespace arshjul::cli {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr int kDeepest = 64;
constexpr int kMostNodes = 2'000'000;  // aliases can make a small file vast

// -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?, as JSON has it: 007 and 1_000 are no numbers.
bool IsNumber(const std::string& text) {
  size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const size_t from = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at - from;
  };
  const size_t whole = at;
  const size_t count = digits();
  if (count == 0 || (count > 1 && text[whole] == '0')) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (digits() == 0) return false;
  }
  return at == text.size();
}

bool IsText(const Struct& data);

bool IsText(const Value& value) {
  const auto& elements = value.list_value().values();
  return IsUtf8(value.string_value()) && IsText(value.struct_value()) &&
         std::all_of(elements.begin(), elements.end(), [](const Value& element) { return IsText(element); });
}

bool IsText(const Struct& data) {
  return std::all_of(data.fields().begin(), data.fields().end(), [](const auto& field) { return IsUtf8(field.first) && IsText(field.second); });
}

class Reader {
 public:
  Reader(const Texts& texts, std::string& problem) : texts_(texts), problem_(problem) {}

  bool ReadObject(const YAML::Node& node, Struct& into, int depth) {
    std::set<std::string> seen;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar()) return Fail(entry.first, "data.key_not_text");
      const std::string& key = entry.first.Scalar();
      if (!IsUtf8(key)) return Fail(entry.first, "data.not_utf8");
      if (!seen.insert(key).second) return Fail(entry.first, "data.key_twice", {{"key", key}});
      if (!Read(entry.second, (*into.mutable_fields())[key], depth + 1)) return false;
    }
    return true;
  }

  bool Fail(const YAML::Node& node, const char* key, Arguments arguments = {}) {
    const YAML::Mark mark = node.Mark();
    problem_ = texts_.Get("data.at", {{"line", std::to_string(mark.line + 1)},
                                      {"column", std::to_string(mark.column + 1)},
                                      {"problem", texts_.Get(key, arguments)}});
    return false;
  }

 private:
  bool Read(const YAML::Node& node, Value& into, int depth) {
    if (depth > kDeepest) return Fail(node, "data.too_deep");
    if (++nodes_ > kMostNodes) return Fail(node, "data.too_large");
    switch (node.Type()) {
      case YAML::NodeType::Map:
        return ReadObject(node, *into.mutable_struct_value(), depth);
      case YAML::NodeType::Sequence:
        into.mutable_list_value();
        for (const YAML::Node& element : node) {
          if (!Read(element, *into.mutable_list_value()->add_values(), depth + 1)) return false;
        }
        return true;
      case YAML::NodeType::Scalar:
        if (!IsUtf8(node.Scalar())) return Fail(node, "data.not_utf8");
        return ReadScalar(node, into);
      case YAML::NodeType::Null:
      case YAML::NodeType::Undefined:
        into.set_null_value(google::protobuf::NULL_VALUE);
        return true;
    }
    return true;
  }

  bool ReadScalar(const YAML::Node& node, Value& into) {
    const std::string& text = node.Scalar();
    const bool quoted = node.Tag() == "!";
    if (!quoted && (text == "true" || text == "false")) {
      into.set_bool_value(text == "true");
    } else if (!quoted && IsNumber(text)) {
      const double number = std::strtod(text.c_str(), nullptr);
      if (!std::isfinite(number)) return Fail(node, "data.number_too_large");
      into.set_number_value(number);
    } else {
      into.set_string_value(text);
    }
    return true;
  }

  const Texts& texts_;
  std::string& problem_;
  int nodes_ = 0;
};

}  // namespace

std::optional<std::string> ReadBytes(const Texts& texts, const std::string& path, std::string& problem) {
  std::ostringstream bytes;
  if (path == "-") {
    bytes << std::cin.rdbuf();
  } else {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (file) file.peek();  // a directory opens and fails only here
    if (file.bad() || !file.is_open()) {
      problem = texts.Get("file.unreadable", {{"file", path}, {"why", std::strerror(errno)}});
      return std::nullopt;
    }
    if (!file.eof()) bytes << file.rdbuf();
    if (file.bad() || bytes.bad()) {
      problem = texts.Get("file.unreadable", {{"file", path}, {"why", std::strerror(errno)}});
      return std::nullopt;
    }
  }
  std::string text = std::move(bytes).str();
  if (text.size() > kLargestFile) {
    problem = texts.Get("file.too_large", {{"file", path}});
    return std::nullopt;
  }
  return text;
}

std::optional<Struct> ReadData(const Texts& texts, std::string_view text, std::string& problem) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Struct data;
  // YAML's parser does not know JSON's surrogate pairs ("\\ud83d\\ude00"). What is no JSON may still be YAML in braces, and
  // knows where things stand.
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && text[first] == '{') {
    if (google::protobuf::util::JsonStringToMessage(std::string(text), &data).ok() && IsText(data)) return data;
    data.Clear();
  }
  Reader reader(texts, problem);
  try {
    const YAML::Node root = YAML::Load(std::string(text));
    if (!root.IsDefined() || root.IsNull()) return data;
    if (!root.IsMap()) {
      reader.Fail(root, "data.not_fields");
      return std::nullopt;
    }
    if (!reader.ReadObject(root, data, 0)) return std::nullopt;
  } catch (const YAML::Exception& error) {
    problem = texts.Get("data.at", {{"line", std::to_string(error.mark.line + 1)},
                                    {"column", std::to_string(error.mark.column + 1)},
                                    {"problem", error.msg}});
    return std::nullopt;
  }
  return data;
}

}  // namespace arshjul::cli
