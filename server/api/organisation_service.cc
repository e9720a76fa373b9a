#include "arshjul/v1/organisation_service.grpc.pb.h"

#include <algorithm>

#include "api/names.h"
#include "api/organisation_answers.h"
#include "api/pages.h"
#include "api/requests.h"
#include "api/services.h"
#include "cycle/query_access.h"

namespace arshjul::api {
namespace {

using organisation::Organisation;

constexpr PageSizes kPages{500, 5000};

// The id of the unit that a resource name or a plain text means.
std::optional<Refusal> UnitOf(engine::View& view, const std::string& name, std::string& unit) {
  std::optional<std::string> id = IdIn(name, "units");
  if (!id) return BadName("name", name, "municipalities/{municipality}/units/{unit}");
  return FindUnit(view.state.Organisation(), TodayOf(view), *id, unit);
}

Result ShowUnit(engine::View& view, const Asker& asker, const std::string& id, v1::Unit& out) {
  const organisation::Unit* unit = view.state.Organisation().FindUnit(id);
  if (unit == nullptr) return Refusal{Reason::kUnitNotFound, {{"unit", id}}, {}};
  FillUnit(view, asker, *unit, CountOpenTasks(view, id), out);
  FillHoldings(view, *unit, out);
  return {};
}

std::vector<const organisation::Unit*> UnitsOf(engine::View& view, const std::string& within, bool closed_too) {
  const Organisation& organisation = view.state.Organisation();
  const Date today = TodayOf(view);
  std::vector<const organisation::Unit*> units = organisation.Preorder(today);
  if (closed_too) {
    for (const cycle::UnitRow* row : view.state.units.All()) {
      const organisation::Unit* unit = organisation.FindUnit(row->row.id);
      if (unit != nullptr && !organisation.Exists(*unit, today)) units.push_back(unit);
    }
  }
  if (!within.empty()) std::erase_if(units, [&](auto* unit) { return !organisation.IsWithin(unit->id, within); });
  return units;
}

class OrganisationService : public v1::OrganisationService::CallbackService {
 public:
  explicit OrganisationService(Frame& frame) : frame_(frame) {}

