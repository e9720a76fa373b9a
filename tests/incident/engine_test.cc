// An engine with somebody stuck: others go on, nothing is lost by a restart, and a file from before incidents is taken over.
#include <algorithm>
#include <thread>

#include "engine/engine_testing.h"
#include "engine/ground.h"
#include "engine/reader_rows.h"
#include "incident/workflows.h"
#include "store/sqlite.h"

namespace arshjul::engine {
namespace {

using testing::SizeIs;

std::vector<cycle::Incident> Incidents(Engine& engine) {
  std::vector<cycle::Incident> incidents;
  absl::Status read = engine.Read("bygda", "", [&](View& view) {
    for (const cycle::Incident* incident : view.state.incidents.All()) incidents.push_back(*incident);
  });
  EXPECT_TRUE(read.ok()) << read;
  return incidents;
}

std::vector<std::string> Active(Engine& engine) {
  std::vector<std::string> active;
  absl::Status read = engine.Read("bygda", "", [&](View& view) {
    active = view.state.steps.Find("2015/run/")->configuration.active;
  });
  EXPECT_TRUE(read.ok()) << read;
  return active;
}

Reply Steer(Engine& engine, const std::string& action) {
  int64_t task = 0;
  absl::Status read = engine.Read("bygda", "", [&](View& view) { task = view.state.tasks.By(cycle::Task::kOpen, "open").front()->number; });
  EXPECT_TRUE(read.ok()) << read;
  return engine.Run(As("office", cycle::CompleteTask{task, action, Value(Object()), {}}));
}

class StuckTest : public EngineTest {
 protected:
  void LaunchTwoEvents() {
    StartEngine();
    cycle::CreateMunicipality creation = Creation("bygda");
    creation.demo_now = At("2015-01-05T08:00:00Z");
    creation.workflows = {incident::kTwoEvents};
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", creation))));
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", Organisation()))));
    cycle::LaunchCycle launch = Launch();
    launch.workflow = "two-events";
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", launch))));
  }
  // `one` cannot come; what the state waited for, and `two`, wait behind it.
  void GetStuck() {
    ASSERT_NO_FATAL_FAILURE(LaunchTwoEvents());
    ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SetClock{At("2015-01-08T10:00:00Z")}))));
    ASSERT_THAT(Incidents(*engine_), SizeIs(1));
    ASSERT_THAT(Incidents(*engine_)[0].waiting, SizeIs(2));
  }
};
INSTANTIATE_TEST_SUITE_P(Places, StuckTest, testing::Bool(), PlaceName);

TEST_P(StuckTest, OthersGoOnAndItComesInOrderWhenTheCauseIsGone) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  ExpectClean();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Rename("Videre")))));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SetClock{At("2015-01-12T10:00:00Z")}))));
  const std::vector<FiredTimer> fired = FiredTimers(LogOf(*engine_));
  EXPECT_EQ(std::count_if(fired.begin(), fired.end(), [](const FiredTimer& one) { return one.timer.kind == cycle::Timer::Kind::kDailyRound; }), 5);
  const int64_t number = Incidents(*engine_)[0].number, sequence = SequenceOf(*engine_);
  EXPECT_TRUE(RefusedFor(engine_->Run(As("office", cycle::RetryIncident{number, {}}, "again")), Reason::kWorkflowLimit));
  EXPECT_EQ(SequenceOf(*engine_), sequence) << "a retry that fails again changes nothing";
  ASSERT_TRUE(Succeeded(Steer(*engine_, "mend")));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::RetryIncident{number, {}}, "now"))));
  EXPECT_THAT(Active(*engine_), testing::Contains("both_came")) << "what waited is due at once, after it";
  EXPECT_TRUE(engine_->Run(As("office", cycle::RetryIncident{number, {}}, "now")).repeated);
  EXPECT_EQ(Incidents(*engine_)[0].state, cycle::IncidentState::kRetried);
  ExpectClean();
}

TEST_P(StuckTest, SkippingLetsComeWhatWaited) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SkipIncident{Incidents(*engine_)[0].number, "gjort for hånd", {}}))));
  EXPECT_THAT(Active(*engine_), testing::Contains("two_came"));
  ExpectClean();
}

// It would count as tried, and nobody would ever be told.
TEST_P(StuckTest, ALetterThatIsGoneIsNotTriedAgain) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  ASSERT_TRUE(Succeeded(engine_->Run(As("system", cycle::ParkNotice{"gone", "overdue", "top", "NOTICE_REFUSED", 1}))));
  ASSERT_THAT(Incidents(*engine_), SizeIs(2));
  const int64_t number = Incidents(*engine_)[1].number;
  EXPECT_TRUE(absl::IsDataLoss(engine_->Run(As("office", cycle::RetryIncident{number, {}})).status));
  EXPECT_EQ(Incidents(*engine_)[1].state, cycle::IncidentState::kOpen);
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SkipIncident{number, "sagt", {}}))));
  ExpectClean();
}

