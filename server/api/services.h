// The services, one file each. Threads: gRPC calls them from many.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "api/frame.h"
#include "base/time.h"

namespace grpc {
class Service;
}

namespace arshjul::api {

class Boards;
class Past;
class Streams;

// How the server itself is, for OperationsService.
struct ServerFacts {
  std::string version;
  std::string data;  // folder of the municipalities' files; "" in memory
  Instant started{};
};

// `frame` and what else is handed in outlive the service.
std::unique_ptr<grpc::Service> MakeMunicipalityService(Frame& frame);
std::unique_ptr<grpc::Service> MakeOrganisationService(Frame& frame);
std::unique_ptr<grpc::Service> MakeWorkflowService(Frame& frame);
std::unique_ptr<grpc::Service> MakeCycleService(Frame& frame, Boards& boards, Past& past, Streams& streams);
std::unique_ptr<grpc::Service> MakeTaskService(Frame& frame);
std::unique_ptr<grpc::Service> MakeScorecardService(Frame& frame);
std::unique_ptr<grpc::Service> MakeAgreementService(Frame& frame);
std::unique_ptr<grpc::Service> MakeIncidentService(Frame& frame);
std::unique_ptr<grpc::Service> MakeCalendarService(Frame& frame);
std::unique_ptr<grpc::Service> MakeDemoService(Frame& frame, Streams& streams);
std::unique_ptr<grpc::Service> MakeOperationsService(Frame& frame, ServerFacts facts);

}  // namespace arshjul::api
