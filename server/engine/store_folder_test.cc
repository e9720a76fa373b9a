#include "engine/store_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "cycle/rows.h"
#include "engine/reader_rows.h"
#include "store/sqlite.h"

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

// What an earlier version of the program left: the same tables, rows looked up otherwise.
TEST_F(StoreFolderTest, AFileOfAnEarlierVersionIsTakenOver) {
  store::Schema earlier = StoreSchema();
  for (store::TableSchema& table : earlier) table.columns = {"earlier"};
  cycle::Task task;
  task.number = 7;
  task.assignment.person = "kari";
  {
    auto store = store::OpenSqliteStore({.path = path_ + "/data/lia.db", .create = true}, earlier);
    ASSERT_TRUE(store.ok()) << store.status();
    store::Batch batch;
    batch.rows = {{cycle::kTaskTable, task.Key(), Encode(task), {"x"}}};
    ASSERT_TRUE((*store)->Commit(batch).ok());
  }
  absl::StatusOr<OpenStore> opened = folder_->Open("lia", false);
  ASSERT_TRUE(opened.ok()) << opened.status();
  auto found = (*opened->store->NewReader())->Find(cycle::kTaskTable, cycle::Task::kByPerson, cycle::Task::OpenOf("kari"), "", 0);
  ASSERT_EQ(found->size(), 1u);
  EXPECT_EQ(found->front().key, task.Key());
}

}  // namespace
}  // namespace arshjul::engine
