#include "api/status.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "messages/messages.h"
#include "statechart/limits.h"

namespace arshjul::api {
namespace {

template <class Detail>
std::optional<Detail> Find(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), status.error_code());
  for (const auto& any : details.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

TEST(Status, EveryLimitIsTellableToWhoDoesNotKnowCharts) {
  for (int number = 0; statechart::MostOf(static_cast<statechart::Limit>(number)) > 0; ++number) {
    const std::string name = statechart::NameOf(static_cast<statechart::Limit>(number));
    for (const std::string& language : messages::Languages()) {
      EXPECT_TRUE(messages::CatalogueOf(language).contains("value.limit." + name)) << language << " " << name;
    }
  }
  EXPECT_EQ(messages::Render("nb", Refusal{Reason::kWorkflowLimit, {{"limit", "microsteps"}, {"most", "1000"}}, {}}),
            "Årshjulmalen ble stoppet: mer enn 1000 trinn uten å komme til ro. Ingenting er endret. Gi beskjed til den som har laget malen.");
  EXPECT_EQ(messages::Render("en", Refusal{Reason::kWorkflowLimit, {{"limit", "events_in_a_row"}, {"most", "1000"}}, {}}),
            "The workflow was stopped: more than 1000 events in a row. Nothing has changed. Tell whoever wrote it.");
}

TEST(Status, EveryReasonHasACode) {
  struct Row {
    Reason reason;
    grpc::StatusCode code;
  };
  const std::vector<Row> rows = {
      {Reason::kInvalidInput, grpc::INVALID_ARGUMENT},     {Reason::kAmbiguousName, grpc::INVALID_ARGUMENT},
      {Reason::kPlanCannotHold, grpc::INVALID_ARGUMENT},   {Reason::kTaskNotFound, grpc::NOT_FOUND},
      {Reason::kNotYourTask, grpc::PERMISSION_DENIED},     {Reason::kNotVisible, grpc::PERMISSION_DENIED},
      {Reason::kUnauthenticated, grpc::UNAUTHENTICATED},   {Reason::kAlreadyExists, grpc::ALREADY_EXISTS},
      {Reason::kStaleEtag, grpc::ABORTED},                 {Reason::kRequestReused, grpc::ABORTED},
      {Reason::kTaskClosed, grpc::FAILED_PRECONDITION},    {Reason::kUnexplainedGaps, grpc::FAILED_PRECONDITION},
      {Reason::kQueueFull, grpc::RESOURCE_EXHAUSTED},
  };
  for (const Row& row : rows) EXPECT_EQ(ToStatus(Refusal{row.reason, {}, {}}, "nb").error_code(), row.code) << ReasonName(row.reason);
  for (int number = 1; number < 1000; ++number) {
    const auto reason = static_cast<Reason>(number);
    if (std::string(ReasonName(reason)) == "UNKNOWN") continue;
    grpc::Status status = ToStatus(Refusal{reason, {}, {}}, "nb");
    EXPECT_NE(status.error_code(), grpc::UNKNOWN) << ReasonName(reason);
    EXPECT_EQ(Find<google::rpc::ErrorInfo>(status)->reason(), ReasonName(reason));
    EXPECT_EQ(Find<google::rpc::RetryInfo>(status).has_value(), reason == Reason::kQueueFull) << ReasonName(reason);
  }
}

TEST(Status, CarriesArgumentsTextsAndFields) {
  const Refusal refusal{Reason::kInvalidInput, {{"task", "17"}}, {{"rows[3].target", "below_min", {{"min", "4"}}}, {"vote", "required", {}}}};
  const grpc::Status status = ToStatus(refusal, "nb");
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status)->metadata().at("task"), "17");
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status)->domain(), "arshjul");
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(status)->locale(), "nb");
  const auto fields = *Find<google::rpc::BadRequest>(status);
  ASSERT_EQ(fields.field_violations_size(), 2);
  EXPECT_EQ(fields.field_violations(0).field(), "rows[3].target");
  EXPECT_EQ(fields.field_violations(0).description(), "Kan ikke være mindre enn 4.");
  EXPECT_NE(Find<google::rpc::LocalizedMessage>(ToStatus(refusal, "en"))->message(), Find<google::rpc::LocalizedMessage>(status)->message());
}

TEST(Status, FitsWhatTheCallerTakesAndCountsTheRest) {
  Refusal refusal{Reason::kInvalidFile, {}, {}};
  for (int i = 0; i < 2000; ++i) refusal.fields.push_back({"line " + std::to_string(i), "required", {}});
  const grpc::Status small = ToStatus(refusal, "nb");
  EXPECT_LE(small.error_details().size(), kDetailsByDefault + 200);
  const auto fields = *Find<google::rpc::BadRequest>(small);
  const auto& last = fields.field_violations(fields.field_violations_size() - 1);
  EXPECT_EQ(last.field(), "");
  EXPECT_NE(last.description().find(std::to_string(2000 - (fields.field_violations_size() - 1))), std::string::npos) << last.description();
  EXPECT_EQ(Find<google::rpc::BadRequest>(ToStatus(refusal, "nb", kDetailsAtMost))->field_violations_size(), 2000);
}

TEST(Status, TheWorldBreakingTellsNothingFromInside) {
  EXPECT_TRUE(ToStatus(absl::OkStatus()).ok());
  EXPECT_EQ(ToStatus(absl::InternalError("/secret/path")).error_message().find("secret"), std::string::npos);
  EXPECT_EQ(ToStatus(absl::UnavailableError("stopping")).error_message(), "stopping");
  EXPECT_TRUE(Find<google::rpc::RetryInfo>(ToStatus(absl::ResourceExhaustedError("full"))).has_value());
}

}  // namespace
}  // namespace arshjul::api
