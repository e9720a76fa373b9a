// Personnel text as decisions and readers reach it: sealed in the vault, opened with the person's key.
//
// Threads: one at a time. Throws WorldBreaks where vault or keys cannot be reached.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cycle/decide.h"
#include "store/store.h"
#include "store/vault.h"

namespace arshjul::engine {

class VaultTexts : public cycle::PersonnelText {
 public:
  // Both outlive this; both are null where there is no municipality yet: then no text is there, and none can be written.
  VaultTexts(store::Reader* reader, store::KeyRing* keys) : reader_(reader), keys_(keys) {}

  std::optional<std::string> Read(const std::string& owner, const std::string& id) override;
  std::string Commitment(const std::string& owner, const std::string& id, const std::string& text) override;

  // No key is made for anybody: the commitment of somebody without one is "".
  void MakeKeys(bool make) { make_keys_ = make; }
  // Seals a text; from now on it is read here although it is not committed yet.
  store::VaultRecord Write(const cycle::VaultText& text);
  // What was written has been committed, or will not be.
  void Forget() { written_.clear(); }

 private:
  store::Reader* const reader_;
  store::KeyRing* const keys_;
  bool make_keys_ = false;
  std::map<std::string, std::pair<std::string, std::string>> written_;  // id -> owner, text
};

}  // namespace arshjul::engine
