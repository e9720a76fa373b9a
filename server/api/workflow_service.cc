#include "arshjul/v1/workflow_service.grpc.pb.h"

#include <algorithm>
#include <charconv>

#include "api/names.h"
#include "api/pages.h"
#include "api/requests.h"
#include "api/services.h"
#include "api/values.h"
#include "cycle/form.h"
#include "cycle/query_access.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

using cycle::WorkflowRow;

constexpr int kStandardPage = 100, kMostOnPage = 1000;
constexpr size_t kLargestSource = 1 << 20;

// "line 12, column 5"; 0 for what is not there.
void FillPlace(const std::string& field, v1::WorkflowFinding& out) {
  auto number_after = [&](std::string_view word) {
    int number = 0;
    size_t at = field.find(word);
    if (at != std::string::npos) std::from_chars(field.data() + at + word.size(), field.data() + field.size(), number);
    return number;
  };
  out.set_line(number_after("line "));
  out.set_column(number_after("column "));
}

void FillFinding(const FieldViolation& violation, const std::string& language, v1::WorkflowFinding& out) {
  FillPlace(violation.field, out);
  out.set_message(messages::Render(language, violation));
  out.set_problem(violation.problem);
}

void Fill(const WorkflowRow& row, const Asker& asker, engine::View& view, bool whole, v1::Workflow& out) {
  out.set_name(NameOf(asker.municipality, "workflows", row.Key()));
  out.set_workflow_id(row.name);
  out.set_version(row.version);
  out.set_hash(row.hash);
  FillTimestamp(row.published, *out.mutable_publish_time());
  if (!row.published_by.empty()) out.set_published_by(view.state.Organisation().NameOf(row.published_by));
  if (whole) out.set_source(row.source);
  auto workflow = view.context.workflows(row.hash, row.source);
  if (workflow == nullptr) return;
  const auto& definition = workflow->definition;
  out.set_title(cycle::TextIn(definition.title(), asker.language));
  out.set_description(cycle::TextIn(definition.description(), asker.language));
  out.set_language(definition.language());
  for (const auto& parameter : definition.parameters()) {
    auto* shown = out.add_parameters();
    shown->set_id(parameter.id());
    shown->set_title(cycle::TextIn(parameter.title(), asker.language));
    shown->set_type(static_cast<v1::WorkflowParameter::Type>(parameter.type()));
    shown->set_default_(parameter.default_());
    *shown->mutable_options() = parameter.options();
  }
  if (whole) out.set_mermaid(statechart::ToMermaid(definition, asker.language));
}

// Newest version of the name, or the one asked for as name@version.
const WorkflowRow* FindWorkflow(cycle::State& state, const std::string& id) {
  const std::string name = id.substr(0, id.find('@'));
  const WorkflowRow* found = nullptr;
  for (const WorkflowRow* row : state.workflows.By(0, name)) {
    if (id.size() > name.size() && row->Key() != id) continue;
    if (found == nullptr || row->version > found->version) found = row;
  }
  return found;
}

// By id, newest version first; of each only the newest unless all are asked for.
std::vector<const WorkflowRow*> Listed(cycle::State& state, bool all_versions) {
  std::vector<const WorkflowRow*> rows = state.workflows.All();
  std::sort(rows.begin(), rows.end(), [](const WorkflowRow* a, const WorkflowRow* b) {
    return a->name != b->name ? a->name < b->name : a->version > b->version;
  });
  if (!all_versions) {
    rows.erase(std::unique(rows.begin(), rows.end(), [](const WorkflowRow* a, const WorkflowRow* b) { return a->name == b->name; }), rows.end());
  }
  return rows;
}

class WorkflowService : public v1::WorkflowService::CallbackService {
 public:
  explicit WorkflowService(Frame& frame) : frame_(frame) {}

  grpc::ServerUnaryReactor* CheckWorkflow(grpc::CallbackServerContext* context, const v1::CheckWorkflowRequest* request,
                                          v1::CheckWorkflowResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      if (auto denied = cycle::Denied(view.state, view.context, access::Operation::kSeeOrganisation)) return *denied;
      if (request->source().size() > kLargestSource) return TooLong();
      statechart::Loaded loaded = statechart::LoadWorkflow(request->source());
      for (const FieldViolation& violation : loaded.violations) FillFinding(violation, asker.language, *response->add_errors());
      for (const FieldViolation& warning : loaded.warnings) FillFinding(warning, asker.language, *response->add_warnings());
      if (loaded.workflow != nullptr) response->set_workflow_id(loaded.workflow->definition.id());
      return {};
    });
  }

  grpc::ServerUnaryReactor* PublishWorkflow(grpc::CallbackServerContext* context, const v1::PublishWorkflowRequest* request,
                                            v1::PublishWorkflowResponse* response) override {
    if (request->source().size() > kLargestSource) return frame_.Refuse(context, TooLong());
    Change change{.command = cycle::PublishWorkflow{request->source()}};
    change.answer_reading = [response](const engine::Reply& reply, engine::View& view, const Asker& asker) -> Result {
      const WorkflowRow* row = view.state.workflows.Find(reply.resource.substr(reply.resource.find('/') + 1));
      if (row == nullptr) return absl::InternalError("a workflow that was published is not there");
      Fill(*row, asker, view, true, *response->mutable_workflow());
      return {};
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ListWorkflows(grpc::CallbackServerContext* context, const v1::ListWorkflowsRequest* request,
                                          v1::ListWorkflowsResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      if (auto denied = cycle::Denied(view.state, view.context, access::Operation::kSeeOrganisation)) return *denied;
      Page page;
      if (auto refusal = ReadPage(request->page_size(), request->page_token(), kStandardPage, kMostOnPage, page)) return *refusal;
      bool begun = page.after.empty();
      std::string last;
      for (const WorkflowRow* row : Listed(view.state, request->show_all_versions())) {
        if (begun && response->workflows_size() == page.size) {
          response->set_next_page_token(PageToken(last));
          break;
        }
        if (begun) Fill(*row, asker, view, false, *response->add_workflows());
        begun = begun || row->Key() == page.after;
        last = row->Key();
      }
      return {};
    });
  }

  grpc::ServerUnaryReactor* GetWorkflow(grpc::CallbackServerContext* context, const v1::GetWorkflowRequest* request,
                                        v1::GetWorkflowResponse* response) override {
    return frame_.Read(context, request->name(), [=](engine::View& view, const Asker& asker) -> Result {
      if (auto denied = cycle::Denied(view.state, view.context, access::Operation::kSeeOrganisation)) return *denied;
      std::optional<std::string> id = IdIn(request->name(), "workflows");
      if (!id) return BadName("name", request->name(), "municipalities/{municipality}/workflows/{workflow}");
      const WorkflowRow* row = FindWorkflow(view.state, *id);
      if (row == nullptr) return Refusal{Reason::kWorkflowNotFound, {{"workflow", *id}}, {}};
      Fill(*row, asker, view, true, *response->mutable_workflow());
      return {};
    });
  }

 private:
  static Refusal TooLong() {
    return {Reason::kInvalidInput, {}, {{"source", "too_long", {{"max", std::to_string(kLargestSource)}}}}};
  }

  Frame& frame_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeWorkflowService(Frame& frame) { return std::make_unique<WorkflowService>(frame); }

}  // namespace arshjul::api
