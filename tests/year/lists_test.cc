// What is looked for narrowly is still all that a reader may see, however it is cut into pages.
#include <gtest/gtest.h>

#include <set>

#include "cycle/query_agreement.h"
#include "year/small_town.h"

namespace arshjul::year {
namespace {

using namespace cycle;

const std::vector<std::string> kReaders = {"top",        "chief",   "rektor",   "health",   "adviser",  "stand_in", "office",
                                           "controller", "auditor", "inspector", "mayor",   "stranger", "ny"};

// One year with a talk and an agreement, another one launched; then other people lead Lund and Oppvekst.
void LiveTwoYears(SmallTown& town) {
  town.LiveUntil(MakeDate(2016, 2, 1));
  town.HoldTalkOfLund();
  town.AgreeWithLund();
  town.Must("office", LaunchCycle{"annual-cycle", 2017, {{"talk_at", "before_ambition, after_results"}}, {}});
  town.Must("office", AssignHolding{"lund", "rektor", "ny", {"ny", "Den nye", ""}, {}});
  town.Must("office", AssignHolding{"growth", "chief", "health", {"health", "", ""}, {}});
  const Date today = town.Today();
  town.Must("office", GrantRole{organisation::Role::kAuditor, {"inspector", "Inspektøren", ""}, "sak 3/16",
                                {today, today + std::chrono::days(7)}, "tilsyn med lederavtaler"});
}

TEST(Lists, OfAgreementsHoldThoseThatMayBeSeen) {
  SmallTown town;
  LiveTwoYears(town);
  for (const std::string& reader : kReaders) {
    Context context = town.ContextOf(reader);
    std::set<int64_t> may, listed;
    for (const Agreement* agreement : town.state().agreements.All()) {
      if (MaySeeAgreement(town.state(), context, *agreement)) may.insert(agreement->number);
    }
    std::string after, newest = "9999";
    do {
      const AgreementPage page = ListAgreements(town.state(), context, "", 1, after);
      for (const AgreementShown& shown : page.agreements) {
        EXPECT_TRUE(listed.insert(shown.number).second) << reader << ": twice";
        EXPECT_LE(shown.cycle, newest) << reader << ": the newest first";
        newest = shown.cycle;
      }
      EXPECT_FALSE(page.agreements.empty() && !page.next.empty()) << reader << ": an empty page before the last";
      after = page.next;
    } while (!after.empty());
    EXPECT_EQ(listed, may) << reader;
  }
}

TEST(Lists, OfTalksHoldThoseThatMayBeSeen) {
  SmallTown town;
  LiveTwoYears(town);
  size_t seen = 0;
  for (const std::string& reader : kReaders) {
    Context context = town.ContextOf(reader);
    std::set<std::string> may, listed;
    for (const Step* step : town.state().steps.All()) {
      if (!IsPersonal(*step)) continue;
      const TalkAnswer answer = GetTalk(town.state(), context, step->cycle, step->leader, "nb");
      if (!answer.refusal) may.insert(answer.talk.cycle + "-" + answer.talk.leader);
    }
    std::string after;
    do {
      const TalkPage page = ListTalks(town.state(), context, "", 2, after, "nb");
      for (const TalkShown& shown : page.talks) listed.insert(shown.cycle + "-" + shown.leader);
      after = page.next;
    } while (!after.empty());
    EXPECT_EQ(listed, may) << reader;
    seen += listed.size();
  }
  EXPECT_GT(seen, 0u);
}

}  // namespace
}  // namespace arshjul::year
