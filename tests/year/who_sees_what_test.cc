// "Who sees what" of the year, cell by cell: each reader against each kind of text of one pair.
#include <gtest/gtest.h>

#include <algorithm>

#include "cycle/query_agreement.h"
#include "cycle/query_scorecard.h"
#include "cycle/query_task.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

const char* Said(bool seen) { return seen ? "yes" : "no"; }

bool Holds(const TaskAnswer& answer, const std::string& field) {
  return !answer.refusal && answer.task.form.draft.contains(field);
}

const AgreementShown* Among(const AgreementPage& page, int64_t number) {
  auto found = std::find_if(page.agreements.begin(), page.agreements.end(), [&](const auto& each) { return each.number == number; });
  return found == page.agreements.end() ? nullptr : &*found;
}

int64_t AgreementOf(SmallTown& town, const std::string& leader, const std::string& kind) {
  int64_t number = 0;
  for (const Agreement* agreement : town.state().agreements.All()) {
    if (agreement->leader == leader && agreement->kind == kind) number = agreement->number;
  }
  return number;
}

// An auditor who may read what is between the two, for a week.
void GrantInspector(SmallTown& town) {
  const Date today = town.Today();
  town.Must("office", GrantRole{organisation::Role::kAuditor, {"inspector", "Inspektøren", ""}, "sak 3/16",
                                {today, today + std::chrono::days(7)}, "tilsyn med lederavtaler"});
}

TEST(WhoSeesWhat, OfTheTalk) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  GrantInspector(town);
  struct Row {
    const char *who, *person, *leaders_notes, *superiors_notes, *shared, *minutes, *commitments, *appointment, *state;
  };
  const std::vector<Row> rows = {
      // who             person        notes of       shared  minutes commit- time,   state
      //                               leader superior prep.           ments   place
      {"leader",             "rektor",     "yes", "no",  "yes", "yes", "yes", "yes", "confirming"},
      {"superior",           "chief",      "no",  "yes", "yes", "yes", "yes", "yes", "confirming"},
      {"conductor",          "adviser",    "no",  "no",  "yes", "yes", "yes", "yes", "confirming"},
      {"superior's superior", "top",       "no",  "no",  "no",  "no",  "no",  "yes", "open"},
      {"deputy",             "stand_in",   "no",  "no",  "no",  "no",  "no",  "no",  ""},
      {"office",             "office",     "no",  "no",  "no",  "no",  "no",  "yes", "open"},
      {"controller",         "controller", "no",  "no",  "no",  "no",  "no",  "yes", "open"},
      {"politician",         "mayor",      "no",  "no",  "no",  "no",  "no",  "no",  ""},
      {"auditor, no grant",  "auditor",    "no",  "no",  "no",  "no",  "no",  "yes", "confirming"},
      {"auditor, with grant", "inspector", "yes", "yes", "yes", "yes", "yes", "yes", "confirming"},
      {"another leader",     "health",     "no",  "no",  "no",  "no",  "no",  "no",  ""},
      {"somebody known",     "stranger",   "no",  "no",  "no",  "no",  "no",  "no",  ""},
  };
  const int64_t leaders = town.TaskOf("prepare_as_leader", "rektor").number, superiors = town.TaskOf("prepare_as_superior", "rektor").number;
  const int64_t minutes = town.TaskOf("minutes", "rektor").number;
  for (const Row& row : rows) {
    Context context = town.ContextOf(row.person);
    TaskAnswer first = GetTask(town.state(), context, leaders, "nb"), second = GetTask(town.state(), context, superiors, "nb");
    TaskAnswer held = GetTask(town.state(), context, minutes, "nb");
    TalkAnswer talk = GetTalk(town.state(), context, "2015", "rektor", "nb");
    EXPECT_STREQ(Said(Holds(first, "own_notes")), row.leaders_notes) << row.who << ": the leader's private notes";
    EXPECT_STREQ(Said(Holds(second, "own_notes")), row.superiors_notes) << row.who << ": the superior's private notes";
    EXPECT_STREQ(Said(Holds(first, "achieved") && Holds(second, "achieved")), row.shared) << row.who << ": shared preparation";
    EXPECT_STREQ(Said(Holds(held, "minutes")), row.minutes) << row.who << ": minutes, by the task";
    EXPECT_STREQ(Said(talk.talk.minutes.contains("minutes")), row.minutes) << row.who << ": minutes, by the talk";
    EXPECT_STREQ(Said(Holds(held, "commitments")), row.commitments) << row.who << ": commitments";
    EXPECT_STREQ(Said(talk.talk.place == "Rådhuset"), row.appointment) << row.who << ": time and place";
    EXPECT_EQ(talk.talk.state, row.state) << row.who << ": state";
    EXPECT_EQ(talk.refusal.has_value(), std::string(row.state).empty()) << row.who << ": refused";
    bool read_any = std::string(row.shared) == "yes";
    EXPECT_EQ(!first.reads.empty() && !held.reads.empty() && !talk.reads.empty(), read_any) << row.who << ": readings noted";
  }
}

