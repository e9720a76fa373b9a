#include "session_door.h"

#include <fmt/format.h>

#include <utility>

namespace arshjul::gateway {
namespace {

constexpr char kRoute[] = "/session";
constexpr char kPeopleRoute[] = "/session/people";
constexpr char kExtendRoute[] = "/session:extend";

Answer Json(std::string body) {
  Answer answer{.status = 200, .body = std::move(body)};
  answer.fields = {{"Content-Type", "application/json"}};
  return answer;
}

}  // namespace

std::string SessionIdIn(const Head& head, const Origin& origin) {
  for (const Field& field : head.fields) {
    if (!SameWord(field.name, "Cookie")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const size_t semicolon = rest.find(';');
      std::string_view one = rest.substr(0, semicolon);
      rest.remove_prefix(semicolon == std::string_view::npos ? rest.size() : semicolon + 1);
      while (one.starts_with(' ')) one.remove_prefix(1);
      const size_t equals = one.find('=');
      if (equals != std::string_view::npos && one.substr(0, equals) == origin.cookie()) return std::string(one.substr(equals + 1));
    }
  }
  return "";
}

void SessionDoor::Handle(Exchange exchange) {
  const std::string& method = exchange.request.head.method;
  const bool whole = exchange.path.segments.size() == 1;
  if (whole && exchange.path.verb.empty()) {
    if (method == "GET" || method == "HEAD") return exchange.Give(Tell(sessions_.Look(exchange.session_id)), kRoute);
    if (method == "POST") return SignIn(std::move(exchange));
    if (method != "DELETE") return exchange.FailMethod("GET, HEAD, POST, DELETE", kRoute);
    sessions_.Close(exchange.session_id);
    Answer answer{.status = 204};
    answer.fields = {{"Set-Cookie", Cookie("") + "; Max-Age=0"}};
    return exchange.Give(std::move(answer), kRoute);
  }
  if (whole && exchange.path.verb == "extend" && method == "POST") {
    const std::optional<Sessions::View> session = sessions_.Use(exchange.session_id);
    if (!session) return exchange.Fail(401, "unauthenticated", kExtendRoute);
    return exchange.Give(Tell(session), kExtendRoute);
  }
  if (whole && exchange.path.verb == "extend") return exchange.FailMethod("POST", kExtendRoute);
  const bool people = exchange.path.segments.size() == 2 && exchange.path.segments[1] == "people" && exchange.path.verb.empty();
  if (!people) return exchange.Fail(404, "unknown_path", kRoute);
  if (method != "GET" && method != "HEAD") return exchange.FailMethod("GET, HEAD", kPeopleRoute);
  auto kept = std::make_shared<Exchange>(std::move(exchange));
  door_.ListPeople(kept->language, [kept](std::variant<std::string, Problem> found) {
    if (const Problem* problem = std::get_if<Problem>(&found)) return kept->Fail(*problem, kPeopleRoute);
    Answer answer = Json(std::move(std::get<std::string>(found)));
    answer.fields.push_back({"Content-Language", kept->language});
    answer.fields.push_back({"Vary", "Accept-Language"});
    kept->Give(std::move(answer), kPeopleRoute);
  });
}

void SessionDoor::SignIn(Exchange exchange) {
  auto kept = std::make_shared<Exchange>(std::move(exchange));
  std::string_view type = kept->request.head.Value("Content-Type");
  if (!SameWord(type.substr(0, type.find(';')), "application/json")) return kept->Fail(415, "unsupported_media_type", kRoute);
  door_.Enter(kept->request.body, kept->language, [this, kept](std::variant<Identity, Problem> found) {
    if (const Problem* problem = std::get_if<Problem>(&found)) return kept->Fail(*problem, kRoute);
    const std::optional<std::string> id = sessions_.Open(std::move(std::get<Identity>(found)));
    if (!id) return kept->Fail(503, "too_many_sessions", kRoute);
    // Whoever comes with a session leaves it: it may be somebody else's, put there to be filled.
    sessions_.Close(kept->session_id);
    Answer answer = Tell(sessions_.Look(*id));
    answer.fields.push_back({"Set-Cookie", Cookie(*id)});
    kept->Give(std::move(answer), kRoute);
  });
}

Answer SessionDoor::Tell(const std::optional<Sessions::View>& session) const {
  if (!session) return Json(fmt::format(R"({{"signedIn":false,"demo":{}}})", door_.demo()));
  const Identity& identity = session->identity;
  return Json(fmt::format(
      R"({{"signedIn":true,"person":{{"id":{},"displayName":{}}},"municipality":{},"municipalityName":{},"language":{},"idleSeconds":{},"absoluteSeconds":{},"demo":{}}})",
      Quoted(identity.person), Quoted(identity.display_name), Quoted(identity.municipality), Quoted(identity.municipality_name),
      Quoted(identity.language), session->idle.count(), session->absolute.count(), door_.demo()));
}

std::string SessionDoor::Cookie(std::string_view id) const {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}", origin_.cookie(), id, origin_.tls ? "; Secure" : "");
}

}  // namespace arshjul::gateway
