#include "demo_login.h"

#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <utility>
#include <vector>

#include "arshjul/v1/demo_service.pb.h"
#include "arshjul/v1/municipality_service.pb.h"
#include "arshjul/v1/organisation_service.pb.h"
#include "texts.h"

namespace arshjul::gateway {
namespace {

constexpr int kPage = 1000;
constexpr char kPrefix[] = "municipalities/";

using UnitNames = std::map<std::string, std::string>;  // by id

// "Virksomhetsleder, Lund skole." for each unit held; then what this person sees.
std::string DescriptionOf(const v1::DemoPerson& person, const UnitNames& units) {
  std::string out;
  for (const v1::Holding& holding : person.person().holdings()) {
    const auto unit = units.find(holding.unit_id());
    std::string held = holding.title();
    if (unit != units.end()) held += (held.empty() ? "" : ", ") + unit->second;
    if (!held.empty()) out += (out.empty() ? "" : " ") + held + ".";
  }
  for (const std::string& sentence : person.sees()) out += (out.empty() ? "" : " ") + sentence;
  return out;
}

std::string PersonJson(const v1::DemoPerson& person, const UnitNames& units) {
  std::string roles;
  std::set<std::string> told;
  for (const v1::RoleBinding& role : person.person().roles()) {
    if (!told.insert(v1::RoleBinding::Role_Name(role.role())).second) continue;
    roles += (roles.empty() ? "" : ",") + Quoted(v1::RoleBinding::Role_Name(role.role()));
  }
  return fmt::format(R"({{"id":{},"displayName":{},"roles":[{}],"description":{},"openTaskCount":{}}})", Quoted(person.person().leader_id()),
                     Quoted(person.person().display_name()), roles, Quoted(DescriptionOf(person, units)), person.open_task_count());
}

// Goes through all municipalities and their people, page by page.
class Listing : public std::enable_shared_from_this<Listing> {
 public:
  using Done = std::function<void(std::variant<std::string, Problem>)>;
  Listing(Upstream& upstream, std::string language, Done done) : upstream_(upstream), language_(std::move(language)), done_(std::move(done)) {}

  void Begin(const std::string& page_token = "") {
    v1::ListMunicipalitiesRequest request;
    request.set_page_size(kPage);
    request.set_page_token(page_token);
    Ask<v1::ListMunicipalitiesResponse>("", request, [this](const v1::ListMunicipalitiesResponse& response) {
      municipalities_.insert(municipalities_.end(), response.municipalities().begin(), response.municipalities().end());
      if (!response.next_page_token().empty()) return Begin(response.next_page_token());
      ListPersons("");
    });
  }

 private:
  void ListPersons(const std::string& page_token) {
    if (at_ == municipalities_.size()) return done_("{\"municipalities\":[" + out_ + "]}");
    v1::ListDemoPersonsRequest request;
    request.set_parent(municipalities_[at_].name());
    request.set_page_size(kPage);
    request.set_page_token(page_token);
    Ask<v1::ListDemoPersonsResponse>("", request, [this](const v1::ListDemoPersonsResponse& response) {
      persons_.insert(persons_.end(), response.persons().begin(), response.persons().end());
      if (!response.next_page_token().empty()) return ListPersons(response.next_page_token());
      // Holdings name units by their ids alone.
      const bool held = std::any_of(persons_.begin(), persons_.end(), [](const auto& person) { return person.person().holdings_size() > 0; });
      held ? ListUnits("") : Write();
    });
  }

  // Anybody of the municipality may.
  void ListUnits(const std::string& page_token) {
    v1::ListUnitsRequest request;
    request.set_parent(municipalities_[at_].name());
    request.set_page_size(kPage);
    request.set_page_token(page_token);
    Ask<v1::ListUnitsResponse>(persons_.front().person().leader_id(), request, [this](const v1::ListUnitsResponse& response) {
      for (const v1::Unit& unit : response.units()) units_[unit.unit_id()] = unit.unit();
      if (!response.next_page_token().empty()) return ListUnits(response.next_page_token());
      Write();
    });
  }

  void Write() {
    std::string people;
    for (const v1::DemoPerson& person : persons_) people += (people.empty() ? "" : ",") + PersonJson(person, units_);
    const v1::Municipality& municipality = municipalities_[at_++];
    out_ += fmt::format(R"({}{{"name":{},"displayName":{},"people":[{}]}})", out_.empty() ? "" : ",", Quoted(municipality.name()),
                        Quoted(municipality.display_name()), people);
    persons_.clear();
    units_.clear();
    ListPersons("");
  }

  template <class Response, class Request>
  void Ask(const std::string& person, const Request& request, std::function<void(const Response&)> go_on) {
    upstream_.Call(RpcOf(*Request::descriptor()), {person, language_}, request, std::make_unique<Response>(),
                   [self = shared_from_this(), go_on](const CallStatus& status, std::unique_ptr<google::protobuf::Message> response) {
                     if (!status.ok()) return self->done_(ReadProblem(status, self->language_));
                     go_on(static_cast<const Response&>(*response));
                   });
  }

