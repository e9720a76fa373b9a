// The server as another system meets it: every call right and wrong, who may ask, what is said in whose language, calls
// that come twice, streams that go on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "api/live_server.h"

namespace arshjul {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Key;

using Municipalities = v1::MunicipalityService::Stub;
using Organisations = v1::OrganisationService::Stub;
using Workflows = v1::WorkflowService::Stub;
using Cycles = v1::CycleService::Stub;
using Demo = v1::DemoService::Stub;
using Operations = v1::OperationsService::Stub;

class ServerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { live_ = new LiveServer; }
  static void TearDownTestSuite() { delete std::exchange(live_, nullptr); }
  void SetUp() override {
    static int number = 0;
    id_ = "by" + std::to_string(++number);
    name_ = "municipalities/" + id_;
    live_->Found(id_);
  }
  LiveServer& live() { return *live_; }

  v1::GetUnitResponse Unit(const std::string& unit, const std::string& expected = "OK") {
    v1::GetUnitRequest request;
    request.set_name(name_ + "/units/" + unit);
    v1::GetUnitResponse response;
    EXPECT_EQ(live().Call(live().organisation, &Organisations::GetUnit, "office", request, response).text(), expected);
    return response;
  }
  v1::Overview Overview(const std::string& who, const std::string& unit = "", const std::string& expected = "OK") {
    v1::SummarizeCycleRequest request;
    request.set_name(name_ + "/cycles/2015");
    request.set_unit(unit);
    v1::SummarizeCycleResponse response;
    EXPECT_EQ(live().Call(live().cycles, &Cycles::SummarizeCycle, who, request, response).text(), expected) << who << " " << unit;
    return response.overview();
  }

  static LiveServer* live_;
  std::string id_, name_;
};
LiveServer* ServerTest::live_ = nullptr;

// --- municipalities --------------------------------------------------------------------------------------------------

TEST_F(ServerTest, AMunicipalityIsMadeWithItsWorkflowsAndShownToThoseItKnows) {
  v1::GetMunicipalityRequest request;
  request.set_name(name_);
  v1::GetMunicipalityResponse response;
  EXPECT_EQ(live().Call(live().municipalities, &Municipalities::GetMunicipality, "anna", request, response).text(), "OK");
  EXPECT_EQ(response.municipality().display_name(), "Prøve kommune");
  EXPECT_EQ(response.municipality().now().seconds(), 1408082400);  // 2014-08-15T06:00:00Z
  EXPECT_GT(response.municipality().position(), 0);
  v1::ListWorkflowsRequest list;
  list.set_parent(name_);
  v1::ListWorkflowsResponse listed;
  EXPECT_EQ(live().Call(live().workflows, &Workflows::ListWorkflows, "anna", list, listed).text(), "OK");
  ASSERT_GE(listed.workflows_size(), 1);
  EXPECT_EQ(listed.workflows(0).workflow_id(), "annual-cycle");
}

TEST_F(ServerTest, WrongMunicipalitiesAreRefused) {
  struct Row {
    std::string id, clock, language, expected, field;
  };
  const std::vector<Row> rows = {
      {id_, "", "", "ALREADY_EXISTS ALREADY_EXISTS", ""},
      {"Løten", "", "", "INVALID_ARGUMENT INVALID_INPUT", "id"},
      {"", "", "", "INVALID_ARGUMENT INVALID_INPUT", "id"},
      {"../x", "", "", "INVALID_ARGUMENT INVALID_INPUT", "id"},
      {"fine", "tomorrow", "", "INVALID_ARGUMENT INVALID_INPUT", "demo_now"},
      {"fine", "", "tlh", "INVALID_ARGUMENT INVALID_INPUT", "language"},
  };
  for (const Row& row : rows) {
    v1::CreateMunicipalityRequest request;
    request.set_id(row.id);
    request.set_demo_now(row.clock);
    request.set_language(row.language);
    v1::CreateMunicipalityResponse response;
    Outcome outcome = live().Call(live().municipalities, &Municipalities::CreateMunicipality, "", request, response);
    EXPECT_EQ(outcome.text(), row.expected) << row.id << row.clock << row.language;
    if (!row.field.empty()) EXPECT_THAT(outcome.fields, Contains(Key(row.field))) << row.id;
  }
}

