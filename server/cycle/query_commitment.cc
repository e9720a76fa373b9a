#include <algorithm>
#include <set>

#include "cycle/decision.h"
#include "cycle/query_agreement.h"

namespace arshjul::cycle {

using access::Relation;
using organisation::Because;
using organisation::Role;

namespace {

bool IsParty(const Viewer& viewer, const Commitment& commitment) {
  return !viewer.person().empty() && (viewer.person() == commitment.leader || viewer.person() == commitment.superior);
}

// Holds a talk of the pair that is not over.
bool Conducts(State& state, const Viewer& viewer, const Commitment& commitment) {
  for (const Step* step : state.steps.By(Step::kByLeader, commitment.leader)) {
    if (step->superior == commitment.superior && viewer.Conducts(*step)) return true;
  }
  return false;
}

// About the unit that the reader leads now, or stands in for; about several, who does so for them all.
bool FollowsTheUnit(State& state, const Viewer& viewer, const Commitment& commitment) {
  const Step* step = commitment.of_unit ? state.steps.Find(commitment.step) : nullptr;
  return step != nullptr && !step->units.empty() && std::all_of(step->units.begin(), step->units.end(), [&](const std::string& unit) {
    organisation::Assignment work = organisation::UnitWork(state.Organisation(), unit, viewer.today());
    return work.person == viewer.person() && (work.because == Because::kHolder || work.because == Because::kDeputy);
  });
}

bool IsGranted(State& state, const Viewer& viewer) { return state.Organisation().HasGrant(viewer.person(), viewer.today()); }

bool IsOverdue(const Commitment& commitment, Date today) {
  return commitment.state == CommitmentState::kOpen && commitment.due && *commitment.due < today;
}

CommitmentShown Show(State& state, const Context& context, const Commitment& commitment, Date today) {
  const organisation::Organisation& org = state.Organisation();
  CommitmentShown out;
  out.number = commitment.number;
  out.by = commitment.by;
  out.by_name = org.NameOf(commitment.by);
  out.to = commitment.to;
  out.to_name = org.NameOf(commitment.to);
  out.text = ReadText(context, commitment.text).Text();
  if (!commitment.comment.empty()) out.comment = ReadText(context, commitment.comment).Text();
  out.cycle = commitment.cycle;
  out.leader = commitment.leader;
  out.due = commitment.due;
  out.state = commitment.state;
  out.overdue = IsOverdue(commitment, today);
  out.settled = commitment.settled;
  if (context.actor == commitment.leader || context.actor == commitment.superior) out.reminded = commitment.reminded;
  return out;
}

// Whoever has led a unit that the reader leads today, or stands in for.
std::set<std::string> LeadersFollowed(State& state, const Viewer& viewer) {
  const organisation::Organisation& org = state.Organisation();
  std::set<std::string> leaders;
  auto follow = [&](const std::string& person) {
    for (const organisation::Holding* held : org.HeldBy(person, viewer.today())) {
      for (const organisation::Holding* holding : org.HoldingsOfUnit(held->unit)) leaders.insert(holding->person);
    }
  };
  follow(viewer.person());
  for (const organisation::Absence& absence : org.absences()) {
    if (absence.deputy == viewer.person() && absence.span.Contains(viewer.today())) follow(absence.person);
  }
  return leaders;
}

// Those whose text the reader may see: a party's own, the pair's in whose talk the reader is appointed, those of the unit
// that the reader leads now or stands in for; all of them with an auditor's grant.
std::vector<const Commitment*> Readable(State& state, const Viewer& viewer) {
  if (IsGranted(state, viewer)) return state.commitments.All();
  auto out = state.commitments.By(Commitment::kByLeader, viewer.person());
  auto add = [&](const std::vector<const Commitment*>& rows) { out.insert(out.end(), rows.begin(), rows.end()); };
  add(state.commitments.By(Commitment::kBySuperior, viewer.person()));
  std::set<std::string> pairs;
  for (const Task* task : state.TasksOf(viewer.person(), false)) {
    if (task->assignment.because != Because::kConductor) continue;
    const Step* step = state.steps.Find(task->step);
    if (step != nullptr && viewer.Conducts(*step)) pairs.insert(step->leader + "~" + step->superior);
  }
  for (const std::string& pair : pairs) add(state.commitments.By(Commitment::kByPair, pair));
  for (const std::string& leader : LeadersFollowed(state, viewer)) {
    for (const Commitment* commitment : state.commitments.By(Commitment::kByLeader, leader)) {
      if (FollowsTheUnit(state, viewer, *commitment)) out.push_back(commitment);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void Count(const Commitment& commitment, Date today, bool all, CommitmentCounts& counts) {
  counts.overdue += IsOverdue(commitment, today);
  if (!all) return;
  counts.open += commitment.state == CommitmentState::kOpen;
  counts.kept += commitment.state == CommitmentState::kKept;
  counts.dropped += commitment.state == CommitmentState::kDropped;
}

std::vector<const Commitment*> OpenIn(State& state, const std::string& cycle) {
  return state.commitments.By(Commitment::kByState, Commitment::InState(cycle, CommitmentState::kOpen));
}

// Who leads no unit that has another below it, or had one, is above nobody.
bool LeadsLeaders(State& state, const Viewer& viewer) {
  const organisation::Organisation& org = state.Organisation();
  const auto held = org.HeldBy(viewer.person(), viewer.today());
  return std::any_of(held.begin(), held.end(), [&](const organisation::Holding* holding) { return !org.ChildrenEver(holding->unit).empty(); });
}

bool IsAbove(State& state, const Viewer& viewer, const Commitment& commitment) {
  const Step* step = state.steps.Find(commitment.step);
  return step != nullptr && Has(viewer.To(*step), Relation::kAbove);
}

CommitmentCounts CountsFor(State& state, const Viewer& viewer, const std::string& cycle, const std::vector<const Commitment*>& readable) {
  CommitmentCounts counts;
  std::vector<std::string> cycles;
  for (const Cycle* each : state.cycles.All()) {
    if (cycle.empty() || each->Key() == cycle) cycles.push_back(each->Key());
  }
  if (viewer.Is(Role::kOffice) || viewer.Is(Role::kController) || viewer.Is(Role::kAuditor)) {
    for (const std::string& each : cycles) {
      counts.kept += static_cast<int>(state.commitments.CountBy(Commitment::kByState, Commitment::InState(each, CommitmentState::kKept)));
      counts.dropped += static_cast<int>(state.commitments.CountBy(Commitment::kByState, Commitment::InState(each, CommitmentState::kDropped)));
      for (const Commitment* commitment : OpenIn(state, each)) Count(*commitment, viewer.today(), true, counts);
    }
    return counts;
  }
  for (const Commitment* commitment : readable) {
    if (cycle.empty() || commitment->cycle == cycle) Count(*commitment, viewer.today(), true, counts);
  }
  if (!LeadsLeaders(state, viewer)) return counts;
  const std::set<const Commitment*> own(readable.begin(), readable.end());
  for (const std::string& each : cycles) {
    for (const Commitment* commitment : OpenIn(state, each)) {
      const bool late = IsOverdue(*commitment, viewer.today()) && !own.contains(commitment);
      if (late && IsAbove(state, viewer, *commitment)) Count(*commitment, viewer.today(), false, counts);
    }
  }
  return counts;
}

std::string PlaceInOrder(const Commitment& commitment) {
  return (commitment.due ? FormatDate(*commitment.due) : "9999") + "/" + commitment.Key();
}

}  // namespace

CommitmentPage ListCommitments(State& state, const Context& given, const std::string& cycle, bool open_only, size_t most,
                               const std::string& after) {
  NotedTexts texts(given.texts);
  Context context = given;
  context.texts = &texts;
  Viewer viewer(state, context);
  CommitmentPage page;
  auto readable = Readable(state, viewer);
  page.counts = CountsFor(state, viewer, cycle, readable);
  std::map<std::string, const Commitment*> order;
  for (const Commitment* commitment : readable) {
    bool wanted = (cycle.empty() || commitment->cycle == cycle) && (!open_only || commitment->state == CommitmentState::kOpen);
    if (wanted) order[PlaceInOrder(*commitment)] = commitment;
  }
  std::string last;
  for (auto at = order.upper_bound(after); at != order.end(); ++at) {
    if (page.commitments.size() == most) {
      page.next = last;
      break;
    }
    page.commitments.push_back(Show(state, context, *at->second, viewer.today()));
    last = at->first;
  }
  page.reads = texts.Reads();
  return page;
}

CommitmentAnswer GetCommitment(State& state, const Context& given, int64_t number) {
  NotedTexts texts(given.texts);
  Context context = given;
  context.texts = &texts;
  Viewer viewer(state, context);
  CommitmentAnswer answer;
  const Commitment* found = state.commitments.Find(Task::MakeKey(number));
  // Who is not told of it is not told that it is there.
  bool told = found != nullptr && (IsParty(viewer, *found) || Conducts(state, viewer, *found) || FollowsTheUnit(state, viewer, *found) ||
                                   IsGranted(state, viewer));
  if (!told) {
    answer.refusal = Refusal{Reason::kCommitmentNotFound, {{"commitment", std::to_string(number)}}, {}};
    return answer;
  }
  answer.commitment = Show(state, context, *found, viewer.today());
  answer.reads = texts.Reads();
  return answer;
}

}  // namespace arshjul::cycle
