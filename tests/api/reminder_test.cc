// Reminders that somebody sends, as another system meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/live_server.h"

namespace arshjul {
namespace {

using testing::ElementsAre;
using testing::Key;
using Organisations = v1::OrganisationService::Stub;
using Tasks = v1::TaskService::Stub;

class ReminderTest : public testing::Test {
 protected:
  void SetUp() override {
    live_.Found("by");
    live_.LaunchCycle("by", 2015);
    request_.set_parent("municipalities/by");
    request_.set_cycle("municipalities/by/cycles/2015");
  }
  Outcome Remind(const std::string& who) {
    response_.Clear();
    return live_.Call(live_.tasks, &Tasks::RemindTasks, who, request_, response_, "nb");
  }
  // "Anna Aas 1/0", with why not where nobody wrote to her.
  std::vector<std::string> Told() {
    std::vector<std::string> told;
    for (const v1::Reminder& one : response_.reminders()) {
      told.push_back(one.person_name() + " " + std::to_string(one.task_count()) + "/" + std::to_string(one.overdue_count()) +
                     (one.skipped_because().empty() ? "" : ": " + v1::Reminder::Skipped_Name(one.skipped()) + ", " + one.skipped_because()));
    }
    return told;
  }
  LiveServer live_;
  v1::RemindTasksRequest request_;
  v1::RemindTasksResponse response_;
};

TEST_F(ReminderTest, WhoWouldBeRemindedIsSeenFirstAndThenDone) {
  request_.set_unit("Nord");
  request_.set_validate_only(true);
  const std::vector<std::string> planned = {"Anna Aas 1/0", "Berit Bø 1/0", "Nils Nord 1/0"};
  ASSERT_EQ(Remind("office").text(), "OK");
  EXPECT_EQ(Told(), planned);
  request_.set_validate_only(false);
  request_.set_request_id("once");
  ASSERT_EQ(Remind("office").text(), "OK");
  EXPECT_EQ(Told(), planned) << "a look beforehand has told nobody";
  ASSERT_EQ(Remind("office").text(), "OK");
  EXPECT_EQ(Told(), planned) << "the same request has the same answer";
  request_.set_request_id("again");
  ASSERT_EQ(Remind("office").text(), "OK");
  const std::string today = ": REMINDED_TODAY, personen er påminnet i dag allerede";
  EXPECT_THAT(Told(), ElementsAre(planned[0] + today, planned[1] + today, planned[2] + today));
  EXPECT_EQ(response_.reminders(0).last_reminded(), "2014-08-15");
}

TEST_F(ReminderTest, ALeaderRemindsThoseBelowAndNobodyElse) {
  ASSERT_EQ(Remind("nils").text(), "OK");
  EXPECT_THAT(Told(), ElementsAre("Anna Aas 1/0", "Berit Bø 1/0"));
  EXPECT_EQ(Remind("anna").text(), "PERMISSION_DENIED ROLE_MISSING");
  request_.set_unit("Sør skole");
  EXPECT_EQ(Remind("nils").text(), "PERMISSION_DENIED ROLE_MISSING");
  request_.set_unit("");
  request_.add_persons("carl");
  EXPECT_THAT(Remind("nils").fields, ElementsAre(Key("persons[0]")));
}

TEST_F(ReminderTest, WrongInputIsToldByName) {
  struct Row {
    std::string cycle, phase, unit, person, expected;
  };
  for (const Row& row : {Row{"2015", "nonsense", "", "", "NOT_FOUND PHASE_NOT_FOUND"},
                         {"2020", "", "", "", "NOT_FOUND CYCLE_NOT_FOUND"},
                         {"", "", "", "", "NOT_FOUND CYCLE_NOT_FOUND"},
                         {"2015", "", "Ingensteds", "", "NOT_FOUND UNIT_NOT_FOUND"},
                         {"2015", "", "", "Ingen Ved Dette Navn", "NOT_FOUND PERSON_NOT_FOUND"}}) {
    request_.Clear();
    request_.set_parent("municipalities/by");
    request_.set_cycle(row.cycle);
    request_.set_phase(row.phase);
    request_.set_unit(row.unit);
    if (!row.person.empty()) request_.add_persons(row.person);
    EXPECT_EQ(Remind("office").text(), row.expected) << row.cycle << row.phase << row.unit << row.person;
  }
}

TEST_F(ReminderTest, WhoIsAwayIsLeftInPeace) {
  v1::RegisterAbsenceRequest away;
  away.set_parent("municipalities/by");
  away.set_person("anna");
  away.set_from("2014-08-14");
  away.set_to("2014-08-20");
  v1::RegisterAbsenceResponse registered;
  ASSERT_EQ(live_.Call(live_.organisation, &Organisations::RegisterAbsence, "office", away, registered).text(), "OK");
  request_.add_persons("anna");
  ASSERT_EQ(Remind("office").text(), "OK");
  EXPECT_THAT(Told(), ElementsAre("Anna Aas 1/0: AWAY, personen er borte"));
}

}  // namespace
}  // namespace arshjul
