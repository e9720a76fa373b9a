// Many at once: groups, a full queue, draining, and municipalities that do not disturb each other.
#include <algorithm>
#include <random>
#include <set>
#include <thread>

#include "engine/engine_testing.h"

namespace arshjul::engine {
namespace {

using testing::Each;
using testing::ElementsAre;

// Answers, and who waits for all of them.
class Answers {
 public:
  std::function<void(Reply)> Next() {
    std::lock_guard lock(mutex_);
    size_t at = replies_.size();
    replies_.emplace_back();
    return [this, at](Reply reply) {
      std::lock_guard lock(mutex_);
      replies_[at] = std::move(reply);
      ++answered_;
      changed_.notify_all();
    };
  }
  std::vector<Reply> Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return answered_ == replies_.size(); });
    return replies_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Reply> replies_;
  size_t answered_ = 0;
};

// While the returned gate is closed the writer stands before a commit, and whatever is submitted becomes one group.
class Standing {
 public:
  Standing(Engine& engine, TestClock& clock, Answers& answers) : clock_(clock) {
    clock_.CloseGate();
    engine.Submit(As("office", Rename("Foran")), answers.Next());
    // The two threads that look at the clock by themselves, and the writer.
    clock_.WaitForAsking(3);
  }
  ~Standing() { clock_.OpenGate(); }

 private:
  TestClock& clock_;
};

TEST_P(EngineTest, AGroupIsOneTransactionAndEachItsOwn) {
  StartEngine();
  Settle();
  const int64_t before = SequenceOf(*engine_);
  Answers answers;
  std::mutex mutex;
  std::vector<int64_t> commits;
  auto watch = engine_->Watch("bygda", [&](int64_t sequence) {
    std::lock_guard lock(mutex);
    commits.push_back(sequence);
  });
  {
    Standing standing(*engine_, *clock_, answers);
    engine_->Submit(As("office", Rename("En"), "one"), answers.Next());
    engine_->Submit(As("head", Rename("Fremmed")), answers.Next());
    engine_->Submit(As("office", Rename("En"), "one"), answers.Next());
    engine_->Submit(As("office", cycle::ChangeMunicipality{.language = "xx"}), answers.Next());
    Request other = As("office", Rename("To"), "one");
    other.body_hash = "another";
    engine_->Submit(other, answers.Next());
    engine_->Submit(As("office", Rename("Tre")), answers.Next());
    EXPECT_GE(engine_->Queued(), 6u);
  }
  std::vector<Reply> replies = answers.Wait();
  EXPECT_TRUE(Succeeded(replies[1]));
  EXPECT_TRUE(RefusedFor(replies[2], Reason::kRoleMissing));
  EXPECT_TRUE(Succeeded(replies[3]) && replies[3].repeated);
  EXPECT_TRUE(RefusedFor(replies[4], Reason::kInvalidInput));
  EXPECT_TRUE(RefusedFor(replies[5], Reason::kRequestReused));
  EXPECT_TRUE(Succeeded(replies[6]));
  EXPECT_EQ(NameOf(*engine_), "Tre");
  EXPECT_EQ(SequenceOf(*engine_), before + 3);
  EXPECT_EQ(engine_->Queued(), 0u);
  ExpectClean();
  engine_->Drain();
  // Who begins to watch may still hear of what was committed before.
  std::erase_if(commits, [&](int64_t heard) { return heard <= before; });
  EXPECT_THAT(commits, testing::UnorderedElementsAre(before + 1, before + 3));
}

TEST_P(EngineTest, AFullQueueRefusesAtOnce) {
  Options options = OptionsHere();
  options.most_queued = 3;
  StartEngine(std::move(options));
  Settle();
  Answers answers;
  {
    Standing standing(*engine_, *clock_, answers);
    for (int i = 0; i < 5; ++i) engine_->Submit(As("office", Rename("Nr " + std::to_string(i))), answers.Next());
  }
  std::vector<Reply> replies = answers.Wait();
  for (int i : {1, 2, 3}) EXPECT_TRUE(Succeeded(replies[i])) << i;
  for (int i : {4, 5}) {
    EXPECT_TRUE(absl::IsResourceExhausted(replies[i].status)) << i;
    ASSERT_TRUE(replies[i].refusal) << i;
    EXPECT_EQ(replies[i].refusal->reason, Reason::kQueueFull);
  }
  EXPECT_EQ(NameOf(*engine_), "Nr 2");
  EXPECT_TRUE(Succeeded(engine_->Run(As("office", Rename("Etterpå")))));
}