TEST_F(ServerTest, ListsComeInPages) {
  std::set<std::string> seen;
  v1::ListMunicipalitiesRequest request;
  request.set_page_size(1);
  do {
    v1::ListMunicipalitiesResponse response;
    ASSERT_EQ(live().Call(live().municipalities, &Municipalities::ListMunicipalities, "", request, response).text(), "OK");
    for (const auto& one : response.municipalities()) EXPECT_TRUE(seen.insert(one.id()).second) << one.id();
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(seen, Contains(id_));
  v1::ListUnitsRequest units;
  units.set_parent(name_);
  units.set_page_size(4);
  std::vector<std::string> order;
  do {
    v1::ListUnitsResponse response;
    ASSERT_EQ(live().Call(live().organisation, &Organisations::ListUnits, "carl", units, response).text(), "OK");
    EXPECT_LE(response.units_size(), 4);
    for (const auto& unit : response.units()) order.push_back(unit.unit_id());
    units.set_page_token(response.next_page_token());
  } while (!units.page_token().empty());
  EXPECT_EQ(order, (std::vector<std::string>{"root", "north", "n1", "n2", "south", "s1"}));
}

TEST_F(ServerTest, TheOfficeChangesSettingsAndNobodyElse) {
  v1::UpdateMunicipalityRequest request;
  request.set_name(name_);
  request.set_display_name("Ny kommune");
  request.set_replace_closed_spans(true);
  auto* span = request.add_closed_spans();
  span->set_first("2015-02-16");
  span->set_last("2015-02-20");
  v1::UpdateMunicipalityResponse response;
  EXPECT_EQ(live().Call(live().municipalities, &Municipalities::UpdateMunicipality, "anna", request, response).text(), "PERMISSION_DENIED ROLE_MISSING");
  EXPECT_EQ(live().Call(live().municipalities, &Municipalities::UpdateMunicipality, "office", request, response).text(), "OK");
  EXPECT_EQ(response.municipality().display_name(), "Ny kommune");
  ASSERT_EQ(response.municipality().closed_spans_size(), 1);
  span->set_last("2015-02-10");
  EXPECT_THAT(live().Call(live().municipalities, &Municipalities::UpdateMunicipality, "office", request, response).fields, Contains(Key("closed_spans[0]")));
  span->set_last("in spring");
  EXPECT_THAT(live().Call(live().municipalities, &Municipalities::UpdateMunicipality, "office", request, response).fields, Contains(Key("closed_spans[0].last")));
}

// --- who asks, and what is said ---------------------------------------------------------------------------------------

TEST_F(ServerTest, WhoAsksIsResolvedOrRefused) {
  struct Row {
    std::string who, expected;
  };
  const std::vector<Row> rows = {
      {"anna", "OK"}, {"Anna Aas", "OK"}, {"ANNA  AAS", "OK"}, {"office", "OK"}, {"Controller", "OK"},
      {"", "UNAUTHENTICATED UNAUTHENTICATED"}, {"\xff\xfe", "UNAUTHENTICATED UNAUTHENTICATED"},
      {std::string(500, 'x'), "UNAUTHENTICATED UNAUTHENTICATED"}, {"Ingen Slik", "NOT_FOUND PERSON_NOT_FOUND"},
  };
  for (const Row& row : rows) {
    v1::GetPersonRequest request;
    request.set_name(name_ + "/persons/me");
    v1::GetPersonResponse response;
    EXPECT_EQ(live().Call(live().organisation, &Organisations::GetPerson, row.who, request, response).text(), row.expected) << row.who;
  }
}

TEST_F(ServerTest, RefusalsSpeakTheCallersLanguage) {
  for (const auto& [wish, locale, words] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"nb-NO", "nb", "Fant ikke enheten"}, {"en", "en", "unit"}, {"sv;q=0.9", "sv", "enhet"}, {"tlh", "nb", "Fant ikke enheten"}}) {
    v1::GetUnitRequest request;
    request.set_name(name_ + "/units/nowhere");
    v1::GetUnitResponse response;
    Outcome outcome = live().Call(live().organisation, &Organisations::GetUnit, "office", request, response, wish);
    EXPECT_EQ(outcome.text(), "NOT_FOUND UNIT_NOT_FOUND");
    EXPECT_EQ(outcome.locale, locale) << wish;
    EXPECT_THAT(outcome.message, HasSubstr(words)) << wish;
  }
}

