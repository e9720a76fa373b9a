#include "arshjul/v1/task_service.grpc.pb.h"

#include "api/etag.h"
#include "api/names.h"
#include "api/pages.h"
#include "api/reading.h"
#include "api/requests.h"
#include "api/services.h"
#include "api/task_answers.h"
#include "api/values.h"
#include "base/words.h"

namespace arshjul::api {
namespace {

constexpr int kStandardPage = 100, kMostOnPage = 1000;
constexpr const char* kPattern = "municipalities/{municipality}/tasks/{task}";

std::optional<Refusal> ReadFilter(const v1::ListTasksRequest& request, engine::View& view, cycle::TaskFilter& filter) {
  Page page;
  if (auto refusal = ReadPage(request.page_size(), request.page_token(), kStandardPage, kMostOnPage, page)) return refusal;
  filter.most = static_cast<size_t>(page.size);
  filter.after = page.after;
  filter.mine = request.mine();
  filter.open_only = request.open_only();
  filter.overdue_only = request.overdue_only();
  filter.cycle = CycleKey(view.state, request.cycle());
  filter.phase = request.phase();
  const organisation::Organisation& organisation = view.state.Organisation();
  if (!request.unit().empty()) {
    const Date today = view.context.calendar->LocalDate(view.context.now);
    if (auto refusal = FindUnit(organisation, today, request.unit(), filter.unit)) return refusal;
  }
  if (Lower(request.assignee()) == "office") {
    filter.of_office = true;
  } else if (!request.assignee().empty()) {
    if (auto refusal = FindPerson(organisation, request.assignee(), filter.assignee)) return refusal;
  }
  return std::nullopt;
}

class TaskService : public v1::TaskService::CallbackService {
 public:
  explicit TaskService(Frame& frame) : frame_(frame) {}

  grpc::ServerUnaryReactor* ListTasks(grpc::CallbackServerContext* context, const v1::ListTasksRequest* request,
                                      v1::ListTasksResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      cycle::TaskFilter filter;
      if (auto refusal = ReadFilter(*request, view, filter)) return *refusal;
      cycle::TaskPage page = cycle::ListTasks(view.state, view.context, filter, asker.language);
      for (const cycle::TaskShown& task : page.tasks) FillTask(task, asker, *response->add_tasks());
      if (!page.next.empty()) response->set_next_page_token(PageToken(page.next));
      return {};
    });
  }

  grpc::ServerUnaryReactor* GetTask(grpc::CallbackServerContext* context, const v1::GetTaskRequest* request,
                                    v1::GetTaskResponse* response) override {
    std::optional<int64_t> number = NumberIn(request->name(), "tasks");
    if (!number) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    return frame_.Read(context, request->name(), [this, number, response](engine::View& view, const Asker& asker) -> Result {
      return Show(view, asker, *number, *response->mutable_task());
    });
  }

  grpc::ServerUnaryReactor* SaveTask(grpc::CallbackServerContext* context, const v1::SaveTaskRequest* request,
                                     v1::SaveTaskResponse* response) override {
    return Submit(context, *request, *response, [&](int64_t number) {
      return cycle::SaveTask{number, ToValue(request->data()), RevisionOf(request->etag())};
    });
  }

