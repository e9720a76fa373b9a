#include "cycle/table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace arshjul::cycle {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Book {
  static constexpr int kTable = 0;
  std::string id, shelf, reader;
  int64_t lent = 0;
  std::string Key() const { return id; }
  std::vector<std::string> Columns() const { return {shelf, reader}; }
  static void Fields(auto&& field) {
    field(1, "id", &Book::id);
    field(2, "shelf", &Book::shelf);
    field(3, "reader", &Book::reader);
    field(4, "lent", &Book::lent);
  }
};
enum Column { kShelf = 0, kReader = 1 };

// Rows that lie elsewhere, and how often they were asked for by a column.
class Cellar : public RowSource {
 public:
  std::map<std::string, Book> books;
  int asked = 0;

  std::optional<std::string> Get(int, std::string_view key) override {
    auto found = books.find(std::string(key));
    return found == books.end() ? std::nullopt : std::optional(Encode(found->second));
  }
  Rows Find(int, int column, std::string_view value, std::string_view after, size_t most) override {
    ++asked;
    return Those(after, most, [&](const Book& book) { return book.Columns()[static_cast<size_t>(column)] == value; });
  }
  size_t Count(int table, int column, std::string_view value) override { return Find(table, column, value, "", 0).size(); }
  Rows Scan(int, std::string_view after, size_t most) override {
    return Those(after, most, [](const Book&) { return true; });
  }

 private:
  Rows Those(std::string_view after, size_t most, auto&& wanted) const {
    Rows rows;
    for (auto at = books.upper_bound(std::string(after)); at != books.end() && (most == 0 || rows.size() < most); ++at) {
      if (wanted(at->second)) rows.emplace_back(at->first, Encode(at->second));
    }
    return rows;
  }
};

std::vector<std::string> Ids(const std::vector<const Book*>& books) {
  std::vector<std::string> ids;
  for (const Book* book : books) ids.push_back(book->id);
  return ids;
}

TEST(Table, ARowThatIsChangedManyTimesIsTakenBackToWhatItWas) {
  Table<Book> table(nullptr);
  table.Put({"a", "poems", "", 0});
  table.Accept();
  table.Update("a", [](Book& book) { book.reader = "kari"; });
  table.Update("a", [](Book& book) { book.shelf = "plays", ++book.lent; });
  EXPECT_THAT(Ids(table.By(kShelf, "plays")), ElementsAre("a"));
  EXPECT_THAT(Ids(table.By(kReader, "kari")), ElementsAre("a"));
  table.Undo();
  EXPECT_EQ(table.Find("a")->lent, 0);
  EXPECT_THAT(Ids(table.By(kShelf, "poems")), ElementsAre("a"));
  EXPECT_THAT(table.By(kShelf, "plays"), IsEmpty());
  EXPECT_THAT(table.By(kReader, "kari"), IsEmpty());
}

TEST(Table, WhatWasAcceptedStaysWhenTheNextIsTakenBack) {
  Table<Book> table(nullptr);
  table.Put({"a", "poems", "", 0});
  table.Accept();
  table.Update("a", [](Book& book) { ++book.lent; });
  table.Accept();
  table.Update("a", [](Book& book) { ++book.lent; });
  table.Undo();
  EXPECT_EQ(table.Find("a")->lent, 1);
}

TEST(Table, WhatIsNotThereIsLeftAlone) {
  Table<Book> table(nullptr);
  table.Update("a", [](Book& book) { ++book.lent; });
  EXPECT_EQ(table.Find("a"), nullptr);
  std::vector<RowChange> changes;
  table.TakeChanges(changes);
  EXPECT_THAT(changes, IsEmpty());
}

