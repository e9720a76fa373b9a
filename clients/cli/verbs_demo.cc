#include "arshjul/v1/demo_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string to, days;
};

template <typename Response, typename Request>
int Send(Session& session, Request& request) {
  const std::string municipality = session.Municipality();
  request.set_name(municipality + "/clock");
  Response response;
  if (municipality.empty() || !session.Call(request, response)) return session.exit_code();
  const v1::Clock& clock = response.clock();
  if (session.json()) {
    session.Write(ToJson(clock));
    return kExitOk;
  }
  session.Write(session.Get("clock.shows", {{"time", session.Moment(clock.now())}}) + "\n");
  if (clock.fired_timers() > 0) session.Write(session.texts().Count("clock.fired", clock.fired_timers()) + "\n");
  return kExitOk;
}

int Show(Session& session) {
  v1::GetClockRequest request;
  return Send<v1::GetClockResponse>(session, request);
}

int Set(Session& session, const Options& options) {
  v1::SetClockRequest request;
  request.set_to(options.to);
  return Send<v1::SetClockResponse>(session, request);
}

int Advance(Session& session, const Options& options) {
  const std::optional<int> days = ReadDays(options.days);
  if (!days) return session.Fail(session.Get("usage.not_days", {{"word", options.days}}), kExitUsage);
  v1::AdvanceClockRequest request;
  request.set_days(*days);
  return Send<v1::AdvanceClockResponse>(session, request);
}

}  // namespace

void AddDemoVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("demo clock show", [](Session& session) { return Show(session); });
  line.Add("demo clock set", [options](Session& session) { return Set(session, *options); })
      .Argument("date", options->to);
  line.Add("demo clock advance", [options](Session& session) { return Advance(session, *options); })
      .Argument("days", options->days);
}

}  // namespace arshjul::cli
