#include "arshjul/v1/scorecard_service.grpc.pb.h"

#include "api/names.h"
#include "api/pages.h"
#include "api/requests.h"
#include "api/scorecard_answers.h"
#include "api/services.h"

namespace arshjul::api {
namespace {

constexpr int kStandardPage = 500, kMostOnPage = 5000;
// Units listed beside one's own; the middle is of all of them.
constexpr size_t kMostCompared = 100;
// A municipality's cards of a year are some hundred kilobytes.
constexpr size_t kLargestFile = 20 << 20;

std::optional<Refusal> UnitId(engine::View& view, const std::string& text, std::string& unit) {
  return FindUnit(view.state.Organisation(), view.context.calendar->LocalDate(view.context.now), text, unit);
}

// What is behind ".../indicators/": an id, or a name that may hold anything.
std::string IndicatorText(const std::string& name) {
  constexpr std::string_view kBefore = "/indicators/";
  size_t at = name.find(kBefore);
  return at == std::string::npos ? "" : name.substr(at + kBefore.size());
}

// The municipality's own name, first part of any other.
std::string MunicipalityOf(const std::string& name) {
  size_t second = name.find('/', name.find('/') + 1);
  return name.substr(0, second);
}

std::optional<measurement::Missing> MissingIn(const v1::RecordResultRequest& request, std::vector<FieldViolation>& violations) {
  using measurement::Missing;
  bool given = request.missing() != v1::ScorecardRow::MISSING_UNSPECIFIED && request.missing() != v1::ScorecardRow::NONE;
  if (given == !request.value().empty()) {
    violations.push_back({given ? "missing" : "value", given ? "result_or_missing" : "result_needed", {}});
  }
  switch (request.missing()) {
    case v1::ScorecardRow::MISSING_UNSPECIFIED:
    case v1::ScorecardRow::NONE: return Missing::kNone;
    case v1::ScorecardRow::NOT_MEASURED: return Missing::kNotMeasured;
    case v1::ScorecardRow::SUPPRESSED: return Missing::kSuppressed;
    case v1::ScorecardRow::NOT_PUBLISHED: return Missing::kNotPublished;
    default:
      violations.push_back({"missing", "unknown_option", {{"value", std::to_string(request.missing())}, {"options", "NOT_MEASURED, SUPPRESSED, NOT_PUBLISHED"}}});
      return std::nullopt;
  }
}

// "scorecards/lund-2015": the row of the indicator that the request named.
Result ShowRow(engine::View& view, const std::string& resource, const std::string& indicator, int year, v1::ScorecardRow& out) {
  const std::string id = resource.substr(resource.find('/') + 1);
  cycle::CardShown card = cycle::GetScorecard(view.state, view.context, id.substr(0, id.rfind('-')), year);
  // Who may write there need not be one who reads it; it is written all the same.
  if (card.refusal) return {};
  if (const cycle::CardRowShown* row = cycle::FindRow(card, indicator)) FillRow(*row, out);
  return {};
}

class ScorecardService : public v1::ScorecardService::CallbackService {
 public:
  explicit ScorecardService(Frame& frame) : frame_(frame) {}

  grpc::ServerUnaryReactor* ImportScorecards(grpc::CallbackServerContext* context, const v1::ImportScorecardsRequest* request,
                                             v1::ImportScorecardsResponse* response) override {
    if (request->csv().size() > kLargestFile) {
      return frame_.Refuse(context, Refusal{Reason::kInvalidInput, {}, {{"csv", "too_long", {{"max", std::to_string(kLargestFile)}}}}});
    }
    auto file = std::make_shared<imports::ScorecardFile>();
    Change change{.command = cycle::ImportScorecards{}, .validate_only = request->validate_only()};
    change.prepare = [request, file](engine::View&, const Asker&, cycle::Command& command) -> Result {
      *file = imports::ReadScorecards(request->csv());
      if (!file->violations.empty()) return Refusal{Reason::kInvalidFile, {}, file->violations};
      std::vector<cycle::ImportedCardRow>& rows = std::get<cycle::ImportScorecards>(command).rows;
      for (const imports::ScorecardRow& row : file->rows) {
        rows.push_back({row.line, row.unit, row.group, row.perspective, row.indicator, row.unit_of_measure, row.source, row.year,
                        row.baseline, row.result, row.target, row.next_target});
      }
      return {};
    };
    change.answer = [request, response, file](const engine::Reply& reply, const Asker& asker) -> Result {
      v1::ScorecardImport& out = *response->mutable_scorecard_import();
      FillImport(*file, reply.answer, asker.language, out);
      out.set_validate_only(request->validate_only());
      return {};
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* GetScorecard(grpc::CallbackServerContext* context, const v1::GetScorecardRequest* request,
                                         v1::GetScorecardResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      std::string unit;
      if (auto refusal = UnitId(view, request->unit(), unit)) return *refusal;
      cycle::CardShown card = cycle::GetScorecard(view.state, view.context, unit, request->year());
      if (card.refusal) return *card.refusal;
      FillCard(card, asker, *response->mutable_scorecard());
      return {};
    });
  }

