#include "simulation/player.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "organisation/routing.h"

namespace arshjul::simulation {
namespace {

constexpr int kFirstHour = 8;
// Before the queue of a municipality is full (engine::Options::most_queued), with room left for others.
constexpr size_t kMostWaiting = 2000;
// What one does opens a task for another, who may do it the same day; few things go faster than that.
constexpr int kMostRoundsADay = 4;
constexpr int kMostTries = 3;
// Nobody sends the same thing back for ever.
constexpr int kMostReturns = 2;
constexpr int kNoticeOfTalk = 3;  // working days: both must be able to prepare
constexpr int kLookAhead = 120;   // days for a talk, in a full diary
constexpr int kAwayWithoutEnd = 5;  // working days until somebody looks again
// Of those who would send back, so many in a hundred would go as far as not to sign.
constexpr int kRefusesToSign = 10;
// Far enough back for what came before, and ahead for what is due.
constexpr std::chrono::days kYearsKnown(4 * 366);
constexpr int kMostOff = 12;  // hundredths between a target and its result

void CollectMeanings(const google::protobuf::RepeatedPtrField<workflow::v1::State>& states, workflow::v1::Record record,
                     std::set<std::string>& out) {
  for (const workflow::v1::State& state : states) {
    for (const workflow::v1::Transition& transition : state.on()) {
      if (!transition.event().starts_with("task.")) continue;
      for (const workflow::v1::Action& action : transition.actions()) {
        if (action.record() == record) out.insert(transition.event().substr(5));
      }
    }
    CollectMeanings(state.states(), record, out);
  }
}

}  // namespace

// Replies, in the order of asking.
class Player::Answers {
 public:
  // Waits while there are too many without an answer.
  size_t Ask() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ < kMostWaiting; });
    ++waiting_;
    replies_.emplace_back();
    return replies_.size() - 1;
  }
  void Give(size_t at, engine::Reply reply) {
    std::lock_guard lock(mutex_);
    replies_[at] = std::move(reply);
    --waiting_;
    changed_.notify_all();
  }
  std::vector<engine::Reply> All() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ == 0; });
    return std::move(replies_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t waiting_ = 0;
  std::vector<engine::Reply> replies_;
};

Player::Player(engine::Engine& engine, std::string municipality, Manner manner)
    : engine_(engine), municipality_(std::move(municipality)), manner_(std::move(manner)) {}

void Player::Expect(std::vector<Turn> turns) {
  turns_ = std::move(turns);
  next_turn_ = 0;
}

Habit Player::HabitOf(const std::string& person) const {
  return simulation::HabitOf(manner_.seed, manner_.profile, person, office_holders_.contains(person));
}

absl::Status Player::Begin() {
  absl::Status looked;
  absl::Status read = engine_.Read(municipality_, "", [&](engine::View& view) { looked = Look(view); });
  return read.ok() ? looked : read;
}

// --- the days --------------------------------------------------------------------------------------------------------

absl::Status Player::Live(Date last, const std::function<bool(Date)>& on) {
  while (true) {
    if (absl::Status lived = LiveDay(); !lived.ok()) return lived;
    if (!on(today_) || today_ >= last) return absl::OkStatus();
    if (absl::Status moved = MoveClock(std::min(working_days_.After(today_, 1), last)); !moved.ok()) return moved;
  }
}

absl::Status Player::LiveDay() {
  done_today_.clear();
  talks_today_.clear();
  bool acted = false;
  // First only looked: whoever holds the office today is needed for what follows.
  if (absl::Status looked = Begin(); !looked.ok()) return looked;
  if (absl::Status taken = TakeTurns(); !taken.ok()) return taken;
  if (!working_days_.Is(today_)) return absl::OkStatus();
  for (int round = 0; round < kMostRoundsADay; ++round) {
    if (absl::Status done = Round(acted); !done.ok()) return done;
    if (!acted) break;
  }
  return absl::OkStatus();
}

absl::Status Player::TakeTurns() {
  std::vector<Asked> asked;
  Answers answers;
  while (next_turn_ < turns_.size() && turns_[next_turn_].day <= today_) {
    const Turn& turn = turns_[next_turn_++];
    asked.push_back({0, cycle::CommandName(turn.command)});
    engine_.Submit({municipality_, turn.actor.empty() ? office_ : turn.actor, "", "", turn.command},
                   [&answers, at = answers.Ask()](engine::Reply reply) { answers.Give(at, std::move(reply)); });
  }
  return Take(asked, answers.All());
}

absl::Status Player::MoveClock(Date day) {
  Instant to;
  absl::Status read = engine_.Read(municipality_, "", [&](engine::View& view) { to = view.context.calendar->At(day, kFirstHour, 0); });
  if (!read.ok()) return read;
  engine::Reply reply = engine_.Run({municipality_, office_, "", "", cycle::SetClock{to}});
  if (!reply.status.ok()) return reply.status;
  if (reply.refusal) return absl::FailedPreconditionError(std::string("the clock: ") + ReasonName(reply.refusal->reason));
  return absl::OkStatus();
}

