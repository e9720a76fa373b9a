#include <fmt/format.h>

#include "arshjul/v1/incident_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string name, cycle, reason, etag;
  bool all = false;
};

Style StyleOf(v1::Incident::State state) { return state == v1::Incident::OPEN ? Style::kBad : Style::kQuiet; }

std::string StateText(const Session& session, const v1::Incident& incident) {
  return session.Named("incident.state", v1::Incident::State_Name(incident.state()));
}

std::string KindText(const Session& session, const v1::Incident& incident) {
  return session.Named("incident.kind", v1::Incident::Kind_Name(incident.kind()));
}

int List(Session& session, const Options& options) {
  v1::ListIncidentsRequest request;
  request.set_parent(session.Municipality());
  request.set_cycle(options.cycle);
  request.set_all(options.all);
  v1::ListIncidentsResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.number"), true},
               {session.Get("column.opened")},
               {session.Get("column.kind")},
               {session.Get("column.phase")},
               {session.Get("column.about"), false, true},
               {session.Get("column.cause"), false, true},
               {session.Get("column.waiting"), true},
               {session.Get("column.state")}});
  for (const auto& incident : response.incidents()) {
    table.Add({LastPart(incident.name()),
               session.Day(incident.create_time()),
               KindText(session, incident),
               incident.phase_title(),
               incident.subject(),
               incident.cause_text(),
               incident.waiting_count() == 0 ? "" : std::to_string(incident.waiting_count()),
               {StateText(session, incident), StyleOf(incident.state())}});
  }
  return session.WriteList(response, table, options.all ? "empty.all_incidents" : "empty.incidents");
}

int Write(Session& session, const v1::Incident& incident) {
  if (session.json()) {
    session.Write(ToJson(incident));
    return kExitOk;
  }
  Facts facts;
  facts.Add(session.Get("fact.number"), LastPart(incident.name()), Style::kStrong);
  facts.Add(session.Get("fact.kind"), KindText(session, incident));
  facts.Add(session.Get("fact.state"), StateText(session, incident), StyleOf(incident.state()));
  facts.Add(session.Get("fact.cycle"), LastPart(incident.cycle()));
  facts.Add(session.Get("fact.phase"), incident.phase_title());
  facts.Add(session.Get("fact.about"), incident.subject());
  facts.Add(session.Get("fact.message"), incident.notice_subject());
  facts.Add(session.Get("fact.event"), incident.event());
  facts.Add(session.Get("fact.cause"), fmt::format("{} ({})", incident.cause_text(), incident.cause()));
  facts.Add(session.Get("fact.should_have"), session.Moment(incident.due_time()));
  facts.Add(session.Get("fact.opened"), session.Moment(incident.create_time()));
  facts.Add(session.Get("fact.attempts"), std::to_string(incident.attempts()));
  if (incident.waiting_count() > 0) facts.Add(session.Get("fact.waiting"), session.texts().Count("count.waiting_event", incident.waiting_count()));
  facts.Add(session.Get("fact.settled"), session.Moment(incident.settle_time()));
  facts.Add(session.Get("fact.settled_by"), incident.settled_by_name());
  facts.Add(session.Get("fact.reason"), incident.reason());
  facts.Add(session.Get("fact.etag"), incident.etag(), Style::kQuiet);
  session.Write(facts.Render(session.paper()));
  return kExitOk;
}

template <typename Response, typename Request>
int Send(Session& session, Request& request, const Options& options) {
  request.set_name(session.Name("incidents", options.name));
  Response response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  return Write(session, response.incident());
}

int Show(Session& session, const Options& options) {
  v1::GetIncidentRequest request;
  return Send<v1::GetIncidentResponse>(session, request, options);
}

int Retry(Session& session, const Options& options) {
  v1::RetryIncidentRequest request;
  request.set_etag(options.etag);
  return Send<v1::RetryIncidentResponse>(session, request, options);
}

int Skip(Session& session, const Options& options) {
  v1::SkipIncidentRequest request;
  request.set_reason(options.reason);
  request.set_etag(options.etag);
  return Send<v1::SkipIncidentResponse>(session, request, options);
}

}  // namespace

void AddIncidentVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("incident list", [options](Session& session) { return List(session, *options); })
      .Option("--cycle,--year", options->cycle)
      .Flag("--all", options->all);
  line.Add("incident show", [options](Session& session) { return Show(session, *options); })
      .Argument("incident", options->name);
  line.Add("incident retry", [options](Session& session) { return Retry(session, *options); })
      .Argument("incident", options->name)
      .Option("--etag", options->etag);
  line.Add("incident skip", [options](Session& session) { return Skip(session, *options); })
      .Argument("incident", options->name)
      .Option("--reason", options->reason, Need::kRequired)
      .Option("--etag", options->etag);
}

}  // namespace arshjul::cli
