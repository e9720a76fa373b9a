// Where the municipalities' stores and keys lie: a folder of files each, or memory. Threads: any.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "store/store.h"
#include "store/vault.h"

namespace arshjul::engine {

// [a-z][a-z0-9-]{0,62}: safe as a file name, in a resource name and in an address.
bool IsMunicipalityId(std::string_view id);

struct OpenStore {
  std::shared_ptr<store::Store> store;
  std::shared_ptr<store::KeyRing> keys;
};

class StoreFolder {
 public:
  // `data` "" keeps everything in memory as long as the folder lives. Makes the folders where they are not.
  static absl::StatusOr<std::unique_ptr<StoreFolder>> OpenFolder(const std::string& data, const std::string& keys);
  virtual ~StoreFolder() = default;

  // Ids of the municipalities that have a file, in order.
  virtual absl::StatusOr<std::vector<std::string>> List() = 0;
  // One that somebody here has open already is shared: a file is one process's, and whoever is done with it may not have
  // let go yet. NOT_FOUND: no file. Otherwise as OpenSqliteStore and KeyRing::Open, with the file's name.
  virtual absl::StatusOr<OpenStore> Open(const std::string& municipality, bool create) = 0;
};

}  // namespace arshjul::engine
