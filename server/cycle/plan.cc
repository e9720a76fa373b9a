#include "cycle/plan.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "cycle/form.h"
#include "cycle/stepping.h"

namespace arshjul::cycle {
namespace {

using workflow::v1::Parameter;
using workflow::v1::Phase;

// More than ten targets on a leader is a warning (year.md rule 12).
constexpr size_t kManyTargets = 10;

// "Y-1-08-15" or "2014-08-15".
std::optional<Date> ResolveDate(const std::string& text, int year) {
  if (text.empty() || text[0] != 'Y') return ParseDate(text);
  std::string_view rest = std::string_view(text).substr(1);
  int offset = 0;
  // The offset is there when two dashes and four digits more follow it: "-1-08-15", "+1-06-30", and "-03-10" without.
  if (rest.size() > 6) {
    bool plus = rest[0] == '+';
    auto [end, error] = std::from_chars(rest.data() + (plus ? 1 : 0), rest.data() + rest.size() - 6, offset);
    if (error != std::errc() || end != rest.data() + rest.size() - 6) return std::nullopt;
    rest = rest.substr(rest.size() - 6);
  }
  std::string digits = std::to_string(year + offset);
  return ParseDate(std::string(4 - std::min<size_t>(4, digits.size()), '0') + digits + std::string(rest));
}

std::string Joined(const auto& options) {
  std::string out;
  for (const std::string& option : options) out += (out.empty() ? "" : ", ") + option;
  return out;
}

// A non-empty subset of the options, in their order, comma separated; "" when it is not.
std::string ResolveSet(const std::string& text, const Parameter& parameter) {
  std::set<std::string> given;
  size_t from = 0;
  while (from <= text.size()) {
    size_t comma = std::min(text.find(',', from), text.size());
    std::string one = text.substr(from, comma - from);
    one.erase(0, one.find_first_not_of(' '));
    one.erase(one.find_last_not_of(' ') + 1);
    if (std::find(parameter.options().begin(), parameter.options().end(), one) == parameter.options().end()) return "";
    given.insert(one);
    from = comma + 1;
  }
  std::string out;
  for (const std::string& option : parameter.options()) {
    if (given.contains(option)) out += (out.empty() ? "" : ",") + option;
  }
  return out;
}

void ResolveParameter(const Parameter& parameter, const std::string& text, int year, Cycle& cycle, std::vector<FieldViolation>& violations) {
  std::string field = "params." + parameter.id();
  switch (parameter.type()) {
    case Parameter::TYPE_DATE:
      if (auto date = ResolveDate(text, year)) {
        cycle.parameters[parameter.id()] = FormatDate(*date);
      } else {
        violations.push_back({field, "not_a_date", {{"value", text}}});
      }
      break;
    case Parameter::TYPE_NUMBER:
      if (!text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == std::string::npos) {
        cycle.parameters[parameter.id()] = text;
      } else {
        violations.push_back({field, "not_a_number", {{"value", text}}});
      }
      break;
    default: {
      std::string set = ResolveSet(text, parameter);
      if (set.empty()) {
        violations.push_back({field, "unknown_option", {{"value", text}, {"options", Joined(parameter.options())}}});
      } else {
        cycle.parameters[parameter.id()] = set;
      }
    }
  }
}

bool Included(const Cycle& cycle, const Phase& phase) {
  if (!phase.has_when() || phase.when().first_cycle()) return true;
  auto has = [&](const std::string& value) { return ("," + value + ",").find("," + phase.when().has() + ",") != std::string::npos; };
  auto it = cycle.parameters.find(phase.when().parameter());
  if (it != cycle.parameters.end() && has(it->second)) return true;
  return std::any_of(cycle.cohort.begin(), cycle.cohort.end(), [&](const auto& row) { return has(row.second.talk_at); });
}

// `begun`: runs that are kept as they are, whatever their phase says now.
void ResolvePhases(const statechart::Workflow& workflow, Cycle& cycle, const std::map<std::string, const PhaseRun*>& begun) {
  auto day = [&](const std::string& parameter) {
    auto it = cycle.parameters.find(parameter);
    return it == cycle.parameters.end() ? std::nullopt : ParseDate(it->second);
  };
  for (const Phase& phase : workflow.definition.phases()) {
    if (auto kept = begun.find(phase.id()); kept != begun.end()) {
      cycle.phases.push_back(*kept->second);
      continue;
    }
    if (!Included(cycle, phase)) continue;
    PhaseRun run;
    run.id = phase.id();
    run.ends = day(phase.ends()).value_or(Date());
    if (auto opens = day(phase.opens())) {
      run.opens = *opens;
    } else {
      run.opens = run.ends;
      for (const std::string& before : phase.after()) {
        if (const PhaseRun* earlier = cycle.FindPhase(before)) run.opens = std::min(run.opens, earlier->opens);
      }
    }
    cycle.phases.push_back(run);
  }
}

void ResolveCohort(Decision& decision, const LaunchCycle& command, const statechart::Workflow& workflow, Cycle& cycle,
                   std::vector<FieldViolation>& violations) {
  const Parameter* talk_at = nullptr;
  for (const Parameter& parameter : workflow.definition.parameters()) {
    if (parameter.id() == "talk_at") talk_at = &parameter;
  }
  for (const CohortGiven& given : command.cohort) {
    std::string line = "cohort line " + std::to_string(given.line);
    if (decision.org().FindUnit(given.unit) == nullptr) violations.push_back({line + ", column unit_id", "unknown_unit", {{"value", given.unit}}});
    CohortRow row{given.takes_part, ""};
    if (!given.talk_at.empty()) {
      row.talk_at = talk_at == nullptr ? "" : ResolveSet(given.talk_at, *talk_at);
      if (row.talk_at.empty()) {
        violations.push_back({line + ", column talk_at", "unknown_option",
                              {{"value", given.talk_at}, {"options", talk_at == nullptr ? "" : Joined(talk_at->options())}}});
      }
    }
    if (!cycle.cohort.emplace(given.unit, row).second) violations.push_back({line + ", column unit_id", "named_twice", {{"value", given.unit}}});
  }
}

// Tasks that a step of this chart gives when nothing is sent back: those of the states reached without a backward action.
class ForwardTasks {
 public:
  ForwardTasks(const workflow::v1::Chart& chart, const statechart::Workflow& workflow) : workflow_(workflow) {
    for (const auto& state : chart.states()) Collect(state, nullptr);
    if (chart.states_size() > 0) Begin(chart);
  }
  const std::vector<std::string>& tasks() const { return tasks_; }

