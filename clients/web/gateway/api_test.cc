#include "api.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "bounds.h"
#include "descriptors.h"

namespace arshjul::gateway {
namespace {

// A server that answers when it is told to.
class SlowUpstream final : public Upstream {
 public:
  void Call(const std::string&, const Caller&, const google::protobuf::Message&, std::unique_ptr<google::protobuf::Message>, Done done) override {
    waiting.push_back(std::move(done));
  }
  std::shared_ptr<Messages> Open(const std::string&, const Caller&, const google::protobuf::Message&, std::unique_ptr<google::protobuf::Message>) override { return nullptr; }
  void CheckHealth(std::function<void(bool)> done) override { done(true); }

  std::vector<Done> waiting;
};

class Apis : public testing::Test {
 protected:
  Apis() : routes_(Routes::Build(ApiServices())), sessions_(std::chrono::steady_clock::now, Count), api_(*routes_, upstream_, sessions_) {
    mine_ = *sessions_.Open({.municipality = "municipalities/loten", .person = "a"});
    theirs_ = *sessions_.Open({.municipality = "municipalities/loten", .person = "b"});
  }

  static void Count(unsigned char* bytes, size_t size) {
    static unsigned char next = 0;
    ++next;
    std::fill(bytes, bytes + size, next);
  }

  // The problem's reason, or "" for what waits for the server.
  std::string Ask(const std::string& method, const std::string& target, const std::string& session) {
    auto body = std::make_shared<std::string>();
    Exchange exchange{{{method, target, {}}, "", nullptr}, *ParsePath(target), *ParseQuery(target), "en", session, [body](Answer answer) { *body = answer.body; }};
    api_.Handle(std::move(exchange));
    const size_t at = body->find("\"reason\":\"");
    return at == std::string::npos ? "" : body->substr(at + 10, body->find('"', at + 10) - at - 10);
  }

  absl::StatusOr<Routes> routes_;
  SlowUpstream upstream_;
  Sessions sessions_;
  Api api_;
  std::string mine_, theirs_;
};

TEST_F(Apis, LetNobodyFillTheServersQueue) {
  const std::string home = "/v1/municipalities/loten";
  for (size_t i = 0; i < kMostCallsPerSession; ++i) EXPECT_EQ(Ask("GET", home, mine_), "");
  EXPECT_EQ(Ask("GET", home, mine_), "TOO_MANY_CALLS");
  EXPECT_EQ(upstream_.waiting.size(), kMostCallsPerSession);
  EXPECT_EQ(Ask("GET", home, theirs_), "") << "that is one session's matter alone";
  upstream_.waiting.front()({14, "", ""}, nullptr);
  upstream_.waiting.erase(upstream_.waiting.begin());
  EXPECT_EQ(Ask("GET", home, mine_), "") << "one has ended";
}

TEST_F(Apis, AreForTheSessionsOwnMunicipality) {
  struct Row {
    const char *method, *target, *reason;
  } rows[] = {
      {"GET", "/v1/municipalities/loten", ""},
      {"GET", "/v1/municipalities/loten/tasks", ""},
      {"GET", "/v1/municipalities/hamar", "OTHER_MUNICIPALITY"},
      {"GET", "/v1/municipalities/lotenx/tasks", "OTHER_MUNICIPALITY"},
      {"GET", "/v1/municipalities/h%61mar", "OTHER_MUNICIPALITY"},
      {"GET", "/v1/municipalities", "BEYOND_MUNICIPALITY"},
      {"POST", "/v1/municipalities", "BEYOND_MUNICIPALITY"},
      {"GET", "/v1/health", "BEYOND_MUNICIPALITY"},
  };
  for (const Row& row : rows) EXPECT_EQ(Ask(row.method, row.target, mine_), row.reason) << row.method << " " << row.target;
}

TEST_F(Apis, TakeLargeBodiesWhereTheyTakeAFile) {
  EXPECT_EQ(api_.BodyLimit({"POST", "/v1/municipalities/loten/organisation:import", {}}), kLargestBody);
  EXPECT_EQ(api_.BodyLimit({"POST", "/v1/municipalities/loten/tasks:remind", {}}), kLargestPlainBody);
  EXPECT_EQ(api_.BodyLimit({"POST", "/v1/%", {}}), kLargestPlainBody);
}

}  // namespace
}  // namespace arshjul::gateway
