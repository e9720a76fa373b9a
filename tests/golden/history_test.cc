#include "golden/history.h"

#include <gtest/gtest.h>

#include "golden/year.h"

namespace arshjul::golden {
namespace {

TEST(History, TheYearIsAlwaysTheSame) { EXPECT_EQ(WriteLog(LiveAYear()), WriteLog(LiveAYear())); }

TEST(History, IsReadAsItWasWritten) {
  const auto log = LiveAYear();
  std::string problem;
  const auto back = ReadLog(WriteLog(log), problem);
  ASSERT_TRUE(back) << problem;
  EXPECT_EQ(WriteLog(*back), WriteLog(log));
  EXPECT_EQ(WriteRows(*back), WriteRows(log));
}

// A history that lacks what most years have would keep nothing.
TEST(History, EveryKindOfEventIsThere) { EXPECT_EQ(KindsMissing(LiveAYear()), std::vector<std::string>()); }

TEST(History, WhatCannotBeReadIsToldByItsLine) {
  std::string problem;
  EXPECT_FALSE(ReadLog("entry 2014-08-15T06:00:00Z\nTaskOpened 20:{\n", problem));
  EXPECT_EQ(problem, "line 2: this is no event in text");
  EXPECT_FALSE(ReadLog("entry 2014-08-15T06:00:00Z\nNobodyKnows 999:{}\n", problem));
  EXPECT_EQ(problem, "line 2: this version cannot read the event");
  EXPECT_FALSE(ReadLog("TaskOpened 20:{}\n", problem));
  EXPECT_EQ(problem, "line 1: an event before the first entry");
  EXPECT_FALSE(ReadLog("entry yesterday\n", problem));
  EXPECT_EQ(problem, "line 1: this is no time");
}

// One changed event is enough for other rows.
TEST(History, AnotherHistoryGivesOtherRows) {
  const auto log = LiveAYear();
  std::vector<cycle::Entry> shorter(log.begin(), log.end() - 2);
  EXPECT_NE(WriteRows(shorter), WriteRows(log));
}

}  // namespace
}  // namespace arshjul::golden
