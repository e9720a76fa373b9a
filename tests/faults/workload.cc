#include "faults/workload.h"

#include <fmt/format.h>

#include <algorithm>

namespace arshjul::faults {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

class Maker {
 public:
  Maker(const Town& town, Chance& chance) : town_(town), chance_(chance) {
    for (const Job& job : town.jobs) {
      if (!job.personal) open_to_all_.push_back(&job);
      if (!job.text_field.empty() && !job.personal) drafts_.push_back(&job);
    }
  }

  Call Next() {
    ++number_;
    Call call = Make();
    if (call.mark.empty()) call.mark = Mark();
    call.request_id = fmt::format("request-{}", number_);
    call.body_hash = fmt::format("hash-{}", number_);
    const int64_t sending = chance_.Below(20);
    call.sending = sending == 0   ? Sending::kTwice
                   : sending == 1 ? Sending::kLostReply
                   : sending == 2 ? Sending::kMuchLater
                                  : Sending::kOnce;
    return call;
  }

 private:
  // Of one length, so that none is a part of another.
  std::string Mark() const { return fmt::format("<{:06}>", number_); }
  std::string NewPerson() const { return fmt::format("p{:06}", number_); }
  std::string Unit() { return chance_.Of(std::vector<std::string>{"growth", "lund", "vik", "care"}); }

  Call As(const std::string& actor, cycle::Command command) {
    Call call;
    call.actor = actor;
    call.command = std::move(command);
    return call;
  }

  Call Make() {
    switch (chance_.Below(14)) {
      case 0: case 1: case 2: return Complete();
      case 3: case 4: return Save();
      case 5: case 6: return Comment();
      case 7: return Certain(As("office", cycle::ChangeMunicipality{.name = Mark()}));
      case 8: return Certain(As("office", cycle::AssignHolding{Unit(), "Leder", Mark(), {NewPerson(), "Ny leder", ""}, {}}));
      case 9: return Absence();
      case 10: return Move();
      case 11: return SetClock();
      case 12: return Certain(As("office", cycle::GrantRole{organisation::Role::kSupporter, {NewPerson(), Mark(), ""}, "", {}}));
      default: return Wrong();
    }
  }

  static Call Certain(Call call) {
    call.must_not_be_refused = true;
    return call;
  }

  Call Complete() {
    const Job& job = chance_.Of(town_.jobs);
    Call call = As(job.person, cycle::CompleteTask{job.task, job.action, job.data, std::nullopt});
    // A task is completed once, by whomever.
    call.mark = fmt::format("task:{}", job.task);
    return call;
  }

  Call Save() {
    if (drafts_.empty()) return Comment();
    const Job& job = *chance_.Of(drafts_);
    cycle::SaveTask save{job.task, Object{{job.text_field, Mark()}}, std::nullopt};
    // An etag from before: good until somebody else has changed the task, then stale.
    if (chance_.Once(3)) save.revision = job.revision;
    return As(job.person, save);
  }

  Call Comment() {
    if (open_to_all_.empty()) return Certain(As("office", cycle::ChangeMunicipality{.name = Mark()}));
    const Job& job = *chance_.Of(open_to_all_);
    return As(job.person, cycle::CommentTask{job.task, Mark()});
  }

  Call Absence() {
    // A day of its own, far ahead: a later word on the same day would replace it.
    const Date day = MakeDate(2030, 1, 1) + std::chrono::days(number_);
    return Certain(As("office", cycle::RegisterAbsence{"health", cycle::PersonGiven{NewPerson(), Mark(), ""}, {day, day}}));
  }

  Call Move() {
    std::string unit = chance_.Of(std::vector<std::string>{"lund", "vik"});
    std::string parent = chance_.Of(std::vector<std::string>{"growth", "care", "town"});
    return As("office", cycle::MoveUnit{unit, parent, Mark()});
  }

  Call SetClock() {
    Instant to = town_.now + hours(1 + chance_.Below(30 * 24)) + milliseconds(number_);
    Call call = As("office", cycle::SetClock{to});
    call.mark = "clock:" + FormatInstant(to);
    return call;
  }

  Call Wrong() {
    Call call;
    switch (chance_.Below(4)) {
      case 0: call = As("lund", cycle::ChangeMunicipality{.name = Mark()}); break;
      case 1: call = As("office", cycle::CommentTask{999'999, Mark()}); break;
      case 2: call = As("office", cycle::AssignHolding{"nowhere", "Leder", Mark(), {NewPerson(), "Ny leder", ""}, {}}); break;
      default: {
        const Job& job = chance_.Of(town_.jobs);
        call = As(job.person, cycle::SaveTask{job.task, Object{}, job.revision + 1'000});
      }
    }
    call.must_be_refused = true;
    return call;
  }

  const Town& town_;
  Chance& chance_;
  int number_ = 0;
  std::vector<const Job*> open_to_all_, drafts_;
};

}  // namespace

std::vector<std::vector<Call>> MakeWork(const Town& town, int clients, int calls_each, Chance& chance) {
  Maker maker(town, chance);
  std::vector<std::vector<Call>> work(static_cast<size_t>(clients));
  for (int i = 0; i < calls_each; ++i) {
    for (auto& calls : work) calls.push_back(maker.Next());
  }
  return work;
}

}  // namespace arshjul::faults