TEST_P(EngineTest, DrainingFinishesWhatIsQueuedAndTakesNoMore) {
  StartEngine();
  Settle();
  Answers answers;
  std::thread drain;
  {
    Standing standing(*engine_, *clock_, answers);
    for (int i = 0; i < 10; ++i) engine_->Submit(As("office", Rename("Nr " + std::to_string(i))), answers.Next());
    drain = std::thread([&] { engine_->Drain(); });
  }
  drain.join();
  std::vector<Reply> replies = answers.Wait();
  for (const Reply& reply : replies) EXPECT_TRUE(Succeeded(reply));
  EXPECT_TRUE(absl::IsUnavailable(engine_->Run(As("office", Rename("For sent"))).status));
  engine_->Submit(As("office", Rename("For sent")), answers.Next());
  EXPECT_TRUE(absl::IsUnavailable(answers.Wait().back().status));
  EXPECT_TRUE(absl::IsUnavailable(engine_->Read("bygda", "", [](View&) { FAIL(); })));
  EXPECT_TRUE(absl::IsUnavailable(engine_->NoteReads("bygda", "top", {{"talks/1", "minutes"}})));
  if (!GetParam()) return;
  StartEngine();
  EXPECT_EQ(NameOf(*engine_), "Nr 9");
  ExpectClean();
}

TEST_P(EngineTest, ACallbackMayCallTheEngine) {
  StartEngine();
  Settle();
  Answers answers;
  std::function<void(Reply)> last = answers.Next();
  engine_->Submit(As("office", Rename("En")), [&](Reply) {
    EXPECT_EQ(NameOf(*engine_), "En");
    EXPECT_TRUE(Succeeded(engine_->Run(As("office", Rename("To")))));
    EXPECT_TRUE(engine_->NoteReads("bygda", "top", {{"talks/1", "minutes"}}).ok());
    engine_->Submit(As("office", Rename("Tre")), last);
  });
  EXPECT_THAT(answers.Wait(), Each(testing::ResultOf([](const Reply& r) { return bool(Succeeded(r)); }, true)));
  EXPECT_EQ(NameOf(*engine_), "Tre");
}

TEST_P(EngineTest, ManyAtOnceLoseNothingAndDoNothingTwice) {
  StartEngine();
  Settle("bygda");
  Settle("grenda");
  constexpr int kThreads = 6, kEach = 40;
  Answers answers;
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string municipality = (t + i) % 2 == 0 ? "bygda" : "grenda";
        const std::string person = "p" + std::to_string(t) + "-" + std::to_string(i);
        cycle::GrantRole grant{organisation::Role::kController, {person, "Navn " + person, ""}};
        // Twice each, as a client does that did not hear the answer.
        for (int again = 0; again < 2; ++again) {
          engine_->Submit(As("office", grant, person, municipality), answers.Next());
        }
      }
    });
  }
  threads.emplace_back([&] {
    int64_t newest = 0;
    while (!done) {
      absl::Status read = engine_->Read("bygda", "", [&](View& view) {
        int64_t sequence = *view.reader.Sequence();
        EXPECT_GE(sequence, newest);
        newest = sequence;
        // Each grant is one entry after the two first: one committed picture, not half of one.
        EXPECT_EQ(view.state.persons.All().size(), 6u + static_cast<size_t>(sequence) - 2);
        EXPECT_NE(view.state.Organisation().FindPerson("head"), nullptr);
      });
      EXPECT_TRUE(read.ok()) << read;
      EXPECT_TRUE(engine_->NoteReads("bygda", "top", {{"talks/1", "minutes"}}).ok());
    }
  });
  for (int t = 0; t < kThreads; ++t) threads[t].join();
  std::vector<Reply> replies = answers.Wait();
  done = true;
  threads.back().join();
  int repeated = 0;
  for (const Reply& reply : replies) {
    EXPECT_TRUE(Succeeded(reply));
    repeated += reply.repeated;
  }
  EXPECT_EQ(repeated, kThreads * kEach);
  EXPECT_EQ(SequenceOf(*engine_, "bygda") + SequenceOf(*engine_, "grenda"), 2 * 2 + kThreads * kEach);
  ExpectClean("bygda");
  ExpectClean("grenda");
}

TEST_P(EngineTest, ManyMayCreateTheSame) {
  StartEngine();
  Answers answers;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i) {
        const std::string id = "kommune-" + std::to_string(i);
        cycle::CreateMunicipality creation = Creation(id);
        creation.workflows.clear();
        // Half of them are refused, and must not stand in the way of the others.
        if (t % 2 == 0) creation.name = "";
        engine_->Submit(As("office", creation, "", id), answers.Next());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::vector<Reply> replies = answers.Wait();
  EXPECT_EQ(std::count_if(replies.begin(), replies.end(), [](const Reply& r) { return bool(Succeeded(r)); }), 5);
  EXPECT_EQ(engine_->Municipalities().size(), 5u);
}

// --- files -----------------------------------------------------------------------------------------------------------

