#include "statechart/variables.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace arshjul::statechart {
namespace {

template <class Message> Message Read(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

const Value kData = Object{{"n", 5}, {"t", "keep"}, {"b", true}, {"blank", " "}, {"rows", List{Object{{"c", "x"}}, Object{{"c", 2}}}}};
const Variables kVariables = {{"count", 2}, {"name", "a"}};

TEST(VariablesTest, Holds) {
  struct Row {
    const char* compare;
    bool holds;
  };
  for (const Row& row : {
           Row{"field: 'n' is: 5", true}, {"field: 'n' is: 4", false}, {"field: 't' is: 5", false}, {"field: 'gone' is: 0", false},
           {"field: 'n' less_than: 6", true}, {"field: 'n' less_than: 5", false}, {"field: 't' less_than: 9", false},
           {"field: 'n' greater_than: 4", true}, {"field: 'n' greater_than: 5", false}, {"field: 'gone' greater_than: -1", false},
           {"field: 't' equals: 'keep'", true}, {"field: 't' equals: 'Keep'", false}, {"field: 'n' equals: '5'", true},
           {"field: 'b' equals: 'true'", true}, {"field: 'gone' equals: ''", true}, {"field: 'gone' equals: 'null'", false},
           {"field: 't' present: true", true}, {"field: 'blank' present: true", false}, {"field: 'gone' present: false", true},
           {"field: 'rows' some_row { column: 'c' equals: 'x' }", true}, {"field: 'rows' some_row { column: 'c' equals: '2' }", true},
           {"field: 'rows' some_row { column: 'c' equals: 'y' }", false}, {"field: 't' some_row { column: 'c' equals: 'x' }", false},
           {"variable: 'count' is: 2", true}, {"variable: 'name' equals: 'a'", true}, {"variable: 'n' is: 5", false},
           {"field: 'n'", false},
       }) {
    EXPECT_EQ(Holds(Read<workflow::v1::Compare>(row.compare), kData, kVariables), row.holds) << row.compare;
  }
}

TEST(VariablesTest, Assigned) {
  struct Row {
    const char* assign;
    Value value;
  };
  for (const Row& row : {
           Row{"variable: 'v' text: 'x'", "x"}, {"variable: 'v' number: -1.5", -1.5}, {"variable: 'count' add: 3", 5},
           {"variable: 'new' add: 3", 3}, {"variable: 'name' add: 3", 3}, {"variable: 'v' from_field: 't'", "keep"},
           {"variable: 'v' from_field: 'gone'", Value()}, {"variable: 'name'", "a"},
       }) {
    EXPECT_EQ(Assigned(Read<workflow::v1::Assign>(row.assign), kData, kVariables), row.value) << row.assign;
  }
}

}  // namespace
}  // namespace arshjul::statechart
