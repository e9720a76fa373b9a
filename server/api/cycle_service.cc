#include "arshjul/v1/cycle_service.grpc.pb.h"

#include "api/cohort.h"
#include "api/cycle_answers.h"
#include "api/call.h"
#include "api/long_work.h"
#include "api/names.h"
#include "api/pages.h"
#include "api/past.h"
#include "api/requests.h"
#include "api/services.h"
#include "api/simulation.h"
#include "api/streams.h"
#include "api/values.h"
#include "api/watch.h"
#include "cycle/query_access.h"
#include "cycle/query_export.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr int kStandardPage = 100, kMostOnPage = 1000;
constexpr char kPattern[] = "municipalities/{municipality}/cycles/{year}";
constexpr size_t kChunk = 64 << 10;

// The cycle that a resource name means.
std::optional<Refusal> CycleOf(engine::View& view, const std::string& name, const cycle::Cycle*& found) {
  std::optional<std::string> key = IdIn(name, "cycles");
  if (!key) return BadName("name", name, kPattern);
  found = view.state.cycles.Find(*key);
  if (found == nullptr) return Refusal{Reason::kCycleNotFound, {{"cycle", *key}}, {}};
  return std::nullopt;
}

class CycleService : public v1::CycleService::CallbackService {
 public:
  CycleService(Frame& frame, Boards& boards, Past& past, Streams& streams) : frame_(frame), boards_(boards), past_(past), streams_(streams) {}

