#include "store/vault.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

namespace arshjul::store {
namespace {

using testing::HasSubstr;
using testing::Not;

class Vault : public testing::Test {
 protected:
  Vault() {
    std::string name = (std::filesystem::temp_directory_path() / "vault-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    path_ = folder_ + "/keys/keys";
  }
  ~Vault() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<KeyRing> Ring() { return KeyRing::Open(path_).value(); }
  std::string Read() {
    std::ifstream file(path_, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  void Write(const std::string& bytes) { std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes; }

  std::string folder_, path_;
};

TEST_F(Vault, WhatIsSealedOpensAgain) {
  auto ring = KeyRing::Open("").value();
  ASSERT_TRUE(ring->Ensure("persons/7").ok());
  for (const std::string& text :
       {std::string(), std::string("Vi er enige om å møtes igjen."), std::string(1 << 20, '\0')}) {
    auto sealed = ring->Seal("persons/7", "texts/1", text);
    ASSERT_TRUE(sealed.ok());
    EXPECT_TRUE(ring->Open("persons/7", "texts/1", *sealed).value() == text);
    EXPECT_NE(ring->Seal("persons/7", "texts/1", text).value(), *sealed) << "equal texts do not show as equal";
  }
}

TEST_F(Vault, NothingOfTheTextShows) {
  auto ring = KeyRing::Open("").value();
  ASSERT_TRUE(ring->Ensure("persons/7").ok());
  EXPECT_THAT(ring->Seal("persons/7", "texts/1", "Vi er enige om å møtes igjen.").value(), Not(HasSubstr("enige")));
}

TEST_F(Vault, WhatIsMovedOrChangedDoesNotOpen) {
  auto ring = KeyRing::Open("").value();
  for (const char* person : {"a", "ab", "b"}) ASSERT_TRUE(ring->Ensure(person).ok());
  std::string sealed = ring->Seal("a", "bc", "text").value();
  EXPECT_TRUE(ring->Open("a", "bc", sealed).ok());
  EXPECT_EQ(ring->Open("a", "b", sealed).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ring->Open("ab", "c", sealed).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(ring->Open("b", "bc", sealed).status().code(), absl::StatusCode::kDataLoss);
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] ^= 1;
    EXPECT_EQ(ring->Open("a", "bc", changed).status().code(), absl::StatusCode::kDataLoss) << "byte " << i;
    EXPECT_EQ(ring->Open("a", "bc", sealed.substr(0, i)).status().code(), absl::StatusCode::kDataLoss)
        << "cut at " << i;
  }
}

TEST_F(Vault, WithoutAKeyNothingIsSealedOrOpened) {
  auto ring = KeyRing::Open("").value();
  EXPECT_EQ(ring->Seal("a", "b", "c").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ring->Open("a", "b", "c").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ring->Commitment("a", "b", "c").status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(ring->Erase("a").ok());
  EXPECT_EQ(ring->Ensure("").code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(Vault, ACommitmentTellsWhichTextButOnlyWithTheKey) {
  auto ring = KeyRing::Open("").value(), other = KeyRing::Open("").value();
  for (KeyRing* each : {ring.get(), other.get()}) {
    ASSERT_TRUE(each->Ensure("a").ok());
    ASSERT_TRUE(each->Ensure("b").ok());
  }
  std::string commitment = ring->Commitment("a", "1", "text").value();
  EXPECT_EQ(commitment.size(), 64u);
  EXPECT_EQ(ring->Commitment("a", "1", "text").value(), commitment);
  EXPECT_NE(ring->Commitment("a", "1", "Text").value(), commitment);
  EXPECT_NE(ring->Commitment("a", "1t", "ext").value(), commitment);
  EXPECT_NE(ring->Commitment("b", "1", "text").value(), commitment);
  EXPECT_NE(other->Commitment("a", "1", "text").value(), commitment);
}

TEST_F(Vault, KeysOutliveTheProcessAndErasureIsForGood) {
  std::string one, two;
  {
    auto ring = Ring();
    ASSERT_TRUE(ring->Ensure("persons/å 1").ok());
    ASSERT_TRUE(ring->Ensure("persons/2").ok());
    ASSERT_TRUE(ring->Ensure("persons/2").ok());
    one = ring->Seal("persons/å 1", "t", "one").value();
    two = ring->Seal("persons/2", "t", "two").value();
  }
  std::string with_both = Read();
  {
    auto ring = Ring();
    EXPECT_EQ(ring->Open("persons/å 1", "t", one).value(), "one");
    EXPECT_EQ(ring->Open("persons/2", "t", two).value(), "two");
    ASSERT_TRUE(ring->Erase("persons/2").ok());
    EXPECT_EQ(ring->Open("persons/2", "t", two).status().code(), absl::StatusCode::kNotFound);
    ASSERT_TRUE(ring->Ensure("persons/3").ok()) << "the file goes on after it was written anew";
  }
  EXPECT_LT(Read().size(), with_both.size() + 100);
  auto ring = Ring();
  EXPECT_EQ(ring->Open("persons/å 1", "t", one).value(), "one");
  EXPECT_EQ(ring->Open("persons/2", "t", two).status().code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(ring->Ensure("persons/2").ok());
  EXPECT_EQ(ring->Open("persons/2", "t", two).status().code(), absl::StatusCode::kDataLoss)
      << "a new key is another key";
  EXPECT_FALSE(std::filesystem::exists(path_ + ".new"));
}

TEST_F(Vault, OnlyTheOwnerMayComeNear) {
  Ring()->Ensure("a").IgnoreError();
  struct stat found;
  ASSERT_EQ(stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  ASSERT_EQ(stat((folder_ + "/keys").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
  for (mode_t mode : {0640, 0604, 0620, 0601}) {
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    absl::Status refused = KeyRing::Open(path_).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied) << mode;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("chmod 600")) << mode;
  }
  ASSERT_EQ(chmod(path_.c_str(), 0600), 0);
  ASSERT_EQ(chmod((folder_ + "/keys").c_str(), 0755), 0);
  EXPECT_THAT(std::string(KeyRing::Open(path_).status().message()), HasSubstr("chmod 700"));
}

TEST_F(Vault, OneProcessHoldsTheFile) {
  auto ring = Ring();
  EXPECT_EQ(KeyRing::Open(path_).status().code(), absl::StatusCode::kUnavailable);
  ASSERT_TRUE(ring->Ensure("a").ok());
  ASSERT_TRUE(ring->Erase("a").ok());
  EXPECT_EQ(KeyRing::Open(path_).status().code(), absl::StatusCode::kUnavailable) << "also after it was written anew";
  ring = nullptr;
  EXPECT_TRUE(KeyRing::Open(path_).ok());
}

TEST_F(Vault, AnInterruptedAppendIsTakenAway) {
  std::string sealed;
  {
    auto ring = Ring();
    ASSERT_TRUE(ring->Ensure("persons/1").ok());
    sealed = ring->Seal("persons/1", "t", "one").value();
  }
  std::string whole = Read();
  Ring()->Ensure("persons/2").IgnoreError();
  std::string longer = Read();
  ASSERT_GT(longer.size(), whole.size());
  std::vector<std::string> torn = {whole + std::string(50, '\0')};
  for (size_t size = whole.size(); size < longer.size(); ++size) torn.push_back(longer.substr(0, size));
  for (const std::string& bytes : torn) {
    Write(bytes);
    auto ring = KeyRing::Open(path_);
    ASSERT_TRUE(ring.ok()) << ring.status();
    EXPECT_EQ((*ring)->Open("persons/1", "t", sealed).value(), "one");
    ASSERT_TRUE((*ring)->Ensure("persons/3").ok());
    *ring = nullptr;
    EXPECT_TRUE(KeyRing::Open(path_).ok());
    EXPECT_EQ(Read().size(), longer.size()) << "the next key lies right after the last whole one";
  }
}

TEST_F(Vault, DamageIsRefusedWithTheLine) {
  {
    auto ring = Ring();
    for (const char* person : {"a", "b", "c"}) ASSERT_TRUE(ring->Ensure(person).ok());
  }
  std::string whole = Read();
  for (size_t i = 0; i + 1 < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] ^= 1;
    Write(changed);
    absl::Status refused = KeyRing::Open(path_).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kDataLoss) << "byte " << i;
    EXPECT_EQ(Read(), changed) << "it is left as it is";
  }
  size_t second = whole.find('\n') + 1, third = whole.find('\n', second) + 1;
  struct Case {
    const char* name;
    std::string bytes, says;
  };
  const std::vector<Case> cases = {
      {"another kind of file", "#!/bin/sh\necho\n", "line 1"},
      {"a newer format", "arshjul-keys 2\n" + whole.substr(second), "line 1"},
      {"a person twice", whole + whole.substr(second, third - second), "line 5"},
      {"zeros in the middle", whole.substr(0, second) + std::string(20, '\0') + whole.substr(second + 20), "line 2"},
      {"an empty line", whole.substr(0, second) + "\n" + whole.substr(second), "line 2"},
  };
  for (const Case& c : cases) {
    Write(c.bytes);
    absl::Status refused = KeyRing::Open(path_).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kDataLoss) << c.name;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(c.says)) << c.name;
  }
}

TEST_F(Vault, ManyThreadsAtOnce) {
  auto ring = Ring();
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        std::string person = "persons/" + std::to_string(i), own = person + "/" + std::to_string(t);
        if (!ring->Ensure(person).ok() || !ring->Ensure(own).ok()) ++wrong;
        auto sealed = ring->Seal(person, "t", "text");
        if (!sealed.ok() || ring->Open(person, "t", *sealed).value_or("") != "text") ++wrong;
        if (i % 5 == 0 && !ring->Erase(own).ok()) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace arshjul::store
