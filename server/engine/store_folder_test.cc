#include "engine/store_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

namespace arshjul::engine {
namespace {

class StoreFolderTest : public testing::Test {
 protected:
  StoreFolderTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "arshjul-folder-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
    folder_ = *StoreFolder::OpenFolder(path_ + "/data", path_ + "/keys");
  }
  ~StoreFolderTest() override { std::filesystem::remove_all(path_); }
  std::string path_;
  std::unique_ptr<StoreFolder> folder_;
};

TEST_F(StoreFolderTest, WhatIsOpenIsShared) {
  EXPECT_TRUE(absl::IsNotFound(folder_->Open("lia", false).status()));
  absl::StatusOr<OpenStore> first = folder_->Open("lia", true), second = folder_->Open("lia", false);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(first->store, second->store);
  EXPECT_EQ(first->keys, second->keys);
  first->store = nullptr;
  second = absl::NotFoundError("let go");
  EXPECT_TRUE(folder_->Open("lia", false).ok()) << "kept by its keys";
}

TEST_F(StoreFolderTest, ManyWhoOpenAndLetGoAreNeverInEachOthersWay) {
  ASSERT_TRUE(folder_->Open("lia", true).ok());
  std::ofstream(path_ + "/data/empty.db").close();
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 50; ++k) {
        if (!folder_->Open("lia", i % 2 == 0).ok()) ++wrong;
        absl::Status empty = folder_->Open("empty", i == 0 && k == 25).status();
        if (!empty.ok() && !absl::IsNotFound(empty)) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace arshjul::engine
