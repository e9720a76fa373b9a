#include "sessions.h"

#include <gtest/gtest.h>

#include <set>

#include "bounds.h"

namespace arshjul::gateway {
namespace {

using namespace std::chrono_literals;

class SessionsTest : public testing::Test {
 protected:
  Identity Person(const std::string& id) { return {.municipality = "municipalities/loten", .person = id}; }

  Sessions::Time now_ = Sessions::Time() + 1h;
  unsigned char next_ = 0;
  Sessions sessions_{[this] { return now_; },
                     [this](unsigned char* bytes, size_t size) {
                       std::fill(bytes, bytes + size, next_++);
                     }};
};

TEST_F(SessionsTest, AreKnownByTheirIdAlone) {
  const std::string one = *sessions_.Open(Person("1")), other = *sessions_.Open(Person("2"));
  EXPECT_NE(one, other);
  EXPECT_EQ(one.size(), 43u) << "256 bits";
  EXPECT_EQ(sessions_.Look(one)->identity.person, "1");
  EXPECT_EQ(sessions_.Look(other)->identity.person, "2");
  for (const std::string& wrong : {std::string(), one.substr(1), one + "A", std::string(43, '_')}) EXPECT_FALSE(sessions_.Use(wrong));
}

TEST_F(SessionsTest, EndWhenUnusedAndLookingIsNoUse) {
  const std::string id = *sessions_.Open(Person("1"));
  now_ += 20min;
  EXPECT_EQ(sessions_.Look(id)->idle, 10min);
  now_ += 9min;
  EXPECT_EQ(sessions_.Use(id)->idle, 30min);
  now_ += 29min;
  EXPECT_EQ(sessions_.Look(id)->idle, 1min);
  now_ += 1min;
  EXPECT_FALSE(sessions_.Look(id));
  EXPECT_EQ(sessions_.Count(), 0u);
}

TEST_F(SessionsTest, EndAfterTenHoursHoweverUsed) {
  const std::string id = *sessions_.Open(Person("1"));
  for (int i = 0; i < 29; ++i) {
    now_ += 20min;
    ASSERT_TRUE(sessions_.Use(id)) << i;
  }
  EXPECT_EQ(sessions_.Look(id)->idle, 20min) << "the absolute end comes first";
  EXPECT_EQ(sessions_.Look(id)->absolute, 20min);
  now_ += 20min;
  EXPECT_FALSE(sessions_.Use(id));
}

TEST_F(SessionsTest, TellWhoeverWaitsForTheEnd) {
  const std::string id = *sessions_.Open(Person("1")), other = *sessions_.Open(Person("1"));
  int ends = 0, left = 0;
  bool full = false;
  auto wait = sessions_.WhenEnded(sessions_.Look(id)->number, [&] { ++ends; }, full);
  auto gone = sessions_.WhenEnded(sessions_.Look(id)->number, [&] { ++left; }, full);
  gone.reset();
  EXPECT_TRUE(sessions_.Close(other));
  EXPECT_EQ(ends, 0);
  EXPECT_TRUE(sessions_.Close(id));
  EXPECT_FALSE(sessions_.Close(id));
  EXPECT_EQ(ends, 1);
  EXPECT_EQ(left, 0);
  EXPECT_FALSE(sessions_.Look(id));
}

TEST_F(SessionsTest, AreSweptWhenTheirTimeIsUp) {
  const std::string id = *sessions_.Open(Person("1"));
  int ends = 0;
  bool full = false;
  auto wait = sessions_.WhenEnded(sessions_.Look(id)->number, [&] { ++ends; }, full);
  now_ += 30min - 1s;
  sessions_.Sweep();
  EXPECT_EQ(ends, 0);
  now_ += 1s;
  sessions_.Sweep();
  EXPECT_EQ(ends, 1);
}

TEST_F(SessionsTest, AreBoundedByPerson) {
  std::vector<std::string> ids;
  for (size_t i = 0; i < kMostSessionsPerPerson; ++i) {
    ids.push_back(*sessions_.Open(Person("1")));
    now_ += 1s;
  }
  sessions_.Use(ids[0]);
  ids.push_back(*sessions_.Open(Person("1")));
  EXPECT_EQ(sessions_.Count(), kMostSessionsPerPerson);
  EXPECT_TRUE(sessions_.Look(ids[0]));
  EXPECT_FALSE(sessions_.Look(ids[1])) << "the one longest unused";
}

TEST_F(SessionsTest, HaveSoManyStreams) {
  const std::string id = *sessions_.Open(Person("1"));
  std::vector<std::shared_ptr<void>> waits;
  bool full = false;
  for (size_t i = 0; i < kMostStreamsPerSession; ++i) waits.push_back(sessions_.WhenEnded(sessions_.Look(id)->number, [] {}, full));
  EXPECT_FALSE(full);
  EXPECT_EQ(sessions_.WhenEnded(sessions_.Look(id)->number, [] {}, full), nullptr);
  EXPECT_TRUE(full);
  waits.pop_back();
  EXPECT_NE(sessions_.WhenEnded(sessions_.Look(id)->number, [] {}, full), nullptr);
}

}  // namespace
}  // namespace arshjul::gateway
