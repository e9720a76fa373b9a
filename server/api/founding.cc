#include "api/founding.h"

#include "api/embedded_workflows.h"

namespace arshjul::api {

cycle::CreateMunicipality FoundInDemo(const std::string& id, const std::string& name, Instant demo_now) {
  using organisation::Role;
  cycle::CreateMunicipality command;
  command.id = id;
  command.name = name;
  command.demo = true;
  command.demo_now = demo_now;
  command.founders = {{Role::kOffice, {"office", "Kommunedirektørens stab", ""}},
                      {Role::kController, {"controller", "Controller", ""}},
                      {Role::kCouncil, {"council", "Ordfører", ""}},
                      {Role::kMandate, {"council", "Ordfører", ""}},
                      {Role::kAuditor, {"auditor", "Revisor", ""}}};
  command.authority = "PS 1/14";
  command.workflows = EmbeddedWorkflows();
  return command;
}

}  // namespace arshjul::api
