#include "calendar_door.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sodium.h>

#include <chrono>
#include <utility>

#include "arshjul/v1/calendar_service.pb.h"
#include "bounds.h"
#include "calendar_file.h"

namespace arshjul::gateway {
namespace {

constexpr char kRoute[] = "/calendar";
constexpr std::string_view kEnding = ".ics";
constexpr int kNotFound = 5;  // google.rpc.Code

// What a proxy beside the gateway says of who asks; else who is connected.
std::string AddressOf(const Request& request) {
  std::string_view said = request.head.Value("X-Forwarded-For");
  if (said.empty() || !IsLoopbackHost(request.address)) return request.address;
  // The last is the one that the proxy itself has put there.
  if (const size_t comma = said.rfind(','); comma != std::string_view::npos) said.remove_prefix(comma + 1);
  while (said.starts_with(' ')) said.remove_prefix(1);
  const std::string address(said.substr(0, INET6_ADDRSTRLEN));
  in6_addr bytes{};
  const bool is_address = inet_pton(AF_INET, address.c_str(), &bytes) == 1 || inet_pton(AF_INET6, address.c_str(), &bytes) == 1;
  return is_address ? address : request.address;
}

std::string TagOf(std::string_view body) {
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(body.data()), body.size(), nullptr, 0);
  std::string out = "\"";
  for (const unsigned char byte : digest) out += fmt::format("{:02x}", byte);
  return out + "\"";
}

bool Names(std::string_view list, std::string_view tag) { return list == "*" || list.find(tag) != std::string_view::npos; }

void GiveFile(const Exchange& exchange, const v1::ReadCalendarResponse& calendar, const std::string& origin) {
  Answer answer{.status = 200, .body = CalendarFile(calendar, origin)};
  const std::string tag = TagOf(answer.body);
  answer.fields = {{"ETag", tag}, {"Content-Language", calendar.language()}};
  if (Names(exchange.request.head.Value("If-None-Match"), tag)) {
    answer.status = 304;
    answer.body.clear();
  } else {
    answer.fields.push_back({"Content-Type", "text/calendar; charset=utf-8"});
    answer.fields.push_back({"Content-Disposition", "inline; filename=\"arshjul.ics\""});
  }
  exchange.Give(std::move(answer), kRoute);
}

}  // namespace

CalendarDoor::CalendarDoor(const Origin& origin, Upstream& upstream)
    : origin_(origin),
      upstream_(upstream),
      throttle_(std::make_shared<Throttle>(std::chrono::steady_clock::now, kCalendarsAtOnce, kCalendarsPerSecond, kMostCalendarAddresses)) {}

void CalendarDoor::Handle(Exchange exchange) {
  const std::string address = AddressOf(exchange.request);
  if (!throttle_->Take(address)) return exchange.Fail(429, "too_many_calendars", kRoute);
  const std::vector<std::string>& segments = exchange.path.segments;
  v1::ReadCalendarRequest request;
  if (segments.size() == 2 && exchange.path.verb.empty() && segments[1].ends_with(kEnding)) {
    request.set_secret(segments[1].substr(0, segments[1].size() - kEnding.size()));
  }
  // Also what is no secret at all is asked for: all that is wrong takes the same way to the same answer.
  auto kept = std::make_shared<Exchange>(std::move(exchange));
  upstream_.Call(RpcOf(*v1::ReadCalendarRequest::descriptor()), {"", kept->language}, request, std::make_unique<v1::ReadCalendarResponse>(),
                 [kept, address, throttle = throttle_, origin = origin_.text](const CallStatus& status, std::unique_ptr<google::protobuf::Message> response) {
                   if (status.ok()) return GiveFile(*kept, static_cast<const v1::ReadCalendarResponse&>(*response), origin);
                   if (status.code != kNotFound) return kept->Fail(ReadProblem(status, kept->language), kRoute);
                   throttle->Charge(address, kWrongCalendarCosts - 1);
                   kept->Fail(404, "no_calendar", kRoute);
                 });
}

}  // namespace arshjul::gateway
