#include "arshjul/v1/calendar_service.grpc.pb.h"

#include <sodium.h>

#include "api/names.h"
#include "api/reading.h"
#include "api/services.h"
#include "api/values.h"
#include "base/hash.h"
#include "cycle/query_calendar.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr size_t kSecretBytes = 20;  // 160 bits: nobody finds one by trying
constexpr size_t kLongestSecret = 200;

// The municipality first, for each has a store of its own to look in: "loten.5f3c…".
std::string NewSecret(const std::string& municipality) {
  unsigned char bytes[kSecretBytes];
  randombytes_buf(bytes, sizeof bytes);
  std::string hex(sizeof bytes * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes, sizeof bytes);
  hex.pop_back();
  return municipality + "." + hex;
}

// What the read log calls a link: no way back to its secret.
std::string ResourceOf(const cycle::CalendarLink& link) { return "calendarLinks/" + link.hash.substr(0, 16); }

absl::StatusOr<std::optional<Date>> LastRead(engine::View& view, const cycle::CalendarLink& link) {
  absl::StatusOr<std::vector<store::ReadRecord>> reads = view.reader.Reads(ResourceOf(link), 1);
  if (!reads.ok()) return reads.status();
  if (reads->empty()) return std::nullopt;
  return view.context.calendar->LocalDate(reads->front().time);
}

Result FillLink(engine::View& view, const Asker& asker, v1::CalendarLink& out) {
  const cycle::CalendarLink* link = view.state.calendar_links.Find(asker.person);
  if (link == nullptr) return {};
  out.set_active(true);
  FillTimestamp(link->created, *out.mutable_create_time());
  out.set_language(link->language);
  absl::StatusOr<std::optional<Date>> last = LastRead(view, *link);
  if (!last.ok()) return last.status();
  if (*last) out.set_last_read(FormatDate(**last));
  return {};
}

void FillEntry(const cycle::CalendarEntry& entry, const std::string& municipality, const std::string& language, v1::CalendarEntry& out) {
  out.set_uid(entry.id + "@" + municipality + ".arshjul");
  out.set_sequence(entry.sequence);
  out.set_summary(messages::Render(language, entry.talk ? "calendar.talk" : "calendar.task", {{"title", entry.title}, {"unit", entry.unit}}));
  if (entry.starts) {
    FillTimestamp(*entry.starts, *out.mutable_start_time());
    FillTimestamp(*entry.ends, *out.mutable_end_time());
  } else {
    out.set_day(FormatDate(entry.day));
  }
  FillTimestamp(entry.changed, *out.mutable_update_time());
  out.set_resource(entry.resource);
}

class CalendarService : public v1::CalendarService::CallbackService {
 public:
  explicit CalendarService(Frame& frame) : frame_(frame) {}

  grpc::ServerUnaryReactor* GetCalendarLink(grpc::CallbackServerContext* context, const v1::GetCalendarLinkRequest* request,
                                            v1::GetCalendarLinkResponse* response) override {
    return frame_.Read(context, request->parent(), [response](engine::View& view, const Asker& asker) -> Result {
      return FillLink(view, asker, *response->mutable_link());
    });
  }

  grpc::ServerUnaryReactor* CreateCalendarLink(grpc::CallbackServerContext* context, const v1::CreateCalendarLinkRequest* request,
                                               v1::CreateCalendarLinkResponse* response) override {
    Change change{.command = cycle::CreateCalendarLink{}};
    change.prepare = [response](engine::View&, const Asker& asker, cycle::Command& command) -> Result {
      const std::string secret = NewSecret(asker.municipality);
      response->set_path("/calendar/" + secret + ".ics");
      command = cycle::CreateCalendarLink{Sha256Hex(secret), asker.language};
      return {};
    };
    change.answer_reading = [response](const engine::Reply&, engine::View& view, const Asker& asker) {
      return FillLink(view, asker, *response->mutable_link());
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* RevokeCalendarLink(grpc::CallbackServerContext* context, const v1::RevokeCalendarLinkRequest* request,
                                               v1::RevokeCalendarLinkResponse* response) override {
    Change change{.command = cycle::RevokeCalendarLink{}};
    change.answer_reading = [response](const engine::Reply&, engine::View& view, const Asker& asker) {
      return FillLink(view, asker, *response->mutable_link());
    };
    return frame_.Submit(context, request->parent(), *request, std::move(change));
  }

  grpc::ServerUnaryReactor* ReadCalendar(grpc::CallbackServerContext* context, const v1::ReadCalendarRequest* request,
                                         v1::ReadCalendarResponse* response) override {
    return frame_.Work(context, [this, request, response](const std::string&) -> Result {
      const std::string& secret = request->secret();
      const size_t dot = secret.rfind('.');
      // Whatever is wrong with it is told alike.
      Result result = Refusal{Reason::kCalendarLinkNotFound};
      if (dot == std::string::npos || secret.size() > kLongestSecret) return result;
      const std::string municipality = secret.substr(0, dot);
      absl::Status status = frame_.engine().Read(municipality, "", [&](engine::View& view) {
        const cycle::CalendarLink* link = cycle::LinkWithHash(view.state, Sha256Hex(secret));
        if (link == nullptr) return;
        // Who has left has no calendar here, and is told no more than whoever guesses.
        const Date today = view.context.calendar->LocalDate(view.context.now);
        if (!view.state.Organisation().HasLeft(link->person, today)) result = Show(view, municipality, *link, *response);
      });
      return status.ok() || absl::IsNotFound(status) ? result : Result(status);
    });
  }

 private:
  Result Show(engine::View& view, const std::string& municipality, const cycle::CalendarLink& link, v1::ReadCalendarResponse& response) {
    view.context.actor = link.person;
    if (Result noted = NoteDaily(view, municipality, link); !noted.ok()) return noted;
    response.set_title(messages::Render(link.language, "calendar.title", {{"municipality", view.state.Self()->name}}));
    response.set_language(link.language);
    for (const cycle::CalendarEntry& entry : cycle::OwnCalendar(view.state, view.context, link.language)) {
      FillEntry(entry, municipality, link.language, *response.add_entries());
    }
    return {};
  }

  // Calendars fetch many times a day; that it was done on a day is all that anybody needs to know.
  Result NoteDaily(engine::View& view, const std::string& municipality, const cycle::CalendarLink& link) {
    absl::StatusOr<std::optional<Date>> last = LastRead(view, link);
    if (!last.ok()) return last.status();
    if (*last == view.context.calendar->LocalDate(view.context.now)) return {};
    return NoteReads(frame_, {municipality, link.person, link.language}, {{ResourceOf(link), "calendar"}});
  }

  Frame& frame_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCalendarService(Frame& frame) { return std::make_unique<CalendarService>(frame); }

}  // namespace arshjul::api
