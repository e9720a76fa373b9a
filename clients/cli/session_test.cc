// The command line against a server in the same process: what goes over the line, and what is written where.
#include "session.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <map>

#include "arshjul/v1/agreement_service.grpc.pb.h"
#include "arshjul/v1/cycle_service.grpc.pb.h"
#include "arshjul/v1/municipality_service.grpc.pb.h"
#include "arshjul/v1/task_service.grpc.pb.h"
#include "command_line.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace arshjul::cli {
namespace {

using grpc::ServerContext;
using grpc::Status;
using testing::HasSubstr;

constexpr int kTasks = 2500;  // three pages

Status Refusal(grpc::StatusCode code, const std::string& reason, const std::string& message,
               const std::vector<Violation>& violations, int retry_ms = 0) {
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("arshjul");
  status.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage localized;
  localized.set_message(message);
  status.add_details()->PackFrom(localized);
  google::rpc::BadRequest request;
  for (const Violation& violation : violations) {
    auto* field = request.add_field_violations();
    field->set_field(violation.field);
    field->set_description(violation.description);
  }
  status.add_details()->PackFrom(request);
  if (retry_ms > 0) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_nanos(retry_ms * 1'000'000);
    status.add_details()->PackFrom(retry);
  }
  return Status(code, reason, status.SerializeAsString());
}

class Municipalities : public v1::MunicipalityService::Service {
 public:
  Status ListMunicipalities(ServerContext*, const v1::ListMunicipalitiesRequest*,
                            v1::ListMunicipalitiesResponse* response) override {
    for (const std::string& id : ids) {
      response->add_municipalities()->set_name("municipalities/" + id);
      response->mutable_municipalities(response->municipalities_size() - 1)->set_id(id);
    }
    return Status::OK;
  }
  std::vector<std::string> ids = {"loten"};
};

class Tasks : public v1::TaskService::Service {
 public:
  Status ListTasks(ServerContext* context, const v1::ListTasksRequest* request,
                   v1::ListTasksResponse* response) override {
    for (const auto& [key, value] : context->client_metadata()) {
      metadata[std::string(key.data(), key.size())] = std::string(value.data(), value.size());
    }
    listed = *request;
    const int from = request->page_token().empty() ? 0 : std::stoi(request->page_token());
    const int to = std::min(from + request->page_size(), kTasks);
    for (int i = from; i < to; ++i) {
      v1::Task* task = response->add_tasks();
      task->set_name(fmt::format("{}/tasks/{}", request->parent(), i));
      task->set_title("Foreslå mål");
      task->set_state(v1::Task::OPEN);
      task->mutable_due_time()->set_seconds(1411653600);
    }
    if (to < kTasks) response->set_next_page_token(std::to_string(to));
    return Status::OK;
  }
  Status CompleteTask(ServerContext*, const v1::CompleteTaskRequest* request,
                      v1::CompleteTaskResponse* response) override {
    request_ids.push_back(request->request_id());
    if (busy-- > 0) return Refusal(grpc::StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL", "Vent.", {}, 1);
    if (request->action() == "wrong") {
      return Refusal(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_INPUT", "Noe må rettes.",
                     {{"rows[0].target", "må fylles ut"}, {"date", "for tidlig"}});
    }
    response->mutable_task()->set_name(request->name());
    response->mutable_task()->set_state(v1::Task::DONE);
    return Status::OK;
  }
  std::map<std::string, std::string> metadata;
  v1::ListTasksRequest listed;
  std::vector<std::string> request_ids;
  int busy = 0;
};

class Cycles : public v1::CycleService::Service {
 public:
  Status ListCycles(ServerContext*, const v1::ListCyclesRequest* request, v1::ListCyclesResponse* response) override {
    for (const auto& [year, state] : years) {
      v1::Cycle* cycle = response->add_cycles();
      cycle->set_name(fmt::format("{}/cycles/{}", request->parent(), year));
      cycle->set_year(year);
      cycle->set_state(state);
    }
    return Status::OK;
  }
  Status SummarizeCycle(ServerContext*, const v1::SummarizeCycleRequest* request,
                        v1::SummarizeCycleResponse* response) override {
    response->mutable_overview()->set_cycle(request->name());
    return Status::OK;
  }
  Status WatchCycle(ServerContext*, const v1::WatchCycleRequest* request,
                    grpc::ServerWriter<v1::WatchCycleResponse>* writer) override {
    for (int64_t position = request->after_position() + 1; position <= 6; ++position) {
      v1::WatchCycleResponse response;
      response.mutable_event()->set_position(position);
      writer->Write(response);
      if (position == 3) return Status(grpc::StatusCode::UNAVAILABLE, "going down");
    }
    return Status::OK;
  }
  Status ExportCycle(ServerContext*, const v1::ExportCycleRequest* request,
                     grpc::ServerWriter<v1::ExportCycleResponse>* writer) override {
    v1::ExportCycleResponse response;
    response.set_chunk("{\"a\":");
    writer->Write(response);
    if (request->name().ends_with("2013")) return Status(grpc::StatusCode::INTERNAL, "disk");
    response.set_chunk("1}\n");
    writer->Write(response);
    return Status::OK;
  }
  std::vector<std::pair<int, v1::Cycle::State>> years = {{2016, v1::Cycle::RUNNING}, {2015, v1::Cycle::RUNNING}};
};

struct Ran {
  int exit_code;
  std::string out, err;
};

class CommandLineAndServer : public testing::Test {
 protected:
  CommandLineAndServer() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    for (grpc::Service* service : std::initializer_list<grpc::Service*>{&municipalities_, &tasks_, &cycles_}) {
      builder.RegisterService(service);
    }
    server_ = builder.BuildAndStart();
  }