TEST(WhoSeesWhat, OfTheAgreement) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  town.AgreeWithLund();
  town.Advance(MakeDate(2016, 3, 1));
  GrantInspector(town);
  struct Row {
    const char *who, *person, *targets, *personal, *commitments_in, *state;
    int listed;            // commitments with text
    int64_t open, overdue;  // counts
    const char *minutes, *hash;
  };
  const std::vector<Row> rows = {
      // who             person        targets personal commit- state     listed open overdue minutes hash
      {"leader",             "rektor",     "yes", "yes", "yes", "SIGNED", 2, 2, 1, "yes", "yes"},
      {"superior",           "chief",      "yes", "yes", "yes", "SIGNED", 2, 2, 1, "yes", "yes"},
      {"conductor, after",   "adviser",    "no",  "no",  "no",  "",       0, 0, 0, "no",  "no"},
      {"superior's superior", "top",       "yes", "no",  "no",  "SIGNED", 0, 0, 1, "no",  "no"},
      // Of the unit's commitments the texts, and what they count.
      {"deputy",             "stand_in",   "yes", "no",  "no",  "not told", 1, 1, 0, "no", "no"},
      {"office",             "office",     "yes", "no",  "no",  "SIGNED", 0, 2, 1, "no",  "yes"},
      {"controller",         "controller", "yes", "no",  "no",  "SIGNED", 0, 2, 1, "no",  "yes"},
      {"politician",         "mayor",      "no",  "no",  "no",  "",       0, 0, 0, "no",  "no"},
      {"auditor, no grant",  "auditor",    "yes", "no",  "no",  "SIGNED", 0, 2, 1, "no",  "yes"},
      {"auditor, with grant", "inspector", "yes", "yes", "yes", "SIGNED", 2, 2, 1, "yes", "yes"},
      {"another leader",     "health",     "no",  "no",  "no",  "",       0, 0, 0, "no",  "no"},
      {"somebody known",     "stranger",   "no",  "no",  "no",  "",       0, 0, 0, "no",  "no"},
  };
  const int64_t number = AgreementOf(town, "rektor", "annual");
  for (const Row& row : rows) {
    Context context = town.ContextOf(row.person);
    AgreementAnswer answer = GetAgreement(town.state(), context, number);
    AgreementPage page = ListAgreements(town.state(), context, "2015", 100, "");
    const AgreementShown* listed = Among(page, number);
    const Value& document = answer.agreement.document;
    EXPECT_STREQ(Said(!document["targets"].IsBlank()), row.targets) << row.who << ": targets";
    EXPECT_STREQ(Said(document["personal_clauses"].Text() == "Mentor i høst"), row.personal) << row.who << ": personal clauses";
    EXPECT_STREQ(Said(!document["commitments"].IsNull()), row.commitments_in) << row.who << ": commitments in the document";
    std::string state = listed == nullptr ? "" : listed->state ? AgreementStateName(*listed->state) : "not told";
    EXPECT_EQ(state, row.state) << row.who << ": state";
    EXPECT_EQ(answer.refusal.has_value(), listed == nullptr) << row.who << ": refused what is not listed";
    EXPECT_STREQ(Said(listed != nullptr && !listed->document_hash.empty() && listed->signatures.size() == 2), row.hash) << row.who << ": hash";
    CommitmentPage commitments = ListCommitments(town.state(), context, "2015", false, 100, "");
    EXPECT_EQ(static_cast<int>(commitments.commitments.size()), row.listed) << row.who << ": commitments with text";
    EXPECT_EQ(commitments.counts.open, row.open) << row.who << ": open commitments";
    EXPECT_EQ(commitments.counts.overdue, row.overdue) << row.who << ": overdue commitments";
    EXPECT_EQ(commitments.reads.size(), static_cast<size_t>(row.listed)) << row.who << ": readings of commitments noted";
    TalkAnswer talk = GetTalk(town.state(), context, "2015", "rektor", "nb");
    EXPECT_STREQ(Said(talk.talk.minutes.contains("minutes") && talk.talk.remark == "Jeg er uenig i punkt to"), row.minutes) << row.who << ": minutes";
    bool party = std::string(row.personal) == "yes";
    EXPECT_EQ(!answer.reads.empty(), party) << row.who << ": reading of the document noted";
  }
}

