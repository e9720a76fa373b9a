#include "arshjul/v1/municipality_service.grpc.pb.h"

#include "api/founding.h"
#include "api/names.h"
#include "api/pages.h"
#include "api/position.h"
#include "api/requests.h"
#include "api/services.h"
#include "api/values.h"
#include "cycle/query_access.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr int kStandardPage = 100, kMostOnPage = 1000;
// A wheel shows a cycle, which lives through three calendar years.
constexpr std::chrono::days kMostDays(3 * 366);
constexpr char kPattern[] = "municipalities/{municipality}";

Result Fill(engine::View& view, v1::Municipality& out) {
  const cycle::Municipality& self = *view.state.Self();
  absl::StatusOr<int64_t> sequence = view.reader.Sequence();
  if (!sequence.ok()) return sequence.status();
  absl::StatusOr<std::vector<store::LogEntry>> first = view.reader.Log(0, 1);
  if (!first.ok()) return first.status();
  out.set_name(NameOf(self.id, "", ""));
  out.set_id(self.id);
  out.set_display_name(self.name);
  out.set_language(self.language);
  for (const calendar::ClosedSpan& span : self.closed) {
    auto* closed = out.add_closed_spans();
    closed->set_first(FormatDate(span.first));
    closed->set_last(FormatDate(span.last));
  }
  if (!first->empty()) FillTimestamp(first->front().time, *out.mutable_create_time());
  out.set_position(PositionAfter(*sequence));
  FillTimestamp(view.context.now, *out.mutable_now());
  return {};
}

std::vector<calendar::ClosedSpan> ReadSpans(const google::protobuf::RepeatedPtrField<v1::ClosedSpan>& spans,
                                            std::vector<FieldViolation>& violations) {
  std::vector<calendar::ClosedSpan> out;
  for (int i = 0; i < spans.size(); ++i) {
    const std::string field = "closed_spans[" + std::to_string(i) + "].";
    for (const auto& [name, text] : {std::pair{"first", spans[i].first()}, std::pair{"last", spans[i].last()}}) {
      if (text.empty()) violations.push_back({field + name, "required", {{"label", name}}});
    }
    std::optional<Date> first = ReadDate(spans[i].first(), field + "first", violations);
    std::optional<Date> last = ReadDate(spans[i].last(), field + "last", violations);
    if (first && last) out.push_back({*first, *last});
  }
  return out;
}

