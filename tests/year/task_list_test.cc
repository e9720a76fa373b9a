// Tasks: who has which on the list, in which order, and what may be done with them.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cycle/query_action.h"
#include "cycle/query_agreement.h"
#include "cycle/query_task.h"
#include "simulation/filling.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

std::set<std::string> Listed(SmallTown& town, const std::string& person, const TaskFilter& filter) {
  std::set<std::string> out;
  for (const TaskShown& task : ListTasks(town.state(), town.ContextOf(person), filter, "nb").tasks) {
    out.insert(task.kind + " " + (task.subject.empty() ? task.unit_id : task.subject));
  }
  return out;
}

TEST(TaskList, WhoIsShownWhichTasks) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {{"talk_at", "before_ambition, after_results"}}, {}});
  using Set = std::set<std::string>;
  const Set unit_work = {"involvement town", "involvement growth", "involvement lund", "involvement care"};
  Set everything = unit_work;
  // The office's own, about the whole municipality.
  for (const char* moment : {"start", "ambition", "proposal"}) everything.insert(std::string("discuss_") + moment + " ");
  for (const char* leader : {"top", "chief", "rektor", "health"}) {
    everything.insert(std::string("prepare_ahead_as_leader ") + leader);
    everything.insert(std::string("appoint ") + leader);
  }
  struct Row {
    const char* what;
    std::string person;
    TaskFilter filter;
    Set expected;
  };
  const std::vector<Row> rows = {
      {"the office sees all", "office", {}, everything},
      {"so does the controller", "controller", {}, everything},
      {"and the auditor", "auditor", {}, everything},
      {"a leader without leaders below: own, and the pair's", "rektor", {}, {"involvement lund", "prepare_ahead_as_leader rektor", "appoint rektor"}},
      {"a leader: own pairs fully, the unit work below", "chief", {},
       {"involvement growth", "involvement lund", "prepare_ahead_as_leader chief", "appoint chief", "prepare_ahead_as_leader rektor", "appoint rektor"}},
      {"the top: nothing of the talks of others", "top", {},
       {"involvement town", "involvement growth", "involvement lund", "involvement care", "prepare_ahead_as_leader top", "appoint top",
        "prepare_ahead_as_leader chief", "appoint chief", "prepare_ahead_as_leader health", "appoint health"}},
      {"a politician: of the top leader, whose counterpart this one is", "mayor", {}, {"involvement town", "prepare_ahead_as_leader top", "appoint top"}},
      {"somebody known: nothing", "stranger", {}, {}},
      {"mine", "chief", {.mine = true}, {"involvement growth", "prepare_ahead_as_leader chief", "appoint rektor"}},
      {"of a unit and below", "office", {.unit = "growth"},
       {"involvement growth", "involvement lund", "prepare_ahead_as_leader chief", "appoint chief", "prepare_ahead_as_leader rektor", "appoint rektor"}},
      {"of a phase", "office", {.phase = "ambition"}, unit_work},
      {"of another cycle", "office", {.cycle = "2014"}, {}},
      {"of an assignee", "office", {.assignee = "rektor"}, {"involvement lund", "prepare_ahead_as_leader rektor"}},
      {"of an assignee, to one who may not see", "health", {.assignee = "rektor"}, {}},
      {"overdue: none yet", "office", {.overdue_only = true}, {}},
  };
  for (const Row& row : rows) EXPECT_EQ(Listed(town, row.person, row.filter), row.expected) << row.what;
  town.Complete("involvement", "lund", "record");
  TaskFilter open{.open_only = true, .unit = "lund"};
  EXPECT_FALSE(Listed(town, "office", open).contains("involvement lund"));
  EXPECT_TRUE(Listed(town, "office", {.unit = "lund"}).contains("involvement lund"));
  town.Advance(MakeDate(2014, 9, 10));
  EXPECT_TRUE(Listed(town, "office", {.overdue_only = true}).contains("involvement care"));
}

TEST(TaskList, DeputiesAndTheOffice) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {}, {}});
  town.Must("office", RegisterAbsence{"rektor", PersonGiven{"stand_in", "", ""}, {town.Today(), std::nullopt}});
  EXPECT_EQ(Listed(town, "stand_in", {.mine = true}), (std::set<std::string>{"involvement lund"}));
  EXPECT_EQ(Listed(town, "rektor", {.mine = true}), (std::set<std::string>{"involvement lund"}));
  TaskShown shown = GetTask(town.state(), town.ContextOf("stand_in"), town.TaskOf("involvement", "lund").number, "nb").task;
  EXPECT_EQ(shown.on_behalf_of, "Rektoren");
  EXPECT_EQ(shown.because, organisation::Because::kDeputy);
  EXPECT_EQ(shown.because_args.at("holder"), "Rektoren");
  town.Must("office", GrantRole{organisation::Role::kOffice, {"adviser", "", ""}, "", {}});
  town.CompleteAll();
  town.Advance(MakeDate(2014, 9, 26));
  EXPECT_TRUE(Listed(town, "adviser", {.mine = true}).contains("publish_recommendation "));
  EXPECT_TRUE(Listed(town, "office", {.mine = true}).contains("publish_recommendation "));
  EXPECT_EQ(town.Do("adviser", SaveTask{town.TaskOf("publish_recommendation", "").number, Object{}, {}}).refusal, std::nullopt);
}

