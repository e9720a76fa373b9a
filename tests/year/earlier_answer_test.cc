// What was answered last time: which answer it is, whose eyes it is for, and what of it stands in the form by itself.
#include <gtest/gtest.h>

#include "cycle/query_task.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

// Lund's dialogue and the talk of Lund's leader in the autumn of 2014, and both asked for again in the autumn of 2015.
class TwoYears : public SmallTown {
 public:
  TwoYears() {
    Launch(2015);
    Complete("involvement", "lund", "record", {{"what_was_good", "Trygge elever"}, {"participation_level", "discussed"}});
    Complete("prepare_ahead_as_leader", "rektor", "ready", {{"next_target", "Litt høyere"}, {"own_notes", "Husk lønn"}});
    Complete("appoint", "rektor", "invite", {{"held_on", "2014-09-01"}, {"place", "Rådhuset"}, {"conductor", "adviser"}});
    Complete("discuss_start", "", "record", {{"discuss_start_with", List{Object{{"body", "Fagforbundet"}, {"held_on", "2014-08-14"}}}}});
    Advance(MakeDate(2015, 8, 17));
  }
  void Launch(int year) { Must("office", LaunchCycle{"annual-cycle", year, {{"talk_at", "before_ambition"}}, {}}); }

  TaskAnswer Ask(const std::string& person, const std::string& kind, const std::string& of) {
    return GetTask(state(), ContextOf(person), TaskOf(kind, of).number, "nb");
  }
  // "2015 discussed (Drøftet sammen)"; "-" where nothing is told.
  std::string Earlier(const std::string& person, const std::string& kind, const std::string& of, const std::string& field) {
    for (const FormField& one : Ask(person, kind, of).task.form.fields) {
      if (one.id != field) continue;
      if (!one.earlier) return "-";
      const EarlierAnswer& earlier = *one.earlier;
      return std::to_string(earlier.year) + " " + earlier.value.Text() + (earlier.words.empty() ? "" : " (" + earlier.words + ")");
    }
    return "no field";
  }
};

TEST(EarlierAnswer, IsShownToWhoeverMayReadItNow) {
  TwoYears town;
  town.Launch(2016);
  struct Row {
    const char *what, *person, *kind, *of, *field, *expected;
  };
  const std::vector<Row> rows = {
      {"the leader's own text of the unit", "rektor", "involvement", "lund", "what_was_good", "2015 Trygge elever"},
      {"a choice in its words of then", "rektor", "involvement", "lund", "participation_level", "2015 discussed (Drøftet sammen)"},
      {"of a unit that nobody answered for", "chief", "involvement", "growth", "what_was_good", "-"},
      {"an open task is its assignee's", "chief", "involvement", "lund", "what_was_good", "-"},
      {"the same two: what both see", "rektor", "prepare_ahead_as_leader", "rektor", "next_target", "2015 Litt høyere"},
      {"and one's own notes", "rektor", "prepare_ahead_as_leader", "rektor", "own_notes", "2015 Husk lønn"},
      {"a person by name", "chief", "appoint", "rektor", "conductor", "2015 adviser (Rådgiveren)"},
      {"a day", "chief", "appoint", "rektor", "held_on", "2015 2014-09-01"},
      {"of another pair", "top", "appoint", "chief", "place", "-"},
  };
  for (const Row& row : rows) EXPECT_EQ(town.Earlier(row.person, row.kind, row.of, row.field), row.expected) << row.what;
  // What is read of a talk is noted, under the task it was written in.
  const std::vector<TextRead> reads = town.Ask("rektor", "prepare_ahead_as_leader", "rektor").reads;
  ASSERT_EQ(reads.size(), 1u);
  EXPECT_EQ(reads[0].fields, "next_target, own_notes");
  EXPECT_NE(reads[0].resource, "tasks/" + std::to_string(town.TaskOf("prepare_ahead_as_leader", "rektor").number));
  EXPECT_TRUE(town.Ask("rektor", "involvement", "lund").reads.empty());
  const TaskAnswer office = town.Ask("office", "discuss_start", "");
  ASSERT_TRUE(office.task.form.fields.at(0).earlier);
  EXPECT_EQ((*office.task.form.fields[0].earlier->value.AsList())[0]["body"].Text(), "Fagforbundet");
}

TEST(EarlierAnswer, OfOthersFollowsTheUnitAndNeverThePerson) {
  TwoYears town;
  town.Launch(2016);
  town.Must("rektor", ReassignTask{town.TaskOf("involvement", "lund").number, "adviser", "Kan dette bedre"});
  EXPECT_EQ(town.Earlier("adviser", "involvement", "lund", "what_was_good"), "-") << "asked to help this year, was not told last year";
  EXPECT_EQ(town.Earlier("rektor", "involvement", "lund", "what_was_good"), "2015 Trygge elever");
  town.Must("office", AssignHolding{"lund", "", "ny leder", PersonGiven{"newcomer", "Den nye", ""}, {town.Today(), std::nullopt}});
  EXPECT_EQ(town.Earlier("newcomer", "involvement", "lund", "what_was_good"), "2015 Trygge elever");
}

TEST(EarlierAnswer, IsOfTheLatestYearThatCameToSomething) {
  TwoYears town;
  town.Must("office", ChangeCycle{ChangeCycle::To::kCancel, "2015", "Vi begynner på nytt"});
  town.Launch(2016);
  EXPECT_EQ(town.Earlier("rektor", "involvement", "lund", "what_was_good"), "-");
  town.Complete("involvement", "lund", "record", {{"what_was_good", "Godt samarbeid"}});
  town.Advance(MakeDate(2016, 8, 17));
  town.Launch(2017);
  EXPECT_EQ(town.Earlier("rektor", "involvement", "lund", "what_was_good"), "2016 Godt samarbeid");
}

TEST(EarlierAnswer, AChoiceStandsAndNothingElseIsAssumed) {
  TwoYears town;
  town.Launch(2016);
  const Form form = town.Ask("rektor", "involvement", "lund").task.form;
  for (const FormField& field : form.fields) {
    if (field.id == "participation_level") EXPECT_EQ(field.standard.Text(), "discussed");
    if (field.type == "TEXT") EXPECT_TRUE(field.standard.IsNull()) << field.id;
    if (field.id == "held_on") EXPECT_EQ(field.standard.Text(), "2015-08-17") << "today, as the workflow says";
  }
  for (const FormField& field : town.Ask("chief", "appoint", "rektor").task.form.fields) {
    if (field.type == "PERSON" || field.type == "TEXT") EXPECT_TRUE(field.standard.IsNull()) << field.id;
  }
  for (const FormField& field : town.Ask("office", "discuss_start", "").task.form.fields) EXPECT_TRUE(field.standard.IsBlank()) << field.id;
  const int64_t number = town.TaskOf("involvement", "lund").number;
  Object given{{"what_was_good", "a"}, {"what_could_be_better", "b"}, {"how_high", "c"}, {"how", "d"}};
  town.Must("rektor", CompleteTask{number, "record", given, std::nullopt});
  EXPECT_EQ(town.state().tasks.Find(Task::MakeKey(number))->draft["participation_level"].Text(), "discussed");
}

}  // namespace
}  // namespace arshjul::year
