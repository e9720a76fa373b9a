#include "api.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <utility>

#include "event_stream.h"
#include "bounds.h"
#include "pointers.h"
#include "texts.h"
#include "transcoding.h"

namespace arshjul::gateway {
namespace {

using google::protobuf::Message;

constexpr char kUnknown[] = "/v1";  // the route of what has none

bool NamesMunicipality(const Binding& binding) { return binding.value.starts_with("municipalities/"); }

// A session is for one municipality, whatever the path says.
bool IsElsewhere(const std::vector<Binding>& bindings, const std::string& municipality) {
  return std::any_of(bindings.begin(), bindings.end(), [&](const Binding& binding) {
    return NamesMunicipality(binding) && binding.value != municipality && !binding.value.starts_with(municipality + "/");
  });
}

// The server's own affairs: its municipalities, its health. They are for its operators, on its machine; in a demo it would
// answer anybody, of all municipalities.
bool IsBeyond(const std::vector<Binding>& bindings) { return std::none_of(bindings.begin(), bindings.end(), NamesMunicipality); }

bool WantsEvents(const Head& head) { return head.Value("Accept").find("text/event-stream") != std::string_view::npos; }

// Only JSON, so that no form of a page elsewhere can say it.
bool IsJson(const Head& head) {
  std::string_view type = head.Value("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return SameWord(type, "application/json") && head.Find("Content-Encoding") == nullptr;
}

void AddLanguage(Answer& answer, const std::string& language) {
  answer.fields.push_back({"Content-Language", language});
  answer.fields.push_back({"Vary", "Accept-Language, Cookie"});
}

}  // namespace

void Api::Handle(Exchange exchange) {
  const Head& head = exchange.request.head;
  const std::optional<Sessions::View> session = sessions_.Use(exchange.session_id);
  if (!session) return exchange.Fail(401, "unauthenticated", kUnknown);
  const Routes::Found found = routes_.Find(head.method == "HEAD" ? "GET" : head.method, exchange.path);
  if (found.operation == nullptr && found.allowed.empty()) return exchange.Fail(404, "unknown_path", kUnknown);
  if (found.operation == nullptr) return exchange.FailMethod(found.allowed, kUnknown);
  const Operation& operation = *found.operation;
  if (IsBeyond(found.bindings)) return exchange.Fail(403, "beyond_municipality", operation.route);
  if (IsElsewhere(found.bindings, session->identity.municipality)) return exchange.Fail(403, "other_municipality", operation.route);
  if (!exchange.request.body.empty() && !IsJson(head)) return exchange.Fail(415, "unsupported_media_type", operation.route);
  if (WantsEvents(head) && (!operation.streams() || operation.stream.raw != nullptr)) return exchange.Fail(406, "not_acceptable", operation.route);
  const Parts parts{found.bindings,
                    exchange.parameters,
                    exchange.request.body,
                    head.Value("Idempotency-Key"),
                    head.Value("If-Match"),
                    head.Value("Last-Event-ID")};
  auto built = BuildRequest(operation, parts, exchange.language);
  if (const Problem* problem = std::get_if<Problem>(&built)) return exchange.Fail(*problem, operation.route);
  const Message& request = *std::get<std::unique_ptr<Message>>(built);
  if (operation.streams()) return OpenStream(operation, *session, request, std::move(exchange));
  CallOnce(operation, *session, request, std::move(exchange));
}

size_t Api::BodyLimit(const Head& head) const {
  const std::optional<Path> path = ParsePath(head.target);
  if (!path) return kLargestPlainBody;
  const Operation* operation = routes_.Find(head.method, *path).operation;
  return operation != nullptr && operation->takes_file ? kLargestBody : kLargestPlainBody;
}

void Api::CallOnce(const Operation& operation, const Sessions::View& session, const Message& request, Exchange exchange) {
  std::shared_ptr<void> counted(nullptr, [calls = session.calls](void*) { --*calls; });
  if (++*session.calls > kMostCallsPerSession) return exchange.Fail(429, "too_many_calls", operation.route);
  auto kept = std::make_shared<Exchange>(std::move(exchange));
  upstream_.Call(operation.rpc, {session.identity.person, kept->language}, request, NewResponse(operation),
                 [&operation, kept, counted](const CallStatus& status, std::unique_ptr<Message> response) mutable {
                   // Whoever reads the answer may ask the next at once.
                   counted.reset();
                   if (!status.ok()) {
                     Problem problem = ReadProblem(status, kept->language);
                     SetPointers(problem, operation, kept->request.body);
                     return kept->Fail(problem, operation.route);
                   }
                   std::optional<Answer> answer = BuildAnswer(operation, *response);
                   if (!answer) return kept->Fail(500, "internal", operation.route);
                   AddLanguage(*answer, kept->language);
                   kept->Give(std::move(*answer), operation.route);
                 });
}

void Api::OpenStream(const Operation& operation, const Sessions::View& session, const Message& request, Exchange exchange) {
  if (exchange.request.head.method == "HEAD") return exchange.FailMethod(operation.verb, operation.route);
  std::shared_ptr<void> counted(nullptr, [count = open_streams_](void*) { --*count; });
  if (++*open_streams_ > kMostStreams) return exchange.Fail(503, "busy", operation.route);
  const StreamForm form = WantsEvents(exchange.request.head) ? StreamForm::kEvents
                          : operation.stream.raw != nullptr  ? StreamForm::kDocument
                                                             : StreamForm::kLines;
  auto stream = std::make_shared<EventStream>(
      operation, form, exchange.language, upstream_.Open(operation.rpc, {session.identity.person, exchange.language}, request, NewResponse(operation)),
      std::move(counted));
  bool full = false;
  std::shared_ptr<void> wait = sessions_.WhenEnded(
      session.number,
      [weak = std::weak_ptr<EventStream>(stream), language = exchange.language] {
        Problem ended = OwnProblem(401, "session_ended", language);
        ended.reason = "UNAUTHENTICATED";
        if (auto alive = weak.lock()) alive->End(ended);
      },
      full);
  if (full) return exchange.Fail(429, "too_many_streams", operation.route);
  if (wait == nullptr) return exchange.Fail(401, "unauthenticated", operation.route);
  stream->Keep(std::move(wait));
  auto kept = std::make_shared<Exchange>(std::move(exchange));
  auto give = [&operation, form, kept, stream] {
    Answer answer{.status = 200, .stream = stream};
    answer.fields = {{"Content-Type", MediaTypeOf(form, operation)}};
    AddLanguage(answer, kept->language);
    kept->Give(std::move(answer), operation.route);
  };
  if (form == StreamForm::kEvents) return give();
  // What begins with a refusal is that refusal, not half a document; but who waits for what is still to happen waits long.
  if (const auto patience = kept->request.patience) {
    patience->WhenAtEnd([weak = std::weak_ptr<EventStream>(stream)] {
      if (auto alive = weak.lock()) alive->BeginAnyway();
    });
  }
  stream->Begin([&operation, kept, give](std::optional<Problem> problem) {
    if (!problem) return give();
    SetPointers(*problem, operation, kept->request.body);
    kept->Fail(*problem, operation.route);
  });
}

}  // namespace arshjul::gateway
