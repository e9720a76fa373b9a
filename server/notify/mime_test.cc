#include "notify/mime.h"

#include <gtest/gtest.h>

#include <vector>

namespace arshjul::notify {
namespace {

TEST(EncodeHeader, Rows) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", ""},
      {"Reminder: tasks", "Reminder: tasks"},
      {"Påminnelse", "=?UTF-8?B?UMOlbWlubmVsc2U=?="},
      {"a", "a"},
      {"=?x?=", "=?UTF-8?B?PT94Pz0=?="},
      {"a\r\nBcc: b@c", "=?UTF-8?B?YSAgQmNjOiBiQGM=?="},
      {std::string(61, 'a'), "=?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh?=\r\n =?UTF-8?B?YWFhYWFhYWFhYWFhYWFhYQ==?="},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(EncodeHeader(text), expected) << text;
}

TEST(EncodeHeader, NoWordIsTooLongOrEndsInsideACharacter) {
  for (size_t shift = 0; shift < 4; ++shift) {
    std::string text(shift, 'x');
    for (int i = 0; i < 100; ++i) text += "ø€";
    std::string encoded = EncodeHeader(text);
    size_t start = 0;
    while (start < encoded.size()) {
      size_t end = std::min(encoded.find("\r\n", start), encoded.size());
      EXPECT_LE(end - start, 76u) << encoded.substr(start, end - start);
      start = end + 2;
    }
    // 43 to 45 bytes end a word: one of "ø" (2) and "€" (3) always ends there, so a whole word has 57 to 60 characters.
    EXPECT_EQ(encoded.find("?=\r\n =?UTF-8?B?"), encoded.find("\r\n") - 2);
  }
}

TEST(QuotedPrintable, Rows) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", ""},
      {"Hei\n\nDu", "Hei\r\n\r\nDu"},
      {"på", "p=C3=A5"},
      {"a=b", "a=3Db"},
      {"end \nx", "end=20\r\nx"},
      {"end ", "end=20"},
      {".\n.a", "=2E\r\n=2Ea"},
      {"From x\nForm", "=46rom x\r\n=46orm"},
      {"a\rb", "a=0Db"},
      {std::string("a\0b", 3), "a=00b"},
      {std::string(80, 'a'), std::string(75, 'a') + "=\r\n" + std::string(5, 'a')},
      {std::string(74, 'a') + "å", std::string(74, 'a') + "=\r\n=C3=A5"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(QuotedPrintable(text), expected) << text;
}

}  // namespace
}  // namespace arshjul::notify
