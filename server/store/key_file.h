// The file that a key ring lies in; the format is told in vault.h. Threads: one at a time.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace arshjul::store {

// Forgets its bytes when it goes.
struct Key {
  std::array<unsigned char, 32> bytes{};
  Key() = default;
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key();
};
using Keys = std::map<std::string, Key, std::less<>>;

class KeyFile {
 public:
  // Opens or creates the file and reads its keys. Errors as KeyRing::Open.
  static absl::StatusOr<std::unique_ptr<KeyFile>> Open(const std::string& path, Keys& keys);
  ~KeyFile();
  KeyFile(const KeyFile&) = delete;
  KeyFile& operator=(const KeyFile&) = delete;

  // Both have reached the disk when they return OK; on an error the file holds what it held. A failed sync ends the
  // process.
  absl::Status Append(std::string_view person, const Key& key);
  absl::Status Replace(const Keys& keys);

 private:
  KeyFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
  absl::Status CheckAccess() const;
  absl::Status Load(Keys& keys);

  const std::string path_;
  int descriptor_;
  int64_t size_ = 0;
};

}  // namespace arshjul::store