  Ran Run(std::vector<std::string> words) {
    words.insert(words.begin(), {"arshjul", "--server", fmt::format("127.0.0.1:{}", port_)});
    std::vector<const char*> pointers;
    for (const std::string& word : words) pointers.push_back(word.c_str());
    const Texts texts("nb");
    CommandLine line(texts);
    AddAllVerbs(line);
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Ran ran;
    const std::optional<int> all = line.Parse(static_cast<int>(pointers.size()), pointers.data());
    if (all) {
      ran.exit_code = *all;
    } else {
      Session session(line.options());
      ran.exit_code = line.chosen()(session);
    }
    std::fflush(stdout);
    ran.out = testing::internal::GetCapturedStdout();
    ran.err = testing::internal::GetCapturedStderr();
    return ran;
  }

  Municipalities municipalities_;
  Tasks tasks_;
  Cycles cycles_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(CommandLineAndServer, ListsAllPagesInTheContractsShape) {
  const Ran ran = Run({"task", "list", "--all", "-o", "json"});
  EXPECT_EQ(ran.exit_code, kExitOk) << ran.err;
  EXPECT_TRUE(ran.out.starts_with("{\"tasks\": [\n{\"name\":\"municipalities/loten/tasks/0\",\"title\":\"Foreslå mål\""));
  EXPECT_THAT(ran.out, HasSubstr("tasks/2499\""));
  EXPECT_THAT(ran.out, HasSubstr("\"state\":\"OPEN\""));
  EXPECT_THAT(ran.out, HasSubstr("\"overdue\":false"));
  EXPECT_THAT(ran.out, HasSubstr("\"assigneeName\":\"\""));
  EXPECT_THAT(ran.out, HasSubstr("\"dueTime\":\"2014-09-25T14:00:00Z\""));
  EXPECT_EQ(ran.out.find("nextPageToken"), std::string::npos);
  EXPECT_FALSE(tasks_.listed.mine());
}

TEST_F(CommandLineAndServer, WritesTablesOfPlainNorwegian) {
  const Ran ran = Run({"task", "list"});
  EXPECT_TRUE(ran.out.starts_with("  Nr  Oppgave      Tilstand  Frist\n"
                                  "   0  Foreslå mål  åpen      25. september 2014\n"))
      << ran.out.substr(0, 200);
  EXPECT_TRUE(tasks_.listed.mine()) << "one's own when nothing else is said";
}

TEST_F(CommandLineAndServer, WritesTablesInTheLanguageAskedFor) {
  EXPECT_TRUE(Run({"task", "list", "--lang", "nn"}).out.starts_with("  Nr  Oppgåve      Tilstand  Frist\n"
                                                                    "   0  Foreslå mål  open      25. september 2014\n"));
  EXPECT_TRUE(Run({"task", "list", "--lang", "sv"}).out.starts_with("  Nr  Uppgift      Läge   Senast\n"
                                                                    "   0  Foreslå mål  öppen  25 september 2014\n"));
}

TEST_F(CommandLineAndServer, SaysWhoAsksAndInWhichLanguage) {
  Run({"task", "list", "--all", "--as", "Kåre Bø", "--lang", "nn"});
  EXPECT_EQ(tasks_.metadata["arshjul-as-bin"], "Kåre Bø");
  EXPECT_EQ(tasks_.metadata["accept-language"], "nn");
}

TEST_F(CommandLineAndServer, TellsARefusalFieldByField) {
  const Ran ran = Run({"task", "complete", "12", "--action", "wrong", "-o", "json"});
  EXPECT_EQ(ran.exit_code, kExitError);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "Feil (INVALID_INPUT): Noe må rettes.\n  rows[0].target: må fylles ut\n  date: for tidlig\n");
}