  grpc::ServerUnaryReactor* CompareScorecard(grpc::CallbackServerContext* context, const v1::CompareScorecardRequest* request,
                                             v1::CompareScorecardResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker&) -> Result {
      std::string unit;
      if (auto refusal = UnitId(view, request->unit(), unit)) return *refusal;
      const cycle::CardShown card = cycle::GetScorecard(view.state, view.context, unit, request->year());
      if (card.refusal) return *card.refusal;
      FillComparison(cycle::CompareScorecard(view.state, view.context, unit, request->year(), kMostCompared), card, *response->mutable_comparison());
      return {};
    });
  }

  grpc::ServerUnaryReactor* ListIndicators(grpc::CallbackServerContext* context, const v1::ListIndicatorsRequest* request,
                                           v1::ListIndicatorsResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      Page page;
      if (auto refusal = ReadPage(request->page_size(), request->page_token(), kStandardPage, kMostOnPage, page)) return *refusal;
      cycle::IndicatorPage found = cycle::ListIndicators(view.state, view.context, static_cast<size_t>(page.size), page.after);
      if (found.refusal) return *found.refusal;
      for (const cycle::IndicatorShown& indicator : found.indicators) FillIndicator(indicator, asker, *response->add_indicators());
      if (!found.next.empty()) response->set_next_page_token(PageToken(found.next));
      return {};
    });
  }

  grpc::ServerUnaryReactor* SetDirection(grpc::CallbackServerContext* context, const v1::SetDirectionRequest* request,
                                         v1::SetDirectionResponse* response) override {
    cycle::SetDirection command{IndicatorText(request->name()), {}, {}, {}};
    if (command.indicator.empty()) {
      return frame_.Refuse(context, BadName("name", request->name(), "municipalities/{municipality}/indicators/{indicator}"));
    }
    if (request->direction() != v1::Indicator::DIRECTION_UNSPECIFIED) {
      command.direction = static_cast<measurement::Direction>(request->direction() - 1);
    }
    if (request->has_bands()) command.bands = measurement::Bands{request->bands().green(), request->bands().yellow()};
    if (request->has_tolerance()) command.tolerance = request->tolerance();
    if (!v1::Indicator::Direction_IsValid(request->direction())) {
      std::vector<FieldViolation> violations{{"direction", "unknown_option", {{"value", std::to_string(request->direction())}, {"options", "HIGHER_IS_BETTER, LOWER_IS_BETTER, NOT_JUDGED"}}}};
      return frame_.Refuse(context, *Invalid(std::move(violations)));
    }
    Change change{.command = std::move(command)};
    change.answer_reading = [response](const engine::Reply& reply, engine::View& view, const Asker& asker) -> Result {
      auto indicator = cycle::GetIndicator(view.state, view.context, reply.resource.substr(reply.resource.find('/') + 1));
      if (indicator) FillIndicator(*indicator, asker, *response->mutable_indicator());
      return {};
    };
    return frame_.Submit(context, MunicipalityOf(request->name()), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* RecordResult(grpc::CallbackServerContext* context, const v1::RecordResultRequest* request,
                                         v1::RecordResultResponse* response) override {
    std::vector<FieldViolation> violations;
    auto missing = MissingIn(*request, violations);
    if (!violations.empty() || !missing) return frame_.Refuse(context, *Invalid(std::move(violations)));
    Change change{.command = cycle::RecordResult{request->unit(), request->indicator(), request->value(), request->source(), request->reason(), request->year(), *missing}};
    change.prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      return UnitId(view, request->unit(), std::get<cycle::RecordResult>(command).unit);
    };
    change.answer_reading = [request, response](const engine::Reply& reply, engine::View& view, const Asker&) -> Result {
      return ShowRow(view, reply.resource, request->indicator(), request->year(), *response->mutable_row());
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ChangeTarget(grpc::CallbackServerContext* context, const v1::ChangeTargetRequest* request,
                                         v1::ChangeTargetResponse* response) override {
    Change change{.command = cycle::ChangeTarget{request->unit(), request->indicator(), request->target(), request->case_number(), request->year()}};
    change.prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      return UnitId(view, request->unit(), std::get<cycle::ChangeTarget>(command).unit);
    };
    change.answer_reading = [request, response](const engine::Reply& reply, engine::View& view, const Asker&) -> Result {
      return ShowRow(view, reply.resource, request->indicator(), request->year(), *response->mutable_row());
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* SetFrame(grpc::CallbackServerContext* context, const v1::SetFrameRequest* request,
                                     v1::SetFrameResponse* response) override {
    Change change{.command = cycle::SetFrame{request->unit(), request->year(), request->amount()}};
    change.prepare = [request](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      return UnitId(view, request->unit(), std::get<cycle::SetFrame>(command).unit);
    };
    change.answer_reading = [request, response](const engine::Reply& reply, engine::View& view, const Asker& asker) -> Result {
      const std::string id = reply.resource.substr(reply.resource.find('/') + 1);
      cycle::CardShown card = cycle::GetScorecard(view.state, view.context, id.substr(0, id.rfind('-')), request->year());
      if (!card.refusal) FillCard(card, asker, *response->mutable_scorecard());
      return {};
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

 private:
  Frame& frame_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeScorecardService(Frame& frame) { return std::make_unique<ScorecardService>(frame); }

}  // namespace arshjul::api