// --- one round: look, do, hear what came of it -----------------------------------------------------------------------

absl::Status Player::Round(bool& acted) {
  std::vector<Asked> asked;
  Answers answers;
  absl::Status told;
  absl::Status read = engine_.Read(municipality_, "", [&](engine::View& view) {
    told = Look(view);
    if (!told.ok()) return;
    for (int64_t task : DueNow(view)) {
      told = Act(view, task, asked, answers);
      if (!told.ok()) return;
    }
  });
  // Whatever happens: who has been asked answers into what lies here.
  std::vector<engine::Reply> replies = answers.All();
  acted = !asked.empty();
  if (!read.ok()) return read;
  if (!told.ok()) return told;
  return Take(asked, replies);
}

absl::Status Player::Look(engine::View& view) {
  const Date day = view.context.calendar->LocalDate(view.context.now);
  if (working_days_.Between(day, day + kYearsKnown / 2) == 0) {
    working_days_ = WorkingDays(*view.context.calendar, day - kYearsKnown, day + kYearsKnown);
  }
  today_ = day;
  office_ = organisation::WithRole(view.state.Organisation(), organisation::Role::kOffice, day).person;
  office_holders_.insert(office_);
  if (absl::Status read = chronicle_.Read(view); !read.ok()) return read;
  pencilled_.clear();
  LearnMeanings(view);
  for (int64_t task : chronicle_.fresh()) {
    if (chronicle_.open().contains(task)) Plan(task);
  }
  for (int64_t task : missed_) {
    // What others did in the same hour may have stood in the way: seen anew once on the same day.
    if (chronicle_.open().contains(task)) PlanFor(task, tries_[task] <= 1 ? today_ : working_days_.After(today_, 1));
  }
  missed_.clear();
  return absl::OkStatus();
}

void Player::LearnMeanings(engine::View& view) {
  for (const cycle::Cycle* cycle : view.state.cycles.All()) {
    if (!workflows_known_.insert(cycle->workflow_hash).second) continue;
    auto workflow = cycle::PinnedWorkflow(view.state, view.context, *cycle);
    if (workflow == nullptr) continue;
    for (const workflow::v1::Chart& chart : workflow->definition.charts()) {
      CollectMeanings(chart.states(), workflow::v1::RECORD_APPOINTMENT, appointments_);
      CollectMeanings(chart.states(), workflow::v1::RECORD_MINUTES, minutes_);
      CollectMeanings(chart.states(), workflow::v1::RECORD_REFUSAL, refusals_);
    }
  }
}

// --- when ------------------------------------------------------------------------------------------------------------

void Player::Plan(int64_t number) {
  const TaskLife& task = chronicle_.Task(number);
  Draw draw(manner_.seed, {"when", task.kind, task.step, task.person, std::to_string(task.turn)});
  // Whoever gets somebody else's task late still needs the time it takes.
  const int window = working_days_.Between(task.came, task.due);
  Date day = working_days_.After(task.came, DelayOf(draw, HabitOf(task.person), window));
  PlanFor(number, std::max(day, today_));
}

void Player::PlanFor(int64_t task, Date day) {
  auto before = planned_.find(task);
  if (before != planned_.end()) plan_[before->second].erase(task);
  planned_[task] = day;
  plan_[day].insert(task);
}

std::vector<int64_t> Player::DueNow(engine::View& view) {
  const organisation::Organisation& org = view.state.Organisation();
  std::vector<std::pair<Date, int64_t>> due;
  for (auto at = plan_.begin(); at != plan_.end() && at->first <= today_; at = plan_.erase(at)) {
    for (int64_t number : at->second) {
      planned_.erase(number);
      if (chronicle_.open().contains(number)) due.emplace_back(chronicle_.Task(number).due, number);
    }
  }
  // What is most urgent comes first.
  std::sort(due.begin(), due.end());
  std::vector<int64_t> now;
  for (const auto& [last, number] : due) {
    const TaskLife& task = chronicle_.Task(number);
    if (!chronicle_.Running(task.cycle)) {
      PlanFor(number, working_days_.After(today_, 1));
      continue;
    }
    const organisation::Absence* away = org.AbsenceOf(task.person, today_);
    const StepLife& step = chronicle_.steps().at(task.step);
    const bool holds_talk = step.talk && std::any_of(minutes_.begin(), minutes_.end(), [&](const std::string& means) {
                              return means.starts_with(task.kind + ".");
                            });
    if (task.person.empty()) {
      stuck_.insert(number);
      PlanFor(number, working_days_.After(today_, 1));
    } else if (away != nullptr) {
      PlanFor(number, away->span.to ? working_days_.After(*away->span.to, 1) : working_days_.After(today_, kAwayWithoutEnd));
    } else if (holds_talk && *step.talk > today_) {
      PlanFor(number, *step.talk);
    } else if (done_today_[task.person] >= kMostTasksADay || (holds_talk && talks_today_[task.person] >= kMostTalksADay)) {
      PlanFor(number, working_days_.After(today_, 1));
    } else {
      ++done_today_[task.person];
      talks_today_[task.person] += holds_talk;
      now.push_back(number);
    }
  }
  return now;
}

