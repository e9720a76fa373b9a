// arshjul-bench: the server beside a bare loop, in one run. Prints rows; judges nothing.
//
//   arshjul-bench [--leaders 6000]
//
// The machine's name and load decide the milliseconds; the ratios are what can be compared.
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <thread>

#include "arshjul/v1/cycle_service.grpc.pb.h"
#include "arshjul/v1/municipality_service.grpc.pb.h"
#include "arshjul/v1/organisation_service.grpc.pb.h"
#include "arshjul/v1/task_service.grpc.pb.h"
#include "bare_server.h"
#include "child.h"

namespace arshjul::bench {
namespace {

using Clock = std::chrono::steady_clock;

double Milliseconds(Clock::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

void As(grpc::ClientContext& context, const std::string& person) { context.AddMetadata("arshjul-as-bin", person); }

void Must(const grpc::Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what, status.error_message().c_str());
  std::exit(1);
}

struct Work {
  std::string name, person;
};

struct Measured {
  double per_second = 0, p50 = 0, p99 = 0, cpu_microseconds = 0;
};

v1::CompleteTaskRequest RequestFor(const Work& work) {
  v1::CompleteTaskRequest request;
  request.set_name(work.name);
  request.set_action("record");
  auto& fields = *request.mutable_data()->mutable_fields();
  fields["what_was_good"].set_string_value("Tett samarbeid med foreldrene og rolige morgener");
  fields["what_could_be_better"].set_string_value("Flere voksne ute i friminuttene");
  fields["how_high"].set_string_value("Litt over snittet i landet");
  fields["how"].set_string_value("Vi prøver en ny plan for tilsyn fra høsten");
  fields["participation_level"].set_string_value("discussed");
  return request;
}

// `callers` threads share the work; each waits for its answer before it asks again.
Measured Complete(const std::string& address, const Child& server, const std::vector<Work>& work, int callers) {
  std::atomic<size_t> next{0};
  std::vector<std::vector<double>> latencies(static_cast<size_t>(callers));
  double cpu = server.CpuSeconds();
  auto start = Clock::now();
  std::vector<std::thread> threads;
  for (int c = 0; c < callers; ++c) {
    threads.emplace_back([&, c] {
      grpc::ChannelArguments arguments;
      // A connection of its own, as callers in the world have.
      arguments.SetInt("arshjul.bench.caller", c);
      auto stub = v1::TaskService::NewStub(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
      for (size_t i = next++; i < work.size(); i = next++) {
        grpc::ClientContext context;
        As(context, work[i].person);
        v1::CompleteTaskResponse response;
        auto begin = Clock::now();
        Must(stub->CompleteTask(&context, RequestFor(work[i]), &response), "CompleteTask");
        latencies[static_cast<size_t>(c)].push_back(Milliseconds(Clock::now() - begin));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  double seconds = Milliseconds(Clock::now() - start) / 1000;
  std::vector<double> all;
  for (auto& one : latencies) all.insert(all.end(), one.begin(), one.end());
  if (all.empty()) return {};
  std::sort(all.begin(), all.end());
  auto count = static_cast<double>(all.size());
  return {count / seconds, all[all.size() / 2], all[all.size() * 99 / 100], (server.CpuSeconds() - cpu) * 1e6 / count};
}

std::string Organisation(int leaders) {
  std::string csv = "unit_id,unit,parent,level,leader_id,leader,title,from,to\n";
  for (int i = 0; i < leaders; ++i) {
    csv += "u" + std::to_string(i) + ",Enhet " + std::to_string(i) + "," + (i == 0 ? "" : "u" + std::to_string((i - 1) / 9)) + ",,p" +
           std::to_string(i) + ",Leder " + std::to_string(i) + ",Leder,,\n";
  }
  return csv;
}

// A municipality of so many leaders, launched; the involvement tasks that are open, one a leader.
std::vector<Work> Prepare(const std::shared_ptr<grpc::Channel>& channel, int leaders) {
  {
    v1::CreateMunicipalityRequest request;
    request.set_id("bench");
    request.set_display_name("Prøvekommune");
    request.set_demo_now("2014-08-15T06:00:00Z");
    v1::CreateMunicipalityResponse response;
    grpc::ClientContext context;
    As(context, "office");
    Must(v1::MunicipalityService::NewStub(channel)->CreateMunicipality(&context, request, &response), "CreateMunicipality");
  }
  {
    v1::ImportOrganisationRequest request;
    request.set_parent("municipalities/bench");
    request.set_csv(Organisation(leaders));
    v1::ImportOrganisationResponse response;
    grpc::ClientContext context;
    As(context, "office");
    auto start = Clock::now();
    Must(v1::OrganisationService::NewStub(channel)->ImportOrganisation(&context, request, &response), "ImportOrganisation");
    std::printf("import of %d posts                    %9.0f ms\n", leaders, Milliseconds(Clock::now() - start));
  }
  auto cycles = v1::CycleService::NewStub(channel);
  {
    v1::LaunchCycleRequest request;
    request.set_parent("municipalities/bench");
    request.set_workflow("annual-cycle");
    request.set_year(2015);
    v1::LaunchCycleResponse response;
    grpc::ClientContext context;
    As(context, "office");
    auto start = Clock::now();
    Must(cycles->LaunchCycle(&context, request, &response), "LaunchCycle");
    std::printf("launch for %d leaders                 %9.0f ms   (aim: 500)\n", leaders, Milliseconds(Clock::now() - start));
  }
  for (bool whole : {true, false}) {
    std::vector<double> times;
    for (int i = 0; i < 11; ++i) {
      v1::SummarizeCycleRequest request;
      request.set_name("municipalities/bench/cycles/2015");
      request.set_omit_units(!whole);
      v1::SummarizeCycleResponse response;
      grpc::ClientContext context;
      As(context, "office");
      auto start = Clock::now();
      Must(cycles->SummarizeCycle(&context, request, &response), "SummarizeCycle");
      times.push_back(Milliseconds(Clock::now() - start));
    }
    std::sort(times.begin(), times.end());
    std::printf("overview, %-28s %9.1f ms   (aim: 50)\n", whole ? "every unit" : "phases alone", times[times.size() / 2]);
  }
  std::vector<Work> work;
  auto tasks = v1::TaskService::NewStub(channel);
  v1::ListTasksRequest request;
  request.set_parent("municipalities/bench");
  request.set_page_size(1000);
  request.set_open_only(true);
  while (true) {
    v1::ListTasksResponse response;
    grpc::ClientContext context;
    As(context, "office");
    Must(tasks->ListTasks(&context, request, &response), "ListTasks");
    for (const v1::Task& task : response.tasks()) {
      if (task.kind() == "involvement") work.push_back({task.name(), task.assignee()});
    }
    if (response.next_page_token().empty()) return work;
    request.set_page_token(response.next_page_token());
  }
}

int Run(const std::string& self, int leaders) {
  namespace fs = std::filesystem;
  fs::path folder = fs::temp_directory_path() / ("arshjul-bench-" + std::to_string(getpid()));
  fs::create_directories(folder);
  Child bare({self, "--serve-bare", (folder / "bare.db").string()});
  std::string bare_address = "127.0.0.1:" + bare.Line().substr(5);
  // Servers of two runs at once do not meet: the process id spreads them.
  int port = 20000 + getpid() % 20000;
  std::string address = "127.0.0.1:" + std::to_string(port);
  Child real({fs::path(self).parent_path() / "arshjuld", "--demo", "--data", (folder / "data").string(), "--listen", address, "--log-level", "error"});
  auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(60))) {
    std::fprintf(stderr, "the server does not answer on %s\n", address.c_str());
    return 1;
  }
  std::vector<Work> work = Prepare(channel, leaders);
  std::printf("\nCompleteTask     callers   per second    p50 ms    p99 ms   server CPU µs\n");
  size_t at = 0;
  for (auto [callers, share] : {std::pair(1, 10), std::pair(16, 3), std::pair(64, 2)}) {
    size_t count = std::min(work.size() - at, work.size() / static_cast<size_t>(share));
    if (callers == 64) count = work.size() - at;
    std::vector<Work> slice(work.begin() + static_cast<long>(at), work.begin() + static_cast<long>(at + count));
    at += count;
    Measured base = Complete(bare_address, bare, slice, callers);
    Measured own = Complete(address, real, slice, callers);
    std::printf("bare loop        %7d   %10.0f %9.2f %9.2f   %13.0f\n", callers, base.per_second, base.p50, base.p99, base.cpu_microseconds);
    std::printf("arshjuld         %7d   %10.0f %9.2f %9.2f   %13.0f\n", callers, own.per_second, own.p50, own.p99, own.cpu_microseconds);
    std::printf("ratio            %7d   %10.2f %9.2f %9.2f   %13.2f\n", callers, own.per_second / base.per_second, own.p50 / base.p50, own.p99 / base.p99,
                own.cpu_microseconds / base.cpu_microseconds);
  }
  fs::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace arshjul::bench

int main(int argc, char** argv) {
  int leaders = 6000;
  for (int i = 1; i < argc; ++i) {
    if (std::strcmp(argv[i], "--serve-bare") == 0 && i + 1 < argc) return arshjul::bench::ServeBare(argv[i + 1]);
    if (std::strcmp(argv[i], "--leaders") == 0 && i + 1 < argc) leaders = std::atoi(argv[++i]);
  }
  return arshjul::bench::Run(std::filesystem::read_symlink("/proc/self/exe").string(), leaders);
}