TEST(WhoSeesWhat, OfASuccessor) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  town.AgreeWithLund();
  town.Must("office", AssignHolding{"lund", "rektor", "ny", {"ny", "Den nye", ""}, {}});
  const int64_t number = AgreementOf(town, "rektor", "annual");
  AgreementAnswer answer = GetAgreement(town.state(), town.ContextOf("ny"), number);
  ASSERT_FALSE(answer.refusal);
  EXPECT_FALSE(answer.agreement.document["targets"].IsBlank());
  EXPECT_TRUE(answer.agreement.document["personal_clauses"].IsNull());
  EXPECT_FALSE(answer.agreement.state);
  EXPECT_TRUE(answer.reads.empty());
  EXPECT_EQ(GetTalk(town.state(), town.ContextOf("ny"), "2015", "rektor", "nb").refusal->reason, Reason::kNotVisible);
  EXPECT_EQ(GetTask(town.state(), town.ContextOf("ny"), town.TaskOf("minutes", "rektor").number, "nb").refusal->reason, Reason::kNotVisible);
  // What was promised about the unit goes with it.
  CommitmentPage promised = ListCommitments(town.state(), town.ContextOf("ny"), "", false, 100, "");
  ASSERT_EQ(promised.commitments.size(), 1u);
  EXPECT_EQ(promised.commitments.front().text, "En ny stilling");
  EXPECT_FALSE(GetCommitment(town.state(), town.ContextOf("ny"), promised.commitments.front().number).refusal);
  // What was between the two stays theirs.
  EXPECT_FALSE(GetAgreement(town.state(), town.ContextOf("rektor"), number).agreement.document["personal_clauses"].IsNull());
}

TEST(WhoSeesWhat, AGrantEndsAndIsForAuditorsAlone) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  GrantInspector(town);
  const int64_t minutes = town.TaskOf("minutes", "rektor").number;
  const Date first = town.Today();
  EXPECT_TRUE(Holds(GetTask(town.state(), town.ContextOf("inspector"), minutes, "nb"), "minutes"));
  town.Advance(first + std::chrono::days(8));
  EXPECT_TRUE(GetTask(town.state(), town.ContextOf("inspector"), minutes, "nb").refusal);
  auto refused = [&](organisation::Role role, std::optional<Date> to) {
    auto outcome = town.Do("office", GrantRole{role, {"inspector", "", ""}, "sak 3/16", {std::nullopt, to}, "tilsyn"});
    return outcome.refusal && !outcome.refusal->fields.empty() ? outcome.refusal->fields.front().problem : std::string();
  };
  EXPECT_EQ(refused(organisation::Role::kAuditor, std::nullopt), "grant_needs_end");
  EXPECT_EQ(refused(organisation::Role::kController, town.Today()), "grant_for_auditor");
}

