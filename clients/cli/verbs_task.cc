#include <fmt/format.h>

#include "arshjul/v1/task_service.pb.h"
#include "command_line.h"
#include "form_text.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string name, cycle, phase, unit, assignee;
  bool all = false, mine = false, open = false, overdue = false, template_only = false;
};

int List(Session& session, const Options& options) {
  if (options.all && options.mine) return session.Fail(session.Get("usage.all_or_mine"), kExitUsage);
  v1::ListTasksRequest request;
  request.set_parent(session.Municipality());
  // Nothing said means one's own, unless it is said whose or which.
  const bool narrowed = !options.assignee.empty() || !options.unit.empty();
  request.set_mine(options.mine || (!options.all && !narrowed));
  request.set_open_only(options.open);
  request.set_overdue_only(options.overdue);
  request.set_cycle(options.cycle);
  request.set_phase(options.phase);
  request.set_unit(options.unit);
  request.set_assignee(options.assignee);
  v1::ListTasksResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.number"), true},
               {session.Get("column.task"), false, true},
               {session.Get("column.unit"), false, true},
               {session.Get("column.about"), false, true},
               {session.Get("column.assignee"), false, true},
               {session.Get("column.state")},
               {session.Get("column.due_day")},
               {""}});
  for (const auto& task : response.tasks()) {
    const bool open = task.state() == v1::Task::OPEN;
    table.Add({LastPart(task.name()),
               {task.title(), open ? Style::kPlain : Style::kQuiet},
               task.unit(),
               task.subject_name(),
               task.assignee_name(),
               {session.Named("task.state", v1::Task::State_Name(task.state())), open ? Style::kPlain : Style::kQuiet},
               session.Day(task.due_time()),
               {task.overdue() ? session.Get("overdue") : "", Style::kBad}});
  }
  return session.WriteList(response, table, request.mine() ? "empty.my_tasks" : "empty.tasks");
}

void WriteActions(Session& session, const v1::Task& task) {
  if (task.actions_size() == 0) return;
  session.Write("\n" + Styled(session.paper(), Style::kStrong, session.Get("task.actions")) + "\n");
  Table table({{session.Get("column.action"), false, true},
               {session.Get("column.leads")},
               {session.Get("column.command")}});
  for (const auto& action : task.actions()) {
    table.Add({action.title(), session.Named("leads", v1::Action::Leads_Name(action.leads())),
               fmt::format("arshjul task complete {} --action {}{}", LastPart(task.name()), action.id(),
                           task.form().fields_size() > 0 ? " --data " + session.Get("value.data") : "")});
  }
  session.Write(table.Render(session.paper()));
}

void WriteTask(Session& session, const v1::Task& task) {
  Facts facts;
  facts.Add(session.Get("fact.task"), task.title(), Style::kStrong);
  facts.Add(session.Get("fact.number"), LastPart(task.name()));
  facts.Add(session.Get("fact.unit"), task.unit());
  facts.Add(session.Get("fact.about"), task.subject_name());
  facts.Add(session.Get("fact.phase"), task.phase());
  facts.Add(session.Get("fact.assignee"), task.assignee_name());
  facts.Add(session.Get("fact.on_behalf_of"), task.on_behalf_of());
  facts.Add(session.Get("fact.because"), task.assigned_because());
  facts.Add(session.Get("fact.state"), session.Named("task.state", v1::Task::State_Name(task.state())));
  const std::string due = session.Day(task.due_time());
  facts.Add(session.Get("fact.due"), task.overdue() ? fmt::format("{} – {}", due, session.Get("overdue")) : due,
            task.overdue() ? Style::kBad : Style::kPlain);
  facts.Add(session.Get("fact.ended"), session.Moment(task.end_time()));
  facts.Add(session.Get("fact.completed_by"), task.completed_by());
  facts.Add(session.Get("fact.instruction"), task.instruction());
  session.Write(facts.Render(session.paper()) + FormText(session, task.form()));
  for (const auto& comment : task.comments()) {
    const std::string asked = comment.asked().empty() ? "" : ", " + session.Get("task.asked", {{"person", Harmless(comment.asked())}});
    session.Write(fmt::format("\n{}, {}{}:\n", Harmless(comment.author()), session.Moment(comment.time()), asked));
    for (const std::string& line : Wrap(comment.text(), session.paper().width)) session.Write("  " + line + "\n");
  }
  WriteActions(session, task);
}

int Show(Session& session, const Options& options) {
  v1::GetTaskRequest request;
  request.set_name(session.Name("tasks", options.name));
  v1::GetTaskResponse response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  if (options.template_only) {
    session.Write(ToJson(StartOf(response.task().form())));
  } else if (session.json()) {
    session.Write(ToJson(response.task()));
  } else {
    WriteTask(session, response.task());
  }
  return session.exit_code();
}

}  // namespace

void AddTaskVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("task list", [options](Session& session) { return List(session, *options); })
      .Flag("--mine", options->mine)
      .Flag("--all", options->all)
      .Flag("--open", options->open)
      .Flag("--overdue", options->overdue)
      .Option("--cycle,--year", options->cycle)
      .Option("--phase", options->phase)
      .Option("--unit", options->unit)
      .Option("--assignee", options->assignee);
  line.Add("task show", [options](Session& session) { return Show(session, *options); })
      .Argument("task", options->name)
      .Flag("--template", options->template_only);
}

}  // namespace arshjul::cli
