// Commits for as long as it lives, and says the sequence of each commit that was acknowledged. sqlite_test kills it.
// Arguments: the file of the store.
#include <fmt/format.h>
#include <unistd.h>

#include "store/sqlite.h"

using namespace arshjul;

namespace {

// The same number goes to every kind of thing, so that half a commit would show.
store::Batch BatchAfter(int64_t sequence) {
  std::string number = fmt::to_string(sequence + 1);
  Instant time{std::chrono::milliseconds(sequence)};
  store::Batch batch;
  batch.expected_sequence = sequence;
  batch.log = {{sequence + 1, time, "system", "Count", number}};
  // Large enough that checkpoints fall among the kills.
  batch.rows = {{0, "counter", number, {"u", number}},
                {0, "steps/" + number, std::string(20'000, 'x'), {"u", "s"}},
                {1, "counter", number, {}}};
  batch.requests = {{"c", number, "h", number, time}};
  batch.vault = {{"counter", "p", number}};
  return batch;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  auto opened = store::OpenSqliteStore({.path = argv[1], .create = true}, {{"step", {"unit", "state"}}, {"note", {}}});
  if (!opened.ok()) {
    fmt::print(stderr, "{}\n", opened.status().ToString());
    return 3;
  }
  int64_t sequence = (*opened)->NewReader().value()->Sequence().value();
  while (true) {
    if (!(*opened)->Commit(BatchAfter(sequence)).ok()) return 4;
    ++sequence;
    if (write(STDOUT_FILENO, &sequence, sizeof sequence) != sizeof sequence) return 5;
  }
}
