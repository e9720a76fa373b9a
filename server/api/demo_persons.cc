#include "api/demo_persons.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "api/organisation_answers.h"
#include "cycle/query_task.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

using organisation::Organisation;

// A key of the catalogues for each thing that this person is.
std::vector<std::string> HatsOf(const Organisation& organisation, const std::string& person, Date today) {
  std::vector<std::string> hats;
  std::set<organisation::Role> seen;
  for (const organisation::RoleBinding& binding : organisation.roles()) {
    if (binding.person != person || !binding.span.Contains(today) || !seen.insert(binding.role).second) continue;
    std::string hat = organisation::RoleName(binding.role);
    std::transform(hat.begin(), hat.end(), hat.begin(), [](unsigned char letter) { return std::tolower(letter); });
    hats.push_back(hat);
  }
  const std::vector<const organisation::Holding*> held = organisation.HeldBy(person, today);
  const bool above =
      std::any_of(held.begin(), held.end(), [&](auto* holding) { return !organisation.Children(holding->unit, today).empty(); });
  if (!held.empty()) hats.push_back(above ? "superior" : "leader");
  return hats;
}

}  // namespace

std::vector<const organisation::Person*> DemoPersons(engine::View& view) {
  const Organisation& organisation = view.state.Organisation();
  const Date today = TodayOf(view);
  std::set<std::string> with_role;
  for (const organisation::RoleBinding& binding : organisation.roles()) {
    if (binding.span.Contains(today)) with_role.insert(binding.person);
  }
  std::vector<const organisation::Person*> persons;
  for (const organisation::Person& person : organisation.persons()) {
    if (with_role.contains(person.id) || !organisation.HeldBy(person.id, today).empty()) persons.push_back(&person);
  }
  std::sort(persons.begin(), persons.end(), [](auto* a, auto* b) { return std::tie(a->name, a->id) < std::tie(b->name, b->id); });
  return persons;
}

void FillDemoPerson(engine::View& view, const Asker& asker, const organisation::Person& person, v1::DemoPerson& out) {
  FillPerson(view, asker, person, *out.mutable_person());
  const Date today = TodayOf(view);
  for (const std::string& hat : HatsOf(view.state.Organisation(), person.id, today)) {
    out.add_sees(messages::Render(asker.language, "demo.sees." + hat));
  }
  cycle::Context as = view.context;
  as.actor = person.id;
  const std::vector<const cycle::Task*> tasks = cycle::OwnOpenTasks(view.state, as);
  out.set_open_task_count(static_cast<int32_t>(tasks.size()));
  out.set_overdue_task_count(
      static_cast<int32_t>(std::count_if(tasks.begin(), tasks.end(), [today](auto* task) { return task->due < today; })));
}

}  // namespace arshjul::api
