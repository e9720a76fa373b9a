// Personnel text sealed with a key per person (libsodium: XChaCha20-Poly1305, BLAKE2b keyed commitments).
//
// The keys of a municipality lie in one file outside the database and its backups. Losing a person's key is erasing the
// person's texts. Threads: any.
//
// The key file is text, one record a line:
//   arshjul-keys 1
//   <person> <key> <checksum>
// person: its bytes in hex; key: 32 random bytes in hex; checksum: BLAKE2b-128 in hex of "<person> <key>". A person is
// there once. Ensure appends a line and syncs. Erase writes `path`.new, syncs it, renames it to `path`, syncs the
// folder, and overwrites the old file with zeros (on a disk that writes in place; elsewhere only the disk can forget).
// A last line without its end, or nothing but zeros from the start of a line to the end of the file, is an append that
// never returned: it is taken away at Open. Anything else that does not fit is damage, and refused: every line is all
// that stands between a person's texts and their erasure. The file is locked (flock) while it is open.
// From a person's key two are derived (crypto_kdf, context "arshjul_"): 1 seals, 2 commits. A sealed text is
// byte 1 (version), nonce (24), ciphertext and tag; the associated data and the commitment's input begin with person
// and id, each after its size (8 bytes, little-endian).
// A sync that fails ends the process.
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
  // Errors: PERMISSION_DENIED others may read the file or the folder; DATA_LOSS it is damaged; UNAVAILABLE another
  // process has it open; each with what to do.
  static absl::StatusOr<std::unique_ptr<KeyRing>> Open(const std::string& path);
  virtual ~KeyRing() = default;

  // Makes the person's key if there is none; the file is synced before this returns.
  virtual absl::Status Ensure(std::string_view person) = 0;
  // For the following: NOT_FOUND the person has no key (never had, or it was erased).
  // Ciphertext bound to `person` and `id`: moved under another id or person it does not open (DATA_LOSS).
  virtual absl::StatusOr<std::string> Seal(std::string_view person, std::string_view id,
                                           std::string_view text) const = 0;
  virtual absl::StatusOr<std::string> Open(std::string_view person, std::string_view id,
                                           std::string_view sealed) const = 0;
  // Keyed commitment (hex) to the text: proves later that a text is the one that was written, tells nothing before.
  virtual absl::StatusOr<std::string> Commitment(std::string_view person, std::string_view id,
                                                 std::string_view text) const = 0;
  // Forgets the key for good; the file is rewritten and synced. Nothing to forget is fine.
  virtual absl::Status Erase(std::string_view person) = 0;
};

}  // namespace arshjul::store
