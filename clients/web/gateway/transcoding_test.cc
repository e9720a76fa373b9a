#include "transcoding.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "arshjul/v1/cycle_service.pb.h"
#include "arshjul/v1/municipality_service.pb.h"
#include "arshjul/v1/reach.pb.h"
#include "arshjul/v1/task_service.pb.h"
#include "bounds.h"
#include "descriptors.h"
#include "event_stream.h"
#include "pointers.h"

namespace arshjul::gateway {
namespace {

const Routes& AllRoutes() {
  static const absl::StatusOr<Routes> kRoutes = Routes::Build(ApiServices());
  EXPECT_TRUE(kRoutes.ok()) << kRoutes.status();
  return *kRoutes;
}

struct Asked {
  std::unique_ptr<google::protobuf::Message> message;
  Problem problem;  // status 0: none
};

Asked Ask(const std::string& verb, const std::string& target, const std::string& body = "", Parts parts = {}) {
  const Routes::Found found = AllRoutes().Find(verb, *ParsePath(target));
  EXPECT_NE(found.operation, nullptr) << target;
  parts.bindings = found.bindings;
  parts.parameters = *ParseQuery(target);
  parts.body = body;
  auto built = BuildRequest(*found.operation, parts, "en");
  if (auto* problem = std::get_if<Problem>(&built)) return {nullptr, *problem};
  return {std::move(std::get<0>(built)), {.status = 0}};
}

std::string Told(const Problem& problem) {
  std::string out = problem.reason + ":";
  for (const FieldProblem& error : problem.errors) out += " [" + error.pointer + "|" + error.field + "|" + error.detail + "]";
  return out;
}

TEST(Routes, HoldEveryMethodOfTheApiThatIsForBrowsers) {
  size_t methods = 0;
  std::vector<std::string> kept_out;
  for (const auto* service : ApiServices()) {
    for (int m = 0; m < service->method_count(); ++m) {
      const bool outside = service->method(m)->options().GetExtension(v1::not_for_browsers);
      if (outside) kept_out.push_back(service->method(m)->full_name());
      methods += outside ? 0 : 1;
    }
  }
  std::sort(kept_out.begin(), kept_out.end());
  EXPECT_GE(methods, 50u);
  EXPECT_EQ(AllRoutes().operations().size(), methods);
  EXPECT_EQ(kept_out, (std::vector<std::string>{"arshjul.v1.CalendarService.ReadCalendar", "arshjul.v1.OperationsService.Backup"}));
  for (const Operation& operation : AllRoutes().operations()) {
    EXPECT_EQ(std::count(kept_out.begin(), kept_out.end(), operation.method->full_name()), 0) << operation.method->full_name();
  }
  const Routes::Found found = AllRoutes().Find("DELETE", *ParsePath("/v1/municipalities/loten"));
  EXPECT_EQ(found.operation, nullptr);
  EXPECT_EQ(found.allowed, "GET, PATCH");
  EXPECT_EQ(AllRoutes().Find("GET", *ParsePath("/v1/nothing")).allowed, "");
  EXPECT_EQ(AllRoutes().Find("GET", *ParsePath("/v1/municipalities/loten/tasks/1")).operation->rpc, "/arshjul.v1.TaskService/GetTask");
}

TEST(BuildRequest, TakesPathAndQuery) {
  const Asked asked = Ask("GET", "/v1/municipalities/loten/tasks?pageSize=10&mine=true&open_only=true&unit=Lund%20skole");
  ASSERT_NE(asked.message, nullptr) << Told(asked.problem);
  const auto& request = static_cast<const v1::ListTasksRequest&>(*asked.message);
  EXPECT_EQ(request.parent(), "municipalities/loten");
  EXPECT_EQ(request.page_size(), 10);
  EXPECT_TRUE(request.mine());
  EXPECT_TRUE(request.open_only());
  EXPECT_EQ(request.unit(), "Lund skole");
}

TEST(BuildRequest, NamesEverythingWrongInAQueryAtOnce) {
  const Asked asked = Ask("GET", "/v1/municipalities/loten/tasks?pageSize=ten&mine=yes&nothing=1&parent=x&unit=a&unit=b");
  EXPECT_EQ(Told(asked.problem),
            "INVALID_INPUT: [|pageSize|'ten' is not a whole number that fits here.] [|mine|'yes' is neither true nor false.]"
            " [|nothing|'nothing' is nothing that can be asked for here.] [|parent|'parent' stands in the address and cannot be said again.]"
            " [|unit|'unit' is said twice.]");
}

TEST(BuildRequest, TakesABodyAndFieldsOfTheHead) {
  const Asked asked = Ask("POST", "/v1/municipalities/loten/tasks/7:complete", R"({"action": "approve", "data": {"rows": [{"target": 3.5}]}})",
                          {.idempotency_key = "abc", .if_match = "\"tag\""});
  ASSERT_NE(asked.message, nullptr) << Told(asked.problem);
  const auto& request = static_cast<const v1::CompleteTaskRequest&>(*asked.message);
  EXPECT_EQ(request.name(), "municipalities/loten/tasks/7");
  EXPECT_EQ(request.action(), "approve");
  EXPECT_EQ(request.etag(), "tag");
  EXPECT_EQ(request.request_id(), "abc");
  EXPECT_EQ(request.data().fields().at("rows").list_value().values(0).struct_value().fields().at("target").number_value(), 3.5);
}

TEST(BuildRequest, NamesEverythingWrongInABodyAtOnce) {
  const std::string target = "/v1/municipalities/loten/tasks/7:complete";
  EXPECT_EQ(Told(Ask("POST", target, R"({"actoin": 1, "etag": {}, "data": 5})").problem),
            "INVALID_INPUT: [/actoin|actoin|There is no field 'actoin'.] [/data|data|An object belongs here.] [/etag|etag|A text belongs here.]");
  EXPECT_EQ(Ask("POST", target, "{").problem.reason, "UNREADABLE_BODY");
  EXPECT_EQ(Ask("POST", target, "[]").problem.errors.size(), 1u);
  EXPECT_EQ(Told(Ask("PATCH", "/v1/municipalities/loten", R"({"closedSpans": [{"first": "2014-01-01"}, {"frist": "x"}, 3], "replaceClosedSpans": "ja"})").problem),
            "INVALID_INPUT: [/closedSpans/1/frist|closedSpans[1].frist|There is no field 'frist'.]"
            " [/closedSpans/2|closedSpans[2]|An object belongs here.] [/replaceClosedSpans|replaceClosedSpans|'ja' is neither true nor false.]");
}

std::string ListOf(size_t count, const std::string& element) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += (out.empty() ? "" : ",") + element;
  return "[" + out + "]";
}

TEST(BuildRequest, ExplainsWhatIsWrongInALongBodyWithoutLookingAtEachValueAlone) {
  const std::string target = "/v1/municipalities/loten/tasks:remind";
  const Problem one = Ask("POST", target, "{\"persons\":" + ListOf(50'000, "\"a\"") + ",\"x\":1}").problem;
  EXPECT_EQ(Told(one), "INVALID_INPUT: [/x|x|There is no field 'x'.]");
  std::string names = ListOf(50'000, "\"a\"");
  names.replace(names.size() - 4, 3, "{}");
  EXPECT_EQ(Told(Ask("POST", target, "{\"persons\":" + names + "}").problem), "INVALID_INPUT: [/persons/49999|persons[49999]|A text belongs here.]");
  EXPECT_EQ(Ask("POST", target, "{\"persons\":" + ListOf(20'000, "{}") + "}").problem.errors.size(), kMostFieldProblems);
  EXPECT_EQ(Ask("POST", target, "{\"x\":" + ListOf(kLargestExplained, "0") + "}").problem.reason, "UNREADABLE_BODY") << "longer than is explained";
}

TEST(BuildRequest, RefusesHeadValuesThatAreNoText) {
  const std::string target = "/v1/municipalities/loten/tasks/7:complete";
  EXPECT_EQ(Told(Ask("POST", target, "{}", {.idempotency_key = "\xff"}).problem), "INVALID_INPUT: [|Idempotency-Key|A text belongs here.]");
  EXPECT_EQ(Told(Ask("POST", target, "{}", {.if_match = "\"\xc3\""}).problem), "INVALID_INPUT: [|If-Match|A text belongs here.]");
}

TEST(Routes, KnowWhichCallsTakeAFile) {
  const auto takes = [](const char* verb, const char* target) { return AllRoutes().Find(verb, *ParsePath(target)).operation->takes_file; };
  EXPECT_TRUE(takes("POST", "/v1/municipalities/loten/organisation:import"));
  EXPECT_TRUE(takes("POST", "/v1/municipalities/loten/scorecards:import"));
  EXPECT_FALSE(takes("POST", "/v1/municipalities/loten/tasks:remind"));
  EXPECT_FALSE(takes("GET", "/v1/municipalities/loten/cycles/2015:export")) << "it gives one";
}

TEST(BuildRequest, LetsNothingContradictThePathOrTheHead) {
  const std::string target = "/v1/municipalities/loten/tasks/7:complete";
  EXPECT_NE(Ask("POST", target, R"({"name": "municipalities/loten/tasks/7"})").message, nullptr);
  EXPECT_EQ(Ask("POST", target, R"({"name": "municipalities/hamar/tasks/7"})").problem.errors.at(0).pointer, "/name");
  EXPECT_EQ(Ask("POST", target, R"({"etag": "a"})", {.if_match = "\"b\""}).problem.errors.at(0).pointer, "/etag");
  EXPECT_EQ(Ask("POST", target + "?action=x", "{}").problem.reason, "INVALID_INPUT");
  EXPECT_EQ(Ask("POST", "/v1/municipalities/loten/cycles:launch", "{}", {.if_match = "\"b\""}).problem.reason, "PRECONDITION_NOT_SUPPORTED");
  EXPECT_EQ(Ask("GET", "/v1/municipalities/loten/tasks/7", "{}").problem.reason, "MALFORMED_REQUEST");
}

TEST(BuildRequest, ResumesAStream) {
  const std::string target = "/v1/municipalities/loten/cycles/2015:watch";
  const auto position = [](const Asked& asked) { return static_cast<const v1::WatchCycleRequest&>(*asked.message).after_position(); };
  EXPECT_EQ(position(Ask("GET", target, "", {.last_event_id = "4096"})), 4096);
  EXPECT_EQ(position(Ask("GET", target + "?lastEventId=17")), 17);
  EXPECT_EQ(Ask("GET", target, "", {.last_event_id = "x"}).problem.reason, "INVALID_INPUT");
}

TEST(BuildAnswer, GivesTheBareResourceWithItsTag) {
  v1::GetTaskResponse response;
  response.mutable_task()->set_name("municipalities/loten/tasks/7");
  response.mutable_task()->set_etag("tag");
  const std::optional<Answer> answer = BuildAnswer(*AllRoutes().Find("GET", *ParsePath("/v1/municipalities/loten/tasks/7")).operation, response);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->body.starts_with(R"({"name":"municipalities/loten/tasks/7",)")) << answer->body;
  EXPECT_EQ(answer->fields.at(1).value, "\"tag\"");
  EXPECT_NE(answer->body.find(R"("comments":[])"), std::string::npos) << "plain fields are always there";
}

CallStatus Refused(const std::vector<std::pair<std::string, std::string>>& fields) {
  google::rpc::Status status;
  status.set_code(3);
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_INPUT");
  (*info.mutable_metadata())["task"] = "7";
  status.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage localized;
  localized.set_message("Noe er feil.");
  status.add_details()->PackFrom(localized);
  google::rpc::BadRequest request;
  for (const auto& [field, words] : fields) {
    request.add_field_violations()->set_field(field);
    request.mutable_field_violations()->rbegin()->set_description(words);
  }
  status.add_details()->PackFrom(request);
  return {3, "wrong", status.SerializeAsString()};
}

TEST(Problem, PointsIntoTheBodyAsItWasSent) {
  const Routes::Found found = AllRoutes().Find("POST", *ParsePath("/v1/municipalities/loten/tasks/7:complete"));
  Problem problem = ReadProblem(Refused({{"rows[3].target", "a"}, {"etag", "b"}, {"name", "c"}, {"line 3, column parent", "d"}, {"data.x", "e"}, {"", "f"}}), "nb");
  SetPointers(problem, *found.operation, R"({"data": {}})");
  EXPECT_EQ(Told(problem), "INVALID_INPUT: [/data/rows/3/target|rows[3].target|a] [/etag|etag|b] [|name|c] [|line 3, column parent|d] [/data/x|data.x|e] [||f]");
  EXPECT_EQ(problem.detail, "Noe er feil.");
  EXPECT_EQ(problem.status, 400);
  EXPECT_EQ(problem.metadata.at("task"), "7");
}

TEST(Problem, UsesTheNamesThatWereSent) {
  const Routes::Found found = AllRoutes().Find("PATCH", *ParsePath("/v1/municipalities/loten"));
  Problem problem = ReadProblem(Refused({{"closed_spans[0].last", "a"}}), "nb");
  Problem other = problem;
  SetPointers(problem, *found.operation, R"({"closed_spans": [{}]})");
  EXPECT_EQ(problem.errors[0].pointer, "/closed_spans/0/last");
  SetPointers(other, *found.operation, R"({"closedSpans": [{}]})");
  EXPECT_EQ(other.errors[0].pointer, "/closedSpans/0/last");
}

TEST(Problem, SaysNothingOfTheServersInsides) {
  EXPECT_EQ(ReadProblem({13, "segment 7 of /var/lib/x", ""}, "en").detail, "Something went wrong on our side. Try again in a moment.");
  const Problem away = ReadProblem({14, "failed to connect to all addresses", ""}, "en");
  EXPECT_EQ(away.reason, "SERVER_AWAY");
  EXPECT_EQ(away.status, 503);
  EXPECT_GT(away.retry_after_milliseconds, 0);
}

TEST(Problem, IsJsonWhateverItSays) {
  EXPECT_EQ(Quoted("a\"\\\n\x01<ø>"), R"("a\"\\\n\u0001\u003cø\u003e")");
  Problem problem = OwnProblem(403, "cross_site", "en");
  EXPECT_EQ(ToJson(problem),
            R"({"type":"urn:arshjul:problem:CROSS_SITE","title":"You do not have access","status":403,"detail":"The request came from another site and was stopped.","reason":"CROSS_SITE","metadata":{},"errors":[]})");
}

// A stream whose messages are handed in.
class Script final : public Upstream::Messages {
 public:
  void Next(Take take) override { take_ = std::move(take); }
  void Cancel() override {
    if (auto take = std::exchange(take_, nullptr)) take(nullptr, {1, "cancelled", ""});
  }
  void Say(int64_t position) {
    v1::WatchCycleResponse response;
    response.mutable_event()->set_position(position);
    std::exchange(take_, nullptr)(&response, {});
  }
  void Finish(const CallStatus& status) { std::exchange(take_, nullptr)(nullptr, status); }

 private:
  Take take_;
};

struct Reading {
  explicit Reading(StreamForm form)
      : stream(std::make_shared<EventStream>(*AllRoutes().Find("GET", *ParsePath("/v1/municipalities/loten/cycles/2015:watch")).operation, form, "en", script, nullptr)) {}
  ~Reading() { stream->Cancel(); }
  void Next() {
    piece.reset();
    stream->Next([this](Stream::Piece next) { piece = std::move(next); });
  }
  std::shared_ptr<Script> script = std::make_shared<Script>();
  std::shared_ptr<EventStream> stream;
  std::optional<Stream::Piece> piece;
};

TEST(EventStream, TellsEventsWithTheirIds) {
  Reading reading(StreamForm::kEvents);
  reading.Next();
  EXPECT_EQ(reading.piece->bytes, "retry: 3000\n\n");
  reading.Next();
  EXPECT_FALSE(reading.piece) << "nothing has happened";
  reading.script->Say(4096);
  EXPECT_TRUE(reading.piece->bytes.starts_with("id: 4096\nevent: message\ndata: {\"event\":{\"position\":\"4096\"")) << reading.piece->bytes;
  EXPECT_TRUE(reading.piece->bytes.ends_with("}\n\n"));
  reading.Next();
  reading.script->Finish({});
  EXPECT_EQ(reading.piece->bytes, "event: end\ndata: {}\n\n");
  EXPECT_TRUE(reading.piece->end);
}

TEST(EventStream, EndsWithTheProblem) {
  Reading reading(StreamForm::kEvents);
  reading.Next();
  reading.Next();
  reading.script->Finish({14, "", ""});
  EXPECT_TRUE(reading.piece->bytes.starts_with("event: problem\ndata: {\"type\":\"urn:arshjul:problem:SERVER_AWAY\""));
  EXPECT_TRUE(reading.piece->end);
}

TEST(EventStream, IsEndedFromOutsideWhetherOrNotItsReaderWaits) {
  Reading waiting(StreamForm::kEvents), busy(StreamForm::kEvents);
  waiting.Next();
  waiting.Next();
  waiting.stream->End(OwnProblem(401, "unauthenticated", "en"));
  ASSERT_TRUE(waiting.piece);
  EXPECT_TRUE(waiting.piece->bytes.starts_with("event: problem"));
  busy.Next();
  busy.stream->End(OwnProblem(401, "unauthenticated", "en"));
  busy.Next();
  ASSERT_TRUE(busy.piece);
  EXPECT_TRUE(busy.piece->bytes.starts_with("event: problem"));
  EXPECT_TRUE(busy.piece->end);
}

TEST(EventStream, BeginsWithoutItsFirstMessageWhenThatTakesLong) {
  Reading told(StreamForm::kLines), refused(StreamForm::kLines), ended(StreamForm::kLines), late(StreamForm::kLines);
  int begun = 0;
  for (Reading* reading : {&told, &refused, &ended}) {
    reading->stream->Begin([&](std::optional<Problem> problem) { begun += problem ? 0 : 1; });
    reading->stream->BeginAnyway();
    reading->stream->BeginAnyway();
    reading->Next();
    EXPECT_FALSE(reading->piece);
  }
  EXPECT_EQ(begun, 3);
  told.script->Say(1);
  ASSERT_TRUE(told.piece);
  EXPECT_TRUE(told.piece->bytes.starts_with("{\"event\":{\"position\":\"1\"")) << told.piece->bytes;
  told.Next();
  told.script->Say(2);
  EXPECT_TRUE(told.piece->bytes.starts_with("{\"event\":{\"position\":\"2\"")) << told.piece->bytes;
  refused.script->Finish({5, "no such cycle", ""});
  ASSERT_TRUE(refused.piece);
  EXPECT_TRUE(refused.piece->bytes.starts_with("{\"problem\":")) << refused.piece->bytes;
  EXPECT_TRUE(refused.piece->end);
  ended.stream->End(OwnProblem(401, "session_ended", "en"));
  ASSERT_TRUE(ended.piece);
  EXPECT_TRUE(ended.piece->end);
  late.stream->Begin([](std::optional<Problem>) {});
  late.stream->BeginAnyway();
  late.script->Say(3);
  late.Next();
  ASSERT_TRUE(late.piece) << "a message that came before its reader";
}

TEST(EventStream, TellsNothingMoreToWhoseSessionIsOver) {
  Reading reading(StreamForm::kLines);
  reading.stream->Begin([](std::optional<Problem>) {});
  reading.script->Say(1);
  reading.stream->End(OwnProblem(401, "session_ended", "en"));
  reading.Next();
  ASSERT_TRUE(reading.piece);
  EXPECT_TRUE(reading.piece->bytes.starts_with("{\"problem\":")) << reading.piece->bytes;
  EXPECT_TRUE(reading.piece->end);
}

TEST(Patience, IsToldOfItsEndOnce) {
  int times = 0;
  Patience before, after;
  before.WhenAtEnd([&] { ++times; });
  EXPECT_EQ(times, 0);
  before.End();
  before.End();
  EXPECT_EQ(times, 1);
  after.End();
  after.WhenAtEnd([&] { ++times; });
  EXPECT_EQ(times, 2) << "at once";
}

TEST(Problem, TellsWhenToTryAgain) {
  EXPECT_GT(OwnProblem(429, "too_many_streams", "en").retry_after_milliseconds, 0);
  EXPECT_GT(ReadProblem({8, "", ""}, "en").retry_after_milliseconds, 0);
}

TEST(EventStream, WaitsForItsFirstMessageWhereARefusalIsAnAnswerOfItsOwn) {
  Reading refused(StreamForm::kLines), told(StreamForm::kLines);
  std::optional<Problem> problem;
  refused.stream->Begin([&](std::optional<Problem> said) { problem = std::move(said); });
  refused.script->Finish({5, "no such cycle", ""});
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->status, 404);
  bool begun = false;
  told.stream->Begin([&](std::optional<Problem> said) { begun = !said; });
  told.script->Say(1);
  EXPECT_TRUE(begun);
  told.Next();
  ASSERT_TRUE(told.piece);
  EXPECT_TRUE(told.piece->bytes.starts_with("{\"event\":{\"position\":\"1\""));
  EXPECT_TRUE(told.piece->bytes.ends_with("}\n"));
}

}  // namespace
}  // namespace arshjul::gateway
