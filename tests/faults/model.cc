#include "faults/model.h"

#include <fmt/format.h>

#include <algorithm>

namespace arshjul::faults {
namespace {

template <class... Kinds>
struct Each : Kinds... {
  using Kinds::operator()...;
};

}  // namespace

void Model::Do(const Call& call) {
  std::visit(Each{
                 [&](const cycle::ChangeMunicipality& c) { name = c.name; },
                 [&](const cycle::SetClock& c) { clock_mark = FormatInstant(c.to); },
                 [&](const cycle::CommentTask& c) { comments[c.task].push_back(c.text); },
                 [&](const cycle::SaveTask& c) { drafts[c.task] = call.mark; },
                 [&](const cycle::CompleteTask& c) { completed.insert(c.task); },
                 [&](const cycle::AssignHolding& c) { leaders[c.unit] = c.person.id; },
                 [&](const cycle::MoveUnit& c) { parents[c.unit] = c.parent; },
                 [&](const cycle::RegisterAbsence& c) { deputies.insert(c.deputy->id); },
                 [&](const cycle::GrantRole& c) { supporters.insert(c.person.id); },
                 [](const auto&) {},
             },
             call.command);
}

std::vector<std::string> Model::Compare(cycle::State& state, Date today) const {
  std::vector<std::string> differences;
  auto expect = [&](const std::string& what, const std::string& wanted, const std::string& found) {
    if (wanted != found) differences.push_back(fmt::format("{} is '{}' and should be '{}'", what, found, wanted));
  };
  const cycle::Municipality& self = *state.Self();
  if (!name.empty()) expect("the name", name, self.name);
  if (!clock_mark.empty()) expect("the clock", clock_mark, FormatInstant(*self.demo_now));
  std::map<int64_t, cycle::Task> tasks;
  for (const cycle::Task* task : state.tasks.All()) tasks[task->number] = *task;
  for (const auto& [number, texts] : comments) {
    std::string wanted, found;
    for (const std::string& text : texts) wanted += text;
    for (const cycle::Comment& comment : tasks[number].comments) found += comment.text;
    expect(fmt::format("what is said of task {}", number), wanted, found);
  }
  for (int64_t number : completed) expect(fmt::format("task {}", number), "DONE", cycle::TaskStateName(tasks[number].state));
  for (const auto& [number, mark] : drafts) {
    // What is completed has its final form.
    if (completed.contains(number) || tasks[number].state != cycle::TaskState::kOpen) continue;
    if (ToJson(tasks[number].draft).find(mark) == std::string::npos) {
      differences.push_back(fmt::format("the draft of task {} is not {} but {}", number, mark, ToJson(tasks[number].draft)));
    }
  }
  const organisation::Organisation& organisation = state.Organisation();
  for (const auto& [unit, person] : leaders) {
    const organisation::Holding* holding = organisation.HolderOf(unit, today);
    expect("the leader of " + unit, person, holding == nullptr ? "" : holding->person);
  }
  for (const auto& [unit, parent] : parents) expect("the parent of " + unit, parent, organisation.FindUnit(unit)->parent);
  auto count = [&](const auto& rows, auto matches) { return std::to_string(std::count_if(rows.begin(), rows.end(), matches)); };
  for (const std::string& person : deputies) {
    expect("absences with " + person, "1", count(state.absences.All(), [&](auto* row) { return row->row.deputy == person; }));
  }
  for (const std::string& person : supporters) {
    expect("roles of " + person, "1", count(state.roles.All(), [&](auto* row) { return row->row.person == person; }));
  }
  return differences;
}

}  // namespace arshjul::faults