  Upstream& upstream_;
  const std::string language_;
  const Done done_;
  std::vector<v1::Municipality> municipalities_;
  size_t at_ = 0;
  std::vector<v1::DemoPerson> persons_;  // of the one at hand
  UnitNames units_;
  std::string out_;
};

class DemoLogin final : public LoginDoor {
 public:
  explicit DemoLogin(Upstream& upstream) : upstream_(upstream) {}

  bool demo() const override { return true; }

  void ListPeople(const std::string& language, Listing::Done done) override {
    {
      std::lock_guard lock(mutex_);
      std::vector<Listing::Done>& waiting = waiting_[language];
      waiting.push_back(std::move(done));
      if (waiting.size() > 1) return;
    }
    std::make_shared<Listing>(upstream_, language, [this, language](const std::variant<std::string, Problem>& found) {
      std::unique_lock lock(mutex_);
      const std::vector<Listing::Done> waiting = std::exchange(waiting_[language], {});
      lock.unlock();
      for (const Listing::Done& told : waiting) told(found);
    })->Begin();
  }

  void Enter(std::string_view body, const std::string& language, std::function<void(std::variant<Identity, Problem>)> done) override {
    google::protobuf::Struct said;
    if (!google::protobuf::util::JsonStringToMessage({body.data(), body.size()}, &said).ok()) {
      return done(OwnProblem(400, "unreadable_body", language));
    }
    Problem wrong = OwnProblem(400, "invalid_input", language);
    for (const auto& [name, value] : said.fields()) {
      if (name != "municipality" && name != "person") wrong.errors.push_back({"/" + name, name, Say(language, "field.unknown_field", {{"name", name}})});
    }
    std::string municipality = TextOf(said, "municipality", language, wrong);
    const std::string person = TextOf(said, "person", language, wrong);
    if (!wrong.errors.empty()) return done(std::move(wrong));
    if (!municipality.starts_with(kPrefix)) municipality = kPrefix + municipality;
    FindPerson(municipality, person, language, std::move(done));
  }

 private:
  using Entered = std::function<void(std::variant<Identity, Problem>)>;

  static std::string TextOf(const google::protobuf::Struct& said, const std::string& name, const std::string& language, Problem& wrong) {
    const auto found = said.fields().find(name);
    const bool there = found != said.fields().end();
    if (there && found->second.kind_case() == google::protobuf::Value::kStringValue && !found->second.string_value().empty()) {
      return found->second.string_value();
    }
    wrong.errors.push_back({"/" + name, name, Say(language, there ? "field.not_a_text" : "field.missing", {{"name", name}})});
    return "";
  }

  // The server says who "me" is when somebody calls by that name.
  void FindPerson(const std::string& municipality, const std::string& person, const std::string& language, Entered done) {
    v1::GetPersonRequest request;
    request.set_name(municipality + "/persons/me");
    upstream_.Call(RpcOf(*v1::GetPersonRequest::descriptor()), {person, language}, request, std::make_unique<v1::GetPersonResponse>(),
                   [this, municipality, language, done](const CallStatus& status, std::unique_ptr<google::protobuf::Message> response) {
                     if (!status.ok()) return done(ReadProblem(status, language));
                     const v1::Person& found = static_cast<const v1::GetPersonResponse&>(*response).person();
                     FindMunicipality(municipality, {.person = found.leader_id(), .display_name = found.display_name()}, language, done);
                   });
  }

  void FindMunicipality(const std::string& municipality, Identity identity, const std::string& language, const Entered& done) {
    v1::GetMunicipalityRequest request;
    request.set_name(municipality);
    upstream_.Call(RpcOf(*v1::GetMunicipalityRequest::descriptor()), {identity.person, language}, request,
                   std::make_unique<v1::GetMunicipalityResponse>(),
                   [identity, language, done](const CallStatus& status, std::unique_ptr<google::protobuf::Message> response) mutable {
                     if (!status.ok()) return done(ReadProblem(status, language));
                     const v1::Municipality& found = static_cast<const v1::GetMunicipalityResponse&>(*response).municipality();
                     identity.municipality = found.name();
                     identity.municipality_name = found.display_name();
                     identity.language = found.language();
                     done(std::move(identity));
                   });
  }

  Upstream& upstream_;
  // Anybody may ask, and it is much work: one listing per language at a time, which answers all that came meanwhile.
  std::mutex mutex_;
  std::map<std::string, std::vector<Listing::Done>> waiting_;
};

}  // namespace

std::unique_ptr<LoginDoor> MakeDemoLogin(Upstream& upstream) { return std::make_unique<DemoLogin>(upstream); }

}  // namespace arshjul::gateway
