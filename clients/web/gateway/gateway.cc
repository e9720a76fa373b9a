#include "gateway.h"

#include <arpa/inet.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "cross_site.h"
#include "bounds.h"
#include "messages/messages.h"
#include "texts.h"

namespace arshjul::gateway {
namespace {

using std::chrono::steady_clock;

constexpr size_t kLongestLanguage = 200;

// Nothing from anywhere else, nothing inline, in nobody's frame.
constexpr char kContentSecurity[] =
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
constexpr char kTransportSecurity[] = "max-age=63072000; includeSubDomains";

std::string LanguageOf(const Head& head) {
  const std::string_view wish = head.Value("Accept-Language");
  return messages::ChooseLanguage(wish.size() > kLongestLanguage ? std::string_view() : wish);
}

std::string_view First(const Path& path) { return path.segments.empty() ? std::string_view() : path.segments[0]; }

// What watches the gateway from beside it does not know the name that browsers use.
bool IsForWatchers(std::string_view first) { return first == "healthz" || first == "readyz" || first == "metrics"; }

// Neither a browser nor what stands before the gateway: who watches it asks by its address. A name would be the public one, or
// somebody else's that leads here.
bool IsFromBeside(const Head& head, const Origin& origin) {
  for (const char* field : {"Origin", "Sec-Fetch-Site", "Forwarded", "X-Forwarded-For"}) {
    if (head.Find(field) != nullptr) return false;
  }
  std::string_view host = head.Value("Host");
  if (!origin.loopback && SameWord(host, origin.host)) return false;
  const bool bracketed = host.starts_with('[');
  host = bracketed ? host.substr(1, host.find(']') - 1) : host.substr(0, host.find(':'));
  in6_addr bytes{};
  return host == "localhost" || inet_pton(bracketed ? AF_INET6 : AF_INET, std::string(host).c_str(), &bytes) == 1;
}

bool IsPersonal(std::string_view first) { return first == "v1" || first == "session" || first == "calendar" || first == "export"; }

// Another way to write this machine: who types "localhost" is to find the pages.
bool IsSameDoor(std::string_view host, const Origin& origin) {
  const std::optional<Address> asked = ParseAddress(host), ours = ParseAddress(origin.host);
  return origin.loopback && asked && ours && IsLoopbackHost(asked->host) && asked->port == ours->port;
}

Answer Plain(int status, std::string text, std::string type = "text/plain; charset=utf-8") {
  Answer answer{.status = status, .body = std::move(text)};
  answer.fields = {{"Content-Type", std::move(type)}, {"Cache-Control", "no-store"}};
  return answer;
}

bool Has(const Answer& answer, std::string_view name) {
  return std::any_of(answer.fields.begin(), answer.fields.end(), [&](const Field& field) { return SameWord(field.name, name); });
}

}  // namespace

Gateway::Gateway(Rooms rooms)
    : rooms_(std::move(rooms)), api_(rooms_.routes, rooms_.upstream, rooms_.sessions), session_door_(rooms_.origin, rooms_.sessions, rooms_.door),
      calendar_door_(rooms_.origin, rooms_.upstream),
      export_door_(rooms_.sessions) {}

size_t Gateway::BodyLimit(const Head& head) {
  const std::string id = SessionIdIn(head, rooms_.origin);
  if (id.empty() || !rooms_.sessions.Look(id)) return kLargestStrangerBody;
  const std::optional<Path> path = ParsePath(head.target);
  return path && First(*path) == "export" ? kLargestTable : api_.BodyLimit(head);
}

void Gateway::Handle(Request request, Reply reply) {
  const auto begun = steady_clock::now();
  std::optional<Path> path = ParsePath(request.head.target);
  const std::string method = KnownMethod(request.head.method);
  const bool personal = path && IsPersonal(First(*path));
  ++under_way_;
  Reply told = [this, begun, method, personal, reply = std::move(reply)](Answer answer) {
    --under_way_;
    Complete(answer, personal);
    const std::chrono::duration<double> taken = steady_clock::now() - begun;
    rooms_.metrics.Count(answer.route, method, answer.status, taken.count());
    spdlog::info("{} {} {} {:.1f} ms", method, answer.route, answer.status, taken.count() * 1000);
    reply(std::move(answer));
  };
  const std::string language = LanguageOf(request.head);
  std::optional<Parameters> parameters = ParseQuery(request.head.target);
  std::string session_id = SessionIdIn(request.head, rooms_.origin);
  const bool readable = path && parameters;
  Exchange exchange{std::move(request), readable ? std::move(*path) : Path(), readable ? std::move(*parameters) : Parameters(),
                    language,           std::move(session_id),                std::move(told)};
  if (!readable) return exchange.Fail(400, "malformed_request", "other");
  // Whoever asks whether it lives is answered also when it is busy.
  if (under_way_ > kMostRequestsUnderWay && First(exchange.path) != "healthz") return exchange.Fail(503, "busy", "other");
  Dispatch(std::move(exchange));
}

void Gateway::Dispatch(Exchange exchange) {
  const Head& head = exchange.request.head;
  const std::string_view first = First(exchange.path);
  const bool alone = exchange.path.segments.size() == 1 && exchange.path.verb.empty();
  if (!IsForWatchers(first) && !SameWord(head.Value("Host"), rooms_.origin.host)) {
    if (IsSameDoor(head.Value("Host"), rooms_.origin) && IsSafe(head.method) && !IsPersonal(first)) {
      Answer answer = Plain(307, "");
      answer.fields.push_back({"Location", rooms_.origin.text + head.target});
      return exchange.Give(std::move(answer), "other");
    }
    // Another name that leads here is somebody else's page, looking for a way in (DNS rebinding).
    return exchange.Fail(421, "misdirected_request", "other");
  }
  if (IsPersonal(first) && IsCrossSite(head, rooms_.origin.text)) return exchange.Fail(403, "cross_site", "/" + std::string(first));
  if (first == "v1") return api_.Handle(std::move(exchange));
  if (first == "session") return session_door_.Handle(std::move(exchange));
  if (first == "export") return export_door_.Handle(std::move(exchange));
  if (!IsSafe(head.method)) return exchange.FailMethod("GET, HEAD", "other");
  if (first == "calendar") return calendar_door_.Handle(std::move(exchange));
  if (first == "healthz" && alone) return exchange.Give(Plain(200, "ok\n"), "/healthz");
  if (first == "readyz" && alone) return Ready(std::move(exchange));
  if (first == "metrics" && !IsFromBeside(head, rooms_.origin)) return exchange.Fail(404, "unknown_path", "/metrics");
  if (first == "metrics" && alone) {
    Tick();
    return exchange.Give(Plain(200, rooms_.metrics.Text(), "text/plain; version=0.0.4; charset=utf-8"), "/metrics");
  }
  if (first == "openapi.json" && alone) {
    Answer answer{.status = 200, .kept = rooms_.open_api};
    answer.fields = {{"Content-Type", "application/json"}, {"Cache-Control", "no-cache"}};
    return exchange.Give(std::move(answer), "/openapi.json");
  }
  Pages(exchange);
}

void Gateway::Pages(const Exchange& exchange) const {
  const bool asset = First(exchange.path) == "assets";
  const std::string route = asset ? "/assets" : "/";
  if (rooms_.pages == nullptr) return exchange.Fail(404, "no_interface", route);
  Answer answer = rooms_.pages->Serve(exchange.path, exchange.request.head);
  if (answer.status == 404) return exchange.Fail(404, "unknown_path", route);
  exchange.Give(std::move(answer), route);
}

void Gateway::Ready(Exchange exchange) {
  auto kept = std::make_shared<Exchange>(std::move(exchange));
  rooms_.upstream.CheckHealth([kept](bool serving) {
    kept->Give(serving ? Plain(200, "ready\n") : Plain(503, "the server does not answer\n"), "/readyz");
  });
}

void Gateway::Complete(Answer& answer, bool personal) const {
  answer.fields.push_back({"Content-Security-Policy", kContentSecurity});
  answer.fields.push_back({"X-Content-Type-Options", "nosniff"});
  answer.fields.push_back({"Referrer-Policy", "no-referrer"});
  answer.fields.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
  answer.fields.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
  answer.fields.push_back({"X-Frame-Options", "DENY"});
  if (rooms_.origin.tls) answer.fields.push_back({"Strict-Transport-Security", kTransportSecurity});
  // Also what went wrong is not to be kept.
  if (personal || !Has(answer, "Cache-Control")) answer.fields.push_back({"Cache-Control", "no-store"});
}

Answer Gateway::Refuse(int status, const Head& head) {
  const char* reason = status == 408   ? "request_timeout"
                       : status == 413 ? "body_too_large"
                       : status == 431 ? "head_too_large"
                       : status == 503 ? "busy"
                                       : "malformed_request";
  const std::string language = LanguageOf(head);
  Answer answer = ToAnswer(OwnProblem(status, reason, language, {{"most", std::to_string(BodyLimit(head))}}), language);
  answer.route = "other";
  Complete(answer, true);
  rooms_.metrics.Count(answer.route, KnownMethod(head.method), status, 0);
  return answer;
}

void Gateway::Tick() {
  rooms_.sessions.Sweep();
  rooms_.metrics.SetSessions(rooms_.sessions.Count());
  rooms_.metrics.SetStreams(api_.OpenStreams());
}

}  // namespace arshjul::gateway
