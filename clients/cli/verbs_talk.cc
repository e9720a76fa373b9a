#include <fmt/format.h>

#include "arshjul/v1/agreement_service.pb.h"
#include "command_line.h"
#include "form_text.h"
#include "json.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string leader, cycle;
};

std::string WhenText(const Session& session, const v1::Talk& talk) {
  const std::string date = session.Date(talk.date());
  if (date.empty() || talk.time().empty()) return date;
  return session.Get("date.moment", {{"date", date}, {"time", talk.time()}});
}

int List(Session& session, const Options& options) {
  v1::ListTalksRequest request;
  request.set_parent(session.Municipality());
  request.set_cycle(options.cycle);
  v1::ListTalksResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.unit"), false, true},
               {session.Get("column.leader"), false, true},
               {session.Get("column.held_by"), false, true},
               {session.Get("column.state"), false, true},
               {session.Get("column.when")},
               {session.Get("column.place"), false, true}});
  for (const auto& talk : response.talks()) {
    table.Add({talk.unit(),
               talk.leader_name(),
               talk.conductor_name().empty() ? talk.superior_name() : talk.conductor_name(),
               {talk.state_title(), talk.confirmed() ? Style::kGood : Style::kPlain},
               WhenText(session, talk),
               talk.place()});
  }
  return session.WriteList(response, table, "empty.talks");
}

int Show(Session& session, const Options& options) {
  v1::GetTalkRequest request;
  request.set_cycle(session.CycleName(options.cycle));
  request.set_leader(options.leader);
  v1::GetTalkResponse response;
  if (request.cycle().empty() || !session.Call(request, response)) return session.exit_code();
  const v1::Talk& talk = response.talk();
  if (session.json()) {
    session.Write(ToJson(talk));
    return kExitOk;
  }
  Facts facts;
  facts.Add(session.Get("fact.talk"), fmt::format("{} – {}", talk.leader_name(), talk.superior_name()), Style::kStrong);
  facts.Add(session.Get("fact.unit"), talk.unit());
  facts.Add(session.Get("fact.conductor"), talk.conductor_name());
  facts.Add(session.Get("fact.state"), talk.state_title());
  facts.Add(session.Get("fact.when"), WhenText(session, talk));
  facts.Add(session.Get("fact.place"), talk.place());
  for (const auto& [field, value] : talk.minutes().fields()) facts.Add(field, ValueText(session, value));
  facts.Add(session.Get("fact.remark"), talk.remark());
  for (const std::string& addendum : talk.addenda()) facts.Add(session.Get("fact.addendum"), addendum);
  session.Write(facts.Render(session.paper()));
  return kExitOk;
}

}  // namespace

void AddTalkVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("talk list", [options](Session& session) { return List(session, *options); })
      .Option("--cycle,--year", options->cycle);
  line.Add("talk show", [options](Session& session) { return Show(session, *options); })
      .Argument("leader", options->leader)
      .Option("--cycle,--year", options->cycle);
}

}  // namespace arshjul::cli
