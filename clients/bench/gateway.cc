#include "gateway.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "arshjul/v1/organisation_service.grpc.pb.h"
#include "callers.h"

namespace arshjul::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kBody = 850;
constexpr size_t kCalls = 20'000;
constexpr double kMostMicroseconds = 150;

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

// A connection that is kept; one question at a time.
class Line {
 public:
  explicit Line(int port) : host_("127.0.0.1:" + std::to_string(port)), socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int one = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) Fail("cannot connect to the gateway");
  }
  ~Line() { close(socket_); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  // Head and body of the answer; anything but 200 ends this process.
  std::string Ask(const std::string& method, const std::string& path, const std::string& fields, const std::string& body = "") {
    std::string request = method + " " + path + " HTTP/1.1\r\nHost: " + host_ + "\r\n" + fields;
    if (!body.empty()) request += "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    request += "\r\n" + body;
    if (send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size())) Fail("the gateway does not listen");
    std::string answer;
    size_t whole = 0;
    while (whole == 0 || answer.size() < whole) {
      char bytes[16384];
      const ssize_t count = recv(socket_, bytes, sizeof bytes, 0);
      if (count <= 0) Fail("the gateway does not answer");
      answer.append(bytes, static_cast<size_t>(count));
      if (whole == 0) whole = WholeSize(answer);
    }
    if (!answer.starts_with("HTTP/1.1 200 ")) Fail(answer);
    return answer;
  }

 private:
  // Of head and body, as the head says; 0 when it is not all there.
  static size_t WholeSize(const std::string& answer) {
    const size_t end = answer.find("\r\n\r\n"), length = answer.find("Content-Length: ");
    return end == std::string::npos || length > end ? 0 : end + 4 + std::strtoul(answer.c_str() + length + 16, nullptr, 10);
  }

  const std::string host_;
  const int socket_;
};

std::string BodyOf(const std::string& answer) { return answer.substr(answer.find("\r\n\r\n") + 4); }

std::string SignIn(int port) {
  Line line(port);
  const std::string answer = line.Ask("POST", "/session", "Arshjul-Request: 1\r\n", R"({"municipality":"loten","person":"office"})");
  const size_t cookie = answer.find("Set-Cookie: ");
  return "Cookie: " + answer.substr(cookie + 12, answer.find(';', cookie) - cookie - 12) + "\r\nAccept-Language: nb\r\n";
}

std::string PathOf(int people) { return "/v1/municipalities/loten/persons?pageSize=" + std::to_string(people); }

// As many as make an answer of about that size.
int People(int port, const std::string& fields) {
  Line line(port);
  int people = 1;
  while (BodyOf(line.Ask("GET", PathOf(people + 1), fields)).size() <= kBody) ++people;
  return people;
}

Measured ThroughGateway(const Child& gateway, int port, const std::string& fields, int people, int callers) {
  std::vector<std::vector<double>> waited(static_cast<size_t>(callers));
  const double cpu = gateway.CpuSeconds();
  const auto start = Clock::now();
  std::vector<std::thread> threads;
  for (auto& times : waited) {
    threads.emplace_back([&, callers] {
      Line line(port);
      for (size_t i = 0; i < kCalls / static_cast<size_t>(callers); ++i) {
        const auto begin = Clock::now();
        line.Ask("GET", PathOf(people), fields);
        times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::vector<double> all;
  for (const auto& times : waited) all.insert(all.end(), times.begin(), times.end());
  const auto count = static_cast<double>(all.size());
  return {count / seconds, Quantile(all, 0.5), Quantile(all, 0.99), (gateway.CpuSeconds() - cpu) * 1e6 / count};
}

void Print(const char* what, int callers, const Measured& seen) {
  std::printf("%-28s %7d %12.0f %9.2f %9.2f %9.0f\n", what, callers, seen.per_second, seen.p50, seen.p99, seen.cpu_microseconds);
  std::fflush(stdout);
}

}  // namespace

void MeasureGateway(const std::filesystem::path& program, RealServer& server) {
  server.Start();
  Child gateway({program, "--demo", "--listen", "127.0.0.1:0", "--server", server.address(), "--log-level", "error"});
  const std::string greeting = gateway.Line();
  const int port = std::atoi(greeting.c_str() + greeting.rfind(':') + 1);
  const std::string fields = SignIn(port);
  const int people = People(port, fields);
  std::printf("an answer of %zu bytes\n%-28s %7s %12s %9s %9s %9s\n", BodyOf(Line(port).Ask("GET", PathOf(people), fields)).size(), "", "callers", "per second", "p50 ms",
              "p99 ms", "CPU µs");
  for (int callers : {1, 16}) {
    const Measured beside = Run(server.address(), server.child(), kCalls, callers, [people](auto& channel, size_t) {
      v1::ListPersonsRequest request;
      request.set_parent("municipalities/loten");
      request.set_page_size(people);
      v1::ListPersonsResponse response;
      grpc::ClientContext context;
      As(context, "office");
      Must(v1::OrganisationService::NewStub(channel)->ListPersons(&context, request, &response), "ListPersons");
    });
    const Measured through = ThroughGateway(gateway, port, fields, people, callers);
    Print("gRPC: the server", callers, beside);
    Print("HTTP: the gateway", callers, through);
  }
  std::printf("aim: at most %.0f µs of the gateway's processor time per call; memory now %.0f MB\n", kMostMicroseconds, gateway.Megabytes());
}

}  // namespace arshjul::bench