  grpc::ServerUnaryReactor* CompleteTask(grpc::CallbackServerContext* context, const v1::CompleteTaskRequest* request,
                                         v1::CompleteTaskResponse* response) override {
    std::optional<int64_t> number = NumberIn(request->name(), "tasks");
    if (!number) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    Change change{.command = cycle::CompleteTask{*number, request->action(), ToValue(request->data()), RevisionOf(request->etag())}};
    change.answer_looking = [number, response](cycle::State& state, const cycle::Context& looking, const Asker& asker) {
      return Completed(state, looking, asker, *number, *response);
    };
    change.answer_reading = [number, response](const engine::Reply&, engine::View& view, const Asker& asker) {
      return Completed(view.state, view.context, asker, *number, *response);
    };
    return frame_.Submit(context, request->name(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ReassignTask(grpc::CallbackServerContext* context, const v1::ReassignTaskRequest* request,
                                         v1::ReassignTaskResponse* response) override {
    auto prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      return FindPerson(view.state.Organisation(), request->person(), std::get<cycle::ReassignTask>(command).person);
    };
    return Submit(context, *request, *response, [&](int64_t number) {
      return cycle::ReassignTask{number, request->person(), request->reason()};
    }, prepare);
  }

  grpc::ServerUnaryReactor* CommentTask(grpc::CallbackServerContext* context, const v1::CommentTaskRequest* request,
                                        v1::CommentTaskResponse* response) override {
    auto prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      auto& comment = std::get<cycle::CommentTask>(command);
      std::vector<FieldViolation> violations;
      comment.answer_by = ReadDate(request->answer_by(), "answer_by", violations);
      if (auto refusal = Invalid(std::move(violations))) return *refusal;
      if (request->ask().empty()) return {};
      return FindPerson(view.state.Organisation(), request->ask(), comment.ask);
    };
    return Submit(context, *request, *response, [&](int64_t number) { return cycle::CommentTask{number, request->text()}; }, prepare);
  }

  grpc::ServerUnaryReactor* RemindTasks(grpc::CallbackServerContext* context, const v1::RemindTasksRequest* request,
                                        v1::RemindTasksResponse* response) override {
    Change change{.command = cycle::RemindTasks{}, .validate_only = request->validate_only()};
    change.prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      const organisation::Organisation& organisation = view.state.Organisation();
      cycle::RemindTasks remind{CycleKey(view.state, request->cycle()), request->phase(), "", request->overdue_only(), {}};
      if (!request->unit().empty()) {
        const Date today = view.context.calendar->LocalDate(view.context.now);
        if (auto refusal = FindUnit(organisation, today, request->unit(), remind.within)) return *refusal;
      }
      for (const std::string& person : request->persons()) {
        if (auto refusal = FindPerson(organisation, person, remind.persons.emplace_back())) return *refusal;
      }
      command = std::move(remind);
      return {};
    };
    change.answer = [response](const engine::Reply& reply, const Asker& asker) -> Result {
      FillReminders(reply.answer, asker, *response);
      return {};
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ListAvailableActions(grpc::CallbackServerContext* context, const v1::ListAvailableActionsRequest* request,
                                                 v1::ListAvailableActionsResponse* response) override {
    return frame_.Read(context, request->name(), [=](engine::View& view, const Asker& asker) -> Result {
      const ResourceName name = *ParseName(request->name());
      cycle::Offers offers = cycle::OffersOf(view.state, view.context, name.collection, name.id, asker.language);
      if (offers.refusal) return *offers.refusal;
      for (const cycle::Offer& offer : offers.offers) FillOffer(offer, asker, *response->add_actions());
      return {};
    });
  }

 private:
  Result Show(engine::View& view, const Asker& asker, int64_t number, v1::Task& out) {
    cycle::TaskAnswer answer = cycle::GetTask(view.state, view.context, number, asker.language);
    if (answer.refusal) return *answer.refusal;
    if (Result noted = NoteReads(frame_, asker, answer.reads); !noted.ok()) return noted;
    FillTask(answer.task, asker, out);
    return {};
  }

  // Without its form nothing is read that must be noted.
  static Result Completed(cycle::State& state, const cycle::Context& context, const Asker& asker, int64_t number,
                          v1::CompleteTaskResponse& response) {
    response.Clear();
    cycle::TaskAnswer answer = cycle::GetTask(state, context, number, asker.language, cycle::FormPart::kWithout);
    if (!answer.refusal) FillTask(answer.task, asker, *response.mutable_task());
    return UnlessOutOfSight(answer.refusal, asker, number, *response.mutable_task());
  }

  // A change to one task, answered with the task as it is then.
  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context, const auto& request, auto& response, auto make,
                                   decltype(Change::prepare) prepare = nullptr) {
    std::optional<int64_t> number = NumberIn(request.name(), "tasks");
    if (!number) return frame_.Refuse(context, BadName("name", request.name(), kPattern));
    Change change{.command = make(*number)};
    change.prepare = std::move(prepare);
    change.answer_reading = [this, number, &response](const engine::Reply&, engine::View& view, const Asker& asker) -> Result {
      return UnlessOutOfSight(Show(view, asker, *number, *response.mutable_task()), asker, *number, *response.mutable_task());
    };
    return frame_.Submit(context, request.name(), request, std::move(change));
  }

  // What one has given away may be out of one's sight: it is done all the same.
  static Result UnlessOutOfSight(Result result, const Asker& asker, int64_t number, v1::Task& out) {
    if (!result.refusal || result.refusal->reason != Reason::kNotVisible) return result;
    out.set_name(NameOf(asker.municipality, "tasks", number));
    return {};
  }

  Frame& frame_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeTaskService(Frame& frame) { return std::make_unique<TaskService>(frame); }

}  // namespace arshjul::api
