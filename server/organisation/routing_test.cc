// Every rule of year.md 2 to 4 about who gets what, as rows: an organisation, a question, the answer and why.
#include "organisation/routing.h"

#include <gtest/gtest.h>

namespace arshjul::organisation {
namespace {

const Date kDay = MakeDate(2015, 3, 2);
const Date kYesterday = kDay - std::chrono::days(1);
const Date kTomorrow = kDay + std::chrono::days(1);

// Three levels, two schools and a cinema that mostly has no leader: lia > oppvekst > lund, jonsrud; lia > kino.
struct Setting {
  const char* title;
  std::vector<std::pair<const char*, const char*>> holders;  // unit, person
  std::vector<Absence> absences;
  std::vector<RoleBinding> roles;
  std::vector<Holding> more;  // with dates
};

const RoleBinding kMayor{"m", Role::kMandate, "mayor", "case 1/15", {}};
const RoleBinding kStaff{"o", Role::kOffice, "office", "", {}};

Organisation Make(const Setting& setting) {
  Rows rows;
  rows.units = {{"lia", "Lia kommune", "", "", {}},
                {"oppvekst", "Oppvekst", "lia", "", {}},
                {"lund", "Lund skole", "oppvekst", "", {}},
                {"jonsrud", "Jønsrud skole", "oppvekst", "", {}},
                {"kino", "Kino", "lia", "", {}}};
  for (const char* person : {"kari", "ola", "tor", "siv", "liv", "mayor", "office"}) {
    rows.persons.push_back({person, person, ""});
  }
  int id = 0;
  for (const auto& [unit, person] : setting.holders)
    rows.holdings.push_back({std::to_string(++id), unit, person, "", {}});
  rows.holdings.insert(rows.holdings.end(), setting.more.begin(), setting.more.end());
  rows.absences = setting.absences;
  rows.roles = setting.roles;
  return Organisation(std::move(rows));
}

const Setting kAll{"everybody in place",
                   {{"lia", "kari"}, {"oppvekst", "ola"}, {"lund", "tor"}, {"jonsrud", "siv"}},
                   {},
                   {kMayor, kStaff},
                   {}};

// Everybody in place, but for one thing.
Setting Vacant(const char* title, const std::vector<std::string>& units, Setting setting = kAll) {
  setting.title = title;
  for (const std::string& unit : units) {
    std::erase_if(setting.holders, [&](const auto& held) { return held.first == unit; });
  }
  return setting;
}

Setting Held(const char* title, const std::vector<std::pair<const char*, const char*>>& holders) {
  Setting setting = kAll;
  setting.title = title;
  for (const auto& [unit, person] : holders) {
    setting = Vacant(title, {unit}, std::move(setting));
    setting.holders.push_back({unit, person});
  }
  return setting;
}

Setting Dated(const char* title, const char* unit, std::vector<Holding> holdings) {
  Setting setting = Vacant(title, {unit});
  setting.more = std::move(holdings);
  return setting;
}

Setting Away(const char* title, const char* person, const char* deputy, Span span = {kDay, kDay},
             Setting setting = kAll) {
  setting.title = title;
  setting.absences.push_back({person, person, deputy, span});
  return setting;
}

Setting Roles(const char* title, std::vector<RoleBinding> roles, Setting setting = kAll) {
  setting.title = title;
  setting.roles = std::move(roles);
  return setting;
}

const std::vector<std::string> kEveryUnit = {"lia", "oppvekst", "lund", "jonsrud"};
const RoleBinding kOwnMandate{"m", Role::kMandate, "kari", "case 2/15", {}};
const RoleBinding kFormerMayor{"m", Role::kMandate, "mayor", "case 1/15", {{}, kYesterday}};

std::string Shown(const Assignment& assignment) {
  std::string out = assignment.person.empty() ? "nobody" : assignment.person;
  if (!assignment.on_behalf_of.empty()) out += " for " + assignment.on_behalf_of;
  return out + " " + BecauseName(assignment.because);
}

struct Row {
  Setting setting;
  const char* unit;
  std::string expected;
};

void Check(const std::vector<Row>& table, Assignment (*ask)(const Organisation&, std::string_view, Date)) {
  for (const Row& row : table) {
    EXPECT_EQ(Shown(ask(Make(row.setting), row.unit, kDay)), row.expected) << row.setting.title << ": " << row.unit;
  }
}

TEST(Routing, WorkOfAUnitFollowsThePost) {
  const std::vector<Row> rows = {
      {kAll, "lund", "tor HOLDER"},
      {kAll, "lia", "kari HOLDER"},
      {Away("away with a deputy", "tor", "liv"), "lund", "liv for tor DEPUTY"},
      {Away("away without a deputy: not vacant", "tor", ""), "lund", "tor HOLDER"},
      {Away("away until yesterday", "tor", "liv", {{}, kYesterday}), "lund", "tor HOLDER"},
      {Away("away from tomorrow", "tor", "liv", {kTomorrow, {}}), "lund", "tor HOLDER"},
      {Vacant("vacant", {"lund"}), "lund", "ola NEAREST_ABOVE"},
      {Vacant("vacant two up", {"lund", "oppvekst"}), "lund", "kari NEAREST_ABOVE"},
      {Away("vacant, and the nearest above is away", "ola", "liv", {kDay, kDay}, Vacant("", {"lund"})), "lund",
       "liv for ola DEPUTY"},
      {Vacant("vacant to the top", kEveryUnit), "lund", "mayor MANDATE"},
      {Roles("vacant to the top, no mandate", {kStaff}, Vacant("", kEveryUnit)), "lund", "office ROLE"},
      {Roles("nobody at all", {}, Vacant("", kEveryUnit)), "lund", "nobody NOBODY"},
      {Dated("left yesterday", "lund", {{"9", "lund", "tor", "", {{}, kYesterday}}}), "lund", "ola NEAREST_ABOVE"},
      {Dated("begins tomorrow", "lund", {{"9", "lund", "liv", "", {kTomorrow, {}}}}), "lund", "ola NEAREST_ABOVE"},
      {Dated("last day today", "lund",
             {{"9", "lund", "tor", "", {{}, kDay}}, {"10", "lund", "liv", "", {kTomorrow, {}}}}),
       "lund", "tor HOLDER"},
  };
  Check(rows, UnitWork);
  Check(rows, [](const Organisation& organisation, std::string_view unit, Date day) { return UnitWorkOfAll(organisation, day).at(unit); });
}

TEST(Routing, NobodyReviewsTheirOwn) {
  Check(
      {
          {kAll, "lund", "ola HOLDER"},
          {kAll, "oppvekst", "kari HOLDER"},
          {kAll, "lia", "mayor MANDATE"},
          {Held("one person on parent and child", {{"lund", "ola"}}), "lund", "kari NOT_OWN_REVIEW"},
          {Held("one person on three levels", {{"lund", "kari"}, {"oppvekst", "kari"}}), "lund", "mayor MANDATE"},
          {Vacant("vacant: whoever did the work does not answer it", {"lund"}), "lund", "kari NOT_OWN_REVIEW"},
          {Vacant("the superior's post is vacant", {"oppvekst"}), "lund", "kari NEAREST_ABOVE"},
          {Vacant("vacant two up", {"lund", "oppvekst"}), "lund", "mayor MANDATE"},
          {Away("the superior is away", "ola", "liv"), "lund", "liv for ola DEPUTY"},
          {Away("the superior is away, the leader is the deputy", "ola", "tor"), "lund", "kari NOT_OWN_REVIEW"},
          {Away("the leader is away, the superior is the deputy", "tor", "ola"), "lund", "kari NOT_OWN_REVIEW"},
          {Away("the deputy's work is answered by the superior", "tor", "liv"), "lund", "ola HOLDER"},
          {Roles("no mandate above the top", {kStaff}), "lia", "office ROLE"},
          {Roles("no mandate, no office", {}), "lia", "nobody NOBODY"},
          {Roles("the top leader holds the mandate", {kOwnMandate, kStaff}), "lia", "office ROLE"},
          {Roles("the mandate has ended", {kFormerMayor, kStaff}), "lia", "office ROLE"},
          {kAll, "no-such-unit", "nobody NOBODY"},
      },
      Review);
}

TEST(Routing, TalkAndAgreementAreBoundToPersons) {
  Check(
      {
          {kAll, "lund", "ola HOLDER"},
          {kAll, "lia", "mayor MANDATE"},
          {Away("absence of the superior does not matter", "ola", "liv"), "lund", "ola HOLDER"},
          {Away("absence of the leader does not matter", "tor", "siv"), "lund", "ola HOLDER"},
          {Vacant("the superior's post is vacant", {"oppvekst"}), "lund", "kari NEAREST_ABOVE"},
          {Held("one person on parent and child", {{"lund", "ola"}}), "lund", "kari NOT_OWN_REVIEW"},
          {Held("one person on three levels", {{"lund", "kari"}, {"oppvekst", "kari"}}), "lund", "mayor MANDATE"},
          {Vacant("vacant: no talk", {"lund"}), "lund", "nobody NOBODY"},
          {Roles("no mandate: the office does not stand in", {kStaff}), "lia", "nobody NOBODY"},
          {Roles("the top leader holds the mandate", {kOwnMandate}), "lia", "nobody NOBODY"},
          {kAll, "no-such-unit", "nobody NOBODY"},
      },
      Superior);
}

TEST(Routing, WhoHasARole) {
  struct RoleRow {
    const char* title;
    std::vector<RoleBinding> roles;
    std::string expected;
  };
  const std::vector<RoleRow> kTable = {
      {"held", {kStaff}, "office ROLE"},
      {"held by nobody", {}, "nobody NOBODY"},
      {"the first who holds it today",
       {{"1", Role::kOffice, "siv", "", {{}, kYesterday}}, {"2", Role::kOffice, "liv", "", {}}, kStaff},
       "liv ROLE"},
      {"another role", {kMayor}, "nobody NOBODY"},
  };
  for (const RoleRow& row : kTable) {
    Setting setting = kAll;
    setting.roles = row.roles;
    EXPECT_EQ(Shown(WithRole(Make(setting), Role::kOffice, kDay)), row.expected) << row.title;
  }
}

std::string Shown(const std::vector<Pair>& pairs) {
  std::string out;
  for (const Pair& pair : pairs) {
    out += (out.empty() ? "" : "; ") + pair.leader + "~" + pair.superior + (pair.by_mandate ? " by mandate" : "") + ":";
    for (const std::string& unit : pair.units) out += " " + unit;
  }
  return out;
}

TEST(Routing, WhoHasLeftAndWhoHasAGrant) {
  const Date day = MakeDate(2015, 3, 2), before = day - std::chrono::days(1), after = day + std::chrono::days(1);
  Rows rows;
  rows.units = {{"lia", "Lia kommune", "", "", {}}, {"lund", "Lund skole", "lia", "", {}}};
  rows.holdings = {{"1", "lia", "stays", "", {}}, {"2", "lund", "left", "", {std::nullopt, before}}, {"3", "lund", "coming", "", {after, std::nullopt}}};
  rows.roles = {{"4", Role::kSupporter, "helper", "", {}},
                {"5", Role::kSupporter, "helped", "", {std::nullopt, before}},
                {"6", Role::kAuditor, "inspector", "sak 1/15", {before, day}, "tilsyn"},
                {"7", Role::kAuditor, "auditor", "sak 1/15", {before, day}, ""},
                {"8", Role::kAuditor, "endless", "sak 1/15", {}, "tilsyn"},
                {"9", Role::kController, "controller", "sak 1/15", {before, day}, "tilsyn"},
                {"10", Role::kAuditor, "over", "sak 1/15", {std::nullopt, before}, "tilsyn"}};
  Organisation organisation(std::move(rows));
  struct Row {
    const char* person;
    bool left, grant;
  };
  for (const Row& row : std::vector<Row>{{"stays", false, false}, {"left", true, false}, {"coming", false, false}, {"helper", false, false},
                                         {"helped", true, false}, {"never held anything", false, false}, {"inspector", false, true},
                                         {"auditor", false, false}, {"endless", false, false}, {"controller", false, false}, {"over", true, false}}) {
    EXPECT_EQ(organisation.HasLeft(row.person, day), row.left) << row.person;
    EXPECT_EQ(organisation.HasGrant(row.person, day), row.grant) << row.person;
  }
}

TEST(Routing, PairsOfLeaderAndSuperior) {
  struct PairRow {
    Setting setting;
    std::string expected;
  };
  const std::vector<PairRow> kTable = {
      {kAll, "kari~mayor by mandate: lia; ola~kari: oppvekst; tor~ola: lund; siv~ola: jonsrud"},
      {Held("one leader of two units is one pair", {{"jonsrud", "tor"}}),
       "kari~mayor by mandate: lia; ola~kari: oppvekst; tor~ola: lund jonsrud"},
      {Held("one person on parent and child is one pair, with the one above", {{"lund", "ola"}}),
       "kari~mayor by mandate: lia; ola~kari: oppvekst lund; siv~ola: jonsrud"},
      {Vacant("a vacant post has no pair, and those below it go further up", {"oppvekst"}),
       "kari~mayor by mandate: lia; tor~kari: lund; siv~kari: jonsrud"},
      {Held("one leader under two superiors is two pairs", {{"kino", "tor"}}),
       "kari~mayor by mandate: lia; ola~kari: oppvekst; tor~ola: lund; siv~ola: jonsrud; tor~kari: kino"},
      {Roles("no mandate", {kStaff}), "ola~kari: oppvekst; tor~ola: lund; siv~ola: jonsrud"},
      {Away("absence changes nothing", "tor", "liv"),
       "kari~mayor by mandate: lia; ola~kari: oppvekst; tor~ola: lund; siv~ola: jonsrud"},
      {Vacant("nobody", kEveryUnit), ""},
  };
  for (const PairRow& row : kTable) EXPECT_EQ(Shown(Pairs(Make(row.setting), kDay)), row.expected) << row.setting.title;
}

TEST(Routing, AUnitThatIsClosedIsNotInTheTree) {
  Rows rows;
  rows.units = {{"lia", "Lia kommune", "", "", {}}, {"lund", "Lund skole", "lia", "", {{}, kYesterday}}};
  rows.persons = {{"kari", "Kari", ""}, {"tor", "Tor", ""}};
  rows.holdings = {{"1", "lia", "kari", "", {}}, {"2", "lund", "tor", "", {}}};
  rows.roles = {kMayor};
  Organisation organisation(std::move(rows));
  EXPECT_EQ(Shown(Pairs(organisation, kDay)), "kari~mayor by mandate: lia");
  EXPECT_EQ(Shown(Pairs(organisation, kYesterday)), "kari~mayor by mandate: lia; tor~kari: lund");
  EXPECT_TRUE(organisation.HeldBy("tor", kDay).empty());
}

}  // namespace
}  // namespace arshjul::organisation
