#include "store/vault.h"

#include <fmt/format.h>
#include <sodium.h>

#include <mutex>
#include <utility>

#include "store/key_file.h"

namespace arshjul::store {
namespace {

constexpr char kVersion = 1;
constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr size_t kCommitmentBytes = 32;
enum Purpose : uint64_t { kSealing = 1, kCommitting = 2 };

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// Sizes first: no other person and id give the same bytes.
std::string Place(std::string_view person, std::string_view id) {
  std::string place;
  for (std::string_view part : {person, id}) {
    for (int shift = 0; shift < 64; shift += 8) place += static_cast<char>(static_cast<uint64_t>(part.size()) >> shift);
    place += part;
  }
  return place;
}

Key Derive(const Key& key, Purpose purpose) {
  Key derived;
  crypto_kdf_derive_from_key(derived.bytes.data(), derived.bytes.size(), purpose, "arshjul_", key.bytes.data());
  return derived;
}

absl::Status DoesNotOpen(std::string_view id) {
  return absl::DataLossError(fmt::format("the text {} does not open: damaged, or moved from its person or place", id));
}

class FileKeyRing : public KeyRing {
 public:
  FileKeyRing(Keys keys, std::unique_ptr<KeyFile> file) : keys_(std::move(keys)), file_(std::move(file)) {}

  absl::Status Ensure(std::string_view person) override {
    if (person.empty()) return absl::InvalidArgumentError("a key without a person");
    std::lock_guard lock(mutex_);
    if (keys_.contains(person)) return absl::OkStatus();
    Key key;
    crypto_kdf_keygen(key.bytes.data());
    absl::Status kept = file_ == nullptr ? absl::OkStatus() : file_->Append(person, key);
    if (kept.ok()) keys_.emplace(person, key);
    return kept;
  }

  absl::StatusOr<std::string> Seal(std::string_view person, std::string_view id, std::string_view text) const override {
    absl::StatusOr<Key> key = KeyOf(person, kSealing);
    if (!key.ok()) return key.status();
    std::string place = Place(person, id);
    std::string sealed(1 + kNonceBytes + text.size() + kTagBytes, '\0');
    sealed[0] = kVersion;
    unsigned char* nonce = Bytes(sealed) + 1;
    randombytes_buf(nonce, kNonceBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, nullptr, Bytes(text), text.size(), Bytes(place),
                                               place.size(), nullptr, nonce, key->bytes.data());
    return sealed;
  }

  absl::StatusOr<std::string> Open(std::string_view person, std::string_view id,
                                   std::string_view sealed) const override {
    absl::StatusOr<Key> key = KeyOf(person, kSealing);
    if (!key.ok()) return key.status();
    if (sealed.size() < 1 + kNonceBytes + kTagBytes || sealed[0] != kVersion) return DoesNotOpen(id);
    std::string place = Place(person, id);
    std::string text(sealed.size() - 1 - kNonceBytes - kTagBytes, '\0');
    const unsigned char* nonce = Bytes(sealed) + 1;
    int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(text), nullptr, nullptr, nonce + kNonceBytes,
                                                            sealed.size() - 1 - kNonceBytes, Bytes(place), place.size(),
                                                            nonce, key->bytes.data());
    if (opened != 0) return DoesNotOpen(id);
    return text;
  }

  absl::StatusOr<std::string> Commitment(std::string_view person, std::string_view id,
                                         std::string_view text) const override {
    absl::StatusOr<Key> key = KeyOf(person, kCommitting);
    if (!key.ok()) return key.status();
    std::string whole = Place(person, id);
    whole += text;
    unsigned char commitment[kCommitmentBytes];
    crypto_generichash(commitment, sizeof commitment, Bytes(std::string_view(whole)), whole.size(), key->bytes.data(),
                       key->bytes.size());
    std::string hex(2 * kCommitmentBytes + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), commitment, sizeof commitment);
    hex.pop_back();
    return hex;
  }

  absl::Status Erase(std::string_view person) override {
    std::lock_guard lock(mutex_);
    auto found = keys_.find(person);
    if (found == keys_.end()) return absl::OkStatus();
    // Out of the file first: a key that is forgotten here but comes back at the next start was not erased.
    auto taken = keys_.extract(found);
    absl::Status erased = file_ == nullptr ? absl::OkStatus() : file_->Replace(keys_);
    if (!erased.ok()) keys_.insert(std::move(taken));
    return erased;
  }

 private:
  absl::StatusOr<Key> KeyOf(std::string_view person, Purpose purpose) const {
    std::lock_guard lock(mutex_);
    auto found = keys_.find(person);
    if (found == keys_.end()) return absl::NotFoundError(fmt::format("{} has no key", person));
    return Derive(found->second, purpose);
  }

  mutable std::mutex mutex_;
  Keys keys_;
  const std::unique_ptr<KeyFile> file_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeyRing>> KeyRing::Open(const std::string& path) {
  if (sodium_init() < 0) return absl::InternalError("libsodium does not start: no source of randomness");
  Keys keys;
  std::unique_ptr<KeyFile> file;
  if (!path.empty()) {
    absl::StatusOr<std::unique_ptr<KeyFile>> opened = KeyFile::Open(path, keys);
    if (!opened.ok()) return opened.status();
    file = std::move(*opened);
  }
  return std::make_unique<FileKeyRing>(std::move(keys), std::move(file));
}

}  // namespace arshjul::store
