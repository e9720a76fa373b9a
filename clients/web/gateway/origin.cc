#include "origin.h"

#include <algorithm>
#include <charconv>

namespace arshjul::gateway {
namespace {

bool IsHostCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-'; }

bool IsHost(std::string_view host) {
  if (host.find(':') != std::string_view::npos) return host.find_first_not_of("0123456789abcdef:.") == std::string_view::npos;
  return !host.empty() && host.front() != '.' && host.front() != '-' && std::all_of(host.begin(), host.end(), IsHostCharacter);
}

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

std::optional<Address> ParseAddress(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon), digits = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']') && host.size() > 2) {
    host = host.substr(1, host.size() - 2);
    if (host.find(':') == std::string_view::npos) return std::nullopt;
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  Address address{.host = Lower(host)};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
  if (digits.empty() || digits.front() == '-' || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (address.port > 65535 || !IsHost(address.host)) return std::nullopt;
  return address;
}

bool IsLoopbackHost(std::string_view host) {
  if (host == "localhost" || host == "::1") return true;
  return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::optional<Origin> ParseOrigin(std::string_view text) {
  const std::string lower = Lower(text);
  Origin origin;
  std::string_view rest = lower;
  if (rest.starts_with("https://")) {
    origin.tls = true;
    rest.remove_prefix(8);
  } else if (rest.starts_with("http://")) {
    rest.remove_prefix(7);
  } else {
    return std::nullopt;
  }
  const int usual = origin.tls ? 443 : 80;
  const bool has_port = rest.find(':') != std::string_view::npos && !rest.ends_with(']');
  const std::optional<Address> address = ParseAddress(has_port ? std::string(rest) : std::string(rest) + ":" + std::to_string(usual));
  if (!address || address->port == 0) return std::nullopt;
  const std::string host = address->host.find(':') == std::string::npos ? address->host : "[" + address->host + "]";
  origin.host = address->port == usual ? host : host + ":" + std::to_string(address->port);
  origin.text = (origin.tls ? "https://" : "http://") + origin.host;
  origin.loopback = IsLoopbackHost(address->host);
  return origin;
}

}  // namespace arshjul::gateway
