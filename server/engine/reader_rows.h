// The rows of one store::Reader's picture, as a state asks for them. Throws WorldBreaks. Threads: the reader's one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "cycle/table.h"
#include "store/store.h"

namespace arshjul::engine {

class ReaderRows : public cycle::RowSource {
 public:
  // `reader` outlives this.
  explicit ReaderRows(store::Reader& reader) : reader_(reader) {}
  std::optional<std::string> Get(int table, std::string_view key) override;
  Rows Find(int table, int column, std::string_view value, std::string_view after, size_t most) override;
  size_t Count(int table, int column, std::string_view value) override;
  Rows Scan(int table, std::string_view after, size_t most) override;
  [[noreturn]] void Unreadable(int table, std::string_view key) override;

 private:
  store::Reader& reader_;
};

// The tables of cycle::State, as the store makes them.
store::Schema StoreSchema();
// What a row of them is looked up by. DATA_LOSS: `body` is none of the table's.
absl::StatusOr<std::vector<std::string>> StoreColumns(int table, std::string_view body);

}  // namespace arshjul::engine
