#include "api/values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace arshjul::api {
namespace {

TEST(Values, ComeBackAsTheyWent) {
  const std::vector<Value> rows = {
      Object{}, Object{{"a", Value()}}, Object{{"a", true}, {"b", false}}, Object{{"n", -0.5}, {"m", 1e300}},
      Object{{"text", "Løten «§»"}, {"empty", ""}}, Object{{"rows", List{Object{{"x", 1}}, List{}, Value(), "s"}}},
      Object{{"", Object{{"", Object{}}}}}};
  for (const Value& value : rows) {
    google::protobuf::Struct data;
    FillStruct(value, data);
    EXPECT_EQ(ToValue(data), value) << ToJson(value);
  }
}

TEST(Values, NumbersThatAreNoneBecomeTextsThatNoFormTakesForNumbers) {
  for (double number : {std::nan(""), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
    google::protobuf::Value value;
    value.set_number_value(number);
    EXPECT_NE(ToValue(value).AsString(), nullptr) << number;
  }
  google::protobuf::Value unset;
  EXPECT_TRUE(ToValue(unset).IsNull());
}

TEST(Values, InstantsBeforeTheEpochToo) {
  struct Row {
    int64_t milliseconds, seconds;
    int nanos;
  };
  for (const Row& row : std::vector<Row>{{0, 0, 0}, {1500, 1, 500'000'000}, {-1, -1, 999'000'000}, {-1000, -1, 0}, {1408082400000, 1408082400, 0}}) {
    google::protobuf::Timestamp timestamp;
    FillTimestamp(Instant(std::chrono::milliseconds(row.milliseconds)), timestamp);
    EXPECT_EQ(timestamp.seconds(), row.seconds) << row.milliseconds;
    EXPECT_EQ(timestamp.nanos(), row.nanos) << row.milliseconds;
  }
}

}  // namespace
}  // namespace arshjul::api
