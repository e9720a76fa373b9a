#include <algorithm>
#include <cctype>

#include "arshjul/v1/organisation_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string person, role, name, email, authority, purpose, from, to, deputy, binding;
  bool ended = false;
};

std::string RoleText(const Session& session, const v1::RoleBinding& binding) {
  return session.Named("role", v1::RoleBinding::Role_Name(binding.role()));
}

std::string UnitsText(const v1::Person& person) {
  std::string text;
  for (const auto& holding : person.holdings()) text += (text.empty() ? "" : ", ") + holding.unit_id();
  return text;
}

std::string RolesText(const Session& session, const v1::Person& person) {
  std::string text;
  for (const auto& binding : person.roles()) text += (text.empty() ? "" : ", ") + RoleText(session, binding);
  return text;
}

int List(Session& session) {
  v1::ListPersonsRequest request;
  request.set_parent(session.Municipality());
  v1::ListPersonsResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.name"), false, true},
               {session.Get("column.id")},
               {session.Get("column.units"), false, true},
               {session.Get("column.roles"), false, true}});
  for (const auto& person : response.persons()) {
    table.Add({person.display_name(), person.leader_id(), UnitsText(person), RolesText(session, person)});
  }
  return session.WriteList(response, table, "empty.persons");
}

int Show(Session& session, const Options& options) {
  v1::GetPersonRequest request;
  request.set_name(session.Name("persons", options.person.empty() ? "me" : options.person));
  v1::GetPersonResponse response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  const v1::Person& person = response.person();
  if (session.json()) {
    session.Write(ToJson(person));
    return kExitOk;
  }
  Facts facts;
  facts.Add(session.Get("fact.name"), person.display_name(), Style::kStrong);
  facts.Add(session.Get("fact.id"), person.leader_id());
  facts.Add(session.Get("fact.email"), person.email());
  facts.Add(session.Get("fact.units"), UnitsText(person));
  facts.Add(session.Get("fact.roles"), RolesText(session, person));
  for (const auto& absence : person.absences()) {
    facts.Add(session.Get("fact.absent"),
              session.Get("span", {{"from", session.Date(absence.from())}, {"to", session.Date(absence.to())}}));
  }
  for (const std::string& other : person.deputy_for()) facts.Add(session.Get("fact.deputy_for"), other);
  session.Write(facts.Render(session.paper()));
  return kExitOk;
}

Table RoleTable(const Session& session) {
  return Table({{session.Get("column.number")},
                {session.Get("column.role")},
                {session.Get("column.person"), false, true},
                {session.Get("column.authority"), false, true},
                {session.Get("column.from")},
                {session.Get("column.to")}});
}

void AddRow(const Session& session, const v1::RoleBinding& binding, Table& table) {
  const Style style = binding.active() ? Style::kPlain : Style::kQuiet;
  table.Add({{LastPart(binding.name()), style},
             {RoleText(session, binding), style},
             {binding.display_name(), style},
             {binding.purpose().empty() ? binding.authority() : binding.authority() + ": " + binding.purpose(), style},
             {session.Date(binding.from()), style},
             {session.Date(binding.to()), style}});
}

void Write(Session& session, const v1::RoleBinding& binding) {
  if (session.json()) return session.Write(ToJson(binding));
  Table table = RoleTable(session);
  AddRow(session, binding, table);
  session.Write(table.Render(session.paper()));
}

int Grant(Session& session, const Options& options) {
  std::string word = options.role;
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::toupper(c); });
  v1::RoleBinding::Role role;
  if (!v1::RoleBinding::Role_Parse(word, &role) || role == v1::RoleBinding::ROLE_UNSPECIFIED) {
    return session.Fail(session.Get("usage.not_a_role", {{"word", options.role}}), kExitUsage);
  }
  v1::GrantRoleRequest request;
  request.set_parent(session.Municipality());
  if (request.parent().empty()) return session.exit_code();
  request.set_role(role);
  request.set_person(options.person);
  request.set_display_name(options.name);
  request.set_email(options.email);
  request.set_authority(options.authority);
  request.set_purpose(options.purpose);
  request.set_from(options.from);
  request.set_to(options.to);
  v1::GrantRoleResponse response;
  if (!session.Call(request, response)) return session.exit_code();
  Write(session, response.role_binding());
  return kExitOk;
}

int Revoke(Session& session, const Options& options) {
  v1::RevokeRoleRequest request;
  request.set_name(session.Name("roleBindings", options.binding));
  v1::RevokeRoleResponse response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  Write(session, response.role_binding());
  return kExitOk;
}

int Roles(Session& session, const Options& options) {
  v1::ListRolesRequest request;
  request.set_parent(session.Municipality());
  request.set_show_ended(options.ended);
  v1::ListRolesResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table = RoleTable(session);
  for (const auto& binding : response.role_bindings()) AddRow(session, binding, table);
  return session.WriteList(response, table, "empty.roles");
}

Table AbsenceTable(const Session& session) {
  return Table({{session.Get("column.person"), false, true},
                {session.Get("column.from")},
                {session.Get("column.to")},
                {session.Get("column.deputy"), false, true}});
}

void AddRow(const Session& session, const v1::Absence& absence, Table& table) {
  table.Add({absence.person_name(), session.Date(absence.from()), session.Date(absence.to()), absence.deputy_name()});
}

int Absence(Session& session, const Options& options) {
  v1::RegisterAbsenceRequest request;
  request.set_parent(session.Municipality());
  request.set_person(options.person);
  request.set_deputy(options.deputy);
  request.set_from(options.from);
  request.set_to(options.to);
  v1::RegisterAbsenceResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response.absence()));
    return kExitOk;
  }
  Table table = AbsenceTable(session);
  AddRow(session, response.absence(), table);
  session.Write(table.Render(session.paper()));
  return kExitOk;
}

int Absences(Session& session, const Options& options) {
  v1::ListAbsencesRequest request;
  request.set_parent(session.Municipality());
  request.set_show_ended(options.ended);
  v1::ListAbsencesResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table = AbsenceTable(session);
  for (const auto& absence : response.absences()) AddRow(session, absence, table);
  return session.WriteList(response, table, "empty.absences");
}

}  // namespace

void AddPeopleVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("people list", [](Session& session) { return List(session); });
  line.Add("people show", [options](Session& session) { return Show(session, *options); })
      .Argument("person", options->person, Need::kOptional);
  line.Add("people grant", [options](Session& session) { return Grant(session, *options); })
      .Argument("role,--role", options->role)
      .Argument("person,--person", options->person)
      .Option("--name", options->name)
      .Option("--email", options->email)
      .Option("--authority", options->authority)
      .Option("--purpose", options->purpose)
      .Option("--from", options->from)
      .Option("--to", options->to);
  line.Add("people revoke", [options](Session& session) { return Revoke(session, *options); })
      .Argument("binding", options->binding);
  line.Add("people roles", [options](Session& session) { return Roles(session, *options); })
      .Flag("--ended", options->ended);
  line.Add("people absence", [options](Session& session) { return Absence(session, *options); })
      .Argument("person,--person", options->person)
      .Option("--from", options->from)
      .Option("--to", options->to)
      .Option("--deputy", options->deputy);
  line.Add("people absences", [options](Session& session) { return Absences(session, *options); })
      .Flag("--ended", options->ended);
}

}  // namespace arshjul::cli