Instant RealNow() { return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

class MunicipalityService : public v1::MunicipalityService::CallbackService {
 public:
  explicit MunicipalityService(Frame& frame) : frame_(frame) {}

  grpc::ServerUnaryReactor* CreateMunicipality(grpc::CallbackServerContext* context, const v1::CreateMunicipalityRequest* request,
                                               v1::CreateMunicipalityResponse* response) override {
    std::vector<FieldViolation> violations;
    cycle::CreateMunicipality command =
        FoundInDemo(request->id(), request->display_name().empty() ? request->id() : request->display_name(), RealNow());
    command.language = request->language();
    command.closed = ReadSpans(request->closed_spans(), violations);
    if (!request->demo_now().empty()) {
      std::optional<Instant> now = ParseInstant(request->demo_now());
      if (!now) violations.push_back({"demo_now", "not_an_instant", {{"value", request->demo_now()}}});
      command.demo_now = now.value_or(command.demo_now);
    }
    if (!request->authority().empty()) command.authority = request->authority();
    if (auto refusal = Invalid(std::move(violations))) return frame_.Refuse(context, *refusal);
    Change change{.command = std::move(command)};
    change.answer_reading = [response](const engine::Reply&, engine::View& view, const Asker&) {
      return Fill(view, *response->mutable_municipality());
    };
    return frame_.Create(context, request->id(), "office", *request, std::move(change));
  }

  grpc::ServerUnaryReactor* GetMunicipality(grpc::CallbackServerContext* context, const v1::GetMunicipalityRequest* request,
                                            v1::GetMunicipalityResponse* response) override {
    return frame_.Read(context, request->name(), [=](engine::View& view, const Asker&) -> Result {
      if (!IsMunicipality(request->name())) return BadName("name", request->name(), kPattern);
      if (auto denied = cycle::Denied(view.state, view.context, access::Operation::kSeeOrganisation)) return *denied;
      return Fill(view, *response->mutable_municipality());
    });
  }

  grpc::ServerUnaryReactor* ListMunicipalities(grpc::CallbackServerContext* context, const v1::ListMunicipalitiesRequest* request,
                                               v1::ListMunicipalitiesResponse* response) override {
    // Demo mode believes everybody on this machine: they may know what there is.
    if (!frame_.demo()) return frame_.Refuse(context, Refusal{Reason::kUnauthenticated, {}, {}});
    return frame_.Work(context, [this, request, response](const std::string&) { return List(*request, *response); });
  }

  grpc::ServerUnaryReactor* UpdateMunicipality(grpc::CallbackServerContext* context, const v1::UpdateMunicipalityRequest* request,
                                               v1::UpdateMunicipalityResponse* response) override {
    std::vector<FieldViolation> violations;
    cycle::ChangeMunicipality command;
    if (!IsMunicipality(request->name())) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    if (request->has_display_name()) {
      command.name = request->display_name();
      if (Value(command.name).IsBlank()) violations.push_back({"display_name", "required", {{"label", "display_name"}}});
    }
    if (request->has_language()) command.language = request->language();
    if (request->replace_closed_spans()) command.closed = ReadSpans(request->closed_spans(), violations);
    if (auto refusal = Invalid(std::move(violations))) return frame_.Refuse(context, *refusal);
    Change change{.command = std::move(command)};
    change.answer_reading = [response](const engine::Reply&, engine::View& view, const Asker&) {
      return Fill(view, *response->mutable_municipality());
    };
    return frame_.Submit(context, request->name(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ListDaysOff(grpc::CallbackServerContext* context, const v1::ListDaysOffRequest* request,
                                        v1::ListDaysOffResponse* response) override {
    if (!IsMunicipality(request->parent())) return frame_.Refuse(context, BadName("parent", request->parent(), kPattern));
    std::vector<FieldViolation> violations;
    const std::optional<Date> first = ReadDate(request->first(), "first", violations), last = ReadDate(request->last(), "last", violations);
    for (const auto& [field, text] : {std::pair("first", &request->first()), std::pair("last", &request->last())}) {
      if (text->empty()) violations.push_back({field, "required", {{"label", field}}});
    }
    if (first && last && *last < *first) violations.push_back({"last", "before_earliest", {{"earliest", FormatDate(*first)}}});
    if (first && last && *last > *first + kMostDays) violations.push_back({"last", "after_latest", {{"latest", FormatDate(*first + kMostDays)}}});
    if (auto refusal = Invalid(std::move(violations))) return frame_.Refuse(context, *refusal);
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      if (auto denied = cycle::Denied(view.state, view.context, access::Operation::kSeeOrganisation)) return *denied;
      const calendar::Calendar& calendar = *view.context.calendar;
      for (Date day = *first; day <= *last; day += std::chrono::days(1)) {
        const std::optional<std::string> holiday = calendar.HolidayOn(day);
        if (!holiday && !calendar.IsClosed(day)) continue;
        v1::DayOff& off = *response->add_days();
        off.set_date(FormatDate(day));
        off.set_id(holiday.value_or("closed"));
        off.set_title(messages::Render(asker.language, "holiday." + off.id()));
      }
      return {};
    });
  }

 private:
  static bool IsMunicipality(const std::string& name) {
    std::optional<ResourceName> parsed = ParseName(name);
    return parsed && parsed->collection.empty();
  }

  Result List(const v1::ListMunicipalitiesRequest& request, v1::ListMunicipalitiesResponse& response) {
    Page page;
    if (auto refusal = ReadPage(request.page_size(), request.page_token(), kStandardPage, kMostOnPage, page)) return *refusal;
    std::string last;
    for (const std::string& id : frame_.engine().Municipalities()) {
      if (id <= page.after) continue;
      if (response.municipalities_size() == page.size) {
        response.set_next_page_token(PageToken(last));
        break;
      }
      Result result;
      absl::Status status = frame_.engine().Read(id, "", [&](engine::View& view) { result = Fill(view, *response.add_municipalities()); });
      // Made at this very moment, and not committed yet.
      if (absl::IsNotFound(status)) continue;
      if (!status.ok()) return status;
      if (!result.ok()) return result;
      last = id;
    }
    return {};
  }

  Frame& frame_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeMunicipalityService(Frame& frame) { return std::make_unique<MunicipalityService>(frame); }

}  // namespace arshjul::api
