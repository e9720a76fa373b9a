// A real server on a free port of this machine, with everything in memory, and callers of it.
#pragma once

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/server.h"
#include "arshjul/v1/cycle_service.grpc.pb.h"
#include "arshjul/v1/demo_service.grpc.pb.h"
#include "arshjul/v1/municipality_service.grpc.pb.h"
#include "arshjul/v1/operations_service.grpc.pb.h"
#include "arshjul/v1/organisation_service.grpc.pb.h"
#include "arshjul/v1/task_service.grpc.pb.h"
#include "arshjul/v1/workflow_service.grpc.pb.h"

namespace arshjul {

// What a call came to: "OK", or the gRPC code and the ErrorInfo reason, "NOT_FOUND UNIT_NOT_FOUND".
struct Outcome {
  std::string code;
  std::string reason;
  std::string locale, message;                // localised
  std::map<std::string, std::string> fields;  // description by field
  bool retry = false;
  std::string text() const { return reason.empty() ? code : code + " " + reason; }
};

Outcome OutcomeOf(const grpc::Status& status);

class LiveServer {
 public:
  explicit LiveServer(bool demo = true);
  ~LiveServer();

  engine::Engine& engine() { return *engine_; }
  api::Server& server() { return *server_; }
  std::shared_ptr<grpc::Channel> channel() { return channel_; }

  // One call of `method` of a stub as `who` ("" says nothing), in English unless said otherwise.
  template <class Stub, class Request, class Response>
  Outcome Call(const std::unique_ptr<Stub>& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const std::string& who, const Request& request, Response& response, const std::string& language = "en") {
    grpc::ClientContext context;
    Prepare(context, who, language);
    return OutcomeOf(((*stub).*method)(&context, request, &response));
  }
  static void Prepare(grpc::ClientContext& context, const std::string& who, const std::string& language = "en");

  // A municipality as of 15 August 2014, with units root > {north > {n1, n2}, south (vacant) > {s1}}.
  void Found(const std::string& id);
  void LaunchCycle(const std::string& id, int year);

  std::unique_ptr<v1::MunicipalityService::Stub> municipalities;
  std::unique_ptr<v1::OrganisationService::Stub> organisation;
  std::unique_ptr<v1::WorkflowService::Stub> workflows;
  std::unique_ptr<v1::CycleService::Stub> cycles;
  std::unique_ptr<v1::TaskService::Stub> tasks;
  std::unique_ptr<v1::DemoService::Stub> demo;
  std::unique_ptr<v1::OperationsService::Stub> operations;

 private:
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<api::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

extern const char kOrganisation[];

}  // namespace arshjul
