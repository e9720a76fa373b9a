#include "arshjul/v1/demo_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"
#include "profile.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string to, days;
};

struct PlayOptions {
  std::string until, profile;
  int64_t seed = 1;
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

int Play(Session& session, const PlayOptions& options) {
  v1::PlayDemoRequest request;
  const auto profile = ReadProfile(options.profile);
  if (!profile) return session.Fail(session.Get("usage.not_a_profile", {{"word", options.profile}}), kExitUsage);
  const std::string municipality = session.Municipality();
  if (municipality.empty()) return session.exit_code();
  request.set_name(municipality + "/clock");
  request.set_until(options.until);
  request.set_seed(options.seed);
  request.set_profile(*profile);
  v1::PlayDemoResponse response, last;
  const auto failure = session.TryStream(request, response, [&] {
    if (session.json()) {
      session.Write(ToJsonLine(response));
    } else if (response.date().substr(0, 7) != last.date().substr(0, 7) && !last.date().empty()) {
      // The last day of each month.
      session.Note(session.Get("demo.day", {{"day", session.Date(last.date())}, {"completed", std::to_string(last.completed_task_count())},
                                            {"open", std::to_string(last.open_task_count())}}));
    }
    last = response;
    return true;
  });
  if (failure) return session.Fail(*failure);
  if (!session.json()) {
    session.Write(session.Get("demo.played", {{"day", session.Date(last.date())}, {"completed", std::to_string(last.completed_task_count())},
                                              {"open", std::to_string(last.open_task_count())},
                                              {"overdue", std::to_string(last.overdue_task_count())}}) +
                  "\n");
  }
  return kExitOk;
}

}  // namespace

void AddDemoVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("demo clock show", [](Session& session) { return Show(session); });
  line.Add("demo clock set", [options](Session& session) { return Set(session, *options); })
      .Argument("date", options->to);
  line.Add("demo clock advance", [options](Session& session) { return Advance(session, *options); })
      .Argument("days", options->days);
  auto play = std::make_shared<PlayOptions>();
  line.Add("demo play", [play](Session& session) { return Play(session, *play); })
      .Option("--until", play->until, Need::kRequired)
      .Option("--seed", play->seed)
      .Option("--profile", play->profile);
}

}  // namespace arshjul::cli