TEST_F(ServerTest, NamesThatAreNoneAreRefused) {
  for (const std::string& name : std::vector<std::string>{"", "x", "municipalities/", "municipalities//units/n1", "municipalities/none/units/n1", "municipalities/" + id_ + "/persons/anna"}) {
    v1::GetUnitRequest request;
    request.set_name(name);
    v1::GetUnitResponse response;
    Outcome outcome = live().Call(live().organisation, &Organisations::GetUnit, "office", request, response);
    EXPECT_EQ(outcome.text(), name == "municipalities/none/units/n1" ? "NOT_FOUND MUNICIPALITY_NOT_FOUND" : "INVALID_ARGUMENT INVALID_INPUT") << name;
  }
}

TEST_F(ServerTest, ACallThatComesTwiceIsDoneOnce) {
  v1::AssignHoldingRequest request;
  request.set_unit(name_ + "/units/south");
  request.set_person("dina");
  request.set_display_name("Dina Eng");
  request.set_title("Kommunalsjef");
  request.set_reason("ansatt");
  request.set_request_id("r1");
  v1::AssignHoldingResponse first, second;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::AssignHolding, "office", request, first).text(), "OK");
  EXPECT_EQ(live().Call(live().organisation, &Organisations::AssignHolding, "office", request, second).text(), "OK");
  EXPECT_EQ(first.unit().holdings_size(), 1);
  EXPECT_EQ(second.unit().holdings_size(), 1);
  request.set_title("Sjef");
  EXPECT_EQ(live().Call(live().organisation, &Organisations::AssignHolding, "office", request, second).text(), "ABORTED REQUEST_REUSED");
  request.set_request_id(std::string(65, 'r'));
  EXPECT_THAT(live().Call(live().organisation, &Organisations::AssignHolding, "office", request, second).fields, Contains(Key("request_id")));
}

TEST(Identity, OutsideDemoModeNobodyIsKnown) {
  LiveServer live(false);
  v1::GetMunicipalityRequest request;
  request.set_name("municipalities/x");
  v1::GetMunicipalityResponse response;
  EXPECT_EQ(live.Call(live.municipalities, &Municipalities::GetMunicipality, "office", request, response).text(), "UNAUTHENTICATED UNAUTHENTICATED");
  v1::CreateMunicipalityRequest create;
  create.set_id("x");
  v1::CreateMunicipalityResponse created;
  EXPECT_EQ(live.Call(live.municipalities, &Municipalities::CreateMunicipality, "office", create, created).text(), "UNAUTHENTICATED UNAUTHENTICATED");
  v1::ListMunicipalitiesResponse listed;
  EXPECT_EQ(live.Call(live.municipalities, &Municipalities::ListMunicipalities, "office", {}, listed).text(), "UNAUTHENTICATED UNAUTHENTICATED");
  v1::GetHealthResponse health;
  EXPECT_EQ(live.Call(live.operations, &Operations::GetHealth, "", {}, health).text(), "OK");
  EXPECT_EQ(health.municipalities_size(), 0);
}

// --- organisation ----------------------------------------------------------------------------------------------------

