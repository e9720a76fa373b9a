#include "step_line.h"

#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <charconv>
#include <cmath>

namespace arshjul::cli {
namespace {

using google::protobuf::Struct;
using std::chrono::milliseconds;

constexpr double kLongestMilliseconds = 1e13;

Object ToObject(const Struct& data);

Value ToValue(const google::protobuf::Value& value) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kBoolValue: return value.bool_value();
    case google::protobuf::Value::kNumberValue: return value.number_value();
    case google::protobuf::Value::kStringValue: return value.string_value();
    case google::protobuf::Value::kStructValue: return ToObject(value.struct_value());
    case google::protobuf::Value::kListValue: {
      List list;
      for (const auto& element : value.list_value().values()) list.push_back(ToValue(element));
      return list;
    }
    default: return {};
  }
}

Object ToObject(const Struct& data) {
  Object object;
  for (const auto& [key, value] : data.fields()) object[key] = ToValue(value);
  return object;
}

class Reader {
 public:
  Reader(const Texts& texts, std::string& problem) : texts_(texts), problem_(problem) {}

  bool Read(const std::string& key, const google::protobuf::Value& value) {
    if (key == "event") return ReadEvent(value);
    if (key == "data") return ReadData(value);
    if (key == "after") return ReadAfter(value);
    if (key == "facts") return ReadFacts(value);
    return Fail("step.unknown_key", key);
  }

  bool Fail(const char* key, const std::string& word) {
    problem_ = texts_.Get(key, {{"word", word}});
    return false;
  }

  StepLine line;

 private:
  bool ReadEvent(const google::protobuf::Value& value) {
    line.event = value.string_value();
    const bool name = !line.event.empty() && line.event.find_first_of(" \t\r\n*") == std::string::npos;
    return name || Fail("step.not_an_event", line.event);
  }

  bool ReadData(const google::protobuf::Value& value) {
    if (value.has_null_value()) return true;
    if (!value.has_struct_value()) return Fail("step.not_data", "");
    line.data = ToObject(value.struct_value());
    return true;
  }

  bool ReadAfter(const google::protobuf::Value& value) {
    // A bare number is seconds.
    const std::string text = value.has_number_value() ? fmt::format("{:f}s", value.number_value()) : value.string_value();
    if (const auto span = ParseSpan(text)) {
      line.after = *span;
      return true;
    }
    return Fail("step.not_a_span", text);
  }

  bool ReadFacts(const google::protobuf::Value& value) {
    if (!value.has_struct_value()) return Fail("step.not_facts", "");
    for (const auto& [name, holds] : value.struct_value().fields()) {
      const auto fact = rehearsal::FactNamed(name);
      if (!fact) return Fail("step.not_a_fact", name);
      if (holds.kind_case() != google::protobuf::Value::kBoolValue) return Fail("step.not_facts", "");
      line.facts[*fact] = holds.bool_value();
    }
    return true;
  }

  const Texts& texts_;
  std::string& problem_;
};

}  // namespace

std::optional<milliseconds> ParseSpan(std::string_view text) {
  static const std::map<std::string_view, double> kUnits = {{"ms", 1}, {"s", 1e3}, {"m", 60e3}, {"h", 3600e3}, {"d", 86400e3}};
  if (text.empty()) return std::nullopt;
  double total = 0;
  while (!text.empty()) {
    double count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count, std::chars_format::fixed);
    if (error != std::errc() || !(count >= 0) || text.front() == '-') return std::nullopt;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    const std::string_view unit = text.substr(0, text.find_first_of("0123456789."));
    const auto worth = kUnits.find(unit);
    if (worth == kUnits.end()) return std::nullopt;
    total += count * worth->second;
    if (!(total <= kLongestMilliseconds)) return std::nullopt;
    text.remove_prefix(unit.size());
  }
  return milliseconds(std::llround(total));
}

std::optional<StepLine> ReadStepLine(const Texts& texts, std::string_view text, std::string& problem) {
  Struct data;
  const auto status = google::protobuf::util::JsonStringToMessage(std::string(text), &data);
  Reader reader(texts, problem);
  if (!status.ok()) {
    const std::string detail(status.message().data(), status.message().size());
    reader.Fail("step.not_json", detail.substr(0, detail.find('\n')));
    return std::nullopt;
  }
  for (const auto& [key, value] : data.fields()) {
    if (!reader.Read(key, value)) return std::nullopt;
  }
  const auto& fields = data.fields();
  if (!fields.contains("event") && (fields.contains("data") || fields.empty())) {
    reader.Fail("step.nothing", "");
    return std::nullopt;
  }
  return reader.line;
}

}  // namespace arshjul::cli
