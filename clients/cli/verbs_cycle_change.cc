#include <cstdio>

#include "arshjul/v1/cycle_service.pb.h"
#include "command_line.h"
#include "json.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string year, reason, phase, unit, data, file;
  bool dry_run = false;
};

void Write(Session& session, const v1::Cycle& cycle) {
  if (session.json()) return session.Write(ToJson(cycle));
  session.Write(session.Get("cycle.now", {{"year", std::to_string(cycle.year())},
                                          {"state", session.Named("cycle.state", v1::Cycle::State_Name(cycle.state()))}}) +
                "\n");
}

template <typename Response, typename Request>
int Change(Session& session, Request& request, const Options& options) {
  request.set_name(session.Name("cycles", options.year));
  request.set_reason(options.reason);
  Response response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  Write(session, response.cycle());
  return kExitOk;
}

int Suspend(Session& session, const Options& options) {
  v1::SuspendCycleRequest request;
  return Change<v1::SuspendCycleResponse>(session, request, options);
}

int Resume(Session& session, const Options& options) {
  v1::ResumeCycleRequest request;
  return Change<v1::ResumeCycleResponse>(session, request, options);
}

int Cancel(Session& session, const Options& options) {
  v1::CancelCycleRequest request;
  return Change<v1::CancelCycleResponse>(session, request, options);
}

int OpenPhase(Session& session, const Options& options) {
  v1::OpenPhaseRequest request;
  request.set_phase(options.phase);
  request.set_unit(options.unit);
  return Change<v1::OpenPhaseResponse>(session, request, options);
}

int Close(Session& session, const Options& options) {
  v1::CloseCycleRequest request;
  const auto data = session.ReadDataFile(options.data);
  if (!data) return session.exit_code();
  *request.mutable_data() = *data;
  request.set_name(session.Name("cycles", options.year));
  request.set_reason(options.reason);
  request.set_validate_only(options.dry_run);
  v1::CloseCycleResponse response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response));
    return kExitOk;
  }
  Write(session, response.cycle());
  Table table({{session.Get("column.gap")},
               {session.Get("column.phase")},
               {session.Get("column.unit"), false, true},
               {session.Get("column.leader"), false, true},
               {session.Get("column.state"), false, true},
               {session.Get("column.explanation"), false, true}});
  for (const auto& gap : response.gaps()) {
    table.Add({gap.id(), gap.phase(), gap.unit(), gap.leader_name(), gap.state_title(), gap.explanation()});
  }
  if (table.empty()) session.Note(session.Get("empty.gaps"));
  session.Write(table.Render(session.paper()));
  return kExitOk;
}

int Export(Session& session, const Options& options) {
  v1::ExportCycleRequest request;
  request.set_name(session.CycleName(options.year));
  if (request.name().empty()) return session.exit_code();
  std::FILE* file = stdout;
  if (!options.file.empty() && options.file != "-") file = std::fopen(options.file.c_str(), "wb");
  if (file == nullptr) return session.Fail(session.Get("file.unwritable", {{"file", options.file}}));
  v1::ExportCycleResponse response;
  bool written_any = false, written_all = true;
  const auto failure = session.TryStream(request, response, [&] {
    written_any = true;
    written_all = std::fwrite(response.chunk().data(), 1, response.chunk().size(), file) == response.chunk().size();
    return written_all;
  });
  if (file != stdout && std::fclose(file) != 0) written_all = false;
  if (failure) {
    session.Fail(*failure);
    return written_any ? kExitPartial : session.exit_code();
  }
  if (!written_all) return session.Fail(session.Get("file.unwritable", {{"file", options.file}}), kExitPartial);
  return kExitOk;
}

}  // namespace

void AddCycleChangeVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  const auto add = [&](const char* path, int (*run)(Session&, const Options&)) -> Verb& {
    return line.Add(path, [options, run](Session& session) { return run(session, *options); });
  };
  add("cycle suspend", Suspend)
      .Argument("year,--year", options->year)
      .Option("--reason", options->reason, Need::kRequired);
  add("cycle resume", Resume)
      .Argument("year,--year", options->year)
      .Option("--reason", options->reason, Need::kRequired);
  add("cycle cancel", Cancel)
      .Argument("year,--year", options->year)
      .Option("--reason", options->reason, Need::kRequired);
  add("cycle open-phase", OpenPhase)
      .Argument("year,--year", options->year)
      .Argument("phase,--phase", options->phase)
      .Option("--unit", options->unit)
      .Option("--reason", options->reason, Need::kRequired);
  add("cycle close", Close)
      .Argument("year,--year", options->year)
      .Option("--data", options->data)
      .Option("--reason", options->reason)
      .Flag("--dry-run", options->dry_run);
  add("cycle export", Export)
      .Argument("year,--year", options->year, Need::kOptional)
      .Option("--file", options->file);
}

}  // namespace arshjul::cli