TEST_F(ServerTest, AnImportSaysWhatItChangesAndAllThatIsWrong) {
  v1::ImportOrganisationRequest request;
  request.set_parent(name_);
  request.set_csv(
      "unit_id;unit;parent;leader_id;leader;shoe\nroot;Kommunen;;tora;Tora Topp;41\nnorth;Nordre;root;nils;Nils Nord;\nn1;Nord skole;root;eva;Eva Fjell;\n"
      "n3;Ny skole;north;;;\n");
  request.set_validate_only(true);
  v1::ImportOrganisationResponse response;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::ImportOrganisation, "anna", request, response).text(), "PERMISSION_DENIED ROLE_MISSING");
  ASSERT_EQ(live().Call(live().organisation, &Organisations::ImportOrganisation, "office", request, response).text(), "OK");
  const v1::OrganisationImport& import = response.organisation_import();
  EXPECT_TRUE(import.validate_only());
  EXPECT_EQ(import.unit_count(), 4);
  EXPECT_EQ(import.vacant_count(), 1);
  EXPECT_EQ(import.depth(), 2);
  ASSERT_EQ(import.added_size(), 1);
  EXPECT_EQ(import.added(0).unit_id(), "n3");
  ASSERT_EQ(import.moved_size(), 1);
  EXPECT_EQ(import.moved(0).before() + ">" + import.moved(0).after(), "north>root");
  ASSERT_EQ(import.renamed_size(), 1);
  EXPECT_EQ(import.renamed(0).after(), "Nordre");
  EXPECT_EQ(import.closed_size(), 3);
  ASSERT_EQ(import.new_leaders_size(), 1);
  EXPECT_EQ(import.new_leaders(0).person_name(), "Eva Fjell");
  EXPECT_EQ(import.new_leaders(0).before(), "Anna Aas");
  EXPECT_EQ(import.ignored_columns_size(), 1);
  EXPECT_EQ(Unit("n1").unit().leader(), "anna") << "only asked";
  request.set_csv("unit,parent,from\nA,,x\nB,nowhere,\nC,,\n");
  Outcome outcome = live().Call(live().organisation, &Organisations::ImportOrganisation, "office", request, response);
  EXPECT_EQ(outcome.text(), "INVALID_ARGUMENT INVALID_FILE");
  EXPECT_GE(outcome.fields.size(), 3u);
  EXPECT_THAT(outcome.fields, Contains(Key("line 3, column parent")));
}

TEST_F(ServerTest, AnImportWithoutIdsMeansWhatIsThereByThoseNames) {
  v1::ImportOrganisationRequest request;
  request.set_parent(name_);
  request.set_validate_only(true);
  request.set_csv("unit,parent,leader\nKommunen,,Tora Topp\nNord,Kommunen,Nils Nord\nSør,Kommunen,Carl Dal\nSør skole,Sør,\n");
  v1::ImportOrganisationResponse response;
  ASSERT_EQ(live().Call(live().organisation, &Organisations::ImportOrganisation, "office", request, response).text(), "OK");
  const v1::OrganisationImport& import = response.organisation_import();
  EXPECT_EQ(import.added_size(), 0);
  EXPECT_EQ(import.closed_size(), 2) << "those that the file does not name";
  ASSERT_EQ(import.new_leaders_size(), 1);
  EXPECT_EQ(import.new_leaders(0).person(), "carl");
  request.set_csv("unit,parent,leader\nKommunen,,Tora Topp\nSør,Kommunen,Carl Dal\nSør skole,Sør,Carl Dal\nNord,Kommunen,Office\n");
  Outcome outcome = live().Call(live().organisation, &Organisations::ImportOrganisation, "office", request, response);
  EXPECT_EQ(outcome.text(), "INVALID_ARGUMENT INVALID_FILE");
  EXPECT_THAT(outcome.fields, testing::UnorderedElementsAre(Key("line 4, column leader"), Key("line 5, column leader")));
}

TEST_F(ServerTest, RefusalsOfThousandsOfRowsFitWhatAClientTakes) {
  std::string csv = "unit_id,unit,parent\nroot,Top,\n";
  for (int i = 0; i < 3000; ++i) csv += "u" + std::to_string(i) + ",Unit " + std::to_string(i) + ",nowhere\n";
  v1::ImportOrganisationRequest request;
  request.set_parent(name_);
  request.set_csv(csv);
  v1::ImportOrganisationResponse response;
  Outcome few = live().Call(live().organisation, &Organisations::ImportOrganisation, "office", request, response);
  EXPECT_EQ(few.text(), "INVALID_ARGUMENT INVALID_FILE");
  EXPECT_GT(few.fields.size(), 10u);
  EXPECT_THAT(few.fields, Contains(Key(""))) << "how many more";
}

