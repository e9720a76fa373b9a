// How often an address may ask.
#include "throttle.h"

#include <gtest/gtest.h>

namespace arshjul::gateway {
namespace {

using namespace std::chrono_literals;

class ThrottleTest : public testing::Test {
 protected:
  int TakeAll(const std::string& address) {
    int taken = 0;
    while (taken < 1000 && throttle_.Take(address)) ++taken;
    return taken;
  }
  Throttle::Time now_ = Throttle::Time() + 1h;
  Throttle throttle_{[this] { return now_; }, 10, 2, 3};
};

TEST_F(ThrottleTest, ABucketEmptiesAndFillsAgain) {
  EXPECT_EQ(TakeAll("a"), 10);
  EXPECT_EQ(TakeAll("b"), 10) << "each its own";
  now_ += 2s;
  EXPECT_EQ(TakeAll("a"), 4);
  now_ += 1h;
  EXPECT_EQ(TakeAll("a"), 10) << "and no more than it holds";
}

TEST_F(ThrottleTest, WhatIsWorthLessCostsMore) {
  EXPECT_TRUE(throttle_.Take("a"));
  throttle_.Charge("a", 6);
  EXPECT_EQ(TakeAll("a"), 3);
  for (int i = 0; i < 100; ++i) throttle_.Charge("a", 9);
  now_ += 5s;
  EXPECT_EQ(TakeAll("a"), 0) << "it owes";
  now_ += 5s;
  EXPECT_EQ(TakeAll("a"), 10) << "never more than a bucket";
  now_ += 1s;
  EXPECT_EQ(TakeAll("a"), 2);
}

TEST_F(ThrottleTest, RemembersNoMoreAddressesThanItMay) {
  for (const char* address : {"a", "b", "c"}) EXPECT_TRUE(throttle_.Take(address));
  EXPECT_FALSE(throttle_.Take("d")) << "all three are in use";
  EXPECT_TRUE(throttle_.Take("a")) << "who was there is still served";
  now_ += 1s;
  EXPECT_TRUE(throttle_.Take("d")) << "those that are full again are forgotten";
  EXPECT_LE(throttle_.Count(), 3u);
}

}  // namespace
}  // namespace arshjul::gateway