class FilesTest : public EngineTest {};
INSTANTIATE_TEST_SUITE_P(Places, FilesTest, testing::Values(true), PlaceName);

TEST_P(FilesTest, EverythingIsThereAfterARestart) {
  StartEngine();
  Settle();
  Reply first = engine_->Run(As("office", Launch(), "one"));
  ASSERT_TRUE(Succeeded(first));
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", cycle::SetClock{At("2014-09-01T08:00:00Z")}))));
  const int64_t sequence = SequenceOf(*engine_);
  StartEngine();
  EXPECT_THAT(engine_->Municipalities(), ElementsAre("bygda"));
  EXPECT_EQ(SequenceOf(*engine_), sequence);
  EXPECT_EQ(engine_->Now("bygda").value(), At("2014-09-01T08:00:00Z"));
  Reply again = engine_->Run(As("office", Launch(), "one"));
  ASSERT_TRUE(Succeeded(again));
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.answer, first.answer);
  ExpectClean();
}

TEST_P(FilesTest, AFileThatIsNoneOfOursStopsNobodyElse) {
  std::filesystem::create_directories(folder_ / "data");
  std::ofstream(folder_ / "data/skadet.db") << std::string(10000, 'x');
  std::ofstream(folder_ / "data/notes.txt") << "x";
  std::ofstream(folder_ / "data/Annet.db") << "x";
  StartEngine();
  EXPECT_THAT(engine_->Municipalities(), ElementsAre("skadet"));
  Settle();
  Reply reply = engine_->Run(As("office", Rename("x"), "", "skadet"));
  EXPECT_FALSE(reply.status.ok());
  EXPECT_THAT(std::string(reply.status.message()), testing::HasSubstr("skadet.db"));
  EXPECT_FALSE(engine_->Read("skadet", "", [](View&) { FAIL(); }).ok());
  EXPECT_FALSE(engine_->Run(As("office", Creation("skadet"), "", "skadet")).status.ok());
  EXPECT_TRUE(Succeeded(engine_->Run(As("office", Rename("Ny")))));
}

TEST_P(FilesTest, TwoServersDoNotShareAFile) {
  StartEngine();
  Settle();
  auto second = Engine::Start(OptionsHere());
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(absl::IsUnavailable((*second)->Run(As("office", Rename("x"))).status));
  EXPECT_TRUE(Succeeded(engine_->Run(As("office", Rename("y")))));
}

TEST_P(FilesTest, WhatCommandsMakeIsWhatTheLogMakes) {
  StartEngine();
  Settle();
  ASSERT_TRUE(Succeeded(engine_->Run(As("office", Launch()))));
  std::mt19937 random(20140815);
  auto pick = [&](std::vector<std::string> from) { return from[random() % from.size()]; };
  const std::vector<std::string> units = {"kommune", "oppvekst", "skole", "barnehage", "ukjent"};
  const std::vector<std::string> persons = {"top", "chief", "head", "nurse", "office", "new1", "new2"};
  Instant now = At("2014-05-05T08:00:00Z");
  int succeeded = 0;
  for (int i = 0; i < 300; ++i) {
    const int64_t task = 1 + static_cast<int64_t>(random() % 60);
    std::vector<cycle::Command> commands = {
        Rename(pick({"En", "To", ""})),
        cycle::AssignHolding{pick(units), "leder", "bytte", {pick(persons), "Navn", ""}},
        cycle::EndHolding{pick(units), "sluttet"},
        cycle::MoveUnit{pick(units), pick(units), "omorganisert"},
        cycle::RegisterAbsence{pick(persons), cycle::PersonGiven{pick(persons), "", ""}},
        cycle::CommentTask{task, "Hei"},
        cycle::ReassignTask{task, pick(persons), "kapasitet"},
        cycle::SaveTask{task, Object{{"held_on", "2014-09-01"}}},
        cycle::ChangeCycle{random() % 2 ? cycle::ChangeCycle::To::kSuspend : cycle::ChangeCycle::To::kResume, "2015", "ferie"},
        cycle::SetClock{now += std::chrono::days(random() % 12)},
        cycle::GrantRole{organisation::Role::kController, {pick(persons), "Navn", ""}},
        Organisation(),
    };
    Request request = As(random() % 4 ? "office" : pick(persons), commands[random() % commands.size()]);
    request.validate_only = random() % 8 == 0;
    Reply reply = engine_->Run(request);
    ASSERT_TRUE(reply.status.ok()) << reply.status;
    succeeded += !reply.refusal.has_value();
    if (i % 60 == 59) StartEngine();
    if (i % 20 == 19) ExpectClean();
    if (HasFailure()) FAIL() << "after command " << i << ", " << cycle::CommandName(request.command);
  }
  EXPECT_GT(succeeded, 100);
}

}  // namespace
}  // namespace arshjul::engine
