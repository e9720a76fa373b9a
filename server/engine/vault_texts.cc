#include "engine/vault_texts.h"

#include "engine/world_breaks.h"

namespace arshjul::engine {

std::optional<std::string> VaultTexts::Read(const std::string& owner, const std::string& id) {
  auto written = written_.find(id);
  if (written != written_.end()) {
    if (written->second.first != owner) return std::nullopt;
    return written->second.second;
  }
  if (reader_ == nullptr) return std::nullopt;
  std::optional<store::VaultRecord> record = OrBreak(reader_->Vault(id));
  if (!record || record->owner != owner) return std::nullopt;
  absl::StatusOr<std::string> text = keys_->Open(owner, id, record->sealed);
  if (absl::IsNotFound(text.status())) return std::nullopt;
  return OrBreak(std::move(text));
}

std::string VaultTexts::Commitment(const std::string& owner, const std::string& id, const std::string& text) {
  if (keys_ == nullptr) throw WorldBreaks{absl::FailedPreconditionError("a text before there is a municipality")};
  if (make_keys_) OrBreak(keys_->Ensure(owner));
  absl::StatusOr<std::string> commitment = keys_->Commitment(owner, id, text);
  if (!make_keys_ && absl::IsNotFound(commitment.status())) return "";
  return OrBreak(std::move(commitment));
}

store::VaultRecord VaultTexts::Write(const cycle::VaultText& text) {
  if (keys_ == nullptr) throw WorldBreaks{absl::FailedPreconditionError("a text before there is a municipality")};
  OrBreak(keys_->Ensure(text.owner));
  store::VaultRecord record{text.id, text.owner, OrBreak(keys_->Seal(text.owner, text.id, text.text))};
  written_[text.id] = {text.owner, text.text};
  return record;
}

}  // namespace arshjul::engine