  grpc::ServerUnaryReactor* LaunchCycle(grpc::CallbackServerContext* context, const v1::LaunchCycleRequest* request,
                                        v1::LaunchCycleResponse* response) override {
    cycle::LaunchCycle launch{request->workflow(), request->year(), {}, {}};
    for (const auto& [id, value] : request->params()) launch.parameters[id] = value;
    Change change{.command = launch, .validate_only = request->validate_only()};
    if (!request->cohort_csv().empty()) {
      change.prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
        if (!access::MayDo(view.state.Organisation(), view.context.actor, access::Operation::kRunCycle, Today(view))) {
          return Refusal{Reason::kRoleMissing, {{"role", "OFFICE"}}, {}};
        }
        std::vector<FieldViolation> violations;
        std::get<cycle::LaunchCycle>(command).cohort =
            ReadCohort(request->cohort_csv(), view.state.Organisation(), Today(view), violations);
        return violations.empty() ? Result() : Refusal{Reason::kInvalidFile, {}, std::move(violations)};
      };
    }
    change.answer_reading = [this, request, response](const engine::Reply& reply, engine::View& view, const Asker& asker) -> Result {
      FillPlan(view, asker, reply.answer, *response->mutable_plan());
      const cycle::Cycle* cycle = view.state.CycleOfYear(request->year());
      if (request->validate_only() || cycle == nullptr) {
        FillPlannedCycle(view, asker, request->year(), reply.answer, *response->mutable_cycle());
        return {};
      }
      FillCycle(view, asker, *cycle, *response->mutable_cycle());
      const double* open = reply.answer["open_tasks"].AsNumber();
      response->mutable_cycle()->set_open_tasks(open == nullptr ? 0 : static_cast<int32_t>(*open));
      Prepare(asker.municipality, cycle->Key());
      return {};
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerWriteReactor<v1::SimulateCycleResponse>* SimulateCycle(grpc::CallbackServerContext* context,
                                                                     const v1::SimulateCycleRequest* request) override {
    return LongCall<v1::SimulateCycleResponse>::Begin(
        frame_, streams_, context, simulations_, [context] { return messages::Render(LanguageOf(*context), "simulation.running"); },
        [this, context, request](SimulateWork& work) { return PrepareSimulation(frame_, *context, *request, work); });
  }

  grpc::ServerUnaryReactor* GetCycle(grpc::CallbackServerContext* context, const v1::GetCycleRequest* request,
                                     v1::GetCycleResponse* response) override {
    return frame_.Read(context, request->name(), [=, this](engine::View& view, const Asker& asker) -> Result {
      if (auto denied = cycle::Denied(view.state, view.context, access::Operation::kSeeOrganisation)) return *denied;
      return ShowCycle(view, asker, request->name(), *response->mutable_cycle());
    });
  }

  grpc::ServerUnaryReactor* ListCycles(grpc::CallbackServerContext* context, const v1::ListCyclesRequest* request,
                                       v1::ListCyclesResponse* response) override {
    return frame_.Read(context, request->parent(), [=, this](engine::View& view, const Asker& asker) -> Result {
      if (auto denied = cycle::Denied(view.state, view.context, access::Operation::kSeeOrganisation)) return *denied;
      Page page;
      if (auto refusal = ReadPage(request->page_size(), request->page_token(), kStandardPage, kMostOnPage, page)) return *refusal;
      std::vector<const cycle::Cycle*> cycles = view.state.cycles.All();
      std::sort(cycles.begin(), cycles.end(), [](const cycle::Cycle* a, const cycle::Cycle* b) {
        return std::tie(a->year, a->launch) > std::tie(b->year, b->launch);
      });
      auto at = cycles.begin();
      if (!page.after.empty()) {
        at = std::find_if(cycles.begin(), cycles.end(), [&](const cycle::Cycle* cycle) { return cycle->Key() == page.after; });
        if (at != cycles.end()) ++at;
      }
      for (; at != cycles.end(); ++at) {
        if (response->cycles_size() == page.size) {
          response->set_next_page_token(PageToken((*std::prev(at))->Key()));
          break;
        }
        v1::Cycle& cycle = *response->add_cycles();
        FillCycle(view, asker, **at, cycle);
        if (absl::Status status = FillTaskCounts(view, asker, boards_, cycle); !status.ok()) return status;
      }
      return {};
    });
  }

  grpc::ServerUnaryReactor* SummarizeCycle(grpc::CallbackServerContext* context, const v1::SummarizeCycleRequest* request,
                                           v1::SummarizeCycleResponse* response) override {
    return frame_.Read(context, request->name(), [=, this](engine::View& view, const Asker& asker) -> Result {
      const cycle::Cycle* cycle = nullptr;
      if (auto refusal = CycleOf(view, request->name(), cycle)) return *refusal;
      cycle::OverviewWish wish{"", request->omit_units()};
      if (!request->unit().empty()) {
        if (auto refusal = FindUnit(view.state.Organisation(), Today(view), request->unit(), wish.unit)) return *refusal;
      }
      if (!request->day().empty()) {
        return ShowPast(view, asker, *cycle, wish, request->day(), [context] { return context->IsCancelled(); }, *response->mutable_overview());
      }
      cycle::Overview overview;
      absl::Status status = boards_.With(view, asker.municipality, cycle->Key(), [&](cycle::Board& board) {
        overview = cycle::SummarizeCycle(view.state, view.context, board, wish);
      });
      if (!status.ok()) return status;
      if (overview.refusal) return *overview.refusal;
      FillOverview(view, asker, *cycle, overview, wish.unit, *response->mutable_overview());
      return {};
    });
  }

  grpc::ServerWriteReactor<v1::WatchCycleResponse>* WatchCycle(grpc::CallbackServerContext* context,
                                                               const v1::WatchCycleRequest* request) override {
    auto watch = std::make_shared<Watch>(frame_, *context, *request);
    return Stream<v1::WatchCycleResponse>::Begin(
        frame_, streams_, context,
        [watch] {
          Stream<v1::WatchCycleResponse>::Batch batch;
          Watch::Step step = watch->Next(batch.messages);
          batch.more = step == Watch::Step::kMore;
          batch.end = step == Watch::Step::kEnd;
          batch.result = watch->result();
          return batch;
        },
        [this, watch](Streams::One& stream) {
          return frame_.engine().Watch(watch->municipality(), [&stream](int64_t) { stream.Wake(); });
        });
  }

  grpc::ServerUnaryReactor* SuspendCycle(grpc::CallbackServerContext* context, const v1::SuspendCycleRequest* request,
                                         v1::SuspendCycleResponse* response) override {
    return Turn(context, *request, cycle::ChangeCycle::To::kSuspend, response->mutable_cycle());
  }
  grpc::ServerUnaryReactor* ResumeCycle(grpc::CallbackServerContext* context, const v1::ResumeCycleRequest* request,
                                        v1::ResumeCycleResponse* response) override {
    return Turn(context, *request, cycle::ChangeCycle::To::kResume, response->mutable_cycle());
  }
  grpc::ServerUnaryReactor* CancelCycle(grpc::CallbackServerContext* context, const v1::CancelCycleRequest* request,
                                        v1::CancelCycleResponse* response) override {
    return Turn(context, *request, cycle::ChangeCycle::To::kCancel, response->mutable_cycle());
  }

  grpc::ServerUnaryReactor* MigrateCycle(grpc::CallbackServerContext* context, const v1::MigrateCycleRequest* request,
                                         v1::MigrateCycleResponse* response) override {
    std::optional<std::string> key = IdIn(request->name(), "cycles");
    if (!key) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    if (request->workflow().empty() == request->source().empty()) {
      return frame_.Refuse(context, {Reason::kInvalidInput, {}, {{"workflow", "exactly_one_of", {{"allowed", "workflow, source"}}}}});
    }
    cycle::MigrateCycle migrate{*key, request->reason(), request->workflow(), request->source(), {}, request->validate_only()};
    for (const auto& [id, value] : request->params()) migrate.parameters[id] = value;
    Change change{.command = std::move(migrate), .validate_only = request->validate_only()};
    change.answer_reading = [this, request, response](const engine::Reply& reply, engine::View& view, const Asker& asker) -> Result {
      FillMigration(asker, reply.answer, *response->mutable_migration());
      return ShowCycle(view, asker, request->name(), *response->mutable_cycle());
    };
    return frame_.Submit(context, request->name(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* OpenPhase(grpc::CallbackServerContext* context, const v1::OpenPhaseRequest* request,
                                      v1::OpenPhaseResponse* response) override {
    std::optional<std::string> key = IdIn(request->name(), "cycles");
    if (!key) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    Change change{.command = cycle::OpenPhase{*key, request->phase(), "", request->reason()}};
    if (!request->unit().empty()) {
      change.prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
        return FindUnit(view.state.Organisation(), Today(view), request->unit(), std::get<cycle::OpenPhase>(command).within);
      };
    }
    return SubmitOnCycle(context, *request, std::move(change), response->mutable_cycle());
  }

  grpc::ServerUnaryReactor* CloseCycle(grpc::CallbackServerContext* context, const v1::CloseCycleRequest* request,
                                       v1::CloseCycleResponse* response) override {
    if (request->validate_only()) {
      return frame_.Read(context, request->name(), [=, this](engine::View& view, const Asker& asker) -> Result {
        if (!access::MayDo(view.state.Organisation(), view.context.actor, access::Operation::kRunCycle, Today(view))) {
          return Refusal{Reason::kRoleMissing, {{"role", "OFFICE"}}, {}};
        }
        return ShowClosing(view, asker, request->name(), *response);
      });
    }
    std::optional<std::string> key = IdIn(request->name(), "cycles");
    if (!key) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    Change change{.command = cycle::CloseCycle{*key, ToValue(request->data())}};
    change.answer_reading = [=, this](const engine::Reply&, engine::View& view, const Asker& asker) {
      return ShowClosing(view, asker, request->name(), *response);
    };
    return frame_.Submit(context, request->name(), *request, std::move(change));
  }

  grpc::ServerWriteReactor<v1::ExportCycleResponse>* ExportCycle(grpc::CallbackServerContext* context,
                                                                 const v1::ExportCycleRequest* request) override {
    return Stream<v1::ExportCycleResponse>::Begin(frame_, streams_, context, [this, context, request] {
      Stream<v1::ExportCycleResponse>::Batch batch;
      std::string document;
      batch.result = Export(*context, request->name(), document);
      for (size_t at = 0; at < document.size(); at += kChunk) {
        batch.messages.emplace_back().set_chunk(document.substr(at, kChunk));
      }
      batch.end = true;
      return batch;
    });
  }

 private:
  static Date Today(const engine::View& view) { return view.context.calendar->LocalDate(view.context.now); }

  Result ShowCycle(engine::View& view, const Asker& asker, const std::string& name, v1::Cycle& out) {
    const cycle::Cycle* cycle = nullptr;
    if (auto refusal = CycleOf(view, name, cycle)) return *refusal;
    FillCycle(view, asker, *cycle, out);
    return FillTaskCounts(view, asker, boards_, out);
  }

  Result ShowPast(engine::View& view, const Asker& asker, const cycle::Cycle& cycle, const cycle::OverviewWish& wish, const std::string& written,
                  const std::function<bool()>& cancelled, v1::Overview& out) {
    std::vector<FieldViolation> violations;
    const std::optional<Date> day = ReadDate(written, "day", violations);
    const Date launched = view.context.calendar->LocalDate(cycle.launched);
    if (day && *day < launched) violations.push_back({"day", "before_earliest", {{"earliest", FormatDate(launched)}}});
    if (day && *day > Today(view)) violations.push_back({"day", "after_latest", {{"latest", FormatDate(Today(view))}}});
    if (auto refusal = Invalid(std::move(violations))) return *refusal;
    // Whoever may not look at it now need not have a log folded to be told so.
    if (!access::MayDo(view.state.Organisation(), view.context.actor, access::Operation::kSeeOverview, Today(view))) {
      return Refusal{Reason::kNotVisible, {}, {}};
    }
    cycle::Context then = view.context;
    then.now = std::min(view.context.now, view.context.calendar->EndOfDay(*day));
    Result shown;
    Result folded = past_.With(view, asker.municipality, cycle.Key(), then.now, cancelled, [&](cycle::State& state) {
      cycle::Board board(cycle.Key());
      board.Load(state);
      cycle::Overview overview = cycle::SummarizePast(state, then, board, wish, view.state, view.context);
      shown = overview.refusal;
      if (!shown.ok()) return;
      engine::View past{state, then, view.reader};
      FillOverview(past, asker, *state.cycles.Find(cycle.Key()), overview, wish.unit, out);
    });
    return folded.ok() ? shown : folded;
  }

  Result ShowClosing(engine::View& view, const Asker& asker, const std::string& name, v1::CloseCycleResponse& response) {
    const cycle::Cycle* cycle = nullptr;
    if (auto refusal = CycleOf(view, name, cycle)) return *refusal;
    for (const cycle::Gap& gap : cycle::GapsOf(view.state, *cycle)) FillGap(view, asker, *cycle, gap, *response.add_gaps());
    return ShowCycle(view, asker, name, *response.mutable_cycle());
  }

  grpc::ServerUnaryReactor* SubmitOnCycle(grpc::CallbackServerContext* context, const auto& request, Change change, v1::Cycle* out) {
    const std::string name = request.name();
    change.answer_reading = [this, name, out](const engine::Reply&, engine::View& view, const Asker& asker) {
      return ShowCycle(view, asker, name, *out);
    };
    return frame_.Submit(context, name, request, std::move(change));
  }

  grpc::ServerUnaryReactor* Turn(grpc::CallbackServerContext* context, const auto& request, cycle::ChangeCycle::To to, v1::Cycle* out) {
    std::optional<std::string> key = IdIn(request.name(), "cycles");
    if (!key) return frame_.Refuse(context, BadName("name", request.name(), kPattern));
    return SubmitOnCycle(context, request, {.command = cycle::ChangeCycle{to, *key, request.reason()}}, out);
  }

  // So that the first who asks where the new year stands need not wait while thousands of steps are read.
  void Prepare(const std::string& municipality, const std::string& cycle) {
    frame_.Post([this, municipality, cycle] {
      frame_.engine()
          .Read(municipality, "", [&](engine::View& view) { boards_.With(view, municipality, cycle, [](cycle::Board&) {}).IgnoreError(); })
          .IgnoreError();
    });
  }

  Result Export(const grpc::CallbackServerContext& context, const std::string& name, std::string& document) {
    std::optional<ResourceName> parsed = ParseName(name);
    if (!parsed || parsed->collection != "cycles" || parsed->id.empty()) return BadName("name", name, kPattern);
    Asker asker{parsed->municipality, "", ""};
    Result result;
    absl::Status status = frame_.engine().Read(parsed->municipality, "", [&](engine::View& view) {
      result = frame_.Identify(context, view, asker);
      if (!result.ok()) return;
      cycle::Export exported = cycle::ExportCycle(view.state, view.context, parsed->id);
      result = exported.refusal;
      if (result.ok()) document = ToJson(exported.document) + "\n";
    });
    if (absl::IsNotFound(status)) return Refusal{Reason::kMunicipalityNotFound, {{"municipality", parsed->municipality}}, {}};
    return status.ok() ? result : Result(status);
  }

  Frame& frame_;
  Boards& boards_;
  Past& past_;
  Streams& streams_;
  LongWork simulations_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCycleService(Frame& frame, Boards& boards, Past& past, Streams& streams) {
  return std::make_unique<CycleService>(frame, boards, past, streams);
}

}  // namespace arshjul::api
