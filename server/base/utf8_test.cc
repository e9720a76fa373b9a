#include "base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace arshjul {
namespace {

TEST(Utf8, Rows) {
  struct Row {
    std::string_view bytes;
    bool good;
  };
  const std::vector<Row> rows = {
      {"", true}, {"Jon Rønning", true}, {"\xf0\x9f\x8e\x84", true}, {"\xed\x9f\xbf", true}, {"\xf4\x8f\xbf\xbf", true},
      {"\xff", false}, {"\xc3", false}, {"\xc0\xaf", false}, {"\xe0\x80\xaf", false}, {"\xed\xa0\x80", false},
      {"\xf4\x90\x80\x80", false}, {"\xf8\x88\x80\x80\x80", false}, {"a\x80", false}, {std::string_view("a\0b", 3), false},
  };
  for (const Row& row : rows) EXPECT_EQ(IsUtf8(row.bytes), row.good) << testing::PrintToString(std::string(row.bytes));
}

}  // namespace
}  // namespace arshjul