TEST(TaskForm, ASupporterSeesWhatHeIsAskedAbout) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {{"talk_at", "before_ambition"}}, {}});
  const int64_t asked = town.TaskOf("involvement", "lund").number, other = town.TaskOf("involvement", "growth").number;
  auto seen = [&](int64_t number) { return GetTask(town.state(), town.ContextOf("adviser"), number, "nb"); };
  EXPECT_TRUE(seen(asked).refusal);
  town.Must("rektor", SaveTask{asked, Object{{"how", "Ny plan"}}, std::nullopt});
  town.Must("rektor", CommentTask{asked, "Hvordan leser vi svarene?", "adviser"});
  TaskAnswer answer = seen(asked);
  ASSERT_FALSE(answer.refusal);
  ASSERT_EQ(answer.task.comments.size(), 1u);
  EXPECT_EQ(answer.task.comments.front().asked, "Rådgiveren");
  EXPECT_FALSE(answer.task.form.fields.empty());
  EXPECT_TRUE(answer.task.form.draft.empty()) << "a draft is its writer's";
  EXPECT_TRUE(answer.task.actions.empty());
  EXPECT_TRUE(seen(other).refusal);
  town.Must("adviser", CommentTask{asked, "Se på svarprosenten først"});
  EXPECT_TRUE(town.Do("adviser", CommentTask{asked, "Spør ham", "stand_in"}).refusal);
  EXPECT_TRUE(town.Do("rektor", CommentTask{town.TaskOf("prepare_ahead_as_leader", "rektor").number, "Hjelp", "adviser"}).refusal);
}

// What the office sees of them in pages of five.
std::vector<std::pair<Instant, int64_t>> InPages(SmallTown& town, TaskFilter filter, int expected_pages) {
  std::vector<std::pair<Instant, int64_t>> seen;
  filter.most = 5;
  int pages = 0;
  do {
    TaskPage page = ListTasks(town.state(), town.ContextOf("office"), filter, "nb");
    for (const TaskShown& task : page.tasks) seen.emplace_back(task.due, task.number);
    filter.after = page.next;
    ++pages;
  } while (!filter.after.empty());
  EXPECT_EQ(pages, expected_pages);
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), seen.size());
  return seen;
}

TEST(TaskList, PagesOfOpenOnesComeInOrderOfDueDay) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {{"talk_at", "before_ambition, after_results"}}, {}});
  TaskFilter filter;
  filter.open_only = true;
  const auto seen = InPages(town, filter, 3);
  EXPECT_EQ(seen.size(), 15u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
}

TEST(TaskList, PagesOfAllThereIsComeInOrderOfTheirNumbers) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {{"talk_at", "before_ambition, after_results"}}, {}});
  TaskFilter year, other;
  year.cycle = "2015";
  other.cycle = "2016";
  const auto seen = InPages(town, {}, 3);
  EXPECT_EQ(seen.size(), 15u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.second < b.second; }));
  EXPECT_EQ(InPages(town, year, 3), seen);
  EXPECT_TRUE(InPages(town, other, 1).empty());
}

TEST(TaskForm, LimitsFollowWhatIsSaved) {
  SmallTown town;
  town.LiveUntil(MakeDate(2014, 9, 26));
  const int64_t number = town.TaskOf("publish_recommendation", "").number;
  auto earliest = [&] {
    for (const FormField& field : GetTask(town.state(), town.ContextOf("office"), number, "nb").task.form.fields) {
      if (field.id == "vote_planned") return field.min.Text();
    }
    return std::string("no such field");
  };
  EXPECT_EQ(earliest(), "2014-10-10");  // the recommendation is taken to be published today
  town.Must("office", SaveTask{number, Object{{"published_on", "2014-11-27"}}, {}});
  EXPECT_EQ(earliest(), "2014-12-11");
  EXPECT_EQ(GetTask(town.state(), town.ContextOf("office"), number, "nb").task.revision, 2);
}

