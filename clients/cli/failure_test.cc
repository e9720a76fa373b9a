#include "failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace arshjul::cli {
namespace {

constexpr int kFailedPrecondition = 9, kInvalidArgument = 3, kUnavailable = 14;

std::string Details(const std::vector<const google::protobuf::Message*>& details) {
  google::rpc::Status status;
  for (const auto* detail : details) status.add_details()->PackFrom(*detail);
  return status.SerializeAsString();
}

TEST(ExitCode, IsTheDocumentedOne) {
  struct Row {
    int code, exit_code;
  };
  const std::vector<Row> rows = {{1, 1}, {2, 1},  {3, 1},  {4, 8},  {5, 3},  {6, 6},  {7, 5},  {8, 1},  {9, 6},
                                 {10, 6}, {11, 1}, {12, 1}, {13, 1}, {14, 8}, {15, 1}, {16, 4}, {99, 1}};
  for (const Row& row : rows) EXPECT_EQ(ExitCodeOf(Failure{.code = row.code}), row.exit_code) << row.code;
  EXPECT_EQ(ExitCodeOf(Failure{.code = 1, .interrupted = true}), 130);
}

TEST(ReadFailure, TakesReasonMessageFieldsAndRetry) {
  google::rpc::ErrorInfo info;
  info.set_reason("QUEUE_FULL");
  google::rpc::LocalizedMessage message;
  message.set_message("Vent litt.");
  google::rpc::BadRequest request;
  request.add_field_violations()->set_field("rows[3].target");
  request.mutable_field_violations(0)->set_description("må fylles ut");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(250'000'000);
  const Failure failure = ReadFailure(8, "queue full", Details({&info, &message, &request, &retry}));
  EXPECT_EQ(failure.reason, "QUEUE_FULL");
  EXPECT_EQ(failure.message, "Vent litt.");
  EXPECT_EQ(failure.retry_after_ms, 250);
  ASSERT_EQ(failure.violations.size(), 1u);
  EXPECT_EQ(failure.violations[0].field, "rows[3].target");
}

TEST(ReadFailure, LivesWithDetailsThatAreNone) {
  EXPECT_EQ(ReadFailure(13, "boom", "\xFF\xFF\xFF").message, "boom");
  EXPECT_EQ(ReadFailure(13, "boom", "").message, "boom");
}

TEST(Tell, SaysMessageThenFieldsThenWhatToDo) {
  const Texts texts("nb");
  Failure failure{.code = kInvalidArgument, .reason = "INVALID_INPUT", .message = "Noe må rettes."};
  failure.violations = {{"target", "må fylles ut"}, {"date", "for tidlig"}};
  EXPECT_THAT(Tell(texts, failure, "x:1"), testing::ElementsAre("Feil (INVALID_INPUT): Noe må rettes.",
                                                                "  target: må fylles ut", "  date: for tidlig"));
  EXPECT_THAT(Tell(texts, Failure{.code = kFailedPrecondition, .reason = "STALE_ETAG", .message = "Endret."}, "x:1"),
              testing::ElementsAre("Feil (STALE_ETAG): Endret.", testing::HasSubstr("arshjul task show")));
  EXPECT_THAT(Tell(texts, Failure{.code = kUnavailable, .message = "connect failed"}, "x:1"),
              testing::ElementsAre(testing::HasSubstr("x:1"), testing::HasSubstr("script/run")));
}

}  // namespace
}  // namespace arshjul::cli
