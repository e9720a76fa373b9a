#include "names.h"

#include <fmt/format.h>

#include <charconv>

namespace arshjul::cli {
namespace {

constexpr std::string_view kMunicipalities = "municipalities/";
constexpr int kMostDays = 3660;  // ten years: more is a slip of the finger

}  // namespace

bool IsResourceName(std::string_view text) { return text.starts_with(kMunicipalities); }

std::string MunicipalityOf(std::string_view text) {
  if (text.empty()) return "";
  if (!IsResourceName(text)) return fmt::format("{}{}", kMunicipalities, text);
  return std::string(text.substr(0, text.find('/', kMunicipalities.size())));
}

std::string NameIn(std::string_view municipality, std::string_view collection, std::string_view text) {
  if (IsResourceName(text)) return std::string(text);
  const std::string prefix = fmt::format("{}/", collection);
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  return fmt::format("{}/{}{}", municipality, prefix, text);
}

std::string LastPart(std::string_view name) { return std::string(name.substr(name.rfind('/') + 1)); }

std::optional<int> ReadWhole(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<int> ReadDays(std::string_view text) {
  int unit = 1;
  if (text.ends_with('w')) unit = 7;
  if (text.ends_with('d') || text.ends_with('w')) text.remove_suffix(1);
  const std::optional<int> count = ReadWhole(text);
  if (!count || *count < 1 || *count > kMostDays / unit) return std::nullopt;
  return *count * unit;
}

}  // namespace arshjul::cli
