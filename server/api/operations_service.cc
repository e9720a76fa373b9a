#include "arshjul/v1/operations_service.grpc.pb.h"

#include <filesystem>

#include "access/access.h"
#include "api/names.h"
#include "api/position.h"
#include "api/services.h"
#include "api/values.h"
#include "engine/delivery.h"

namespace arshjul::api {
namespace {

constexpr char kPattern[] = "municipalities/{municipality}";

int64_t SizeOf(const std::string& path) {
  std::error_code error;
  auto size = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<int64_t>(size);
}

class OperationsService : public v1::OperationsService::CallbackService {
 public:
  OperationsService(Frame& frame, ServerFacts facts) : frame_(frame), facts_(std::move(facts)) {}

  grpc::ServerUnaryReactor* Verify(grpc::CallbackServerContext* context, const v1::VerifyRequest* request,
                                   v1::VerifyResponse* response) override {
    return Operate(context, request->municipality(), true, [=, this](const std::string& municipality, int64_t sequence) -> Result {
      absl::StatusOr<std::vector<std::string>> findings = frame_.engine().Verify(municipality);
      if (!findings.ok()) return findings.status();
      for (const std::string& finding : *findings) {
        v1::VerifyFinding& out = *response->add_findings();
        out.set_resource(request->municipality());
        out.set_message(finding);
      }
      response->set_events(sequence);
      response->set_position(PositionAfter(sequence));
      return {};
    });
  }

  grpc::ServerUnaryReactor* Backup(grpc::CallbackServerContext* context, const v1::BackupRequest* request,
                                   v1::BackupResponse* response) override {
    return Operate(context, request->municipality(), false, [=, this](const std::string& municipality, int64_t sequence) -> Result {
      const std::filesystem::path path(request->path());
      if (!path.is_absolute()) return Refusal{Reason::kInvalidInput, {}, {{"path", "not_absolute_path", {{"value", request->path()}}}}};
      absl::Status status = frame_.engine().Backup(municipality, request->path());
      if (absl::IsAlreadyExists(status)) return Refusal{Reason::kAlreadyExists, {{"name", request->path()}}, {}};
      if (!status.ok()) return status;
      response->set_path(request->path());
      response->set_size_bytes(SizeOf(request->path()));
      response->set_position(PositionAfter(sequence));
      return {};
    });
  }

  grpc::ServerUnaryReactor* GetMunicipalityHealth(grpc::CallbackServerContext* context, const v1::GetMunicipalityHealthRequest* request,
                                                  v1::GetMunicipalityHealthResponse* response) override {
    return Operate(context, request->municipality(), false, [=, this](const std::string& municipality, int64_t) -> Result {
      FillHealth(municipality, *response->mutable_health());
      response->set_version(facts_.version);
      FillTimestamp(facts_.started, *response->mutable_start_time());
      return {};
    });
  }

  grpc::ServerUnaryReactor* GetHealth(grpc::CallbackServerContext* context, const v1::GetHealthRequest*,
                                      v1::GetHealthResponse* response) override {
    return frame_.Work(context, [=, this](const std::string&) -> Result {
      response->set_version(facts_.version);
      response->set_demo(frame_.demo());
      FillTimestamp(facts_.started, *response->mutable_start_time());
      response->set_queue_depth(static_cast<int32_t>(frame_.engine().Queued()));
      // Which municipalities there are is told to nobody whom the server does not know.
      if (!frame_.demo()) return {};
      for (const std::string& id : frame_.engine().Municipalities()) FillHealth(id, *response->add_municipalities());
      return {};
    });
  }

 private:
  // Work that may read everything, outside the reader's picture: it is let go of first.
  grpc::ServerUnaryReactor* Operate(grpc::CallbackServerContext* context, const std::string& name, bool auditor_too,
                                    std::function<Result(const std::string& municipality, int64_t sequence)> work) {
    return frame_.Read(context, name, [=](engine::View& view, const Asker& asker) -> Result {
      std::optional<ResourceName> parsed = ParseName(name);
      if (!parsed || !parsed->collection.empty()) return BadName("municipality", name, kPattern);
      const organisation::Organisation& organisation = view.state.Organisation();
      const Date today = view.context.calendar->LocalDate(view.context.now);
      bool may = access::MayDo(organisation, asker.person, access::Operation::kOperate, today) ||
                 (auditor_too && organisation.HasRole(asker.person, organisation::Role::kAuditor, today));
      if (!may) return Refusal{Reason::kRoleMissing, {{"role", auditor_too ? "OFFICE, AUDITOR" : "OFFICE"}}, {}};
      absl::StatusOr<int64_t> sequence = view.reader.Sequence();
      return sequence.ok() ? work(asker.municipality, *sequence) : Result(sequence.status());
    });
  }

  void FillHealth(const std::string& id, v1::MunicipalityHealth& out) {
    out.set_municipality(NameOf(id, "", ""));
    if (!facts_.data.empty()) {
      const std::string file = (std::filesystem::path(facts_.data) / (id + ".db")).string();
      out.set_store_bytes(SizeOf(file));
      out.set_log_bytes(SizeOf(file + "-wal"));
    }
    frame_.engine()
        .Read(id, "", [&](engine::View& view) {
          const absl::StatusOr<int64_t> all = view.reader.CountOutboxFrom(Instant::min()), dead = view.reader.CountOutboxFrom(engine::kGivenUp);
          if (!all.ok() || !dead.ok()) return;
          out.set_outbox_dead(static_cast<int32_t>(*dead));
          out.set_outbox_waiting(static_cast<int32_t>(*all - *dead));
        })
        .IgnoreError();
  }

  Frame& frame_;
  const ServerFacts facts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeOperationsService(Frame& frame, ServerFacts facts) {
  return std::make_unique<OperationsService>(frame, std::move(facts));
}

}  // namespace arshjul::api