class Refusing : public notify::Notifier {
 public:
  const char* Name() const override { return "refusing"; }
  absl::Status Deliver(const notify::Notice&) override { return absl::InvalidArgumentError("no address"); }
};

// Which letter of a talk it was would tell what happens between two; that there was one is for whoever repairs.
TEST_P(StuckTest, OfALetterBetweenTwoIsNotToldWhichItWas) {
  Options options = OptionsHere();
  options.notifiers = {std::make_shared<Refusing>()};
  StartEngine(std::move(options));
  std::string workflow = incident::kBetweenTwo;
  const std::string ready = "{event: task.prepare.ready, to: held}";
  ASSERT_NE(workflow.find(ready), std::string::npos);
  workflow.replace(workflow.find(ready), ready.size(), "{event: task.prepare.ready, to: held, actions: [{notify: {to: superior, message: talk_appointed}}]}");
  cycle::CreateMunicipality creation = Creation("bygda");
  creation.demo_now = At("2015-01-05T08:00:00Z");
  creation.workflows = {workflow};
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", creation))));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Organisation()))));
  cycle::LaunchCycle launch = Launch();
  launch.workflow = "between-two";
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", launch))));
  int64_t task = 0;
  absl::Status read = engine_->Read("bygda", "", [&](View& view) {
    for (const cycle::Task* open : view.state.tasks.By(cycle::Task::kOpen, "open")) {
      if (open->assignment.person == "nurse") task = open->number;
    }
  });
  ASSERT_TRUE(read.ok()) << read;
  ASSERT_TRUE(Succeeded(engine_->Run(As("nurse", cycle::CompleteTask{task, "ready", Value(Object()), {}}))));
  auto parked = [&] {
    const auto incidents = Incidents(*engine_);
    return std::find_if(incidents.begin(), incidents.end(), [](const auto& one) { return one.person == "chief" && one.message.empty(); }) != incidents.end();
  };
  while (!parked()) std::this_thread::yield();
  for (const cycle::Incident& incident : Incidents(*engine_)) EXPECT_NE(incident.message, "talk_appointed");
}

class StuckFilesTest : public StuckTest {};
INSTANTIATE_TEST_SUITE_P(Places, StuckFilesTest, testing::Values(true), PlaceName);

TEST_P(StuckFilesTest, IsThereAfterARestart) {
  ASSERT_NO_FATAL_FAILURE(GetStuck());
  const std::string before = Encode(Incidents(*engine_)[0]);
  StartEngine();
  ASSERT_THAT(Incidents(*engine_), SizeIs(1));
  EXPECT_EQ(Encode(Incidents(*engine_)[0]), before);
  ASSERT_TRUE(Succeeded(Steer(*engine_, "mend")));
  StartEngine();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::RetryIncident{Incidents(*engine_)[0].number, {}}))));
  EXPECT_THAT(Active(*engine_), testing::Contains("both_came"));
  ExpectClean();
}

// The same rows and log in a file that has no table of incidents, nor any that came later.
void MakeOfBefore(const std::string& now, const std::string& before) {
  auto from = store::OpenSqliteStore({.path = now}, StoreSchema());
  ASSERT_TRUE(from.ok()) << from.status();
  store::Schema schema = StoreSchema();
  ASSERT_EQ(schema[cycle::kIncidentTable].name, "incident");
  schema.resize(cycle::kIncidentTable);
  auto to = store::OpenSqliteStore({.path = before, .create = true}, schema);
  ASSERT_TRUE(to.ok()) << to.status();
  auto reader = *(*from)->NewReader();
  ReaderRows rows(*reader);
  cycle::State state(&rows);
  store::Batch batch;
  batch.log = *reader->Log(0, 0);
  state.ForEach([&]<class Row>(cycle::Table<Row>& table) {
    for (const Row* row : table.All()) batch.rows.push_back({Row::kTable, row->Key(), Encode(*row), row->Columns()});
  });
  ASSERT_TRUE((*to)->Commit(batch).ok());
}

TEST_P(StuckFilesTest, AFileFromBeforeIsTakenOver) {
  ASSERT_NO_FATAL_FAILURE(LaunchTwoEvents());
  engine_ = nullptr;
  ASSERT_NO_FATAL_FAILURE(MakeOfBefore(folder_ / "data/bygda.db", folder_ / "before.db"));
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(folder_ / (std::string("data/bygda.db") + end));
  std::filesystem::rename(folder_ / "before.db", folder_ / "data/bygda.db");
  StartEngine();
  ExpectClean();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SetClock{At("2015-01-08T10:00:00Z")}))));
  ASSERT_THAT(Incidents(*engine_), SizeIs(1));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SkipIncident{Incidents(*engine_)[0].number, "gjort for hånd", {}}))));
  EXPECT_THAT(Active(*engine_), testing::Contains("two_came"));
  ExpectClean();
}

}  // namespace
}  // namespace arshjul::engine
