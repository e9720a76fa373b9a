// Reminders that somebody sends, beside those that come by themselves (daily.cc). The same rules hold: bundled, none to whoever is
// away, none on a day off (year.md rule 10); and one a day, so that nobody can be pestered.
#include <algorithm>

#include "cycle/decision.h"
#include "cycle/query_task.h"

namespace arshjul::cycle {
namespace {

constexpr const char* kAway = "away";
constexpr const char* kToday = "reminded_today";
constexpr const char* kDayOff = "day_off";

// Why nobody may remind this person today; "" where one may. `last`: when it was done last.
std::string WhyNot(Decision& decision, const std::string& person, const std::optional<Date>& last) {
  const Date today = decision.Today();
  if (!decision.context.calendar->IsWorkingDay(today)) return kDayOff;
  if (decision.org().AbsenceOf(person, today) != nullptr) return kAway;
  return last == today ? kToday : "";
}

// What one letter names.
struct Letter {
  std::vector<std::pair<Date, std::string>> tasks;  // due day, key: rows move when one of them changes
  int64_t overdue = 0;
};

// Whom the actor may remind, and of what.
class Reminder {
 public:
  Reminder(Decision& decision, const RemindTasks& command) : decision_(decision), command_(command), viewer_(decision.state, decision.context) {}

  // Refuses who may remind nobody of it.
  bool Allowed() {
    office_ = access::MayDo(decision_.org(), decision_.context.actor, access::Operation::kRemind, decision_.Today());
    if (office_) return true;
    for (const organisation::Holding* held : decision_.org().HeldBy(decision_.context.actor, decision_.Today())) {
      if (!decision_.org().Children(held->unit, decision_.Today()).empty()) led_.push_back(held->unit);
    }
    return Leads(command_.within) || decision_.MayDo(access::Operation::kRemind);
  }

  // By person.
  std::map<std::string, Letter> Wanted() {
    std::map<std::string, Letter> wanted;
    for (const Task* task : decision_.state.tasks.By(Task::kOpen, "open")) {
      if (!IsWanted(*task)) continue;
      Letter& letter = wanted[task->assignment.person];
      letter.tasks.emplace_back(task->due, task->Key());
      letter.overdue += task->due < decision_.Today();
    }
    for (auto& [person, letter] : wanted) std::sort(letter.tasks.begin(), letter.tasks.end());
    return wanted;
  }

  Value Remind(const std::string& person, const Letter& letter) {
    std::optional<Date> last;
    for (const Task* task : decision_.state.TasksOf(person, true)) last = std::max(last, task->reminded);
    const std::string why = WhyNot(decision_, person, last);
    Object told{{"person", person}, {"name", decision_.org().NameOf(person)}, {"tasks", static_cast<int64_t>(letter.tasks.size())},
                {"overdue", letter.overdue}, {"why_not", why}};
    if (last) told["last"] = FormatDate(*last);
    if (!why.empty()) return told;
    std::vector<std::string> keys;
    for (const auto& [due, key] : letter.tasks) keys.push_back(key);
    decision_.Emit(TasksReminded{decision_.context.actor, person, keys, decision_.Today()});
    decision_.Tell(person, "reminded", {{"by", decision_.org().NameOf(decision_.context.actor)}}, std::move(keys));
    return told;
  }

 private:
  bool Leads(const std::string& unit) {
    if (unit.empty()) return !led_.empty();
    return std::any_of(led_.begin(), led_.end(), [&](const std::string& led) { return decision_.org().IsWithin(unit, led); });
  }
  bool IsWanted(const Task& task) {
    const std::string& person = task.assignment.person;
    if (task.cycle != command_.cycle || person.empty() || person == decision_.context.actor) return false;
    if (!command_.phase.empty() && task.phase != command_.phase) return false;
    if (!command_.within.empty() && !decision_.org().IsWithin(task.unit, command_.within)) return false;
    if (command_.overdue_only && task.due >= decision_.Today()) return false;
    if (!office_ && (task.unit.empty() || !Leads(task.unit))) return false;
    return SightOf(decision_.state, decision_.context, viewer_, task) != TaskSight::kNothing;
  }

  Decision& decision_;
  const RemindTasks& command_;
  const Viewer viewer_;
  bool office_ = false;
  std::vector<std::string> led_;  // units with others below
};

}  // namespace

void DecideReminder(Decision& decision, const RemindTasks& command) {
  const Cycle* cycle = decision.RunningCycle(command.cycle);
  if (cycle == nullptr) return;
  if (!command.phase.empty() && cycle->FindPhase(command.phase) == nullptr) {
    decision.Refuse(Reason::kPhaseNotFound, {{"phase", command.phase}});
    return;
  }
  Reminder reminder(decision, command);
  if (!reminder.Allowed()) return;
  const auto wanted = reminder.Wanted();
  std::vector<FieldViolation> unknown;
  for (size_t i = 0; i < command.persons.size(); ++i) {
    if (wanted.contains(command.persons[i])) continue;
    unknown.push_back({"persons[" + std::to_string(i) + "]", "nothing_to_remind_of", {{"name", decision.org().NameOf(command.persons[i])}}});
  }
  if (!unknown.empty()) {
    decision.Refuse(Reason::kInvalidInput, {}, std::move(unknown));
    return;
  }
  List told;
  for (const auto& [person, letter] : wanted) {
    const bool named = std::find(command.persons.begin(), command.persons.end(), person) != command.persons.end();
    if (command.persons.empty() || named) told.push_back(reminder.Remind(person, letter));
  }
  decision.outcome.answer = std::move(told);
  decision.outcome.resource = "cycles/" + command.cycle;
}

void DecideReminder(Decision& decision, const RemindCommitment& command) {
  const Commitment* found = PromisedToActor(decision, command.commitment);
  if (found == nullptr) return;
  if (const std::string why = WhyNot(decision, found->by, found->reminded); !why.empty()) {
    decision.Refuse(Reason::kNotReminded, {{"why", why}});
    return;
  }
  const Commitment commitment = *found;
  const std::string& actor = decision.context.actor;
  decision.Emit(CommitmentReminded{commitment.Key(), actor, decision.Today()});
  // What was promised is between the two, and stands in no letter.
  decision.TellBetweenTwo(commitment.by, "commitment_reminded", {{"by", decision.org().NameOf(actor)}});
  decision.outcome.resource = "commitments/" + std::to_string(command.commitment);
}

}  // namespace arshjul::cycle
