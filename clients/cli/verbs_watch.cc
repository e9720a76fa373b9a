#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "arshjul/v1/cycle_service.pb.h"
#include "command_line.h"
#include "json.h"

namespace arshjul::cli {
namespace {

constexpr int kMostReconnects = 8;  // a minute in all: long enough for a server to come back
constexpr int kFirstPauseMs = 250;

struct Options {
  std::string year;
  int64_t after = 0;
  bool until_now = false;
};

void Write(Session& session, const v1::CycleEvent& event) {
  if (session.json()) {
    session.Write(ToJsonLine(event));
  } else {
    session.Write(fmt::format("{:>6}  {}  {}  {}\n", event.position(), session.Moment(event.time()),
                              Harmless(event.actor()), Harmless(event.summary())));
  }
  std::fflush(stdout);
}

int Watch(Session& session, const Options& options) {
  v1::WatchCycleRequest request;
  request.set_name(session.CycleName(options.year));
  if (request.name().empty()) return session.exit_code();
  request.set_after_position(options.after);
  request.set_until_now(options.until_now);
  for (int lost = 0;;) {
    v1::WatchCycleResponse response;
    const auto failure = session.TryStream(request, response, [&] {
      Write(session, response.event());
      request.set_after_position(response.event().position());
      lost = 0;
      return session.exit_code() == kExitOk;
    });
    if (!failure) return session.exit_code();
    const bool may_return = ExitCodeOf(*failure) == kExitUnreachable && request.after_position() > 0;
    if (!may_return || lost == kMostReconnects) {
      session.Fail(*failure);
      if (request.after_position() > 0) {
        session.Note(session.Get("watch.resume", {{"position", std::to_string(request.after_position())}}));
      }
      return session.exit_code();
    }
    session.Note(session.Get("watch.lost"));
    std::this_thread::sleep_for(std::chrono::milliseconds(kFirstPauseMs << lost++));
  }
}

}  // namespace

void AddWatchVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("cycle watch", [options](Session& session) { return Watch(session, *options); })
      .Argument("year,--year", options->year, Need::kOptional)
      .Option("--after", options->after)
      .Flag("--until-now", options->until_now);
}

}  // namespace arshjul::cli