 private:
  using ChartState = workflow::v1::State;
  void Collect(const ChartState& state, const ChartState* parent) {
    states_[state.id()] = &state;
    parents_[&state] = parent;
    for (const ChartState& child : state.states()) Collect(child, &state);
  }
  void Enter(const ChartState& state) {
    if (!seen_.insert(&state).second) return;
    for (const std::string& task : state.tasks()) tasks_.push_back(task);
    for (const auto& transition : state.on()) {
      if (Backward(transition.event())) continue;
      for (const std::string& target : transition.to()) Enter(*states_.at(target));
    }
    if (state.states_size() == 0) return;
    if (state.parallel()) {
      for (const ChartState& child : state.states()) Enter(child);
    } else {
      Begin(state);
    }
  }
  // Of a chart, or of a state with states in it: where it begins.
  void Begin(const auto& parent) {
    for (const std::string& target : parent.start().to()) Enter(*states_.at(target));
    if (parent.start().to().empty()) Enter(*states_.at(parent.initial().empty() ? parent.states(0).id() : parent.initial()));
  }
  bool Backward(const std::string& event) const {
    for (const auto& [id, task] : workflow_.tasks) {
      for (const auto& action : task->actions()) {
        if (event == "task." + id + "." + action.id()) return action.leads() == workflow::v1::TaskAction::LEADS_BACK;
      }
    }
    return false;
  }
  const statechart::Workflow& workflow_;
  std::map<std::string, const ChartState*> states_;
  std::map<const ChartState*, const ChartState*> parents_;
  std::set<const ChartState*> seen_;
  std::vector<std::string> tasks_;
};

// Is `wanted` one of the words of `list`, which commas separate?
bool IsOneOf(std::string_view wanted, std::string_view list) {
  while (true) {
    const size_t comma = list.find(',');
    if (list.substr(0, comma) == wanted) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

bool InCohort(const Cycle& cycle, const std::string& unit) {
  auto it = cycle.cohort.find(unit);
  return cycle.cohort.empty() || (it != cycle.cohort.end() && it->second.takes_part);
}

bool TakesPart(const Cycle& cycle, const Phase& phase, std::span<const std::string> units) {
  // Who takes part in such a phase is seen when it happens.
  if (phase.on_target_change()) return false;
  bool any = units.empty();
  for (const std::string& unit : units) {
    if (!InCohort(cycle, unit)) continue;
    if (!phase.has_when()) return true;
    if (phase.when().first_cycle()) {
      any |= cycle.first;
      continue;
    }
    auto parameter = cycle.parameters.find(phase.when().parameter());
    std::string_view value = parameter == cycle.parameters.end() ? std::string_view() : parameter->second;
    auto row = cycle.cohort.find(unit);
    if (row != cycle.cohort.end() && phase.when().parameter() == "talk_at" && !row->second.talk_at.empty()) value = row->second.talk_at;
    any |= IsOneOf(phase.when().has(), value);
  }
  return any;
}

Cycle ResolveCycle(Decision& decision, const LaunchCycle& command, const WorkflowRow& row, const statechart::Workflow& workflow,
                   std::vector<FieldViolation>& violations) {
  Cycle cycle;
  cycle.year = command.year;
  cycle.workflow = row.Key();
  cycle.workflow_hash = row.hash;
  cycle.launched = decision.context.now;
  cycle.launched_by = decision.context.actor;
  // One that was called off and comes again is as much the first as it was before.
  const std::vector<const Cycle*> launched = decision.state.cycles.All();
  cycle.first = std::all_of(launched.begin(), launched.end(), [&](const Cycle* other) { return other->year == command.year; });
  if (const Cycle* before = decision.state.CycleOfYear(command.year)) cycle.launch = before->launch + 1;
  std::vector<std::string> known;
  for (const Parameter& parameter : workflow.definition.parameters()) {
    known.push_back(parameter.id());
    auto given = command.parameters.find(parameter.id());
    ResolveParameter(parameter, given == command.parameters.end() ? parameter.default_() : given->second, command.year, cycle, violations);
  }
  for (const auto& [id, value] : command.parameters) {
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      violations.push_back({"params." + id, "unknown_parameter", {{"options", Joined(known)}}});
    }
  }
  ResolveCohort(decision, command, workflow, cycle, violations);
  if (violations.empty()) ResolvePhases(workflow, cycle, {});
  return cycle;
}

bool Begun(State& state, const Cycle& cycle, const PhaseRun& run) {
  return run.open || run.ended || !state.steps.By(Step::kByPhase, cycle.Key() + "/" + run.id).empty();
}

namespace {

// What the cycle has under this parameter, where somebody chose it at launch or since.
std::optional<std::string> Chosen(const Cycle& running, const statechart::Workflow& from, const Parameter& parameter) {
  auto present = running.parameters.find(parameter.id());
  if (present == running.parameters.end()) return std::nullopt;
  for (const Parameter& before : from.definition.parameters()) {
    if (before.id() != parameter.id()) continue;
    Cycle standard;
    std::vector<FieldViolation> ignored;
    ResolveParameter(before, before.default_(), running.year, standard, ignored);
    if (standard.parameters[before.id()] != present->second) return present->second;
  }
  return std::nullopt;
}

}  // namespace

Cycle ResolveMigration(Decision& decision, const MigrateCycle& command, const Cycle& running, const statechart::Workflow& from,
                       const WorkflowRow& row, const statechart::Workflow& to, std::vector<FieldViolation>& violations) {
  Cycle cycle = running;
  cycle.workflow = row.Key();
  cycle.workflow_hash = row.hash;
  cycle.parameters.clear();
  cycle.phases.clear();
  std::map<std::string, const PhaseRun*> begun;
  std::set<std::string> fixed;  // days of phases that are no more a plan
  for (const PhaseRun& run : running.phases) {
    auto phase = to.phases.find(run.id);
    if (phase == to.phases.end() || !Begun(decision.state, running, run)) continue;
    begun[run.id] = &run;
    fixed.insert({phase->second->opens(), phase->second->ends()});
  }
  std::vector<std::string> known;
  for (const Parameter& parameter : to.definition.parameters()) {
    known.push_back(parameter.id());
    auto given = command.parameters.find(parameter.id());
    auto present = running.parameters.find(parameter.id());
    const bool is_fixed = fixed.contains(parameter.id()) && present != running.parameters.end();
    if (is_fixed && given != command.parameters.end()) {
      violations.push_back({"params." + parameter.id(), "phase_begun_already", {{"value", given->second}}});
    }
    const std::string text = given != command.parameters.end() ? given->second
                             : is_fixed                        ? present->second
                                                               : Chosen(running, from, parameter).value_or(parameter.default_());
    ResolveParameter(parameter, text, running.year, cycle, violations);
  }
  for (const auto& [id, value] : command.parameters) {
    if (std::find(known.begin(), known.end(), id) == known.end()) {
      violations.push_back({"params." + id, "unknown_parameter", {{"options", Joined(known)}}});
    }
  }
  if (!violations.empty()) return cycle;
  ResolvePhases(to, cycle, begun);
  return cycle;
}

std::vector<FieldViolation> PlanProblems(Decision& decision, const Cycle& cycle, const statechart::Workflow& workflow) {
  std::vector<FieldViolation> problems;
  const calendar::Calendar& calendar = *decision.context.calendar;
  Date today = decision.Today();
  for (const PhaseRun& run : cycle.phases) {
    if (Begun(decision.state, cycle, run)) continue;
    const Phase& phase = *workflow.phases.at(run.id);
    std::string field = "params." + (phase.ends().empty() ? phase.id() : phase.ends());
    Args days{{"phase", TextIn(phase.title(), decision.self().language)}, {"opens", FormatDate(run.opens)}, {"ends", FormatDate(run.ends)}};
    int length = calendar.WorkingDaysBetween(run.opens, run.ends);
    if (run.ends < run.opens) {
      problems.push_back({field, "ends_before_opening", days});
    } else if (run.ends < today) {
      problems.push_back({field, "already_over", days});
    } else if (length < kLeastWorkingDays) {
      days["least"] = std::to_string(kLeastWorkingDays);
      problems.push_back({field, "window_too_short", days});
    }
  }
  return problems;
}

namespace {

// The nearest unit above that the person holds; "" for one who holds none.
std::string UnitAbove(Decision& decision, const organisation::Unit& unit, const std::string& person) {
  const organisation::Organisation& org = decision.org();
  for (const organisation::Unit* at = org.NearestHeld(unit.parent); at != nullptr; at = org.NearestHeld(at->parent)) {
    const organisation::Holding* holder = org.HolderOf(at->id, decision.Today());
    if (holder != nullptr && holder->person == person) return at->id;
  }
  return "";
}

}  // namespace

Value DescribePlan(Decision& decision, const Cycle& cycle, const statechart::Workflow& workflow) {
  const std::string& language = decision.self().language;
  const calendar::Calendar& calendar = *decision.context.calendar;
  Date today = decision.Today();
  auto units = decision.org().Preorder(today);
  auto pairs = organisation::Pairs(decision.org(), today);
  const auto work = organisation::UnitWorkOfAll(decision.org(), today);
  std::set<std::string> leaders, taking_part, taking_pair;
  int64_t tasks = 0;
  List phases, holidays, vacancies, warnings;
  for (const PhaseRun& run : cycle.phases) {
    const Phase& phase = *workflow.phases.at(run.id);
    const workflow::v1::Chart* chart = nullptr;
    for (const auto& candidate : workflow.definition.charts()) {
      if (candidate.id() == phase.chart()) chart = &candidate;
    }
    auto each = static_cast<int64_t>(ForwardTasks(*chart, workflow).tasks().size());
    int64_t steps = 0;
    if (phase.scope() == workflow::v1::SCOPE_MUNICIPALITY) {
      steps = 1;
    } else if (phase.scope() == workflow::v1::SCOPE_UNIT) {
      for (const organisation::Unit* unit : units) {
        if (!TakesPart(cycle, phase, {&unit->id, 1})) continue;
        ++steps;
        taking_part.insert(unit->id);
        leaders.insert(work.at(unit->id).person);
      }
    } else {
      for (const organisation::Pair& pair : pairs) {
        if (!TakesPart(cycle, phase, pair.units)) continue;
        ++steps;
        taking_pair.insert(pair.leader + "~" + pair.superior);
        leaders.insert(pair.leader);
      }
    }
    tasks += steps * each;
    phases.push_back(Object{{"id", run.id}, {"title", TextIn(phase.title(), language)}, {"opens", FormatDate(run.opens)},
                            {"ends", FormatDate(run.ends)}, {"steps", steps}, {"tasks", steps * each}});
    const int levels = decision.TopHeight() + 1, step = SliceStep(calendar.WorkingDaysBetween(run.opens, run.ends), levels);
    if (phase.sliced_by_height() && levels > 1 && step < kLeastWorkingDays) {
      warnings.push_back(Object{{"problem", step < 1 ? "slices_together" : "slices_overlap"}, {"subject", "phases/" + run.id}, {"phase", TextIn(phase.title(), language)},
                                {"levels", static_cast<int64_t>(levels)}, {"days", static_cast<int64_t>(step)}});
    }
    for (Date date : {run.opens, run.ends}) {
      if (calendar.IsWorkingDay(date)) continue;
      auto holiday = calendar.HolidayOn(date);
      // A phase opens with its date; what is due on such a day is done the working day before.
      Date moved = date == run.opens ? calendar.NextWorkingDay(date) : calendar.PreviousWorkingDay(date);
      holidays.push_back(Object{{"date", FormatDate(date)}, {"id", holiday ? *holiday : calendar.IsClosed(date) ? "closed" : "weekend"},
                                {"phase", run.id}, {"moved_to", FormatDate(moved)}});
    }
  }
  for (const organisation::Unit* unit : units) {
    if (decision.org().HolderOf(unit->id, today) == nullptr) {
      const organisation::Assignment& to = work.at(unit->id);
      vacancies.push_back(Object{{"unit_id", unit->id}, {"unit", unit->name}, {"rolls_up_to", to.person},
                                 {"rolls_up_to_name", decision.org().NameOf(to.person)}, {"rolls_up_to_unit_id", UnitAbove(decision, *unit, to.person)}});
    }
    const Card* card = decision.state.cards.Find(Card::MakeKey(unit->id, cycle.year - 1));
    if (card != nullptr && card->rows.size() > kManyTargets) {
      warnings.push_back(Object{{"problem", "many_targets"}, {"subject", "units/" + unit->id}, {"unit", unit->name}, {"count", static_cast<int64_t>(card->rows.size())}, {"most", static_cast<int64_t>(kManyTargets)}});
    }
  }
  if (decision.org().BindingOf(organisation::Role::kMandate, today) == nullptr) warnings.push_back(Object{{"problem", "no_mandate"}, {"subject", "roles/MANDATE"}});
  return Object{{"tasks", tasks}, {"leaders", static_cast<int64_t>(leaders.size())}, 
                {"units", static_cast<int64_t>(taking_part.size())}, {"pairs", static_cast<int64_t>(taking_pair.size())}, {"phases", phases}, {"holidays", holidays},
                {"vacancies", vacancies}, {"warnings", warnings}};
}

}  // namespace arshjul::cycle
