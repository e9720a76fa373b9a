#include "api/live_server.h"

#include <gtest/gtest.h>

namespace arshjul {

const char kOrganisation[] =
    "unit_id,unit,parent,level,leader_id,leader,title,from,to\n"
    "root,Kommunen,,0,tora,Tora Topp,Kommunedirektør,,\n"
    "north,Nord,root,1,nils,Nils Nord,Kommunalsjef,,\n"
    "n1,Nord skole,north,2,anna,Anna Aas,Rektor,,\n"
    "n2,Nord barnehage,north,2,berit,Berit Bø,Styrer,,\n"
    "south,Sør,root,1,,,Kommunalsjef,,\n"
    "s1,Sør skole,south,2,carl,Carl Dal,Rektor,,\n";

namespace {

// Often: a server that cannot answer itself would not live through its tests.
constexpr auto kProbeEvery = std::chrono::milliseconds(200);

const char* CodeName(grpc::StatusCode code) {
  static const char* const kNames[] = {"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
                                       "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
                                       "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
                                       "UNAUTHENTICATED"};
  return kNames[code];
}

}  // namespace

Outcome OutcomeOf(const grpc::Status& status) {
  Outcome out;
  out.code = CodeName(status.error_code());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) ADD_FAILURE() << "details that are none";
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest request;
    google::rpc::LocalizedMessage message;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      EXPECT_EQ(info.domain(), "arshjul");
      out.reason = info.reason();
    } else if (detail.UnpackTo(&request)) {
      for (const auto& field : request.field_violations()) out.fields[field.field()] = field.description();
    } else if (detail.UnpackTo(&message)) {
      out.locale = message.locale();
      out.message = message.message();
    } else if (detail.UnpackTo(&retry)) {
      out.retry = true;
    }
  }
  return out;
}

LiveServer::LiveServer(bool demo) {
  engine::Options options;
  options.demo = true;
  options.clock = [] { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
  engine_ = *engine::Engine::Start(std::move(options));
  server_ = *api::Server::Start(*engine_, {"127.0.0.1:0", demo, {"test", "", Instant()}, kProbeEvery});
  channel_ = grpc::CreateChannel(server_->Address(), grpc::InsecureChannelCredentials());
  municipalities = v1::MunicipalityService::NewStub(channel_);
  organisation = v1::OrganisationService::NewStub(channel_);
  workflows = v1::WorkflowService::NewStub(channel_);
  cycles = v1::CycleService::NewStub(channel_);
  tasks = v1::TaskService::NewStub(channel_);
  this->demo = v1::DemoService::NewStub(channel_);
  operations = v1::OperationsService::NewStub(channel_);
}

LiveServer::~LiveServer() {
  server_.reset();
  engine_->Drain();
}

void LiveServer::Prepare(grpc::ClientContext& context, const std::string& who, const std::string& language) {
  if (!who.empty()) context.AddMetadata("arshjul-as-bin", who);
  context.AddMetadata("accept-language", language);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
}

void LiveServer::Found(const std::string& id) {
  v1::CreateMunicipalityRequest create;
  create.set_id(id);
  create.set_display_name("Prøve kommune");
  create.set_demo_now("2014-08-15T06:00:00Z");
  v1::CreateMunicipalityResponse created;
  ASSERT_EQ(Call(municipalities, &v1::MunicipalityService::Stub::CreateMunicipality, "", create, created).text(), "OK");
  v1::ImportOrganisationRequest import;
  import.set_parent("municipalities/" + id);
  import.set_csv(kOrganisation);
  v1::ImportOrganisationResponse imported;
  ASSERT_EQ(Call(organisation, &v1::OrganisationService::Stub::ImportOrganisation, "office", import, imported).text(), "OK");
}

void LiveServer::LaunchCycle(const std::string& id, int year) {
  v1::LaunchCycleRequest request;
  request.set_parent("municipalities/" + id);
  request.set_workflow("annual-cycle");
  request.set_year(year);
  v1::LaunchCycleResponse response;
  ASSERT_EQ(Call(cycles, &v1::CycleService::Stub::LaunchCycle, "office", request, response).text(), "OK");
}

}  // namespace arshjul