  grpc::ServerUnaryReactor* ImportOrganisation(grpc::CallbackServerContext* context, const v1::ImportOrganisationRequest* request,
                                               v1::ImportOrganisationResponse* response) override {
    auto file = std::make_shared<imports::OrganisationFile>();
    Change change{.command = cycle::ImportOrganisation{}, .validate_only = request->validate_only()};
    change.prepare = [file, request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      // Reading a large file is work that not anybody may ask for.
      if (!access::MayDo(view.state.Organisation(), view.context.actor, access::Operation::kImportOrganisation, TodayOf(view))) {
        return Refusal{Reason::kRoleMissing, {{"role", "OFFICE"}}, {}};
      }
      *file = imports::ReadOrganisation(request->csv(), imports::KnownOn(TodayOf(view), view.state.Organisation()));
      if (!file->violations.empty()) return Refusal{Reason::kInvalidFile, {}, file->violations};
      cycle::ImportOrganisation import;
      for (const imports::OrganisationRow& row : file->rows) {
        import.units.push_back({row.line, row.unit_id, row.unit, row.parent_id, row.level, row.leader_id, row.leader, row.title, row.from, row.to,
                                row.email});
      }
      command = std::move(import);
      return {};
    };
    change.answer_reading = [file, request, response](const engine::Reply& reply, engine::View& view, const Asker& asker) -> Result {
      FillImport(*file, reply.answer, asker.language, TodayOf(view), *response->mutable_organisation_import());
      response->mutable_organisation_import()->set_validate_only(request->validate_only());
      return {};
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ListUnits(grpc::CallbackServerContext* context, const v1::ListUnitsRequest* request,
                                      v1::ListUnitsResponse* response) override {
    return See(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      std::string within;
      if (!request->unit().empty()) {
        if (auto refusal = FindUnit(view.state.Organisation(), TodayOf(view), request->unit(), within)) return *refusal;
      }
      const OpenTasksByUnit tasks = CountOpenTasks(view);
      return FillPage(
          UnitsOf(view, within, request->show_closed()), kPages, *request, *response, [](auto* unit) { return unit->id; },
          [&](auto* unit) {
            auto found = tasks.find(unit->id);
            FillUnit(view, asker, *unit, found == tasks.end() ? OpenTasks() : found->second, *response->add_units());
          });
    });
  }

  grpc::ServerUnaryReactor* GetUnit(grpc::CallbackServerContext* context, const v1::GetUnitRequest* request,
                                    v1::GetUnitResponse* response) override {
    return See(context, request->name(), [=](engine::View& view, const Asker& asker) -> Result {
      std::string unit;
      if (auto refusal = UnitOf(view, request->name(), unit)) return *refusal;
      return ShowUnit(view, asker, unit, *response->mutable_unit());
    });
  }

  grpc::ServerUnaryReactor* ListPersons(grpc::CallbackServerContext* context, const v1::ListPersonsRequest* request,
                                        v1::ListPersonsResponse* response) override {
    return See(context, request->parent(), [=](engine::View& view, const Asker& asker) {
      std::vector<const organisation::Person*> persons;
      for (const organisation::Person& person : view.state.Organisation().persons()) persons.push_back(&person);
      std::sort(persons.begin(), persons.end(), [](auto* a, auto* b) { return std::tie(a->name, a->id) < std::tie(b->name, b->id); });
      return FillPage(
          persons, kPages, *request, *response, [](auto* person) { return person->id; },
          [&](auto* person) { FillPerson(view, asker, *person, *response->add_persons()); });
    });
  }

  grpc::ServerUnaryReactor* GetPerson(grpc::CallbackServerContext* context, const v1::GetPersonRequest* request,
                                      v1::GetPersonResponse* response) override {
    return See(context, request->name(), [=](engine::View& view, const Asker& asker) -> Result {
      std::optional<std::string> id = IdIn(request->name(), "persons");
      if (!id) return BadName("name", request->name(), "municipalities/{municipality}/persons/{person}");
      std::string person = asker.person;
      if (*id != "me") {
        if (auto refusal = FindPerson(view.state.Organisation(), *id, person)) return *refusal;
      }
      FillPerson(view, asker, *view.state.Organisation().FindPerson(person), *response->mutable_person());
      return {};
    });
  }

  grpc::ServerUnaryReactor* GrantRole(grpc::CallbackServerContext* context, const v1::GrantRoleRequest* request,
                                      v1::GrantRoleResponse* response) override {
    Change change{.command = cycle::GrantRole{}};
    change.prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      cycle::GrantRole grant;
      std::vector<FieldViolation> violations;
      grant.role = v1::RoleBinding::Role_IsValid(request->role()) ? static_cast<organisation::Role>(request->role()) : organisation::Role::kNone;
      grant.authority = request->authority();
      grant.purpose = request->purpose();
      grant.span.from = ReadDate(request->from(), "from", violations);
      grant.span.to = ReadDate(request->to(), "to", violations);
      if (!grant.span.from) grant.span.from = TodayOf(view);
      if (auto refusal = Invalid(std::move(violations))) return *refusal;
      if (auto refusal = ReadPerson(view.state.Organisation(), request->person(), request->display_name(), request->email(), grant.person)) return *refusal;
      command = std::move(grant);
      return {};
    };
    change.answer_reading = [response](const engine::Reply& reply, engine::View& view, const Asker& asker) {
      return ShowRole(view, asker, reply.resource.substr(reply.resource.find('/') + 1), *response->mutable_role_binding());
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* RevokeRole(grpc::CallbackServerContext* context, const v1::RevokeRoleRequest* request,
                                       v1::RevokeRoleResponse* response) override {
    std::optional<std::string> id = IdIn(request->name(), "roleBindings");
    if (!id) return frame_.Refuse(context, BadName("name", request->name(), "municipalities/{municipality}/roleBindings/{binding}"));
    Change change{.command = cycle::RevokeRole{*id}};
    change.answer_reading = [response, id](const engine::Reply&, engine::View& view, const Asker& asker) {
      return ShowRole(view, asker, *id, *response->mutable_role_binding());
    };
    return frame_.Submit(context, request->name(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ListRoles(grpc::CallbackServerContext* context, const v1::ListRolesRequest* request,
                                      v1::ListRolesResponse* response) override {
    return See(context, request->parent(), [=](engine::View& view, const Asker& asker) {
      std::vector<const organisation::RoleBinding*> roles;
      const Date today = TodayOf(view);
      for (const organisation::RoleBinding& binding : view.state.Organisation().roles()) {
        if (request->show_ended() || !binding.span.to || *binding.span.to >= today) roles.push_back(&binding);
      }
      std::stable_sort(roles.begin(), roles.end(), [](auto* a, auto* b) {
        return a->role != b->role ? a->role < b->role : a->span.from.value_or(Date::min()) < b->span.from.value_or(Date::min());
      });
      return FillPage(
          roles, kPages, *request, *response, [](auto* binding) { return binding->id; },
          [&](auto* binding) { FillRole(view, asker, *binding, *response->add_role_bindings()); });
    });
  }

  grpc::ServerUnaryReactor* AssignHolding(grpc::CallbackServerContext* context, const v1::AssignHoldingRequest* request,
                                          v1::AssignHoldingResponse* response) override {
    return ChangeUnit(context, request->unit(), *request, response->mutable_unit(),
                      [request](engine::View& view, const std::string& unit, cycle::Command& command) -> Result {
                        cycle::AssignHolding assign{unit, request->title(), request->reason(), {}, {}};
                        std::vector<FieldViolation> violations;
                        assign.span.from = ReadDate(request->from(), "from", violations);
                        if (auto refusal = Invalid(std::move(violations))) return *refusal;
                        if (auto refusal = ReadPerson(view.state.Organisation(), request->person(), request->display_name(), request->email(), assign.person)) return *refusal;
                        command = std::move(assign);
                        return {};
                      });
  }

  grpc::ServerUnaryReactor* EndHolding(grpc::CallbackServerContext* context, const v1::EndHoldingRequest* request,
                                       v1::EndHoldingResponse* response) override {
    return ChangeUnit(context, request->unit(), *request, response->mutable_unit(),
                      [request](engine::View& view, const std::string& unit, cycle::Command& command) -> Result {
                        cycle::EndHolding end{unit, request->reason(), std::nullopt};
                        std::vector<FieldViolation> violations;
                        end.last = ReadDate(request->to(), "to", violations);
                        if (auto refusal = Invalid(std::move(violations))) return *refusal;
                        if (auto refusal = CheckHolder(view, unit, request->person())) return *refusal;
                        command = std::move(end);
                        return {};
                      });
  }

  grpc::ServerUnaryReactor* MoveUnit(grpc::CallbackServerContext* context, const v1::MoveUnitRequest* request,
                                     v1::MoveUnitResponse* response) override {
    return ChangeUnit(context, request->name(), *request, response->mutable_unit(),
                      [request](engine::View& view, const std::string& unit, cycle::Command& command) -> Result {
                        cycle::MoveUnit move{unit, "", request->reason()};
                        if (auto refusal = FindUnit(view.state.Organisation(), TodayOf(view), request->parent_unit(), move.parent)) return *refusal;
                        command = std::move(move);
                        return {};
                      });
  }

  grpc::ServerUnaryReactor* CloseUnit(grpc::CallbackServerContext* context, const v1::CloseUnitRequest* request,
                                      v1::CloseUnitResponse* response) override {
    return ChangeUnit(context, request->name(), *request, response->mutable_unit(),
                      [request](engine::View&, const std::string& unit, cycle::Command& command) -> Result {
                        command = cycle::CloseUnit{unit, request->reason()};
                        return {};
                      });
  }

  grpc::ServerUnaryReactor* RegisterAbsence(grpc::CallbackServerContext* context, const v1::RegisterAbsenceRequest* request,
                                            v1::RegisterAbsenceResponse* response) override {
    auto given = std::make_shared<cycle::RegisterAbsence>();
    Change change{.command = cycle::RegisterAbsence{}};
    change.prepare = [request, given](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      cycle::RegisterAbsence absence;
      std::vector<FieldViolation> violations;
      absence.span.from = ReadDate(request->from(), "from", violations);
      absence.span.to = ReadDate(request->to(), "to", violations);
      if (!absence.span.from) absence.span.from = TodayOf(view);
      if (auto refusal = Invalid(std::move(violations))) return *refusal;
      const Organisation& organisation = view.state.Organisation();
      if (auto refusal = FindPerson(organisation, request->person(), absence.person)) return *refusal;
      if (!request->deputy().empty()) {
        if (auto refusal = FindPerson(organisation, request->deputy(), absence.deputy.emplace().id)) return *refusal;
      }
      *given = absence;
      command = std::move(absence);
      return {};
    };
    change.answer_reading = [response, given](const engine::Reply&, engine::View& view, const Asker& asker) -> Result {
      for (const organisation::Absence& absence : view.state.Organisation().absences()) {
        if (absence.person != given->person || absence.span.from != given->span.from) continue;
        FillAbsence(view, asker, absence, *response->mutable_absence());
        return {};
      }
      return absl::InternalError("an absence that was registered is not there");
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ListAbsences(grpc::CallbackServerContext* context, const v1::ListAbsencesRequest* request,
                                         v1::ListAbsencesResponse* response) override {
    return See(context, request->parent(), [=](engine::View& view, const Asker& asker) {
      std::vector<const organisation::Absence*> absences;
      const Date today = TodayOf(view);
      for (const organisation::Absence& absence : view.state.Organisation().absences()) {
        if (request->show_ended() || !absence.span.to || *absence.span.to >= today) absences.push_back(&absence);
      }
      std::stable_sort(absences.begin(), absences.end(),
                       [](auto* a, auto* b) { return a->span.from.value_or(Date::min()) < b->span.from.value_or(Date::min()); });
      return FillPage(
          absences, kPages, *request, *response, [](auto* absence) { return absence->id; },
          [&](auto* absence) { FillAbsence(view, asker, *absence, *response->add_absences()); });
    });
  }

 private:
  using See_ = std::function<Result(engine::View&, const Asker&)>;

  // Anybody whom the municipality knows may see how it is organised.
  grpc::ServerUnaryReactor* See(grpc::CallbackServerContext* context, const std::string& name, See_ read) {
    return frame_.Read(context, name, [read = std::move(read)](engine::View& view, const Asker& asker) -> Result {
      if (auto denied = cycle::Denied(view.state, view.context, access::Operation::kSeeOrganisation)) return *denied;
      return read(view, asker);
    });
  }

  // A command on the unit of that name; answered with the unit as it became.
  grpc::ServerUnaryReactor* ChangeUnit(grpc::CallbackServerContext* context, const std::string& name, const auto& request, v1::Unit* out,
                                       std::function<Result(engine::View&, const std::string&, cycle::Command&)> prepare) {
    auto unit = std::make_shared<std::string>();
    Change change{.command = cycle::CloseUnit{}};
    change.prepare = [name, unit, prepare = std::move(prepare)](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      if (auto refusal = UnitOf(view, name, *unit)) return *refusal;
      return prepare(view, *unit, command);
    };
    change.answer_reading = [unit, out](const engine::Reply&, engine::View& view, const Asker& asker) {
      return ShowUnit(view, asker, *unit, *out);
    };
    return frame_.Submit(context, name, request, std::move(change));
  }

  static Result ShowRole(engine::View& view, const Asker& asker, const std::string& id, v1::RoleBinding& out) {
    for (const organisation::RoleBinding& binding : view.state.Organisation().roles()) {
      if (binding.id != id) continue;
      FillRole(view, asker, binding, out);
      return {};
    }
    return absl::InternalError("a role binding that was changed is not there");
  }

  // The named person is who holds the unit, now or later.
  static std::optional<Refusal> CheckHolder(engine::View& view, const std::string& unit, const std::string& text) {
    if (text.empty()) return std::nullopt;
    const Organisation& organisation = view.state.Organisation();
    std::string person;
    if (auto refusal = FindPerson(organisation, text, person)) return refusal;
    const Date today = TodayOf(view);
    for (const organisation::Holding* holding : organisation.HoldingsOfUnit(unit)) {
      if (holding->person == person && (!holding->span.to || *holding->span.to >= today)) return std::nullopt;
    }
    return Refusal{Reason::kInvalidInput, {}, {{"person", "not_the_leader", {{"person", organisation.NameOf(person)}}}}};
  }

  Frame& frame_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeOrganisationService(Frame& frame) { return std::make_unique<OrganisationService>(frame); }

}  // namespace arshjul::api
