// Texts of the command line, by language and key. The catalogues lie in messages/ (nb, nn, sv, en) and hold the same keys
// with the same holes; a test sees to it. No text for people stands in code.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace arshjul::cli {

using Arguments = std::map<std::string, std::string>;

// "nb", "nn", "sv" or "en" for a wish as people and systems write it: "nn_NO.UTF-8" -> "nn", "no" -> "nb", "C" -> "nb".
std::string ChooseLanguage(std::string_view wish);

class Texts {
 public:
  // Of `language`, one that ChooseLanguage gives.
  explicit Texts(std::string_view language);

  const std::string& language() const { return language_; }
  bool Has(std::string_view key) const;
  // The text with its {holes} filled; a hole nobody fills stays as it is. An unknown key gives "‹key›".
  std::string Get(std::string_view key, const Arguments& arguments = {}) const;
  // `key`.one or `key`.many, with {count} filled.
  std::string Count(std::string_view key, int64_t count) const;
  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  std::string language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace arshjul::cli