TEST(WhoSeesWhat, NotSignedIsToldAsATotal) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.RefuseWithHealth();
  const int64_t answer_task = town.TaskOf("answer_refusal_as_superior", "health").number;
  TaskAnswer told = GetTask(town.state(), town.ContextOf("office"), answer_task, "nb");
  EXPECT_EQ(told.task.title, "Lederavtale");
  EXPECT_EQ(told.task.kind, "");
  EXPECT_EQ(GetTask(town.state(), town.ContextOf("top"), answer_task, "nb").task.kind, "answer_refusal_as_superior");
  town.Complete("answer_refusal_as_superior", "health", "state", {{"refusal_reason", "Målet er kommunestyrets"}});
  const int64_t number = AgreementOf(town, "health", "annual");
  struct Row {
    const char* person;
    std::optional<AgreementState> state;
    std::optional<int64_t> total;
  };
  const std::vector<Row> rows = {
      {"health", AgreementState::kNotSigned, std::nullopt}, {"top", AgreementState::kNotSigned, std::nullopt},
      {"office", AgreementState::kDraft, 1},                {"controller", AgreementState::kDraft, 1},
      {"auditor", AgreementState::kNotSigned, 1},           {"mayor", std::nullopt, std::nullopt},
  };
  for (const Row& row : rows) {
    AgreementPage page = ListAgreements(town.state(), town.ContextOf(row.person), "2015", 100, "");
    const AgreementShown* shown = Among(page, number);
    EXPECT_EQ(shown == nullptr ? std::nullopt : shown->state, row.state) << row.person;
    EXPECT_EQ(page.not_signed, row.total) << row.person;
    bool outside = row.state == AgreementState::kDraft;
    if (outside) { EXPECT_TRUE(shown->signatures.empty() && shown->document_hash.empty()) << row.person; }
  }
  const Value& document = GetAgreement(town.state(), town.ContextOf("health"), number).agreement.document;
  EXPECT_EQ(document["refusals"]["leader"].Text(), "Målet er urimelig");
  EXPECT_EQ(document["refusals"]["superior"].Text(), "Målet er kommunestyrets");
}

TEST(WhoSeesWhat, OfTheScorecard) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {}, {}});
  town.Complete("involvement", "lund", "record");
  town.Complete("propose", "lund", "submit");
  struct Row {
    const char *person, *proposed, *target;
  };
  auto expect = [&](const std::vector<Row>& rows, const char* when) {
    for (const Row& row : rows) {
      CardShown card = GetScorecard(town.state(), town.ContextOf(row.person), "lund", 2015);
      const CardRowShown* shown = FindRow(card, "trivsel");
      EXPECT_EQ(shown == nullptr ? "none" : shown->proposed, row.proposed) << when << ", " << row.person;
      EXPECT_EQ(shown == nullptr ? "none" : shown->target, row.target) << when << ", " << row.person;
    }
  };
  expect({{"rektor", ">4,5", ">4,5"}, {"chief", ">4,5", ">4,5"}, {"top", ">4,5", ">4,5"}, {"office", ">4,5", ">4,5"},
          {"health", "", ""}, {"mayor", "none", "none"}, {"stranger", "none", "none"}}, "proposed");
  town.Complete("review", "lund", "agree");
  expect({{"health", "", ">4,5"}, {"mayor", "none", "none"}}, "agreed");
  EXPECT_EQ(GetScorecard(town.state(), town.ContextOf("stranger"), "lund", 2015).refusal->reason, Reason::kNotVisible);
  EXPECT_EQ(GetScorecard(town.state(), town.ContextOf("office"), "nowhere", 2015).refusal->reason, Reason::kUnitNotFound);
  EXPECT_TRUE(GetScorecard(town.state(), town.ContextOf("office"), "care", 2015).rows.empty());
  town.CompleteAll();
  town.Advance(MakeDate(2014, 9, 26));
  town.CompleteAll();
  town.Advance(MakeDate(2014, 12, 16));
  town.CompleteAll();
  expect({{"mayor", "", ">4,5"}}, "decided");
  CardShown card = GetScorecard(town.state(), town.ContextOf("mayor"), "lund", 2015);
  EXPECT_FALSE(FindRow(card, "trivsel")->changed_by_council);
  town.Must("office", ChangeTarget{"lund", "Trivsel", ">4,8", "PS 9/15", 2015});
  card = GetScorecard(town.state(), town.ContextOf("mayor"), "lund", 2015);
  EXPECT_TRUE(FindRow(card, "trivsel")->changed_by_council);
  EXPECT_EQ(FindRow(card, "trivsel")->target, ">4,8");
  IndicatorPage page = ListIndicators(town.state(), town.ContextOf("health"), 100, "");
  ASSERT_EQ(page.indicators.size(), 1u);
  EXPECT_EQ(page.indicators[0].units, 1);
  EXPECT_EQ(ListIndicators(town.state(), town.ContextOf("stranger"), 100, "").refusal->reason, Reason::kNotVisible);
}

}  // namespace
}  // namespace arshjul::year
