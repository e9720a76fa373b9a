#include "admin/live.h"

#include <fmt/format.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <functional>

#include "arshjul/v1/operations_service.grpc.pb.h"

namespace arshjul::admin {
namespace {

// Whatever the server says to people, or else gRPC's own words.
absl::Status StatusOf(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  std::string message = status.error_message();
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const auto& detail : details.details()) {
      google::rpc::LocalizedMessage localized;
      google::rpc::BadRequest request;
      if (detail.UnpackTo(&localized)) message = localized.message();
      if (!detail.UnpackTo(&request)) continue;
      for (const auto& field : request.field_violations()) message += fmt::format(" {}: {}", field.field(), field.description());
    }
  }
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()), message);
}

class Connection {
 public:
  explicit Connection(const LiveServer& server) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    stub_ = v1::OperationsService::NewStub(grpc::CreateCustomChannel(server.address, grpc::InsecureChannelCredentials(), arguments));
    context_.AddMetadata("arshjul-as-bin", server.as);
    context_.AddMetadata("accept-language", server.language);
  }
  v1::OperationsService::Stub& stub() { return *stub_; }
  grpc::ClientContext* context() { return &context_; }

 private:
  std::unique_ptr<v1::OperationsService::Stub> stub_;
  grpc::ClientContext context_;
};

}  // namespace

absl::StatusOr<Verified> Verify(const LiveServer& server, const std::string& municipality) {
  Connection connection(server);
  v1::VerifyRequest request;
  request.set_municipality("municipalities/" + municipality);
  v1::VerifyResponse response;
  absl::Status status = StatusOf(connection.stub().Verify(connection.context(), request, &response));
  if (!status.ok()) return status;
  Verified verified{response.events(), {}};
  for (const auto& finding : response.findings()) verified.findings.push_back(finding.message());
  return verified;
}

absl::Status Backup(const LiveServer& server, const std::string& municipality, const std::string& to) {
  Connection connection(server);
  v1::BackupRequest request;
  request.set_municipality("municipalities/" + municipality);
  std::error_code error;
  request.set_path(std::filesystem::absolute(to, error).string());
  v1::BackupResponse response;
  return StatusOf(connection.stub().Backup(connection.context(), request, &response));
}

}  // namespace arshjul::admin
