// How long a client waits for the launch of a large municipality, and for where its year stands. Not a test: prints.
//
//   overview_benchmark [UNITS]
#include <fmt/format.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <vector>

#include "api/server.h"
#include "arshjul/v1/cycle_service.grpc.pb.h"
#include "arshjul/v1/municipality_service.grpc.pb.h"
#include "arshjul/v1/organisation_service.grpc.pb.h"
#include "arshjul/v1/task_service.grpc.pb.h"

namespace arshjul {
namespace {

constexpr char kName[] = "municipalities/large";
constexpr int kReports = 10;  // under each leader
constexpr int kTimes = 20;

double Milliseconds(const std::function<void()>& work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

void Must(const grpc::Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{}\n", status.error_message());
  std::exit(1);
}

struct Context : grpc::ClientContext {
  explicit Context(const std::string& who) { AddMetadata("arshjul-as-bin", who); }
};

std::string Organisation(int units) {
  std::string csv = "unit_id,unit,parent,level,leader_id,leader\n";
  for (int i = 0; i < units; ++i) {
    csv += fmt::format("u{},Unit {},{},,p{},Person {}\n", i, i, i == 0 ? "" : fmt::format("u{}", (i - 1) / kReports), i, i);
  }
  return csv;
}

std::vector<double> Overviews(v1::CycleService::Stub& cycles, const std::string& who, int& bytes, const std::string& day = "") {
  std::vector<double> times;
  for (int i = 0; i < kTimes; ++i) {
    Context context(who);
    v1::SummarizeCycleRequest request;
    request.set_name(std::string(kName) + "/cycles/2015");
    request.set_day(day);
    v1::SummarizeCycleResponse response;
    times.push_back(Milliseconds([&] { Must(cycles.SummarizeCycle(&context, request, &response)); }));
    bytes = static_cast<int>(response.ByteSizeLong());
  }
  return times;
}

void Print(const std::string& what, std::vector<double> times, int bytes) {
  const double first = times.front();
  std::sort(times.begin(), times.end());
  fmt::print("{:40} first {:7.1f} ms, median {:6.1f} ms, slowest {:6.1f} ms, {} kB\n", what, first, times[times.size() / 2], times.back(), bytes / 1000);
}

void Run(int units) {
  const std::string folder = (std::filesystem::temp_directory_path() / fmt::format("overview-{}", getpid())).string();
  engine::Options options;
  options.data = folder + "/data";
  options.keys = folder + "/keys";
  std::filesystem::create_directories(folder);
  options.demo = true;
  options.clock = [] { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
  auto engine = *engine::Engine::Start(std::move(options));
  auto server = *api::Server::Start(*engine, {"127.0.0.1:0", true, {"", "", Instant()}});
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  auto channel = grpc::CreateCustomChannel(server->Address(), grpc::InsecureChannelCredentials(), arguments);
  auto municipalities = v1::MunicipalityService::NewStub(channel);
  auto organisations = v1::OrganisationService::NewStub(channel);
  auto cycles = v1::CycleService::NewStub(channel);
  auto tasks = v1::TaskService::NewStub(channel);
  {
    Context context("office");
    v1::CreateMunicipalityRequest request;
    request.set_id("large");
    request.set_demo_now("2014-08-15T06:00:00Z");
    v1::CreateMunicipalityResponse response;
    Must(municipalities->CreateMunicipality(&context, request, &response));
  }
  {
    Context context("office");
    v1::ImportOrganisationRequest request;
    request.set_parent(kName);
    request.set_csv(Organisation(units));
    v1::ImportOrganisationResponse response;
    const double time = Milliseconds([&] { Must(organisations->ImportOrganisation(&context, request, &response)); });
    fmt::print("import of {} units{:20} {:7.1f} ms\n", units, "", time);
  }
  {
    Context context("office");
    v1::LaunchCycleRequest request;
    request.set_parent(kName);
    request.set_workflow("annual-cycle");
    request.set_year(2015);
    v1::LaunchCycleResponse response;
    const double time = Milliseconds([&] { Must(cycles->LaunchCycle(&context, request, &response)); });
    fmt::print("launch{:34} {:7.1f} ms, {} open tasks\n", "", time, response.cycle().open_tasks());
  }
  int bytes = 0;
  auto times = Overviews(*cycles, "office", bytes);
  Print("overview, office", times, bytes);
  times = Overviews(*cycles, "p1", bytes);
  Print("overview, a leader below the top", times, bytes);
  times = Overviews(*cycles, "council", bytes);
  Print("overview, council", times, bytes);
  {
    Context context("office");
    v1::OpenPhaseRequest request;
    request.set_name(std::string(kName) + "/cycles/2015");
    request.set_phase("budget");
    request.set_reason("x");
    v1::OpenPhaseResponse response;
    Must(cycles->OpenPhase(&context, request, &response));
  }
  times = Overviews(*cycles, "office", bytes);
  Print("overview, office, two phases", times, bytes);
  // The first folds the log; the others find it folded where it is not too long to be kept.
  times = Overviews(*cycles, "office", bytes, "2014-08-15");
  Print("overview of an earlier day, office", times, bytes);
  server->Stop(std::chrono::seconds(5));
  engine->Drain();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace arshjul

int main(int count, char** arguments) { arshjul::Run(count > 1 ? std::max(1, std::atoi(arguments[1])) : 6000); }
