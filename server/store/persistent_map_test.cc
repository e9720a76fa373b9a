#include "store/persistent_map.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <random>
#include <string>

namespace arshjul::store {
namespace {

using Map = PersistentMap<int, std::string>;

std::map<int, std::string> Contents(const Map& map) {
  std::map<int, std::string> contents;
  int last = -1;
  map.All([&](int key, const std::string& mapped) {
    EXPECT_LT(last, key) << "in order";
    last = key;
    contents[key] = mapped;
    return true;
  });
  return contents;
}

TEST(PersistentMap, AgreesWithAMapAndLeavesItsCopiesAlone) {
  constexpr unsigned kSeed = 7;
  std::mt19937 random(kSeed);
  Map map;
  std::map<int, std::string> model;
  std::deque<std::pair<Map, std::map<int, std::string>>> copies;
  for (uint64_t edition = 1; edition <= 300; ++edition) {
    for (int i = 0; i < 20; ++i) {
      int key = static_cast<int>(random() % 200);
      if (random() % 5 < 2) {
        map.Erase(key, edition);
        model.erase(key);
      } else {
        std::string mapped = std::to_string(random());
        map.Put(key, mapped, edition);
        model[key] = mapped;
      }
      ASSERT_EQ(Contents(map), model) << "seed " << kSeed << ", edition " << edition;
    }
    copies.emplace_back(map, model);
    if (copies.size() > 10) copies.pop_front();
    for (const auto& [copy, then] : copies)
      ASSERT_EQ(Contents(copy), then) << "seed " << kSeed << ", edition " << edition;
    int after = static_cast<int>(random() % 200);
    auto expected = model.upper_bound(after);
    map.After(after, [&](int key, const std::string& mapped) {
      EXPECT_TRUE(expected != model.end() && key == expected->first && mapped == expected->second);
      ++expected;
      return true;
    });
    ASSERT_TRUE(expected == model.end());
    const std::string* found = map.Find(after);
    ASSERT_EQ(found == nullptr ? "" : *found, model.contains(after) ? model[after] : "");
  }
}

TEST(PersistentMap, KeysInOrderDoNotMakeItDeep) {
  Map map;
  constexpr int kMany = 200'000;
  for (int key = 0; key < kMany; ++key) map.Put(key, "", 1);
  int count = 0;
  map.All([&](int, const std::string&) { return ++count < kMany; });
  EXPECT_EQ(count, kMany);
  for (int key = 0; key < kMany; ++key) map.Erase(key, 2);
  EXPECT_TRUE(map.Empty());
}

TEST(PersistentMap, AVisitMayStop) {
  Map map;
  for (int key = 0; key < 100; ++key) map.Put(key, "", 1);
  int last = -1;
  map.After(10, [&](int key, const std::string&) {
    last = key;
    return key < 20;
  });
  EXPECT_EQ(last, 20);
}

}  // namespace
}  // namespace arshjul::store
