#include <fmt/format.h>

#include "arshjul/v1/workflow_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string file, name, reason;
  std::string format = "yaml";
  bool all = false;
};

using Findings = google::protobuf::RepeatedPtrField<v1::WorkflowFinding>;

void WriteFindings(Session& session, const std::string& file, std::string_view kind, const Findings& findings) {
  for (const auto& finding : findings) {
    session.Write(fmt::format("{}:{}:{}: {}: {}\n", file, finding.line(), finding.column(),
                              session.Get(fmt::format("workflow.{}", kind)), Harmless(finding.message())));
  }
}

int Check(Session& session, const Options& options) {
  const auto source = session.ReadFile(options.file);
  if (!source) return session.exit_code();
  v1::CheckWorkflowRequest request;
  request.set_parent(session.Municipality());
  request.set_source(*source);
  v1::CheckWorkflowResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response));
  } else {
    WriteFindings(session, options.file, "error", response.errors());
    WriteFindings(session, options.file, "warning", response.warnings());
    session.Note(session.Get("workflow.checked", {{"errors", session.texts().Count("count.error", response.errors_size())},
                                                  {"warnings", session.texts().Count("count.warning",
                                                                                     response.warnings_size())}}));
  }
  return response.errors_size() > 0 ? kExitError : kExitOk;
}

int Publish(Session& session, const Options& options) {
  const auto source = session.ReadFile(options.file);
  if (!source) return session.exit_code();
  v1::PublishWorkflowRequest request;
  request.set_parent(session.Municipality());
  request.set_source(*source);
  request.set_reason(options.reason);
  v1::PublishWorkflowResponse response;
  if (request.parent().empty() || !session.Call(request, response)) return session.exit_code();
  const v1::Workflow& workflow = response.workflow();
  if (session.json()) {
    session.Write(ToJson(workflow));
  } else {
    session.Write(session.Get("workflow.published", {{"name", workflow.workflow_id()},
                                                     {"version", std::to_string(workflow.version())},
                                                     {"hash", workflow.hash().substr(0, 12)}}) +
                  "\n");
  }
  return kExitOk;
}

int List(Session& session, const Options& options) {
  v1::ListWorkflowsRequest request;
  request.set_parent(session.Municipality());
  request.set_show_all_versions(options.all);
  v1::ListWorkflowsResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.name")},
               {session.Get("column.version"), true},
               {session.Get("column.title"), false, true},
               {session.Get("column.published")},
               {session.Get("column.hash")}});
  for (const auto& workflow : response.workflows()) {
    table.Add({workflow.workflow_id(), std::to_string(workflow.version()), workflow.title(),
               session.Day(workflow.publish_time()), workflow.hash().substr(0, 12)});
  }
  return session.WriteList(response, table, "empty.workflows");
}

int Show(Session& session, const Options& options) {
  if (options.format != "yaml" && options.format != "mermaid") {
    return session.Fail(session.Get("usage.not_a_format", {{"word", options.format}}), kExitUsage);
  }
  v1::GetWorkflowRequest request;
  request.set_name(session.Name("workflows", options.name));
  v1::GetWorkflowResponse response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  const v1::Workflow& workflow = response.workflow();
  if (session.json()) {
    session.Write(ToJson(workflow));
    return kExitOk;
  }
  const std::string& text = options.format == "yaml" ? workflow.source() : workflow.mermaid();
  session.Write(text);
  if (!text.ends_with('\n')) session.Write("\n");
  return kExitOk;
}

}  // namespace

void AddWorkflowVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("workflow check", [options](Session& session) { return Check(session, *options); })
      .Argument("file", options->file);
  line.Add("workflow list", [options](Session& session) { return List(session, *options); }).Flag("--all", options->all);
  line.Add("workflow show", [options](Session& session) { return Show(session, *options); })
      .Argument("name", options->name)
      .Option("--format", options->format);
  line.Add("workflow publish", [options](Session& session) { return Publish(session, *options); })
      .Argument("file", options->file)
      .Option("--reason", options->reason);
}

}  // namespace arshjul::cli