TEST(TaskForm, AnOpenDraftIsItsWritersAlone) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  const int64_t talk = town.TaskOf("prepare_as_leader", "rektor").number;
  town.Must("rektor", SaveTask{talk, Object{{"achieved", "Kladd"}, {"own_notes", "Notat"}}, {}});
  EXPECT_EQ(GetTask(town.state(), town.ContextOf("rektor"), talk, "nb").task.form.draft.size(), 2u);
  TaskAnswer other = GetTask(town.state(), town.ContextOf("chief"), talk, "nb");
  EXPECT_TRUE(other.task.form.draft.empty());
  EXPECT_TRUE(other.task.actions.empty());
  EXPECT_TRUE(other.reads.empty());
  TaskAnswer office = GetTask(town.state(), town.ContextOf("office"), talk, "nb");
  EXPECT_TRUE(office.task.form.fields.empty());
  EXPECT_EQ(office.task.title, "Forbered resultatdialogen");
  EXPECT_EQ(GetTask(town.state(), town.ContextOf("office"), 999999, "nb").refusal->reason, Reason::kTaskNotFound);
}

std::set<std::string> Offered(SmallTown& town, const std::string& person, const std::string& collection, const std::string& id) {
  std::set<std::string> out;
  Offers offers = OffersOf(town.state(), town.ContextOf(person), collection, id, "nb");
  if (offers.refusal) return {ReasonName(offers.refusal->reason)};
  for (const Offer& offer : offers.offers) out.insert(offer.id + (offer.args.contains("phase") ? " " + offer.args.at("phase") : ""));
  return out;
}

TEST(TaskForm, ComesBackInTheLanguageItWasShownIn) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 6, 15));
  const Task closing = town.TaskOf("close_cycle", "");
  const Form form = GetTask(town.state(), town.ContextOf("office"), closing.number, "en").task.form;
  const FormAction action = ActionsOf(town.state(), town.ContextOf("office"), closing, "en").at(0);
  const Object data = simulation::FillForm(form, action, {});
  ASSERT_GT(data.at("gaps").AsList()->size(), 0u);
  const std::string shown = (*data.at("gaps").AsList())[0]["what"].Text();
  const std::string own = (*GetTask(town.state(), town.ContextOf("office"), closing.number, "nb").task.form.fields[0].standard.AsList())[0]["what"].Text();
  ASSERT_NE(shown, own) << "the two languages say it differently";
  // What nobody was shown, in no language, is no more let through than before.
  Object changed = data;
  (*(*changed["gaps"].AsList())[0].AsObject())["what"] = shown + "!";
  Outcome refused = town.Do("office", CompleteTask{closing.number, "close", changed, std::nullopt});
  ASSERT_TRUE(refused.refusal);
  EXPECT_EQ(refused.refusal->fields.at(0).problem, "read_only");
  town.Must("office", CompleteTask{closing.number, "close", data, std::nullopt});
  EXPECT_EQ(town.state().cycles.Find("2015")->state, CycleState::kClosed);
}

TEST(AvailableActions, Rows) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  town.AgreeWithLund();
  const std::string confirm = std::to_string(town.TaskOf("confirm", "rektor").number);
  const std::string preparing = std::to_string(town.TaskOf("prepare_as_leader", "health").number);
  const std::string agreement = std::to_string(ListAgreements(town.state(), town.ContextOf("rektor"), "2015", 100, "").agreements.back().number);
  std::string promised;
  for (const Commitment* commitment : town.state().commitments.All()) {
    if (commitment->by == "chief") promised = std::to_string(commitment->number);
  }
  struct Row {
    const char *person, *collection;
    std::string id;
    std::set<std::string> expected;
  };
  const std::vector<Row> rows = {
      {"health", "tasks", preparing, {"ready", "save"}},
      {"top", "tasks", preparing, {}},
      {"office", "tasks", preparing, {}},
      {"rektor", "tasks", preparing, {"NOT_VISIBLE"}},
      {"rektor", "tasks", confirm, {}},
      {"office", "tasks", "4711", {"TASK_NOT_FOUND"}},
      {"office", "tasks", "x", {"TASK_NOT_FOUND"}},
      {"office", "cycles", "2015", {"open_phase closing", "suspend", "cancel"}},
      {"top", "cycles", "2015", {}},
      {"office", "cycles", "1999", {"CYCLE_NOT_FOUND"}},
      {"office", "units", "lund", {"assign_leader", "end_holding", "move", "close"}},
      {"office", "units", "town", {"assign_leader", "end_holding"}},
      {"rektor", "units", "lund", {}},
      {"office", "units", "x", {"UNIT_NOT_FOUND"}},
      {"rektor", "agreements", agreement, {}},
      {"health", "agreements", agreement, {"NOT_VISIBLE"}},
      {"rektor", "commitments", promised, {"remind", "settle"}},
      {"chief", "commitments", promised, {}},
      {"office", "commitments", promised, {"COMMITMENT_NOT_FOUND"}},
      {"controller", "", "", {"import_scorecards", "set_direction", "record_result", "set_frame"}},
      {"rektor", "", "", {}},
      {"office", "widgets", "1", {}},
  };
  for (const Row& row : rows) EXPECT_EQ(Offered(town, row.person, row.collection, row.id), row.expected) << row.person << " " << row.collection << "/" << row.id;
}

