#include "arshjul/v1/organisation_service.pb.h"
#include "command_line.h"
#include "json.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string unit, person, name, title, email, from, to, parent, reason;
};

// Sends a change of a unit and writes the unit as it has become.
template <typename Response, typename Request>
int Change(Session& session, Request& request) {
  Response response;
  if (!session.Call(request, response)) return session.exit_code();
  const v1::Unit& unit = response.unit();
  if (session.json()) {
    session.Write(ToJson(unit));
    return kExitOk;
  }
  const std::string state = unit.closed()   ? session.Get("unit.closed")
                            : unit.vacant() ? session.Get("vacant")
                                            : unit.leader_name();
  session.Write(session.Get("unit.now", {{"unit", unit.unit()}, {"id", unit.unit_id()}, {"state", state}}) + "\n");
  return kExitOk;
}

int Assign(Session& session, const Options& options) {
  v1::AssignHoldingRequest request;
  request.set_unit(session.Name("units", options.unit));
  if (request.unit().empty()) return session.exit_code();
  request.set_person(options.person);
  request.set_display_name(options.name);
  request.set_title(options.title);
  request.set_email(options.email);
  request.set_from(options.from);
  request.set_reason(options.reason);
  return Change<v1::AssignHoldingResponse>(session, request);
}

int End(Session& session, const Options& options) {
  v1::EndHoldingRequest request;
  request.set_unit(session.Name("units", options.unit));
  if (request.unit().empty()) return session.exit_code();
  request.set_person(options.person);
  request.set_to(options.to);
  request.set_reason(options.reason);
  return Change<v1::EndHoldingResponse>(session, request);
}

int Move(Session& session, const Options& options) {
  v1::MoveUnitRequest request;
  request.set_name(session.Name("units", options.unit));
  if (request.name().empty()) return session.exit_code();
  request.set_parent_unit(options.parent);
  request.set_reason(options.reason);
  return Change<v1::MoveUnitResponse>(session, request);
}

int Close(Session& session, const Options& options) {
  v1::CloseUnitRequest request;
  request.set_name(session.Name("units", options.unit));
  if (request.name().empty()) return session.exit_code();
  request.set_reason(options.reason);
  return Change<v1::CloseUnitResponse>(session, request);
}

}  // namespace

void AddOrganisationChangeVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("org assign", [options](Session& session) { return Assign(session, *options); })
      .Argument("unit", options->unit)
      .Argument("person", options->person)
      .Option("--name", options->name)
      .Option("--title", options->title)
      .Option("--email", options->email)
      .Option("--from", options->from)
      .Option("--reason", options->reason);
  line.Add("org end", [options](Session& session) { return End(session, *options); })
      .Argument("unit", options->unit)
      .Argument("person", options->person)
      .Option("--to", options->to)
      .Option("--reason", options->reason);
  line.Add("org move", [options](Session& session) { return Move(session, *options); })
      .Argument("unit", options->unit)
      .Argument("parent,--parent", options->parent)
      .Option("--reason", options->reason);
  line.Add("org close", [options](Session& session) { return Close(session, *options); })
      .Argument("unit", options->unit)
      .Option("--reason", options->reason);
}

}  // namespace arshjul::cli
