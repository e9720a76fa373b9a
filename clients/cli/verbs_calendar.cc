#include "arshjul/v1/calendar_service.pb.h"
#include "command_line.h"
#include "json.h"

namespace arshjul::cli {
namespace {

int Create(Session& session) {
  v1::CreateCalendarLinkRequest request;
  request.set_parent(session.Municipality());
  v1::CreateCalendarLinkResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response));
    return kExitOk;
  }
  // What a program reads of it is the path alone.
  session.Write(response.path() + "\n");
  session.Note(session.Get("calendar.created"));
  return kExitOk;
}

void WriteLink(Session& session, const v1::CalendarLink& link) {
  if (session.json()) return session.Write(ToJson(link));
  if (!link.active()) return session.Write(session.Get("calendar.none") + "\n");
  Facts facts;
  facts.Add(session.Get("fact.created"), session.Moment(link.create_time()));
  facts.Add(session.Get("fact.last_read"), link.last_read().empty() ? session.Get("calendar.never_read") : session.Date(link.last_read()));
  session.Write(facts.Render(session.paper()));
}

int Show(Session& session) {
  v1::GetCalendarLinkRequest request;
  request.set_parent(session.Municipality());
  v1::GetCalendarLinkResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  WriteLink(session, response.link());
  return kExitOk;
}

int Revoke(Session& session) {
  v1::RevokeCalendarLinkRequest request;
  request.set_parent(session.Municipality());
  v1::RevokeCalendarLinkResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  WriteLink(session, response.link());
  return kExitOk;
}

}  // namespace

void AddCalendarVerbs(CommandLine& line) {
  line.Add("calendar create", Create);
  line.Add("calendar show", Show);
  line.Add("calendar revoke", Revoke);
}

}  // namespace arshjul::cli