TEST_F(CommandLineAndServer, TriesAgainUnderTheSameRequestIdWhenTheServerIsBusy) {
  tasks_.busy = 2;
  EXPECT_EQ(Run({"task", "complete", "12", "--action", "agree"}).exit_code, kExitOk);
  ASSERT_EQ(tasks_.request_ids.size(), 3u);
  EXPECT_FALSE(tasks_.request_ids[0].empty());
  EXPECT_EQ(tasks_.request_ids[0], tasks_.request_ids[2]);
  Run({"task", "complete", "12", "--action", "agree"});
  EXPECT_NE(tasks_.request_ids[0], tasks_.request_ids[3]) << "another change has another id";
  Run({"task", "complete", "12", "--action", "agree", "--request-id", "mine"});
  EXPECT_EQ(tasks_.request_ids[4], "mine");
}

TEST_F(CommandLineAndServer, FindsTheOnlyMunicipalityAndAsksWhichOfSeveral) {
  Run({"task", "list", "--all"});
  EXPECT_EQ(tasks_.listed.parent(), "municipalities/loten");
  Run({"task", "list", "--all", "--municipality", "bo"});
  EXPECT_EQ(tasks_.listed.parent(), "municipalities/bo");
  municipalities_.ids = {"bo", "loten"};
  const Ran several = Run({"task", "list", "--all"});
  EXPECT_EQ(several.exit_code, kExitUsage);
  EXPECT_THAT(several.err, HasSubstr("bo, loten"));
  municipalities_.ids = {};
  EXPECT_EQ(Run({"task", "list", "--all"}).exit_code, kExitNotFound);
}

TEST_F(CommandLineAndServer, ShowsTheNewestRunningCycleWhenNoneIsNamed) {
  Ran ran = Run({"cycle", "overview", "-o", "json"});
  EXPECT_EQ(ran.exit_code, kExitOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("cycles/2016"));
  EXPECT_THAT(ran.err, HasSubstr("Flere årssykluser"));
  cycles_.years = {{2016, v1::Cycle::CANCELLED}, {2015, v1::Cycle::RUNNING}};
  EXPECT_THAT(Run({"cycle", "overview", "-o", "json"}).out, HasSubstr("cycles/2015"));
  EXPECT_THAT(Run({"cycle", "overview", "2014", "-o", "json"}).out, HasSubstr("cycles/2014"));
  cycles_.years = {};
  EXPECT_EQ(Run({"cycle", "overview"}).exit_code, kExitNotFound);
}

TEST_F(CommandLineAndServer, ResumesAWatchWhereItWasLost) {
  const Ran ran = Run({"cycle", "watch", "2015", "-o", "json"});
  EXPECT_EQ(ran.exit_code, kExitOk) << ran.err;
  std::string positions;
  for (size_t at = 0; (at = ran.out.find("\"position\":\"", at)) != std::string::npos; ++at) positions += ran.out[at + 12];
  EXPECT_EQ(positions, "123456");
}

TEST_F(CommandLineAndServer, ExportsWholeOrSaysThatItIsPartial) {
  EXPECT_EQ(Run({"cycle", "export", "2015"}).out, "{\"a\":1}\n");
  const Ran partial = Run({"cycle", "export", "2013"});
  EXPECT_EQ(partial.exit_code, kExitPartial);
  EXPECT_THAT(partial.err, HasSubstr("disk"));
}

TEST_F(CommandLineAndServer, SaysWhenTheServerDoesNotKnowACall) {
  const Ran ran = Run({"agreement", "list"});
  EXPECT_EQ(ran.exit_code, kExitError);
  EXPECT_THAT(ran.err, HasSubstr("kjenner ikke denne kommandoen"));
}

TEST_F(CommandLineAndServer, SaysWhenThereIsNoServer) {
  server_->Shutdown();
  const Ran ran = Run({"task", "list"});
  EXPECT_EQ(ran.exit_code, kExitUnreachable);
  EXPECT_THAT(ran.err, HasSubstr("script/run"));
}

TEST(MethodOf, IsFoundForEveryRequestOfTheApi) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const char* name : {"arshjul.v1.TaskService", "arshjul.v1.CycleService", "arshjul.v1.MunicipalityService",
                           "arshjul.v1.AgreementService"}) {
    const auto* service = pool->FindServiceByName(name);
    ASSERT_NE(service, nullptr) << name;
    for (int i = 0; i < service->method_count(); ++i) {
      EXPECT_EQ(MethodOf(*service->method(i)->input_type()), fmt::format("/{}/{}", name, service->method(i)->name()));
    }
  }
  EXPECT_EQ(MethodOf(*v1::Task::descriptor()), "");
}

}  // namespace
}  // namespace arshjul::cli
