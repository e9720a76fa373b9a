#include "municipality.h"

#include <chrono>

#include "arshjul/v1/cycle_service.grpc.pb.h"
#include "arshjul/v1/demo_service.grpc.pb.h"
#include "arshjul/v1/municipality_service.grpc.pb.h"
#include "arshjul/v1/operations_service.grpc.pb.h"
#include "arshjul/v1/organisation_service.grpc.pb.h"
#include "callers.h"

namespace arshjul::bench {
namespace {

constexpr char kName[] = "municipalities/bench";
constexpr char kOffice[] = "office";

using Clock = std::chrono::steady_clock;

// Milliseconds of one call, as the office.
template <class Stub, class Method, class Request, class Response>
double Timed(Stub&& stub, Method method, const Request& request, Response& response, const char* what) {
  grpc::ClientContext context;
  As(context, kOffice);
  auto start = Clock::now();
  Must(((*stub).*method)(&context, request, &response), what);
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

std::string OrganisationFile(int leaders) {
  std::string csv = "unit_id,unit,parent,level,leader_id,leader,title,from,to\n";
  for (int i = 0; i < leaders; ++i) {
    csv += "u" + std::to_string(i) + ",Enhet " + std::to_string(i) + "," + (i == 0 ? "" : "u" + std::to_string((i - 1) / 9)) + ",,p" +
           std::to_string(i) + ",Leder " + std::to_string(i) + ",Leder,,\n";
  }
  return csv;
}

Founded Found(const std::shared_ptr<grpc::Channel>& channel, int leaders) {
  v1::CreateMunicipalityRequest creation;
  creation.set_id("bench");
  creation.set_display_name("Prøvekommune");
  creation.set_demo_now("2014-08-15T06:00:00Z");
  v1::CreateMunicipalityResponse created;
  Timed(v1::MunicipalityService::NewStub(channel), &v1::MunicipalityService::Stub::CreateMunicipality, creation, created, "CreateMunicipality");
  Founded founded;
  v1::ImportOrganisationRequest organisation;
  organisation.set_parent(kName);
  organisation.set_csv(OrganisationFile(leaders));
  v1::ImportOrganisationResponse imported;
  founded.import = Timed(v1::OrganisationService::NewStub(channel), &v1::OrganisationService::Stub::ImportOrganisation, organisation, imported,
                         "ImportOrganisation");
  founded.launch = Launch(channel, 2015);
  return founded;
}

double Launch(const std::shared_ptr<grpc::Channel>& channel, int year) {
  v1::LaunchCycleRequest request;
  request.set_parent(kName);
  request.set_workflow("annual-cycle");
  request.set_year(year);
  v1::LaunchCycleResponse response;
  return Timed(v1::CycleService::NewStub(channel), &v1::CycleService::Stub::LaunchCycle, request, response, "LaunchCycle");
}

void Play(const std::shared_ptr<grpc::Channel>& channel, const std::string& until) {
  v1::PlayDemoRequest request;
  request.set_name(std::string(kName) + "/clock");
  request.set_until(until);
  grpc::ClientContext context;
  As(context, kOffice);
  auto days = v1::DemoService::NewStub(channel)->PlayDemo(&context, request);
  v1::PlayDemoResponse day;
  while (days->Read(&day)) continue;
  Must(days->Finish(), "PlayDemo");
}

double Overview(const std::shared_ptr<grpc::Channel>& channel, int year, bool every_unit) {
  v1::SummarizeCycleRequest request;
  request.set_name(std::string(kName) + "/cycles/" + std::to_string(year));
  request.set_omit_units(!every_unit);
  std::vector<double> times;
  for (int i = 0; i < 11; ++i) {
    v1::SummarizeCycleResponse response;
    times.push_back(
        Timed(v1::CycleService::NewStub(channel), &v1::CycleService::Stub::SummarizeCycle, request, response, "SummarizeCycle"));
  }
  return Quantile(times, 0.5);
}

std::vector<Work> FirstTasks(const std::shared_ptr<grpc::Channel>& channel, int year) {
  std::vector<Work> work;
  v1::ListTasksRequest request;
  request.set_parent(kName);
  request.set_page_size(1000);
  request.set_open_only(true);
  request.set_cycle(std::string(kName) + "/cycles/" + std::to_string(year));
  while (true) {
    v1::ListTasksResponse response;
    Timed(v1::TaskService::NewStub(channel), &v1::TaskService::Stub::ListTasks, request, response, "ListTasks");
    for (const v1::Task& task : response.tasks()) {
      if (task.kind() == "involvement") work.push_back({task.name(), task.assignee()});
    }
    if (response.next_page_token().empty()) return work;
    request.set_page_token(response.next_page_token());
  }
}

void Complete(const std::shared_ptr<grpc::Channel>& channel, const Work& work) {
  v1::CompleteTaskRequest request;
  request.set_name(work.name);
  request.set_action("record");
  auto& fields = *request.mutable_data()->mutable_fields();
  fields["what_was_good"].set_string_value("Tett samarbeid med foreldrene og rolige morgener");
  fields["what_could_be_better"].set_string_value("Flere voksne ute i friminuttene");
  fields["how_high"].set_string_value("Litt over snittet i landet");
  fields["how"].set_string_value("Vi prøver en ny plan for tilsyn fra høsten");
  fields["participation_level"].set_string_value("discussed");
  grpc::ClientContext context;
  As(context, work.person);
  v1::CompleteTaskResponse response;
  Must(v1::TaskService::NewStub(channel)->CompleteTask(&context, request, &response), "CompleteTask");
}

size_t MyTasks(const std::shared_ptr<grpc::Channel>& channel, const std::string& person) {
  v1::ListTasksRequest request;
  request.set_parent(kName);
  request.set_open_only(true);
  request.set_mine(true);
  grpc::ClientContext context;
  As(context, person);
  v1::ListTasksResponse response;
  Must(v1::TaskService::NewStub(channel)->ListTasks(&context, request, &response), "ListTasks");
  return response.ByteSizeLong();
}

void Backup(const std::shared_ptr<grpc::Channel>& channel, const std::string& path) {
  v1::BackupRequest request;
  request.set_municipality(kName);
  request.set_path(path);
  v1::BackupResponse response;
  Timed(v1::OperationsService::NewStub(channel), &v1::OperationsService::Stub::Backup, request, response, "Backup");
}

}  // namespace arshjul::bench
