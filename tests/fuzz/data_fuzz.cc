// What people fill in, as a file of JSON or YAML.
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include "data_file.h"
#include "fuzz/fuzz.h"

namespace arshjul::fuzz {
namespace {

void RequireText(const google::protobuf::Struct& data);

void RequireText(const google::protobuf::Value& value) {
  Require(IsUtf8(value.string_value()), "texts are UTF-8");
  for (const auto& element : value.list_value().values()) RequireText(element);
  RequireText(value.struct_value());
}

void RequireText(const google::protobuf::Struct& data) {
  for (const auto& [key, value] : data.fields()) {
    Require(IsUtf8(key), "names are UTF-8");
    RequireText(value);
  }
}

}  // namespace
}  // namespace arshjul::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arshjul;
  static const cli::Texts texts("nb");
  std::string problem;
  const auto read = cli::ReadData(texts, fuzz::TextOf(data, size), problem);
  fuzz::Require(read.has_value() == problem.empty(), "there is data, or a problem");
  if (!read) return 0;
  fuzz::RequireText(*read);
  std::string json;
  fuzz::Require(google::protobuf::util::MessageToJsonString(*read, &json).ok(), "data can be written as JSON");
  const auto again = cli::ReadData(texts, json, problem);
  fuzz::Require(again && google::protobuf::util::MessageDifferencer::Equals(*again, *read), "data reads as it is written");
  return 0;
}
