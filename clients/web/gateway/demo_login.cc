#include "demo_login.h"

#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <map>
#include <set>
#include <utility>

#include "arshjul/v1/municipality_service.pb.h"
#include "arshjul/v1/organisation_service.pb.h"
#include "arshjul/v1/task_service.pb.h"
#include "texts.h"

namespace arshjul::gateway {
namespace {

constexpr int kPage = 1000;
constexpr char kPrefix[] = "municipalities/";

// Somebody whom every demo municipality has, and who sees all its people and tasks.
constexpr char kLookout[] = "office";

// Goes through all municipalities, their units, their open tasks and their people, page by page.
class Listing : public std::enable_shared_from_this<Listing> {
 public:
  using Done = std::function<void(std::variant<std::string, Problem>)>;
  Listing(Upstream& upstream, std::string language, Done done) : upstream_(upstream), language_(std::move(language)), done_(std::move(done)) {}

  void Begin() {
    v1::ListMunicipalitiesRequest request;
    request.set_page_size(kPage);
    Ask<v1::ListMunicipalitiesResponse>(request, [this](const v1::ListMunicipalitiesResponse& response) {
      municipalities_ = {response.municipalities().begin(), response.municipalities().end()};
      Units("");
    });
  }

 private:
  void Units(const std::string& page_token) {
    if (at_ == municipalities_.size()) return done_("{\"municipalities\":[" + out_ + "]}");
    v1::ListUnitsRequest request;
    AskForPage<v1::ListUnitsResponse>(request, page_token, [this](const v1::ListUnitsResponse& response) {
      for (const v1::Unit& unit : response.units()) names_[unit.unit_id()] = unit.unit();
      response.next_page_token().empty() ? Tasks("") : Units(response.next_page_token());
    });
  }

  void Tasks(const std::string& page_token) {
    v1::ListTasksRequest request;
    request.set_open_only(true);
    AskForPage<v1::ListTasksResponse>(request, page_token, [this](const v1::ListTasksResponse& response) {
      for (const v1::Task& task : response.tasks()) ++open_[task.assignee()];
      response.next_page_token().empty() ? People("") : Tasks(response.next_page_token());
    });
  }

  void People(const std::string& page_token) {
    v1::ListPersonsRequest request;
    AskForPage<v1::ListPersonsResponse>(request, page_token, [this](const v1::ListPersonsResponse& response) {
      for (const v1::Person& person : response.persons()) Add(person);
      if (!response.next_page_token().empty()) return People(response.next_page_token());
      const v1::Municipality& municipality = municipalities_[at_++];
      out_ += fmt::format(R"({}{{"name":{},"displayName":{},"people":[{}]}})", out_.empty() ? "" : ",", Quoted(municipality.name()),
                          Quoted(municipality.display_name()), std::exchange(people_, ""));
      names_.clear();
      open_.clear();
      Units("");
    });
  }

  // Who neither leads nor has a role sees nothing, and is nobody to be.
  void Add(const v1::Person& person) {
    if (person.holdings().empty() && person.roles().empty()) return;
    int open = open_[person.leader_id()];
    std::string roles, units;
    std::set<std::string> told;
    for (const v1::RoleBinding& role : person.roles()) {
      const std::string name = v1::RoleBinding::Role_Name(role.role());
      if (!told.insert(name).second) continue;
      roles += (roles.empty() ? "" : ",") + Quoted(name);
      // A task may be a role's, for any who holds it.
      if (role.role() == v1::RoleBinding::OFFICE) open += open_[kLookout];
    }
    for (const v1::Holding& holding : person.holdings()) units += (units.empty() ? "" : ", ") + names_[holding.unit_id()];
    const std::string leads = units.empty() ? "" : Say(language_, "login.leads", {{"units", units}});
    people_ += fmt::format(R"({}{{"id":{},"displayName":{},"roles":[{}],"description":{},"openTaskCount":{}}})", people_.empty() ? "" : ",",
                           Quoted(person.leader_id()), Quoted(person.display_name()), roles, Quoted(leads), open);
  }

  template <class Response, class Request>
  void AskForPage(Request request, const std::string& page_token, std::function<void(const Response&)> go_on) {
    request.set_parent(municipalities_[at_].name());
    request.set_page_size(kPage);
    request.set_page_token(page_token);
    Ask<Response>(request, std::move(go_on));
  }

  template <class Response, class Request>
  void Ask(const Request& request, std::function<void(const Response&)> go_on) {
    upstream_.Call(RpcOf(*Request::descriptor()), {kLookout, language_}, request, std::make_unique<Response>(),
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
  std::map<std::string, std::string> names_;  // of units
  std::map<std::string, int> open_;           // tasks, by assignee
  std::string people_, out_;
};

class DemoLogin final : public LoginDoor {
 public:
  explicit DemoLogin(Upstream& upstream) : upstream_(upstream) {}

  bool demo() const override { return true; }

  void ListPeople(const std::string& language, Listing::Done done) override {
    std::make_shared<Listing>(upstream_, language, std::move(done))->Begin();
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
};

}  // namespace

std::unique_ptr<LoginDoor> MakeDemoLogin(Upstream& upstream) { return std::make_unique<DemoLogin>(upstream); }

}  // namespace arshjul::gateway
