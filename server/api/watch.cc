#include "api/watch.h"

#include "api/names.h"
#include "api/position.h"
#include "api/values.h"
#include "cycle/query_watch.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr int kEntriesAtOnce = 100;

}  // namespace

Watch::Watch(Frame& frame, const grpc::CallbackServerContext& context, const v1::WatchCycleRequest& request)
    : frame_(frame), context_(context), name_(request.name()), position_(request.after_position()), until_now_(request.until_now()) {
  if (std::optional<ResourceName> parsed = ParseName(name_); parsed && parsed->collection == "cycles") {
    municipality_ = parsed->municipality;
    cycle_ = parsed->id;
  }
}

Watch::Step Watch::Next(std::vector<v1::WatchCycleResponse>& out) {
  if (cycle_.empty()) {
    result_ = BadName("name", name_, "municipalities/{municipality}/cycles/{year}");
    return Step::kEnd;
  }
  if (position_ < 0) {
    result_ = Refusal{Reason::kInvalidInput, {}, {{"after_position", "below_zero", {{"name", "after_position"}}}}};
    return Step::kEnd;
  }
  absl::Status status = frame_.engine().Read(municipality_, "", [&](engine::View& view) { result_ = Read(view, out); });
  if (absl::IsNotFound(status)) {
    result_ = Refusal{Reason::kMunicipalityNotFound, {{"municipality", municipality_}}, {}};
  } else if (!status.ok()) {
    result_ = status;
  }
  if (!result_.ok()) return Step::kEnd;
  if (!reached_) return Step::kMore;
  return until_now_ ? Step::kEnd : Step::kWait;
}

Result Watch::Read(engine::View& view, std::vector<v1::WatchCycleResponse>& out) {
  Asker asker{municipality_, "", ""};
  // Anew for each batch: roles may have ended meanwhile.
  if (Result identified = frame_.Identify(context_, view, asker); !identified.ok()) return identified;
  const Date today = view.context.calendar->LocalDate(view.context.now);
  if (!access::MayDo(view.state.Organisation(), asker.person, access::Operation::kSeeOverview, today)) return Refusal{Reason::kNotVisible, {}, {}};
  if (view.state.cycles.Find(cycle_) == nullptr) return Refusal{Reason::kCycleNotFound, {{"cycle", cycle_}}, {}};
  // The entry of the position itself again: events may be left in it.
  absl::StatusOr<std::vector<store::LogEntry>> log = view.reader.Log(std::max<int64_t>(0, SequenceOf(position_) - 1), kEntriesAtOnce);
  if (!log.ok()) return log.status();
  reached_ = log->size() < kEntriesAtOnce;
  for (const store::LogEntry& entry : *log) {
    if (absl::Status status = Tell(view, asker, entry, out); !status.ok()) return status;
  }
  if (!log->empty()) position_ = std::max(position_, PositionAfter(log->back().sequence));
  return {};
}

absl::Status Watch::Tell(engine::View& view, const Asker& asker, const store::LogEntry& entry, std::vector<v1::WatchCycleResponse>& out) {
  if (PositionAfter(entry.sequence) <= position_) return absl::OkStatus();
  cycle::Entry decoded;
  if (!Decode(entry.body, decoded)) return absl::DataLossError("a log entry cannot be read");
  cycle::Viewer viewer(view.state, view.context);
  const Date today = view.context.calendar->LocalDate(view.context.now);
  const std::string actor = entry.actor == "system" ? "arshjul" : view.state.Organisation().NameOf(entry.actor);
  for (size_t i = 0; i < decoded.events.size(); ++i) {
    const int64_t position = PositionOf(entry.sequence, static_cast<int64_t>(i));
    if (position <= position_) continue;
    auto told = cycle::TellEvent(view.state, view.context, viewer, cycle_, decoded.events[i], asker.language);
    if (!told) continue;
    v1::CycleEvent& event = *out.emplace_back().mutable_event();
    event.set_position(position);
    FillTimestamp(entry.time, *event.mutable_time());
    event.set_actor(actor);
    event.set_kind(told->kind);
    event.set_resource(NameOf(municipality_, "", "") + "/" + told->resource);
    const organisation::Organisation& organisation = view.state.Organisation();
    event.set_phase(told->phase);
    event.set_unit_id(told->unit);
    if (const organisation::Unit* unit = organisation.FindUnit(told->unit)) event.set_unit(unit->name);
    if (!told->person.empty()) event.set_person_name(organisation.NameOf(told->person));
    if (!told->on_behalf_of.empty()) event.set_on_behalf_of(organisation.NameOf(told->on_behalf_of));
    told->args.emplace("actor", actor);
    auto due = told->args.find("due");
    if (due != told->args.end()) due->second = messages::RenderDate(asker.language, ParseDate(due->second).value_or(today));
    event.set_summary(messages::RenderWords(asker.language, "event." + told->kind, told->args));
  }
  return absl::OkStatus();
}

}  // namespace arshjul::api