TEST(AvailableActions, OfWhatALeaderGivesAway) {
  SmallTown town;
  town.Must("office", LaunchCycle{"annual-cycle", 2015, {{"talk_at", "before_ambition"}}, {}});
  const std::string own = std::to_string(town.TaskOf("involvement", "growth").number);
  const std::string talk = std::to_string(town.TaskOf("appoint", "rektor").number);
  auto persons = [&](const std::string& who) {
    for (const Offer& offer : OffersOf(town.state(), town.ContextOf(who), "tasks", own, "nb").offers) {
      if (offer.id == "reassign") return offer.persons;
    }
    return std::vector<std::string>{"not offered"};
  };
  using Persons = std::vector<std::string>;
  EXPECT_EQ(persons("chief"), (Persons{"adviser", "rektor", "stand_in", "stranger"})) << "a leader below, and three supporters";
  EXPECT_EQ(persons("office"), Persons{}) << "anybody";
  EXPECT_EQ(persons("top"), Persons{}) << "the leader above, too";
  EXPECT_EQ(persons("rektor"), (Persons{"not offered"}));
  EXPECT_FALSE(Offered(town, "chief", "tasks", talk).contains("reassign")) << "a talk is between two";
  town.Must("chief", ReassignTask{town.TaskOf("involvement", "growth").number, "rektor", "Kjenner saken"});
  EXPECT_EQ(persons("chief"), (Persons{"adviser", "stand_in", "stranger", "chief"}));
  EXPECT_EQ(persons("rektor"), Persons{"chief"});
  EXPECT_EQ(Offered(town, "rektor", "tasks", own), (std::set<std::string>{"record", "save", "reassign", "comment"}));
  EXPECT_TRUE(Listed(town, "rektor", {.mine = true, .open_only = true}).contains("involvement growth"));
  EXPECT_TRUE(Listed(town, "chief", {.mine = true, .open_only = true}).contains("involvement growth")) << "still the leader's to answer for";
  TaskShown shown = GetTask(town.state(), town.ContextOf("rektor"), town.TaskOf("involvement", "growth").number, "nb").task;
  EXPECT_EQ(shown.on_behalf_of, "Sjefen");
  EXPECT_EQ(shown.because_args.at("holder"), "Sjefen");
  town.Complete("involvement", "growth", "record");
  EXPECT_EQ(town.TaskOf("involvement", "growth").assignment.on_behalf_of, "chief");
}

TEST(Commitments, WhatIsSaidInSettlingIsKept) {
  SmallTown town;
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  town.AgreeWithLund();
  CommitmentPage page = ListCommitments(town.state(), town.ContextOf("rektor"), "", true, 1, "");
  ASSERT_EQ(page.commitments.size(), 1u);
  EXPECT_EQ(page.commitments[0].text, "Flere foreldremøter");
  page = ListCommitments(town.state(), town.ContextOf("rektor"), "", true, 1, page.next);
  ASSERT_EQ(page.commitments.size(), 1u);
  EXPECT_EQ(page.commitments[0].text, "En ny stilling");
  EXPECT_EQ(page.next, "");
  const int64_t number = page.commitments[0].number;
  EXPECT_EQ(town.Do("chief", SettleCommitment{number, true, ""}).refusal->reason, Reason::kNotYourTask);
  town.Must("rektor", SettleCommitment{number, true, "Kom i august"});
  CommitmentAnswer answer = GetCommitment(town.state(), town.ContextOf("chief"), number);
  EXPECT_EQ(answer.commitment.comment, "Kom i august");
  EXPECT_EQ(answer.commitment.state, CommitmentState::kKept);
  EXPECT_EQ(answer.reads.size(), 1u);
  EXPECT_EQ(answer.reads[0].fields, "text, comment");
  EXPECT_EQ(GetCommitment(town.state(), town.ContextOf("top"), number).refusal->reason, Reason::kCommitmentNotFound);
}

}  // namespace
}  // namespace arshjul::year
