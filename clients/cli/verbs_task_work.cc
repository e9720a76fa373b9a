#include <fmt/format.h>

#include "arshjul/v1/task_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string name, action, data, etag, person, reason, text, ask, answer_by;
};

// Sends a change of a task and writes what became of it.
template <typename Response, typename Request>
int Change(Session& session, Request& request, const Options& options, std::string_view done) {
  request.set_name(session.Name("tasks", options.name));
  Response response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  const v1::Task& task = response.task();
  if (session.json()) {
    session.Write(ToJson(task));
  } else {
    session.Write(session.Get(done, {{"number", LastPart(task.name())},
                                     {"title", Harmless(task.title())},
                                     {"assignee", Harmless(task.assignee_name())}}) +
                  "\n");
  }
  return kExitOk;
}

int Save(Session& session, const Options& options) {
  v1::SaveTaskRequest request;
  const auto data = session.ReadDataFile(options.data);
  if (!data) return session.exit_code();
  *request.mutable_data() = *data;
  request.set_etag(options.etag);
  return Change<v1::SaveTaskResponse>(session, request, options, "task.saved");
}

int Complete(Session& session, const Options& options) {
  v1::CompleteTaskRequest request;
  const auto data = session.ReadDataFile(options.data);
  if (!data) return session.exit_code();
  *request.mutable_data() = *data;
  request.set_action(options.action);
  request.set_etag(options.etag);
  return Change<v1::CompleteTaskResponse>(session, request, options, "task.completed");
}

int Reassign(Session& session, const Options& options) {
  v1::ReassignTaskRequest request;
  request.set_person(options.person);
  request.set_reason(options.reason);
  return Change<v1::ReassignTaskResponse>(session, request, options, "task.reassigned");
}

int Comment(Session& session, const Options& options) {
  v1::CommentTaskRequest request;
  request.set_text(options.text);
  request.set_ask(options.ask);
  request.set_answer_by(options.answer_by);
  return Change<v1::CommentTaskResponse>(session, request, options, "task.commented");
}

}  // namespace

void AddTaskWorkVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("task save", [options](Session& session) { return Save(session, *options); })
      .Argument("task", options->name)
      .Option("--data", options->data, Need::kRequired)
      .Option("--etag", options->etag);
  line.Add("task complete", [options](Session& session) { return Complete(session, *options); })
      .Argument("task", options->name)
      .Option("--action", options->action, Need::kRequired)
      .Option("--data", options->data)
      .Option("--etag", options->etag);
  line.Add("task reassign", [options](Session& session) { return Reassign(session, *options); })
      .Argument("task", options->name)
      .Argument("person,--to,--person", options->person)
      .Option("--reason", options->reason);
  line.Add("task comment", [options](Session& session) { return Comment(session, *options); })
      .Argument("task", options->name)
      .Argument("text,--text", options->text)
      .Option("--ask", options->ask)
      .Option("--answer-by", options->answer_by);
}

}  // namespace arshjul::cli
