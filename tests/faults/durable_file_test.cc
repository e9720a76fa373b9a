#include "faults/durable_file.h"

#include <gtest/gtest.h>

#include <set>

namespace arshjul::faults {
namespace {

// Every outcome of a hundred power cuts.
std::set<std::string> Outcomes(const DurableFile& file) {
  std::set<std::string> outcomes;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Chance chance(seed);
    outcomes.insert(file.AfterPowerCut(chance));
  }
  return outcomes;
}

std::string Sectors(const std::string& letters) {
  std::string bytes;
  for (char letter : letters) bytes += std::string(kSector, letter);
  return bytes;
}

TEST(DurableFile, WhatIsSyncedSurvives) {
  DurableFile file(Sectors("ab"));
  file.Write(kSector, Sectors("B"));
  file.Write(2 * kSector, Sectors("C"));
  file.Sync();
  EXPECT_TRUE(file.AllSynced());
  EXPECT_EQ(Outcomes(file), std::set<std::string>({Sectors("aBC")}));
}

TEST(DurableFile, EachSectorThatIsNotSyncedSurvivesOrNotWhateverBecomesOfTheOthers) {
  DurableFile file(Sectors("ab"));
  file.Write(0, Sectors("AB"));
  const std::set<std::string> outcomes = Outcomes(file);
  for (const char* letters : {"ab", "Ab", "aB", "AB"}) EXPECT_TRUE(outcomes.contains(Sectors(letters))) << letters;
  bool torn = false;
  for (const std::string& outcome : outcomes) {
    ASSERT_EQ(outcome.size(), 2u * kSector);
    EXPECT_EQ(outcome.find_first_not_of("aA"), static_cast<size_t>(kSector));
    torn |= outcome.find('a') < kSector && outcome.find('A') < kSector;
  }
  EXPECT_TRUE(torn);
}

TEST(DurableFile, BytesThatWereNotWrittenStay) {
  DurableFile file(Sectors("a"));
  file.Write(100, std::string(10, 'A'));
  for (const std::string& outcome : Outcomes(file)) {
    EXPECT_EQ(outcome.substr(0, 100), std::string(100, 'a'));
    EXPECT_EQ(outcome.substr(110), std::string(kSector - 110, 'a'));
  }
}

TEST(DurableFile, TheSizeIsAnyThatItHasHad) {
  DurableFile file(Sectors("a"));
  file.Write(kSector, Sectors("bc"));
  file.Truncate(10);
  std::set<size_t> sizes;
  for (const std::string& outcome : Outcomes(file)) sizes.insert(outcome.size());
  EXPECT_EQ(sizes, std::set<size_t>({10, kSector, 3 * kSector}));
}

}  // namespace
}  // namespace arshjul::faults
