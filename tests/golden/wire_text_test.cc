#include "golden/wire_text.h"

#include <gtest/gtest.h>

#include "cycle/event.h"

namespace arshjul::golden {
namespace {

TEST(WireText, ReadsAsItIsMeant) {
  cycle::Task task;
  task.number = 17;
  task.kind = "review";
  task.draft = Object{{"comment", "Bra \"nok\"\nnå"}};
  EXPECT_EQ(ToText(Encode(cycle::Event(cycle::TaskOpened{task}))),
            R"(20:{1:{1:34 5:"review" 13:{5:{1:"comment" 2:{3:"Bra \"nok\"\x0anå"}}}}})");
}

TEST(WireText, GivesBackEveryByte) {
  std::vector<std::string> all = {"", "a", std::string("\0\x01\xff", 3), "\"", "\\x41", "{1:2}", "\n\x03" "abc", "\x08\x80\x00", std::string("\x08\x80\x80\x00", 4)};
  for (int a = 0; a < 256; ++a) {
    for (int b : {0, 1, 2, 8, 9, 10, 34, 92, 127, 128, 200, 255}) all.push_back({static_cast<char>(a), static_cast<char>(b), static_cast<char>(a ^ b)});
  }
  for (const std::string& bytes : all) {
    const auto back = FromText(ToText(bytes));
    ASSERT_TRUE(back) << ToText(bytes);
    EXPECT_EQ(*back, bytes) << ToText(bytes);
    EXPECT_EQ(ToText(bytes).find('\n'), std::string::npos);
  }
}

TEST(WireText, RefusesWhatIsNoSuchText) {
  for (const char* text : {"x", "1", "1:", "1:{", "1:{2:3", "1:\"", "1:\"\\", "\"\\x4\"", "1:2}", "1:fzz"}) EXPECT_FALSE(FromText(text)) << text;
}

}  // namespace
}  // namespace arshjul::golden
