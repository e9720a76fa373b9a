#include "store/conformance.h"
#include "store/memory.h"
#include "store/sqlite.h"

namespace arshjul::store {
namespace {

const Implementation kMemory = {"Memory", [](const std::string&, const Schema& schema) {
                                  return absl::StatusOr<std::unique_ptr<Store>>(NewMemoryStore(schema));
                                }};
const Implementation kSqlite = {"Sqlite", [](const std::string& folder, const Schema& schema) {
                                  return OpenSqliteStore({.path = folder + "/store.db", .create = true}, schema);
                                }};

std::string NameOf(const testing::TestParamInfo<Implementation>& information) { return information.param.name; }

INSTANTIATE_TEST_SUITE_P(Every, StoreConformance, testing::Values(kMemory, kSqlite), NameOf);
INSTANTIATE_TEST_SUITE_P(Every, DurableStoreConformance, testing::Values(kSqlite), NameOf);

}  // namespace
}  // namespace arshjul::store
