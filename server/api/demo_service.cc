#include "arshjul/v1/demo_service.grpc.pb.h"

#include <limits>

#include "api/call.h"
#include "api/demo_persons.h"
#include "api/long_work.h"
#include "api/names.h"
#include "api/pages.h"
#include "api/requests.h"
#include "api/services.h"
#include "api/simulation.h"
#include "api/values.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr int kFirstHour = 8;
constexpr int kMostDays = 36'600;  // a century
constexpr PageSizes kPages{500, 5000};
constexpr char kPattern[] = "municipalities/{municipality}/clock";

bool IsClock(const std::string& name) {
  std::optional<ResourceName> parsed = ParseName(name);
  return parsed && parsed->collection == "clock" && parsed->id.empty();
}

Result Fill(engine::View& view, int64_t fired, v1::Clock& out) {
  const cycle::Municipality& self = *view.state.Self();
  if (!self.demo || !self.demo_now) return Refusal{Reason::kNotDemo, {}, {}};
  out.set_name(NameOf(self.id, "clock", ""));
  FillTimestamp(*self.demo_now, *out.mutable_now());
  out.set_date(FormatDate(view.context.calendar->LocalDate(*self.demo_now)));
  out.set_fired_timers(static_cast<int32_t>(std::min<int64_t>(fired, std::numeric_limits<int32_t>::max())));
  return {};
}

// Timers fired in the log after `sequence`.
absl::StatusOr<int64_t> FiredAfter(engine::View& view, int64_t sequence) {
  absl::StatusOr<std::vector<store::LogEntry>> log = view.reader.Log(sequence, 0);
  if (!log.ok()) return log.status();
  return std::count_if(log->begin(), log->end(), [](const store::LogEntry& entry) { return entry.command == cycle::FireTimer::kName; });
}

class DemoService : public v1::DemoService::CallbackService {
 public:
  DemoService(Frame& frame, Streams& streams) : frame_(frame), streams_(streams) {}

  grpc::ServerUnaryReactor* ListDemoPersons(grpc::CallbackServerContext* context, const v1::ListDemoPersonsRequest* request,
                                            v1::ListDemoPersonsResponse* response) override {
    std::optional<ResourceName> parsed = ParseName(request->parent());
    if (!parsed || !parsed->collection.empty()) {
      return frame_.Refuse(context, BadName("parent", request->parent(), "municipalities/{municipality}"));
    }
    return frame_.Work(context, [this, request, response, id = parsed->municipality](const std::string& language) {
      Result result;
      absl::Status status = frame_.engine().Read(id, "", [&](engine::View& view) { result = ListPersons(view, {id, "", language}, *request, *response); });
      if (absl::IsNotFound(status)) return Result(Refusal{Reason::kMunicipalityNotFound, {{"municipality", id}}, {}});
      return status.ok() ? result : Result(status);
    });
  }

  grpc::ServerUnaryReactor* GetClock(grpc::CallbackServerContext* context, const v1::GetClockRequest* request,
                                     v1::GetClockResponse* response) override {
    if (!IsClock(request->name())) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    return frame_.Read(context, request->name(),
                       [=](engine::View& view, const Asker&) { return Fill(view, 0, *response->mutable_clock()); });
  }

  grpc::ServerUnaryReactor* SetClock(grpc::CallbackServerContext* context, const v1::SetClockRequest* request,
                                     v1::SetClockResponse* response) override {
    if (!IsClock(request->name())) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    std::optional<Date> date = ParseDate(request->to());
    std::optional<Instant> instant = date ? std::nullopt : ParseInstant(request->to());
    if (!date && !instant) {
      return frame_.Refuse(context, Refusal{Reason::kInvalidInput, {}, {{"to", "not_a_date", {{"value", request->to()}}}}});
    }
    return Move(context, *request, response->mutable_clock(), [date, instant](engine::View& view) {
      return date ? view.context.calendar->At(*date, kFirstHour, 0) : *instant;
    });
  }

  grpc::ServerUnaryReactor* AdvanceClock(grpc::CallbackServerContext* context, const v1::AdvanceClockRequest* request,
                                         v1::AdvanceClockResponse* response) override {
    if (!IsClock(request->name())) return frame_.Refuse(context, BadName("name", request->name(), kPattern));
    const int days = request->days();
    if (days < 1) return frame_.Refuse(context, Refusal{Reason::kInvalidInput, {}, {{"days", "below_min", {{"min", "1"}}}}});
    if (days > kMostDays) {
      return frame_.Refuse(context, Refusal{Reason::kInvalidInput, {}, {{"days", "above_max", {{"max", std::to_string(kMostDays)}}}}});
    }
    return Move(context, *request, response->mutable_clock(), [days](engine::View& view) {
      const calendar::Calendar& calendar = *view.context.calendar;
      // The time of day stays, also through a change of summer time.
      const Instant now = view.state.Self()->demo_now.value_or(view.context.now);
      const Date today = calendar.LocalDate(now);
      const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - calendar.StartOfDay(today)).count();
      const auto rest = now - calendar.StartOfDay(today) - std::chrono::minutes(minutes);
      return calendar.At(today + std::chrono::days(days), static_cast<int>(minutes / 60), static_cast<int>(minutes % 60)) + rest;
    });
  }

  grpc::ServerWriteReactor<v1::PlayDemoResponse>* PlayDemo(grpc::CallbackServerContext* context,
                                                           const v1::PlayDemoRequest* request) override {
    return LongCall<v1::PlayDemoResponse>::Begin(
        frame_, streams_, context, plays_, [context] { return messages::Render(LanguageOf(*context), "simulation.playing"); },
        [this, context, request](PlayWork& work) { return PreparePlay(frame_, *context, *request, work); });
  }

 private:
  grpc::ServerUnaryReactor* Move(grpc::CallbackServerContext* context, const auto& request, v1::Clock* clock,
                                 std::function<Instant(engine::View&)> to) {
    auto before = std::make_shared<int64_t>(0);
    Change change{.command = cycle::SetClock{}};
    change.prepare = [to, before](engine::View& view, const Asker&, cycle::Command& command) -> Result {
      absl::StatusOr<int64_t> sequence = view.reader.Sequence();
      if (!sequence.ok()) return sequence.status();
      *before = *sequence;
      command = cycle::SetClock{to(view)};
      return {};
    };
    change.answer_reading = [clock, before](const engine::Reply& reply, engine::View& view, const Asker&) -> Result {
      absl::StatusOr<int64_t> fired = reply.repeated ? 0 : FiredAfter(view, *before);
      return fired.ok() ? Fill(view, *fired, *clock) : Result(fired.status());
    };
    return frame_.Submit(context, request.name(), request, std::move(change));
  }

  static Result ListPersons(engine::View& view, const Asker& asker, const v1::ListDemoPersonsRequest& request,
                            v1::ListDemoPersonsResponse& response) {
    if (!view.state.Self()->demo) return Refusal{Reason::kNotDemo, {}, {}};
    return FillPage(
        DemoPersons(view), kPages, request, response, [](auto* person) { return person->id; },
        [&](auto* person) { FillDemoPerson(view, asker, *person, *response.add_persons()); });
  }

  Frame& frame_;
  Streams& streams_;
  LongWork plays_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDemoService(Frame& frame, Streams& streams) { return std::make_unique<DemoService>(frame, streams); }

}  // namespace arshjul::api
