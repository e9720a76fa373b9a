#include "api/call.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <charconv>

#include "api/status.h"
#include "base/utf8.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr size_t kLongestName = 200;
constexpr size_t kLongestLanguage = 200;

std::string Metadata(const grpc::CallbackServerContext& context, const char* key) {
  const auto& metadata = context.client_metadata();
  auto found = metadata.find(key);
  return found == metadata.end() ? "" : std::string(found->second.data(), found->second.size());
}

}  // namespace

std::string LanguageOf(const grpc::CallbackServerContext& context) {
  std::string wish = Metadata(context, "accept-language");
  return messages::ChooseLanguage(wish.size() > kLongestLanguage ? "" : wish);
}

std::string SaidBy(const grpc::CallbackServerContext& context) {
  std::string said = Metadata(context, "arshjul-as-bin");
  return said.size() <= kLongestName && IsUtf8(said) ? said : "";
}

size_t DetailsFor(const grpc::CallbackServerContext& context) {
  std::string said = Metadata(context, "arshjul-details-bytes");
  size_t bytes = 0;
  auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), bytes);
  if (said.empty() || error != std::errc() || end != said.data() + said.size()) return kDetailsByDefault;
  return std::clamp(bytes, kDetailsByDefault, kDetailsAtMost);
}

}  // namespace arshjul::api