TEST(Table, TheSourceIsAskedOnceForAValueAndTheTableKnowsWhatFollows) {
  Cellar cellar;
  cellar.books = {{"a", {"a", "poems", "", 0}}, {"b", {"b", "poems", "", 0}}, {"c", {"c", "plays", "", 0}}};
  Table<Book> table(&cellar);
  EXPECT_THAT(Ids(table.By(kShelf, "poems")), ElementsAre("a", "b"));
  table.Update("a", [](Book& book) { book.shelf = "plays"; });
  table.Update("c", [](Book& book) { book.shelf = "poems"; });
  table.Insert({"d", "poems", "", 0});
  table.Erase("b");
  EXPECT_THAT(Ids(table.By(kShelf, "poems")), ElementsAre("c", "d"));
  EXPECT_EQ(cellar.asked, 1);
  table.Undo();
  EXPECT_THAT(Ids(table.By(kShelf, "poems")), ElementsAre("a", "b"));
  EXPECT_THAT(table.By(kShelf, "maps"), IsEmpty());
  EXPECT_THAT(table.By(kShelf, "maps"), IsEmpty());
  EXPECT_EQ(cellar.asked, 2);
}

std::vector<std::string> Ids(const std::vector<Book>& books) {
  std::vector<std::string> ids;
  for (const Book& book : books) ids.push_back(book.id);
  return ids;
}

TEST(Table, IsGoneThroughInPiecesThatAreNotKept) {
  Cellar cellar;
  cellar.books = {{"a", {"a", "poems", "", 0}}, {"b", {"b", "plays", "", 0}}, {"c", {"c", "poems", "", 0}}, {"d", {"d", "poems", "", 0}}};
  Table<Book> table(&cellar);
  EXPECT_THAT(Ids(table.After({}, "", 2)), ElementsAre("a", "b"));
  EXPECT_THAT(Ids(table.After({}, "b", 2)), ElementsAre("c", "d"));
  EXPECT_THAT(Ids(table.After({}, "d", 2)), IsEmpty());
  EXPECT_THAT(Ids(table.After({kShelf, "poems"}, "a", 5)), ElementsAre("c", "d"));
  EXPECT_EQ(table.CountBy(kShelf, "poems"), 3u);
  EXPECT_EQ(table.CountBy(kShelf, "maps"), 0u);
  EXPECT_EQ(table.size(), 0u);
}

TEST(Table, WhatWasChangedIsInThePiecesAndCounted) {
  Cellar cellar;
  cellar.books = {{"a", {"a", "poems", "", 0}}, {"b", {"b", "plays", "", 0}}};
  Table<Book> table(&cellar);
  table.Update("b", [](Book& book) { book.shelf = "poems"; });
  table.Insert({"c", "poems", "", 0});
  EXPECT_THAT(Ids(table.After({kShelf, "poems"}, "", 2)), ElementsAre("a", "b"));
  EXPECT_THAT(Ids(table.After({}, "a", 5)), ElementsAre("b", "c"));
  EXPECT_EQ(table.CountBy(kShelf, "poems"), 3u);
  EXPECT_EQ(table.CountBy(kShelf, "plays"), 0u);
}

TEST(Table, WhatIsForgottenIsAskedForAgain) {
  Cellar cellar;
  cellar.books = {{"a", {"a", "poems", "", 0}}};
  Table<Book> table(&cellar);
  table.By(kShelf, "poems");
  table.Trim(0);
  cellar.books["b"] = {"b", "poems", "", 0};
  EXPECT_THAT(Ids(table.By(kShelf, "poems")), ElementsAre("a", "b"));
}

TEST(Table, CountsWhatIsChangedAndWhatIsChangedBack) {
  Table<Book> table(nullptr);
  const uint64_t none = table.changes();
  table.Put({"a", "poems", "", 0});
  const uint64_t put = table.changes();
  EXPECT_NE(put, none);
  table.Find("a");
  table.By(kShelf, "poems");
  table.Accept();
  EXPECT_EQ(table.changes(), put);
  table.Update("a", [](Book& book) { ++book.lent; });
  const uint64_t updated = table.changes();
  EXPECT_NE(updated, put);
  table.Undo();
  EXPECT_NE(table.changes(), updated);
  EXPECT_NE(table.changes(), put);
}

TEST(Table, AChangeThatThrowsIsTakenBack) {
  Table<Book> table(nullptr);
  table.Put({"a", "poems", "", 0});
  table.Accept();
  table.Update("a", [](Book& book) { book.shelf = "plays"; });
  EXPECT_THROW(table.Update("a", [](Book& book) { book.shelf = "maps", throw std::runtime_error("half way"); }), std::runtime_error);
  table.Undo();
  EXPECT_THAT(Ids(table.By(kShelf, "poems")), ElementsAre("a"));
  for (const char* shelf : {"plays", "maps"}) EXPECT_THAT(table.By(kShelf, shelf), IsEmpty());
}

