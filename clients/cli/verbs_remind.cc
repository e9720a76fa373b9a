#include "arshjul/v1/task_service.pb.h"
#include "command_line.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string cycle, phase, unit;
  std::vector<std::string> persons;
  bool overdue = false, dry_run = false;
};

int Write(Session& session, const v1::RemindTasksResponse& response, bool only_shown) {
  Table table({{session.Get("column.name"), false, true},
               {session.Get("column.tasks"), true},
               {session.Get("column.overdue"), true},
               {session.Get("column.reminder"), false, true}});
  int letters = 0;
  for (const v1::Reminder& reminder : response.reminders()) {
    const bool skipped = reminder.skipped() != v1::Reminder::SKIPPED_UNSPECIFIED;
    letters += skipped ? 0 : 1;
    const std::string outcome = skipped ? reminder.skipped_because() : session.Get(only_shown ? "reminder.would" : "reminder.sent");
    table.Add({Harmless(reminder.person_name()), std::to_string(reminder.task_count()), std::to_string(reminder.overdue_count()), Harmless(outcome)});
  }
  const int code = session.WriteList(response, table, "empty.reminders");
  if (!session.json() && !response.reminders().empty()) {
    session.Write(session.texts().Count(only_shown ? "count.letter_planned" : "count.letter_sent", letters) + "\n");
  }
  return code;
}

int Remind(Session& session, const Options& options) {
  v1::RemindTasksRequest request;
  request.set_parent(session.Municipality());
  if (request.parent().empty()) return session.exit_code();
  request.set_cycle(session.CycleName(options.cycle));
  if (request.cycle().empty()) return session.exit_code();
  request.set_phase(options.phase);
  request.set_unit(options.unit);
  request.set_overdue_only(options.overdue);
  for (const std::string& person : options.persons) request.add_persons(person);
  request.set_validate_only(options.dry_run);
  v1::RemindTasksResponse response;
  if (!session.Call(request, response)) return session.exit_code();
  return Write(session, response, options.dry_run);
}

}  // namespace

void AddRemindVerb(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("task remind", [options](Session& session) { return Remind(session, *options); })
      .Option("--cycle,--year", options->cycle)
      .Option("--unit", options->unit)
      .Option("--phase", options->phase)
      .Option("--person", options->persons)
      .Flag("--overdue", options->overdue)
      .Flag("--dry-run", options->dry_run);
}

}  // namespace arshjul::cli