TEST_F(ServerTest, LeadersComeAndGoUnitsMoveAndClose) {
  v1::EndHoldingRequest end;
  end.set_unit(name_ + "/units/Nord skole");
  end.set_person("berit");
  end.set_reason("sluttet");
  v1::EndHoldingResponse ended;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::EndHolding, "office", end, ended).text(), "INVALID_ARGUMENT INVALID_INPUT");
  end.set_person("Anna Aas");
  EXPECT_EQ(live().Call(live().organisation, &Organisations::EndHolding, "office", end, ended).text(), "OK");
  EXPECT_TRUE(ended.unit().vacant());
  v1::MoveUnitRequest move;
  move.set_name(name_ + "/units/n1");
  move.set_parent_unit("Sør");
  v1::MoveUnitResponse moved;
  EXPECT_THAT(live().Call(live().organisation, &Organisations::MoveUnit, "office", move, moved).fields, Contains(Key("reason")));
  move.set_reason("ny inndeling");
  EXPECT_EQ(live().Call(live().organisation, &Organisations::MoveUnit, "office", move, moved).text(), "OK");
  EXPECT_EQ(moved.unit().parent_id(), "south");
  v1::CloseUnitRequest close;
  close.set_name(name_ + "/units/south");
  close.set_reason("nedlagt");
  v1::CloseUnitResponse closed;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::CloseUnit, "office", close, closed).text(), "INVALID_ARGUMENT INVALID_INPUT");
  close.set_name(name_ + "/units/n1");
  EXPECT_EQ(live().Call(live().organisation, &Organisations::CloseUnit, "office", close, closed).text(), "OK");
  EXPECT_TRUE(closed.unit().closed());
}

TEST_F(ServerTest, RolesAndAbsences) {
  v1::GrantRoleRequest grant;
  grant.set_parent(name_);
  grant.set_role(v1::RoleBinding::AUDITOR);
  grant.set_person("rita");
  grant.set_display_name("Rita Revisor");
  v1::GrantRoleResponse granted;
  EXPECT_THAT(live().Call(live().organisation, &Organisations::GrantRole, "office", grant, granted).fields, Contains(Key("authority")));
  grant.set_authority("KU 3/15");
  ASSERT_EQ(live().Call(live().organisation, &Organisations::GrantRole, "office", grant, granted).text(), "OK");
  EXPECT_TRUE(granted.role_binding().active());
  v1::RevokeRoleRequest revoke;
  revoke.set_name(granted.role_binding().name());
  v1::RevokeRoleResponse revoked;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::RevokeRole, "rita", revoke, revoked).text(), "PERMISSION_DENIED ROLE_MISSING");
  EXPECT_EQ(live().Call(live().organisation, &Organisations::RevokeRole, "office", revoke, revoked).text(), "OK");
  EXPECT_FALSE(revoked.role_binding().active());
  v1::ListRolesRequest list;
  list.set_parent(name_);
  v1::ListRolesResponse listed;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::ListRoles, "anna", list, listed).text(), "OK");
  EXPECT_EQ(listed.role_bindings_size(), 5);
  v1::RegisterAbsenceRequest away;
  away.set_parent(name_);
  away.set_person("anna");
  away.set_deputy("Berit Bø");
  away.set_from("2014-08-20");
  v1::RegisterAbsenceResponse registered;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::RegisterAbsence, "berit", away, registered).text(), "PERMISSION_DENIED ROLE_MISSING");
  EXPECT_EQ(live().Call(live().organisation, &Organisations::RegisterAbsence, "anna", away, registered).text(), "OK");
  away.set_to("2014-09-01");
  EXPECT_EQ(live().Call(live().organisation, &Organisations::RegisterAbsence, "office", away, registered).text(), "OK");
  EXPECT_EQ(registered.absence().to(), "2014-09-01");
  v1::ListAbsencesRequest absences;
  absences.set_parent(name_);
  v1::ListAbsencesResponse shown;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::ListAbsences, "office", absences, shown).text(), "OK");
  ASSERT_EQ(shown.absences_size(), 1) << "the later word replaces the earlier";
  EXPECT_EQ(shown.absences(0).deputy_name(), "Berit Bø");
}

