#include <google/protobuf/repeated_ptr_field.h>

#include "arshjul/v1/municipality_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string id, name, language;
  std::vector<std::string> closed;
  bool no_closed = false;
};

void Write(Session& session, const v1::Municipality& municipality) {
  if (session.json()) return session.Write(ToJson(municipality));
  Facts facts;
  facts.Add(session.Get("fact.name"), municipality.display_name(), Style::kStrong);
  facts.Add(session.Get("fact.id"), municipality.id());
  facts.Add(session.Get("fact.language"), municipality.language());
  std::string closed;
  for (const auto& span : municipality.closed_spans()) {
    closed += (closed.empty() ? "" : "\n") + session.Get("span", {{"from", session.Date(span.first())},
                                                                 {"to", session.Date(span.last())}});
  }
  facts.Add(session.Get("fact.closed"), closed);
  facts.Add(session.Get("fact.created"), session.Moment(municipality.create_time()));
  facts.Add(session.Get("fact.now"), session.Moment(municipality.now()));
  session.Write(facts.Render(session.paper()));
}

// "2015-02-16..2015-02-20"
bool ReadSpans(Session& session, const std::vector<std::string>& words,
               google::protobuf::RepeatedPtrField<v1::ClosedSpan>* spans) {
  for (const std::string& word : words) {
    const size_t dots = word.find("..");
    if (dots == std::string::npos) {
      session.Fail(session.Get("usage.not_a_span", {{"word", word}}), kExitUsage);
      return false;
    }
    v1::ClosedSpan* span = spans->Add();
    span->set_first(word.substr(0, dots));
    span->set_last(word.substr(dots + 2));
  }
  return true;
}

int Create(Session& session, const Options& options) {
  v1::CreateMunicipalityRequest request;
  request.set_id(LastPart(options.id));
  request.set_display_name(options.name);
  request.set_language(options.language);
  if (!ReadSpans(session, options.closed, request.mutable_closed_spans())) return session.exit_code();
  v1::CreateMunicipalityResponse response;
  if (!session.Call(request, response)) return session.exit_code();
  Write(session, response.municipality());
  return kExitOk;
}

int Change(Session& session, const Options& options) {
  v1::UpdateMunicipalityRequest request;
  request.set_name(session.Municipality());
  if (request.name().empty()) return session.exit_code();
  if (!options.name.empty()) request.set_display_name(options.name);
  if (!options.language.empty()) request.set_language(options.language);
  request.set_replace_closed_spans(options.no_closed || !options.closed.empty());
  if (!ReadSpans(session, options.closed, request.mutable_closed_spans())) return session.exit_code();
  v1::UpdateMunicipalityResponse response;
  if (!session.Call(request, response)) return session.exit_code();
  Write(session, response.municipality());
  return kExitOk;
}

int List(Session& session) {
  v1::ListMunicipalitiesRequest request;
  v1::ListMunicipalitiesResponse response;
  if (!session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.id")}, {session.Get("column.name")}, {session.Get("column.now")}});
  for (const auto& municipality : response.municipalities()) {
    table.Add({municipality.id(), municipality.display_name(), session.Moment(municipality.now())});
  }
  return session.WriteList(response, table, "empty.municipalities");
}

int Show(Session& session, const Options& options) {
  v1::GetMunicipalityRequest request;
  request.set_name(options.id.empty() ? session.Municipality() : MunicipalityOf(options.id));
  if (request.name().empty()) return session.exit_code();
  v1::GetMunicipalityResponse response;
  if (!session.Call(request, response)) return session.exit_code();
  Write(session, response.municipality());
  return kExitOk;
}

}  // namespace

void AddMunicipalityVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("municipality create", [options](Session& session) { return Create(session, *options); })
      .Argument("id", options->id)
      .Option("--name", options->name)
      .Option("--closed", options->closed)
      .Option("--language", options->language);
  line.Add("municipality change", [options](Session& session) { return Change(session, *options); })
      .Option("--name", options->name)
      .Option("--closed", options->closed)
      .Flag("--no-closed", options->no_closed)
      .Option("--language", options->language);
  line.Add("municipality list", [](Session& session) { return List(session); });
  line.Add("municipality show", [options](Session& session) { return Show(session, *options); })
      .Argument("id", options->id, Need::kOptional);
}

}  // namespace arshjul::cli
