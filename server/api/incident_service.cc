#include "arshjul/v1/incident_service.grpc.pb.h"

#include "api/etag.h"
#include "api/names.h"
#include "api/pages.h"
#include "api/reading.h"
#include "api/requests.h"
#include "api/services.h"
#include "api/values.h"
#include "base/words.h"
#include "cycle/query_incident.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr int kStandardPage = 100, kMostOnPage = 1000;
constexpr const char* kPattern = "municipalities/{municipality}/incidents/{incident}";

// A word of the engine's own, or the reason of a refusal.
std::string CauseText(const cycle::IncidentShown& incident, const std::string& language) {
  const messages::Catalogue& catalogue = messages::CatalogueOf(language);
  for (const char* group : {"incident.cause.", "reason."}) {
    const std::string key = group + Lower(incident.cause);
    if (catalogue.contains(key)) return messages::RenderWords(language, key, incident.args);
  }
  return incident.cause;
}

void FillIncident(const cycle::IncidentShown& incident, const Asker& asker, v1::Incident& out) {
  out.set_name(NameOf(asker.municipality, "incidents", incident.number));
  v1::Incident::Kind kind = v1::Incident::KIND_UNSPECIFIED;
  if (v1::Incident::Kind_Parse(incident.what, &kind)) out.set_kind(kind);
  out.set_state(static_cast<v1::Incident::State>(incident.state));
  FillTimestamp(incident.raised, *out.mutable_create_time());
  if (!incident.cycle.empty()) out.set_cycle(NameOf(asker.municipality, "cycles", incident.cycle));
  out.set_phase(incident.phase);
  out.set_phase_title(incident.phase_title);
  out.set_unit_id(incident.unit);
  out.set_subject(incident.who);
  out.set_event(incident.event);
  if (!incident.message.empty()) out.set_notice_subject(messages::Render(asker.language, "notify." + incident.message + ".subject"));
  out.set_cause(incident.cause);
  out.set_cause_text(CauseText(incident, asker.language));
  out.mutable_details()->insert(incident.args.begin(), incident.args.end());
  if (incident.due) FillTimestamp(*incident.due, *out.mutable_due_time());
  out.set_waiting_count(incident.waiting);
  out.set_attempts(incident.attempts);
  if (incident.settled) FillTimestamp(*incident.settled, *out.mutable_settle_time());
  out.set_settled_by(incident.settled_by);
  out.set_settled_by_name(incident.settled_by_name);
  out.set_reason(incident.reason);
  out.set_etag(std::to_string(incident.revision));
}

std::optional<Refusal> ReadFilter(const v1::ListIncidentsRequest& request, engine::View& view, cycle::IncidentFilter& filter) {
  Page page;
  if (auto refusal = ReadPage(request.page_size(), request.page_token(), kStandardPage, kMostOnPage, page)) return refusal;
  filter.most = static_cast<size_t>(page.size);
  filter.after = page.after;
  filter.cycle = CycleKey(view.state, request.cycle());
  if (request.all()) return std::nullopt;
  if (!v1::Incident::State_IsValid(request.state())) {
    return Invalid({{"state", "unknown_option", {{"value", std::to_string(request.state())}, {"options", "OPEN, RETRIED, SKIPPED, OVERTAKEN"}}}});
  }
  const bool said = request.state() != v1::Incident::STATE_UNSPECIFIED;
  filter.state = said ? static_cast<cycle::IncidentState>(request.state()) : cycle::IncidentState::kOpen;
  return std::nullopt;
}

class IncidentService : public v1::IncidentService::CallbackService {
 public:
  explicit IncidentService(Frame& frame) : frame_(frame) {}

  grpc::ServerUnaryReactor* ListIncidents(grpc::CallbackServerContext* context, const v1::ListIncidentsRequest* request,
                                          v1::ListIncidentsResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      cycle::IncidentFilter filter;
      if (auto refusal = ReadFilter(*request, view, filter)) return *refusal;
      cycle::IncidentPage page = cycle::ListIncidents(view.state, view.context, filter, asker.language);
      if (page.refusal) return *page.refusal;
      for (const cycle::IncidentShown& incident : page.incidents) FillIncident(incident, asker, *response->add_incidents());
      if (!page.next.empty()) response->set_next_page_token(PageToken(page.next));
      return {};
    });
  }

  grpc::ServerUnaryReactor* GetIncident(grpc::CallbackServerContext* context, const v1::GetIncidentRequest* request,
                                        v1::GetIncidentResponse* response) override {
    std::optional<int64_t> number = NumberIn(request->name(), "incidents");
    if (!number) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    return frame_.Read(context, request->name(), [number, response](engine::View& view, const Asker& asker) -> Result {
      return Show(view, asker, *number, *response->mutable_incident());
    });
  }

  grpc::ServerUnaryReactor* RetryIncident(grpc::CallbackServerContext* context, const v1::RetryIncidentRequest* request,
                                          v1::RetryIncidentResponse* response) override {
    return Submit(context, *request, *response, [&](int64_t number) {
      return cycle::RetryIncident{number, RevisionOf(request->etag())};
    });
  }

  grpc::ServerUnaryReactor* SkipIncident(grpc::CallbackServerContext* context, const v1::SkipIncidentRequest* request,
                                         v1::SkipIncidentResponse* response) override {
    return Submit(context, *request, *response, [&](int64_t number) {
      return cycle::SkipIncident{number, request->reason(), RevisionOf(request->etag())};
    });
  }

 private:
  static Result Show(engine::View& view, const Asker& asker, int64_t number, v1::Incident& out) {
    cycle::IncidentAnswer answer = cycle::GetIncident(view.state, view.context, number, asker.language);
    if (answer.refusal) return *answer.refusal;
    FillIncident(answer.incident, asker, out);
    return {};
  }

  // A change to one incident, answered with the incident as it is then.
  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context, const auto& request, auto& response, auto make) {
    std::optional<int64_t> number = NumberIn(request.name(), "incidents");
    if (!number) return frame_.Refuse(context, BadName("name", request.name(), kPattern));
    Change change{.command = make(*number)};
    change.answer_reading = [number, &response](const engine::Reply&, engine::View& view, const Asker& asker) {
      return Show(view, asker, *number, *response.mutable_incident());
    };
    return frame_.Submit(context, request.name(), request, std::move(change));
  }

  Frame& frame_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeIncidentService(Frame& frame) { return std::make_unique<IncidentService>(frame); }

}  // namespace arshjul::api