// --- what ------------------------------------------------------------------------------------------------------------

absl::Status Player::Act(engine::View& view, int64_t number, std::vector<Asked>& asked, Answers& answers) {
  const TaskLife& task = chronicle_.Task(number);
  cycle::Context context = view.context;
  context.actor = task.person;
  cycle::TaskAnswer answer = cycle::GetTask(view.state, context, number, manner_.language);
  if (manner_.notes_reads && !answer.reads.empty()) {
    if (absl::Status noted = engine_.NoteReads(municipality_, task.person, answer.reads); !noted.ok()) return noted;
  }
  if (answer.refusal || answer.task.actions.empty()) {
    ++troubles_[fmt::format("{} {}", task.kind, answer.refusal ? ReasonName(answer.refusal->reason) : "NO_ACTION")];
    stuck_.insert(number);
    missed_.insert(number);
    return absl::OkStatus();
  }
  const bool plain = tries_[number] > 0;
  const cycle::FormAction& action = Choose(task, answer.task.actions, plain);
  const std::string what = task.kind + "." + action.id;
  Object given;
  if (appointments_.contains(what)) {
    const Date day = FreeDayForTalk(view, task.person);
    given["held_on"] = FormatDate(day);
    ++pencilled_[{task.person, day}];
  }
  cycle::CompleteTask command{number, action.id, FillForm(answer.task.form, action, PenFor(task), std::move(given)), std::nullopt};
  asked.push_back({number, what});
  engine_.Submit({municipality_, task.person, "", "", std::move(command)},
                 [&answers, at = answers.Ask()](engine::Reply reply) { answers.Give(at, std::move(reply)); });
  return absl::OkStatus();
}

const cycle::FormAction& Player::Choose(const TaskLife& task, const std::vector<cycle::FormAction>& actions, bool plain) const {
  std::vector<const cycle::FormAction*> forward, back;
  for (const cycle::FormAction& action : actions) (action.back ? back : forward).push_back(&action);
  Draw draw(manner_.seed, {"way", task.kind, task.step, std::to_string(task.turn)});
  auto one_of = [&](const std::vector<const cycle::FormAction*>& ways, int first) -> const cycle::FormAction& {
    return *ways[static_cast<size_t>(draw.Between(first, static_cast<int>(ways.size()) - 1))];
  };
  if (!plain && !back.empty() && task.turn <= kMostReturns && SendsBack(draw, manner_.profile)) {
    const cycle::FormAction& way = one_of(back, 0);
    if (!refusals_.contains(task.kind + "." + way.id) || draw.Percent(kRefusesToSign)) return way;
  }
  if (forward.empty()) return *back.front();
  if (!plain && forward.size() > 1 && TakesOtherWay(draw, manner_.profile)) return one_of(forward, 1);
  return *forward.front();
}

Pen Player::PenFor(const TaskLife& task) const {
  Draw draw(manner_.seed, {"pen", task.kind, task.step});
  Pen pen;
  pen.text = manner_.text;
  pen.money = 100'000.0 * draw.Between(5, 400);
  pen.off = draw.Between(-kMostOff, kMostOff);
  // What is planned is planned for when it must be.
  pen.ahead = std::max(task.due, today_);
  return pen;
}

Date Player::FreeDayForTalk(engine::View& view, const std::string& person) {
  const Date first = working_days_.After(today_, kNoticeOfTalk);
  for (int ahead = 0; ahead <= kLookAhead; ++ahead) {
    const Date day = first + std::chrono::days(ahead);
    if (!working_days_.Is(day) || view.state.Organisation().AbsenceOf(person, day) != nullptr) continue;
    auto pencilled = pencilled_.find({person, day});
    if (chronicle_.TalksOn(person, day) + (pencilled == pencilled_.end() ? 0 : pencilled->second) < kMostTalksADay) return day;
  }
  return first;
}

absl::Status Player::Take(const std::vector<Asked>& asked, const std::vector<engine::Reply>& replies) {
  for (size_t i = 0; i < asked.size(); ++i) {
    const engine::Reply& reply = replies[i];
    if (!reply.refusal) {
      if (!reply.status.ok()) return reply.status;
      continue;
    }
    std::string why = asked[i].what + " " + ReasonName(reply.refusal->reason);
    for (const FieldViolation& field : reply.refusal->fields) why += " " + field.field + ": " + field.problem;
    if (asked[i].task == 0) {
      ++troubles_[why];
      continue;
    }
    missed_.insert(asked[i].task);
    // Somebody was faster, or there is much to do.
    if (reply.refusal->reason == Reason::kQueueFull || reply.refusal->reason == Reason::kTaskClosed) continue;
    const int tries = ++tries_[asked[i].task];
    // Whoever meant to go another way and may not goes the plain one.
    if (tries == 1) continue;
    ++troubles_[why];
    if (tries >= kMostTries) stuck_.insert(asked[i].task);
  }
  return absl::OkStatus();
}

}  // namespace arshjul::simulation