void ExpectHolds(Table<Book>& table, const std::map<std::string, Book>& books, const std::string& id) {
  std::vector<std::string> poems, karis;
  for (const auto& [key, book] : books) {
    if (book.shelf == "poems") poems.push_back(key);
    if (book.reader == "kari") karis.push_back(key);
  }
  ASSERT_EQ(Ids(table.By(kShelf, "poems")), poems);
  ASSERT_EQ(Ids(table.By(kReader, "kari")), karis);
  const Book* found = table.Find(id);
  ASSERT_EQ(found == nullptr ? "" : Encode(*found), books.contains(id) ? Encode(books.at(id)) : "");
}

// Rows as a table with everything in memory, one that fetches them, and a plain map hold them, after the same changes.
TEST(Table, AgreesWithAMapWhateverIsChangedAndTakenBack) {
  constexpr unsigned kSeed = 11;
  std::mt19937 random(kSeed);
  Cellar cellar;
  for (int i = 0; i < 20; ++i) {
    const std::string id(1, static_cast<char>('a' + i));
    cellar.books[id] = {id, i % 2 == 0 ? "poems" : "plays", "", i};
  }
  Table<Book> fetching(&cellar), whole(nullptr);
  std::map<std::string, Book> now = cellar.books;
  for (const auto& [key, book] : now) whole.Put(book);
  whole.Accept();
  std::vector<RowChange> begun;
  whole.TakeChanges(begun);
  std::map<std::string, Book> accepted = now;
  auto both = [&](auto&& change) { change(fetching), change(whole); };
  auto commit = [&] {
    both([](Table<Book>& table) { table.Accept(); });
    std::vector<RowChange> changes, same;
    fetching.TakeChanges(changes);
    whole.TakeChanges(same);
    ASSERT_EQ(changes.size(), same.size());
    for (size_t i = 0; i < changes.size(); ++i) {
      ASSERT_EQ(changes[i].key, same[i].key);
      ASSERT_EQ(changes[i].body, same[i].body);
    }
    cellar.books = accepted = now;
    ASSERT_EQ(whole.size(), now.size()) << "nothing stays of what is gone, or was taken back";
  };
  for (int turn = 0; turn < 4000; ++turn) {
    const std::string id(1, static_cast<char>('a' + random() % 26));
    const std::string shelf = random() % 2 == 0 ? "poems" : "plays", reader = random() % 3 == 0 ? "kari" : "";
    switch (random() % 10) {
      case 0:
        both([&](Table<Book>& table) { table.Put({id, shelf, reader, turn}); });
        now[id] = {id, shelf, reader, turn};
        break;
      case 1:
        both([&](Table<Book>& table) { table.Erase(id); });
        now.erase(id);
        break;
      case 2:
        both([](Table<Book>& table) { table.Undo(); });
        now = accepted;
        break;
      case 3:
        both([](Table<Book>& table) { table.Accept(); });
        accepted = now;
        break;
      case 4:
        ASSERT_NO_FATAL_FAILURE(commit()) << "seed " << kSeed << ", turn " << turn;
        break;
      case 5:
        ASSERT_NO_FATAL_FAILURE(commit()) << "seed " << kSeed << ", turn " << turn;
        fetching.Trim(0);
        break;
      default:
        both([&](Table<Book>& table) { table.Update(id, [&](Book& book) { book.shelf = shelf, book.reader = reader, ++book.lent; }); });
        if (auto found = now.find(id); found != now.end()) found->second = {id, shelf, reader, found->second.lent + 1};
    }
    for (Table<Book>* table : {&fetching, &whole}) {
      SCOPED_TRACE(testing::Message() << "seed " << kSeed << ", turn " << turn);
      ASSERT_NO_FATAL_FAILURE(ExpectHolds(*table, now, id));
    }
  }
}

}  // namespace
}  // namespace arshjul::cycle
