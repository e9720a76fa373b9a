// Personnel text sealed with a key per person (libsodium: XChaCha20-Poly1305, BLAKE2b keyed commitments).
//
// The keys of a municipality lie in one file outside the database and its backups. Losing a person's key is erasing the
// person's texts. Threads: any.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace arshjul::store {

class KeyRing {
 public:
  // Opens or creates `path` (mode 0600, directory 0700). "" keeps keys in memory only, for tests.
  // Errors: a file that others may read, or that is damaged, is refused with what to do.
  static absl::StatusOr<std::unique_ptr<KeyRing>> Open(const std::string& path);
  virtual ~KeyRing() = default;

  // Makes the person's key if there is none; the file is synced before this returns.
  virtual absl::Status Ensure(std::string_view person) = 0;
  // Ciphertext bound to `person` and `id`: moved under another id or person it does not open.
  virtual absl::StatusOr<std::string> Seal(std::string_view person, std::string_view id, std::string_view text) const = 0;
  virtual absl::StatusOr<std::string> Open(std::string_view person, std::string_view id, std::string_view sealed) const = 0;
  // Keyed commitment (hex) to the text: proves later that a text is the one that was written, tells nothing before.
  virtual absl::StatusOr<std::string> Commitment(std::string_view person, std::string_view id, std::string_view text) const = 0;
  // Forgets the key for good; the file is rewritten and synced.
  virtual absl::Status Erase(std::string_view person) = 0;
};

}  // namespace arshjul::store
