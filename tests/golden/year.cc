#include "golden/year.h"

#include "base/hash.h"
#include "scenario/script.h"
#include "year/small_town.h"

namespace arshjul::golden {
namespace {

using namespace cycle;

class Town : public year::SmallTown {
 public:
  void Autumn() {
    Must("office", ChangeMunicipality{"Småby kommune", "", {{{MakeDate(2015, 2, 16), MakeDate(2015, 2, 20)}}}});
    Must("office", SetDirection{"Trivsel", measurement::Direction::kHigher, {}, 0.2});
    Must("office", LaunchCycle{"annual-cycle", 2015, {{"talk_ends", "2016-03-11"}}, {}});
    Complete("involvement", "lund", "record");
    Must("rektor", CommentTask{TaskOf("propose", "lund").number, "Er 4,6 nok?", "adviser"});
    Must("rektor", SaveTask{TaskOf("propose", "lund").number, Object{{"zero_reason", "Ikke klart ennå"}}, {}});
    Must("office", ReassignTask{TaskOf("involvement", "care").number, "adviser", "Helselederen er ny"});
    Must("office", GrantRole{organisation::Role::kGuardian, {"guardian", "Ambisjonsvakten", ""}, "", {}, ""});
    Complete("propose", "lund", "submit");
    Complete("review", "lund", "return", {{"comment", "Sikt høyere"}});
    Complete("propose", "lund", "submit");
    Must("office", RemindTasks{"2015", "", "lund", false, {}});
    Must("rektor", CreateCalendarLink{Sha256Hex("first"), "nb"});
    Must("rektor", CreateCalendarLink{Sha256Hex("second"), "nn"});
    Must("health", CreateCalendarLink{Sha256Hex("third"), "nb"});
    Must("health", RevokeCalendarLink{});
    // Two rounds that could not be made; the third says what they should have said.
    for (int day = 1; day <= 2; ++day) ParkRound();
    Advance(MakeDate(2014, 9, 10));  // reminders and the first rung
  }

  void ParkRound() {
    std::string round;
    for (const Timer* timer : state().timers.All()) {
      if (timer->kind == Timer::Kind::kDailyRound) round = timer->Key();
    }
    Must("system", ParkTimer{round, "INTERNAL_ERROR", {}});
  }

  void Migrate() {
    const std::string folder = std::string(ARSHJUL_SOURCE_DIR) + "/workflows/annual-cycle/";
    const std::string next = scenario::LaterVersion(year::ReadFile(folder + "workflow.yaml"), year::ReadFile(folder + "kvalitetssikring.versjon"));
    Must("office", MigrateCycle{"2015", "Målene kvalitetssikres", "", next, {}, false});
    CompleteAll();
  }

  void Winter() {
    Must("office", SetFrame{"lund", 2015, 12'000'000});
    Advance(MakeDate(2014, 9, 26));
    CompleteAll();
    Must("office", ChangeCycle{ChangeCycle::To::kSuspend, "2015", "Valg"});
    Must("office", ChangeCycle{ChangeCycle::To::kResume, "2015", "Valget er over"});
    Advance(MakeDate(2014, 12, 16));
    CompleteAll();
    Advance(MakeDate(2015, 1, 2));
    CompleteAll();
    Must("office", ChangeTarget{"lund", "Trivsel", ">4,8", "PS 9/15", 2015});
    CompleteAll();
  }

  void Changes() {
    Must("office", RegisterAbsence{"health", PersonGiven{"stand_in", "", ""}, {MakeDate(2015, 3, 2), MakeDate(2015, 3, 20)}});
    Must("office", AssignHolding{"care", "leder", "ny leder", {"newcomer", "Nykommeren", ""}, {MakeDate(2015, 4, 1), std::nullopt}});
    Must("office", MoveUnit{"care", "growth", "Ny organisering"});
    Advance(MakeDate(2015, 4, 2));
    CompleteAll();
  }

  void Spring() {
    Advance(MakeDate(2016, 1, 4));
    CompleteAll();
    Advance(MakeDate(2016, 2, 1));
    // Whose talk is already open gets another unit; who had it has nothing more to talk about.
    Must("office", AssignHolding{"care", "leder", "Rektoren tar begge", {"rektor", "", ""}, {MakeDate(2016, 2, 1), std::nullopt}});
    HoldTalkOfLund();
    Complete("confirm", "rektor", "confirm");
    Must("office", RecordResult{"lund", "Trivsel", "3,0", "ny måling", "rettet", 2015});
    Complete("write_agreement", "rektor", "send", {{"personal_clauses", "Mentor i høst"}});
    Complete("read_agreement", "rektor", "accept");
    Complete("sign_as_leader", "rektor", "sign");
    Complete("sign_as_superior", "rektor", "sign");
    const int64_t promised = state().commitments.All().front()->number;
    Must(state().commitments.All().front()->to, SettleCommitment{promised, true, "Holdt"});
    const Commitment other = *state().commitments.All().back();
    Must(other.to, RemindCommitment{other.number});
    CompleteWhere([&](const Task& task) { return state().steps.Find(task.step)->leader == "chief" && !task.kind.starts_with("sign_as"); });
    Complete("sign_as_leader", "chief", "refuse", {{"refusal_reason", "Målet er urimelig"}});
    CompleteAll();
  }

  void End() {
    Advance(MakeDate(2016, 6, 15));
    CompleteAll();
    Must("office", LaunchCycle{"annual-cycle", 2017, {}, {}});
    Advance(MakeDate(2016, 8, 16));
    Must("office", ChangeCycle{ChangeCycle::To::kCancel, "2017", "Ny kommune"});
    Must("office", CloseUnit{"care", "Ny organisering"});
    Must("office", SetClock{ContextOf("office").now});
  }
};

std::vector<std::string> StepsMade(const std::vector<Entry>& log) {
  std::vector<std::string> steps;
  for (const Entry& entry : log) {
    for (const Event& event : entry.events) {
      if (const auto* created = std::get_if<StepCreated>(&event)) steps.push_back(created->step.Key());
    }
  }
  return steps;
}

}  // namespace

std::vector<Entry> LiveAYear() {
  Town town;
  town.Autumn();
  town.Migrate();
  town.Winter();
  town.Changes();
  town.Spring();
  town.End();
  std::vector<Entry> log = town.log();
  // As the engine wrote it beside what a command decided.
  log.push_back({log.back().time, {IncidentRaised{"2015/closing/", "after.accounting.0", "WORKFLOW_LIMIT"}}});
  // No step of this year has two timers at once.
  Incident incident;
  incident.number = 100'000;
  incident.raised = log.back().time;
  incident.cycle = "2017";
  incident.step = StepsMade(log).front();
  incident.cause = "INTERNAL_ERROR";
  incident.timer = Timer{.number = 99'998, .at = log.back().time, .cycle = "2017", .event = "one"};
  const Timer next{.number = 99'999, .at = log.back().time, .cycle = "2017", .event = "two"};
  log.push_back({log.back().time, {IncidentOpened{incident}, IncidentJoined{incident.Key(), next}, IncidentLeft{incident.Key(), next.Key()}}});
  Incident mended = incident;
  mended.number = 100'001;
  mended.step = StepsMade(log).back();
  log.push_back({log.back().time, {IncidentOpened{mended}, IncidentSettled{mended.Key(), IncidentState::kRetried, "office", ""}}});
  return log;
}

}  // namespace arshjul::golden
