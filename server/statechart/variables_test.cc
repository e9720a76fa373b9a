#include "statechart/variables.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "statechart/limits.h"

namespace arshjul::statechart {
namespace {

template <class Message> Message Read(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

const Value kData = Object{{"n", 5}, {"t", "keep"}, {"b", true}, {"blank", " "}, {"rows", List{Object{{"c", "x"}}, Object{{"c", 2}}}}};
const Variables kVariables = {{"count", 2}, {"name", "a"}, {"blank", Value()}, {"yes", true}, {"list", List{1, "x"}}};
const std::string kChart = "lamp", kSelf = "2015/lamp";
const Event kEvent = {"go", kData, EventType::kInternal, "s1", ""};
const Scope kScope = {kEvent, kVariables, kChart, kSelf};

TEST(VariablesTest, Holds) {
  struct Row {
    const char* compare;
    Truth holds;
  };
  const Truth yes = Truth::kTrue, no = Truth::kFalse, unknown = Truth::kUnknown;
  for (const Row& row : {
           Row{"field: 'n' is: 5", yes}, {"field: 'n' is: 4", no}, {"field: 't' is: 5", no}, {"field: 'gone' is: 0", no},
           {"field: 'n' less_than: 6", yes}, {"field: 'n' less_than: 5", no}, {"field: 't' less_than: 9", unknown},
           {"field: 'blank' less_than: 9", no},
           {"field: 'n' greater_than: 4", yes}, {"field: 'n' greater_than: 5", no}, {"field: 'gone' greater_than: -1", no},
           {"field: 'rows' greater_than: 1", unknown},
           {"field: 't' equals: 'keep'", yes}, {"field: 't' equals: 'Keep'", no}, {"field: 'n' equals: '5'", yes},
           {"field: 'b' equals: 'true'", yes}, {"field: 'gone' equals: ''", yes}, {"field: 'gone' equals: 'null'", no},
           {"field: 't' present: true", yes}, {"field: 'blank' present: true", no}, {"field: 'gone' present: false", yes},
           {"field: 'rows' some_row { column: 'c' equals: 'x' }", yes}, {"field: 'rows' some_row { column: 'c' equals: '2' }", yes},
           {"field: 'rows' some_row { column: 'c' equals: 'y' }", no}, {"field: 't' some_row { column: 'c' equals: 'x' }", unknown},
           {"field: 'gone' some_row { column: 'c' equals: 'x' }", no},
           {"variable: 'count' is: 2", yes}, {"variable: 'name' equals: 'a'", yes}, {"variable: 'n' is: 5", no},
           {"field: 'blank' is_set: true", yes}, {"field: 'gone' is_set: true", no}, {"field: 'gone' is_set: false", yes},
           {"variable: 'blank' is_set: true", yes}, {"variable: 'gone' is_set: false", yes}, {"variable: 'blank' present: false", yes},
           {"event: EVENT_PART_NAME equals: 'go'", yes}, {"event: EVENT_PART_TYPE equals: 'internal'", yes},
           {"event: EVENT_PART_SEND_ID equals: 's1'", yes}, {"event: EVENT_PART_ORIGIN is_set: false", yes},
           {"event: EVENT_PART_SEND_ID is_set: true", yes}, {"event: EVENT_PART_DATA present: true", yes},
           {"field: 'b' truth: true", yes}, {"field: 'b' truth: false", no}, {"variable: 'yes' truth: true", yes},
           {"field: 't' truth: true", unknown}, {"field: 'n' truth: true", unknown}, {"field: 'gone' truth: false", no},
           {"field: 'n' same_as { number: 5 }", yes}, {"field: 'n' same_as { text: '5' }", no},
           {"field: 'gone' same_as { variable: 'gone' }", no}, {"variable: 'blank' same_as { variable: 'gone' }", no},
           {"variable: 'list' same_as { list { of { number: 1 } of { text: 'x' } } }", yes},
           {"variable: 'count' below { field: 'n' }", yes}, {"variable: 'count' above { field: 'n' }", no},
           {"field: 'n' above { variable: 'count' }", yes}, {"field: 'n' below { number: 5 }", no},
           {"variable: 'name' below { text: 'b' }", yes}, {"variable: 'name' below { number: 1 }", unknown},
           {"variable: 'name' below { variable: 'gone' }", no}, {"variable: 'gone' below { number: 1 }", no},
           {"variable: 'yes' below { truth: true }", unknown}, {"field: 'n'", no},
       }) {
    EXPECT_EQ(Holds(Read<workflow::v1::Compare>(row.compare), kScope), row.holds) << row.compare;
  }
}

TEST(VariablesTest, Evaluate) {
  struct Row {
    const char* operand;
    Value value;
    const char* fault;
  };
  for (const Row& row : {
           Row{"text: 'x'", "x", nullptr}, {"text: ''", "", nullptr}, {"number: 3", 3, nullptr}, {"truth: false", false, nullptr},
           {"variable: 'count'", 2, nullptr}, {"variable: 'blank'", Value(), nullptr}, {"variable: 'gone'", Value(), kNoValue},
           {"field: 'blank'", " ", nullptr}, {"field: 'gone'", Value(), kNoValue},
           {"event: EVENT_PART_NAME", "go", nullptr}, {"event: EVENT_PART_ORIGIN", Value(), nullptr}, {"event: EVENT_PART_DATA", kData, nullptr},
           {"own: OWN_CHART", "lamp", nullptr}, {"own: OWN_STEP", "2015/lamp", nullptr},
           {"list { of { number: 1 } of { variable: 'name' } }", List{1, "a"}, nullptr}, {"list { }", List(), nullptr},
           {"list { of { variable: 'gone' } }", Value(), kNoValue}, {"", Value(), kNoValue},
       }) {
    const Worked worked = Evaluate(Read<workflow::v1::Operand>(row.operand), kScope);
    EXPECT_EQ(worked.value, row.value) << row.operand;
    EXPECT_STREQ(worked.fault, row.fault) << row.operand;
  }
}

TEST(VariablesTest, Assigned) {
  struct Row {
    const char* assign;
    Value value;
    const char* fault;
  };
  for (const Row& row : {
           Row{"variable: 'v' text: 'x'", "x", nullptr}, {"variable: 'v' number: -1.5", -1.5, nullptr}, {"variable: 'count' add: 3", 5, nullptr},
           {"variable: 'v' truth: true", true, nullptr},
           {"variable: 'new' add: 3", 3, nullptr}, {"variable: 'blank' add: 3", 3, nullptr}, {"variable: 'name' add: 3", Value(), kWrongKind},
           {"variable: 'count' add: 9007199254740990", Value(), kTooLarge}, {"variable: 'count' add: 9007199254740989", 9007199254740991, nullptr},
           {"variable: 'count' add: -9007199254740994", Value(), kTooLarge},
           {"variable: 'v' from_field: 't'", "keep", nullptr}, {"variable: 'v' from_field: 'gone'", Value(), kNoValue},
           {"variable: 'v' from { variable: 'count' }", 2, nullptr}, {"variable: 'v' from { variable: 'v' }", Value(), kNoValue},
           {"variable: 'count' add_from { field: 'n' }", 7, nullptr}, {"variable: 'count' add_from { field: 't' }", Value(), kWrongKind},
           {"variable: 'count' add_from { field: 'gone' }", Value(), kNoValue},
           {"variable: 'list' append { number: 2 }", List{1, "x", 2}, nullptr}, {"variable: 'new' append { number: 2 }", List{2}, nullptr},
           {"variable: 'name' append { number: 2 }", Value(), kWrongKind}, {"variable: 'list' append { field: 'gone' }", Value(), kNoValue},
           {"variable: 'name'", Value(), kNoValue},
       }) {
    const Worked worked = Assigned(Read<workflow::v1::Assign>(row.assign), kScope);
    EXPECT_EQ(worked.value, row.value) << row.assign;
    EXPECT_STREQ(worked.fault, row.fault) << row.assign;
  }
}

// What is stored must be read again, and what a chart makes out of itself must not grow without end.
TEST(VariablesTest, ValuesHaveADepthAndASize) {
  Value deep = "x";
  for (int i = 1; i < kMaxValueDepth; ++i) deep = List{deep};
  EXPECT_EQ(DepthOf(deep), kMaxValueDepth);
  const Event event = {"go", Object{{"deep", deep}}};
  const Scope scope = {event, kVariables, kChart, kSelf};
  EXPECT_EQ(Evaluate(Read<workflow::v1::Operand>("field: 'deep'"), scope).fault, nullptr);
  EXPECT_STREQ(Evaluate(Read<workflow::v1::Operand>("event: EVENT_PART_DATA"), scope).fault, kTooLarge);
  EXPECT_STREQ(Assigned(Read<workflow::v1::Assign>("variable: 'v' append { field: 'deep' }"), scope).fault, kTooLarge);
  EXPECT_GE(SizeOf(Value(std::string(1000, 'x'))), 1000u);
  EXPECT_GE(SizeOf(Value(List(10, Value(std::string(1000, 'x'))))), 10'000u);
}

}  // namespace
}  // namespace arshjul::statechart
