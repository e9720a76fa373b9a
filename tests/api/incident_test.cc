// Incidents as another system meets them: pages, states, languages, etags, calls that come twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/live_server.h"
#include "arshjul/v1/incident_service.grpc.pb.h"

namespace arshjul {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Stub = v1::IncidentService::Stub;

class IncidentApiTest : public testing::Test {
 protected:
  void SetUp() override {
    live_.Found("bygda");
    incidents_ = v1::IncidentService::NewStub(live_.channel());
    for (int i = 1; i <= 5; ++i) {
      engine::Request request;
      request.municipality = "bygda";
      request.actor = "system";
      request.command = cycle::ParkNotice{"n" + std::to_string(i), "overdue", "anna", "NOTICE_NOT_DELIVERED", 16};
      const engine::Reply reply = live_.engine().Run(std::move(request));
      ASSERT_TRUE(reply.status.ok() && !reply.refusal);
    }
    for (const v1::Incident& incident : List(0, v1::Incident::STATE_UNSPECIFIED)) names_.push_back(incident.name());
    ASSERT_EQ(names_.size(), 5u);
  }
  // All pages of that size.
  std::vector<v1::Incident> List(int size, v1::Incident::State state, bool all = false) {
    std::vector<v1::Incident> out;
    v1::ListIncidentsRequest request;
    request.set_parent("municipalities/bygda");
    request.set_page_size(size);
    request.set_state(state);
    request.set_all(all);
    do {
      v1::ListIncidentsResponse response;
      EXPECT_EQ(live_.Call(incidents_, &Stub::ListIncidents, "office", request, response).text(), "OK");
      if (size > 0) {
        EXPECT_LE(response.incidents_size(), size);
      }
      for (const v1::Incident& incident : response.incidents()) out.push_back(incident);
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return out;
  }
  std::vector<std::string> NamesOf(const std::vector<v1::Incident>& incidents) {
    std::vector<std::string> names;
    for (const v1::Incident& incident : incidents) names.push_back(incident.name());
    return names;
  }
  v1::Incident Get(const std::string& name, const std::string& expected = "OK", const std::string& language = "en", const std::string& who = "office") {
    v1::GetIncidentRequest request;
    request.set_name(name);
    v1::GetIncidentResponse response;
    EXPECT_EQ(live_.Call(incidents_, &Stub::GetIncident, who, request, response, language).text(), expected) << name;
    return response.incident();
  }
  Outcome Skip(const std::string& name, const std::string& etag, const std::string& request_id = "", v1::Incident* out = nullptr) {
    v1::SkipIncidentRequest request;
    request.set_name(name);
    request.set_reason("told on the phone");
    request.set_etag(etag);
    request.set_request_id(request_id);
    v1::SkipIncidentResponse response;
    const Outcome outcome = live_.Call(incidents_, &Stub::SkipIncident, "office", request, response);
    if (out != nullptr) *out = response.incident();
    return outcome;
  }

  LiveServer live_;
  std::unique_ptr<Stub> incidents_;
  std::vector<std::string> names_;
};

TEST_F(IncidentApiTest, ComeInPagesByState) {
  EXPECT_EQ(NamesOf(List(2, v1::Incident::OPEN)), names_);
  EXPECT_EQ(Skip(names_[1], "").text(), "OK");
  EXPECT_THAT(NamesOf(List(1, v1::Incident::STATE_UNSPECIFIED)), ElementsAre(names_[0], names_[2], names_[3], names_[4]));
  EXPECT_THAT(NamesOf(List(0, v1::Incident::SKIPPED)), ElementsAre(names_[1]));
  EXPECT_EQ(NamesOf(List(3, v1::Incident::OPEN, true)), names_);
  v1::ListIncidentsRequest wrong;
  wrong.set_parent("municipalities/bygda");
  wrong.set_state(static_cast<v1::Incident::State>(77));
  v1::ListIncidentsResponse response;
  const Outcome refused = live_.Call(incidents_, &Stub::ListIncidents, "office", wrong, response);
  EXPECT_EQ(refused.text(), "INVALID_ARGUMENT INVALID_INPUT");
  EXPECT_THAT(refused.fields.at("state"), HasSubstr("77"));
  wrong.clear_state();
  wrong.set_page_token("*");
  EXPECT_EQ(live_.Call(incidents_, &Stub::ListIncidents, "office", wrong, response).text(), "INVALID_ARGUMENT INVALID_INPUT");
}

TEST_F(IncidentApiTest, AreToldInTheCallersLanguage) {
  const v1::Incident english = Get(names_[0]), bokmål = Get(names_[0], "OK", "nb");
  EXPECT_EQ(english.kind(), v1::Incident::NOTICE);
  EXPECT_EQ(english.state(), v1::Incident::OPEN);
  EXPECT_EQ(english.cause(), "NOTICE_NOT_DELIVERED");
  EXPECT_THAT(english.cause_text(), HasSubstr("could not be delivered"));
  EXPECT_THAT(english.notice_subject(), HasSubstr("overdue"));
  EXPECT_EQ(english.subject(), "Anna Aas");
  EXPECT_EQ(english.attempts(), 16);
  EXPECT_EQ(bokmål.cause(), english.cause());
  EXPECT_THAT(bokmål.cause_text(), HasSubstr("kunne ikke leveres"));
}

TEST_F(IncidentApiTest, AreChangedOnceAndAsTheyWereSeen) {
  const std::string etag = Get(names_[0]).etag();
  EXPECT_EQ(Skip(names_[0], etag + "0").text(), "ABORTED STALE_ETAG");
  EXPECT_EQ(Skip(names_[0], "no etag").text(), "ABORTED STALE_ETAG");
  v1::Incident first, again;
  EXPECT_EQ(Skip(names_[0], etag, "one", &first).text(), "OK");
  EXPECT_EQ(first.state(), v1::Incident::SKIPPED);
  EXPECT_EQ(first.reason(), "told on the phone");
  EXPECT_NE(first.etag(), etag);
  EXPECT_EQ(Skip(names_[0], etag, "one", &again).text(), "OK");
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Skip(names_[1], etag, "one").text(), "ABORTED REQUEST_REUSED");
  EXPECT_EQ(Skip(names_[0], "").text(), "FAILED_PRECONDITION INCIDENT_SETTLED");
  v1::RetryIncidentRequest retry;
  retry.set_name(names_[1]);
  v1::RetryIncidentResponse response;
  EXPECT_EQ(live_.Call(incidents_, &Stub::RetryIncident, "anna", retry, response).text(), "PERMISSION_DENIED ROLE_MISSING");
  EXPECT_EQ(live_.Call(incidents_, &Stub::RetryIncident, "office", retry, response).text(), "DATA_LOSS DATA_LOSS") << "the letter is nowhere";
  EXPECT_EQ(Get(names_[1]).state(), v1::Incident::OPEN);
}

TEST_F(IncidentApiTest, NamesThatAreNoneAreRefused) {
  for (const char* name : {"municipalities/bygda/incidents/x", "municipalities/bygda/tasks/1", "municipalities/bygda", ""}) {
    Get(name, "INVALID_ARGUMENT INVALID_INPUT");
    EXPECT_EQ(Skip(name, "").text(), "INVALID_ARGUMENT INVALID_INPUT") << name;
  }
  Get("municipalities/bygda/incidents/999999", "NOT_FOUND INCIDENT_NOT_FOUND");
  Get("municipalities/ingen/incidents/1", "NOT_FOUND MUNICIPALITY_NOT_FOUND");
  Get(names_[0], "PERMISSION_DENIED NOT_VISIBLE", "en", "anna");
}

TEST_F(IncidentApiTest, OfferWhatCanBeDoneWithThem) {
  v1::ListAvailableActionsRequest request;
  request.set_name(names_[0]);
  v1::ListAvailableActionsResponse response;
  EXPECT_EQ(live_.Call(live_.tasks, &v1::TaskService::Stub::ListAvailableActions, "office", request, response).text(), "OK");
  ASSERT_EQ(response.actions_size(), 2);
  EXPECT_EQ(response.actions(0).id(), "retry");
  EXPECT_EQ(response.actions(1).id(), "skip");
  EXPECT_THAT(response.actions(1).required_fields(), ElementsAre("reason"));
  EXPECT_EQ(response.actions(0).title(), "Try again");
}

}  // namespace
}  // namespace arshjul
