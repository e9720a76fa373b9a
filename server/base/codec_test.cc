#include "base/codec.h"

#include <gtest/gtest.h>

#include <limits>

namespace arshjul {
namespace {

enum class Shade : int { kNone = 0, kDark = 1, kLight = 2 };

struct Leaf {
  Shade shade = Shade::kDark;  // a default that is not zero
  double weight = 0;
  bool operator==(const Leaf&) const = default;
  static void Fields(auto&& field) {
    field(1, "shade", &Leaf::shade);
    field(2, "weight", &Leaf::weight);
  }
};

struct Tree {
  std::string name = "oak";
  int64_t age = 7;
  bool old = true;
  Date planted{};
  Instant seen{};
  std::optional<int> height;
  std::vector<Leaf> leaves;
  std::vector<std::string> words;
  std::vector<int> numbers;
  std::map<std::string, Leaf> named;
  Value note;
  bool operator==(const Tree&) const = default;
  static void Fields(auto&& field) {
    field(1, "name", &Tree::name);
    field(2, "age", &Tree::age);
    field(3, "old", &Tree::old);
    field(4, "planted", &Tree::planted);
    field(5, "seen", &Tree::seen);
    field(6, "height", &Tree::height);
    field(7, "leaves", &Tree::leaves);
    field(8, "words", &Tree::words);
    field(9, "numbers", &Tree::numbers);
    field(10, "named", &Tree::named);
    field(11, "note", &Tree::note);
  }
};

struct Felled {
  static constexpr int kType = 3;
  std::string by;
  bool operator==(const Felled&) const = default;
  static void Fields(auto&& field) { field(1, "by", &Felled::by); }
};
struct Grown {
  static constexpr int kType = 9;
  Tree tree;
  bool operator==(const Grown&) const = default;
  static void Fields(auto&& field) { field(1, "tree", &Grown::tree); }
};
using Happening = std::variant<Felled, Grown>;

std::vector<Tree> Trees() {
  Tree full{"", -5, false, MakeDate(1888, 2, 29), Instant(std::chrono::milliseconds(-1)), 0, {}, {}, {}, {}, Value()};
  full.leaves = {{Shade::kNone, 0}, {Shade::kLight, -0.5}, {}};
  full.words = {"", "å"};
  full.numbers = {0, -1, std::numeric_limits<int>::max()};
  full.named = {{"", {}}, {"a", {Shade::kNone, 1e300}}};
  full.note = Object{{"list", List{1, "to", true, Value(), List(), Object()}}, {"empty", Object()}, {"zero", 0}};
  return {Tree{}, full};
}

TEST(Codec, EveryValueComesBackAsItWas) {
  for (const Tree& tree : Trees()) {
    Tree back;
    ASSERT_TRUE(Decode(Encode(tree), back));
    EXPECT_EQ(back, tree);
  }
}

TEST(Codec, DefaultsTakeNoRoom) { EXPECT_EQ(Encode(Tree{}), ""); }

TEST(Codec, AlternativesComeBackByTheirType) {
  for (const Happening& happening : {Happening(Felled{"storm"}), Happening(Grown{Trees()[1]})}) {
    Happening back;
    ASSERT_TRUE(Decode(Encode(happening), back));
    EXPECT_EQ(back, happening);
  }
}

TEST(Codec, ANewerWritersFieldsAreSkipped) {
  std::string bytes = Encode(Trees()[1]);
  codec::PutField(77, std::string("new"), bytes);
  codec::PutField(78, 3.5, bytes);
  codec::PutField(79, 12, bytes);
  Tree back;
  ASSERT_TRUE(Decode(bytes, back));
  EXPECT_EQ(back, Trees()[1]);
}

TEST(Codec, NoBytesCrashIt) {
  std::string bytes = Encode(Trees()[1]);
  int refused = 0;
  for (size_t cut = 0; cut < bytes.size(); ++cut) {
    Tree back;
    refused += !Decode(bytes.substr(0, cut), back);
    std::string flipped = bytes;
    flipped[cut] = static_cast<char>(flipped[cut] ^ 0x5a);
    (void)Decode(flipped, back);
  }
  EXPECT_GT(refused, 0);
  std::string deep;
  for (int i = 0; i < 5000; ++i) {
    std::string outer;
    codec::PutVarint(4 << 3 | codec::kBytes, outer);
    codec::PutBytes(deep, outer);
    deep = outer;
  }
  Value value;
  EXPECT_FALSE(Decode(deep, value));
}

}  // namespace
}  // namespace arshjul
