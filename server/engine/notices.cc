#include "engine/notices.h"

#include <optional>

#include "cycle/query_task.h"

namespace arshjul::engine {
namespace {

const std::string& In(const workflow::v1::Text& text, const std::string& language) {
  const std::string& wished = language == "nn"   ? text.nn()
                              : language == "sv" ? text.sv()
                              : language == "en" ? text.en()
                                                 : text.nb();
  return wished.empty() ? text.nb() : wished;
}

// What the recipient is told of the task: its title, or, where that would say more of two people than the recipient may
// know ("answer that the agreement was not signed"), the phase's.
std::string TitleOf(cycle::State& state, const cycle::Task& task, const cycle::Context& context,
                    const std::string& language) {
  if (state.cycles.Find(task.cycle) == nullptr) return task.kind;
  auto workflow = cycle::PinnedWorkflow(state, context, task);
  if (workflow == nullptr) return task.kind;
  const cycle::Viewer recipient(state, context);
  if (cycle::SightOf(state, context, recipient, task) != cycle::TaskSight::kFull) {
    auto phase = workflow->phases.find(task.phase);
    return phase == workflow->phases.end() ? "" : In(phase->second->title(), language);
  }
  auto found = workflow->tasks.find(task.kind);
  return found == workflow->tasks.end() ? task.kind : In(found->second->title(), language);
}

}  // namespace

notify::Notice MakeNotice(cycle::State& state, const cycle::Notice& notice, const cycle::Context& context,
                          const std::string& id) {
  const cycle::Municipality& self = *state.Self();
  const organisation::Organisation& organisation = state.Organisation();
  notify::Notice made;
  made.id = id;
  made.municipality = self.id;
  made.municipality_name = self.name;
  made.person = notice.person;
  made.person_name = organisation.NameOf(notice.person);
  if (const organisation::Person* person = organisation.FindPerson(notice.person)) made.address = person->email;
  made.language = self.language;
  made.message = notice.message;
  made.args = notice.args;
  made.time = context.now;
  made.personal = notice.personal;
  cycle::Context recipients = context;
  recipients.actor = notice.person;
  for (const std::string& key : notice.tasks) {
    const cycle::Task* task = state.tasks.Find(key);
    if (task == nullptr) continue;
    const organisation::Unit* unit = organisation.FindUnit(task->unit);
    made.items.push_back({TitleOf(state, *task, recipients, self.language), unit == nullptr ? "" : unit->name, task->due});
  }
  return made;
}

}  // namespace arshjul::engine