TEST_F(ServerTest, PersonsAreKnownToOneAnotherButTheirMailToFew) {
  v1::AssignHoldingRequest request;
  request.set_unit(name_ + "/units/south");
  request.set_person("dina");
  request.set_display_name("Dina Eng");
  request.set_reason("ansatt");
  request.set_email("dina@prove.example");
  v1::AssignHoldingResponse response;
  ASSERT_EQ(live().Call(live().organisation, &Organisations::AssignHolding, "office", request, response).text(), "OK");
  for (const auto& [who, mail] : std::map<std::string, std::string>{{"dina", "dina@prove.example"}, {"office", "dina@prove.example"}, {"anna", ""}}) {
    v1::GetPersonRequest get;
    get.set_name(name_ + "/persons/dina");
    v1::GetPersonResponse got;
    EXPECT_EQ(live().Call(live().organisation, &Organisations::GetPerson, who, get, got).text(), "OK");
    EXPECT_EQ(got.person().email(), mail) << who;
  }
  v1::ListPersonsRequest list;
  list.set_parent(name_);
  v1::ListPersonsResponse listed;
  EXPECT_EQ(live().Call(live().organisation, &Organisations::ListPersons, "anna", list, listed).text(), "OK");
  EXPECT_EQ(listed.persons_size(), 10);
}

// --- whom one may be in a demo ----------------------------------------------------------------------------------------

TEST_F(ServerTest, ADemoTellsAnybodyWhomOneMayBe) {
  ASSERT_NO_FATAL_FAILURE(live().LaunchCycle(id_, 2015));
  std::map<std::string, v1::DemoPerson> persons;
  v1::ListDemoPersonsRequest request;
  request.set_parent(name_);
  request.set_page_size(3);
  std::string before;
  do {
    v1::ListDemoPersonsResponse response;
    ASSERT_EQ(live().Call(live().demo, &Demo::ListDemoPersons, "", request, response, "nb").text(), "OK");
    for (const v1::DemoPerson& one : response.persons()) {
      EXPECT_LE(before, one.person().display_name()) << "by name";
      before = one.person().display_name();
      EXPECT_TRUE(persons.emplace(one.person().leader_id(), one).second);
      EXPECT_EQ(one.person().email(), "");
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  ASSERT_THAT(persons, Contains(Key("anna")));
  EXPECT_THAT(persons.at("anna").sees(), testing::ElementsAre("Gjør oppgavene for enheten sin."));
  EXPECT_EQ(persons.at("anna").open_task_count(), 1) << "the dialogue with staff and users, on day one";
  EXPECT_THAT(persons.at("nils").sees(), testing::ElementsAre("Gjør oppgavene for enheten sin, og følger opp lederne under."));
  EXPECT_EQ(persons.at("tora").open_task_count(), 2) << "her own, and the vacant south's";
  int offices = 0;
  for (const auto& [id, one] : persons) offices += one.person().roles_size() > 0 && one.person().roles(0).role() == v1::RoleBinding::OFFICE;
  EXPECT_EQ(offices, 1);
}

TEST_F(ServerTest, WhomOneMayBeIsToldOfAMunicipalityThatThereIs) {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"municipalities/ingensteds", "NOT_FOUND MUNICIPALITY_NOT_FOUND"},
      {"", "INVALID_ARGUMENT INVALID_INPUT"},
      {name_ + "/units/root", "INVALID_ARGUMENT INVALID_INPUT"},
  };
  for (const auto& [parent, expected] : rows) {
    v1::ListDemoPersonsRequest request;
    request.set_parent(parent);
    v1::ListDemoPersonsResponse response;
    EXPECT_EQ(live().Call(live().demo, &Demo::ListDemoPersons, "", request, response).text(), expected) << parent;
  }
  LiveServer closed(false);
  v1::ListDemoPersonsRequest request;
  request.set_parent(name_);
  v1::ListDemoPersonsResponse response;
  EXPECT_EQ(closed.Call(closed.demo, &Demo::ListDemoPersons, "", request, response).code, "UNIMPLEMENTED");
}

}  // namespace
}  // namespace arshjul
