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
  for (const char* person : {"kari", "ola", "tor", "siv", "liv", "mayor", "office"}) rows.persons.push_back({person, person, ""});
  int id = 0;
  for (const auto& [unit, person] : setting.holders) rows.holdings.push_back({std::to_string(++id), unit, person, "", {}});
  rows.holdings.insert(rows.holdings.end(), setting.more.begin(), setting.more.end());
  rows.absences = setting.absences;
  rows.roles = setting.roles;
  return Organisation(std::move(rows));
}

const Setting kAll{"everybody in place", {{"lia", "kari"}, {"oppvekst", "ola"}, {"lund", "tor"}, {"jonsrud", "siv"}}, {}, {kMayor, kStaff}, {}};

Setting With(const char* title, Setting setting, auto&& change) {
  setting.title = title;
  change(setting);
  return setting;
}

void Leave(Setting& setting, const std::string& unit) {
  std::erase_if(setting.holders, [&](const auto& held) { return held.first == unit; });
}

void Hold(Setting& setting, const char* unit, const char* person) {
  Leave(setting, unit);
  setting.holders.push_back({unit, person});
}

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
  auto away = [](const char* person, const char* deputy, Span span) { return Absence{person, person, deputy, span}; };
  Check({
      {kAll, "lund", "tor HOLDER"},
      {kAll, "lia", "kari HOLDER"},
      {With("away with a deputy", kAll, [&](Setting& s) { s.absences = {away("tor", "liv", {kDay, kDay})}; }), "lund", "liv for tor DEPUTY"},
      {With("away without a deputy: not vacant", kAll, [&](Setting& s) { s.absences = {away("tor", "", {kDay, kDay})}; }), "lund", "tor HOLDER"},
      {With("away until yesterday", kAll, [&](Setting& s) { s.absences = {away("tor", "liv", {{}, kYesterday})}; }), "lund", "tor HOLDER"},
      {With("away from tomorrow", kAll, [&](Setting& s) { s.absences = {away("tor", "liv", {kTomorrow, {}})}; }), "lund", "tor HOLDER"},
      {With("vacant", kAll, [](Setting& s) { Leave(s, "lund"); }), "lund", "ola NEAREST_ABOVE"},
      {With("vacant two up", kAll, [](Setting& s) { Leave(s, "lund"); Leave(s, "oppvekst"); }), "lund", "kari NEAREST_ABOVE"},
      {With("vacant, and the nearest above is away", kAll,
            [&](Setting& s) {
              Leave(s, "lund");
              s.absences = {away("ola", "liv", {kDay, kDay})};
            }),
       "lund", "liv for ola DEPUTY"},
      {With("vacant to the top", kAll, [](Setting& s) { s.holders.clear(); }), "lund", "mayor MANDATE"},
      {With("vacant to the top, no mandate", kAll, [](Setting& s) { s.holders.clear(); s.roles = {kStaff}; }), "lund", "office ROLE"},
      {With("nobody at all", kAll, [](Setting& s) { s.holders.clear(); s.roles.clear(); }), "lund", "nobody NOBODY"},
      {With("left yesterday", kAll, [](Setting& s) { Leave(s, "lund"); s.more = {{"9", "lund", "tor", "", {{}, kYesterday}}}; }), "lund", "ola NEAREST_ABOVE"},
      {With("begins tomorrow", kAll, [](Setting& s) { Leave(s, "lund"); s.more = {{"9", "lund", "liv", "", {kTomorrow, {}}}}; }), "lund", "ola NEAREST_ABOVE"},
      {With("last day today", kAll, [](Setting& s) { Leave(s, "lund"); s.more = {{"9", "lund", "tor", "", {{}, kDay}}, {"10", "lund", "liv", "", {kTomorrow, {}}}}; }), "lund", "tor HOLDER"},
  }, UnitWork);
}

TEST(Routing, NobodyReviewsTheirOwn) {
  auto away = [](const char* person, const char* deputy) { return Absence{person, person, deputy, {kDay, kDay}}; };
  Check({
      {kAll, "lund", "ola HOLDER"},
      {kAll, "oppvekst", "kari HOLDER"},
      {kAll, "lia", "mayor MANDATE"},
      {With("one person on parent and child", kAll, [](Setting& s) { Hold(s, "lund", "ola"); }), "lund", "kari NOT_OWN_REVIEW"},
      {With("one person on three levels", kAll, [](Setting& s) { Hold(s, "lund", "kari"); Hold(s, "oppvekst", "kari"); }), "lund", "mayor MANDATE"},
      {With("vacant: whoever did the work does not answer it", kAll, [](Setting& s) { Leave(s, "lund"); }), "lund", "kari NOT_OWN_REVIEW"},
      {With("the superior's post is vacant", kAll, [](Setting& s) { Leave(s, "oppvekst"); }), "lund", "kari NEAREST_ABOVE"},
      {With("vacant two up", kAll, [](Setting& s) { Leave(s, "lund"); Leave(s, "oppvekst"); }), "lund", "mayor MANDATE"},
      {With("the superior is away", kAll, [&](Setting& s) { s.absences = {away("ola", "liv")}; }), "lund", "liv for ola DEPUTY"},
      {With("the superior is away, the leader is the deputy", kAll, [&](Setting& s) { s.absences = {away("ola", "tor")}; }), "lund", "kari NOT_OWN_REVIEW"},
      {With("the leader is away, the superior is the deputy", kAll, [&](Setting& s) { s.absences = {away("tor", "ola")}; }), "lund", "kari NOT_OWN_REVIEW"},
      {With("the deputy's work is answered by the superior", kAll, [&](Setting& s) { s.absences = {away("tor", "liv")}; }), "lund", "ola HOLDER"},
      {With("no mandate above the top", kAll, [](Setting& s) { s.roles = {kStaff}; }), "lia", "office ROLE"},
      {With("no mandate, no office", kAll, [](Setting& s) { s.roles.clear(); }), "lia", "nobody NOBODY"},
      {With("the top leader holds the mandate", kAll, [](Setting& s) { s.roles = {{"m", Role::kMandate, "kari", "case 2/15", {}}, kStaff}; }), "lia", "office ROLE"},
      {With("the mandate has ended", kAll, [](Setting& s) { s.roles = {{"m", Role::kMandate, "mayor", "case 1/15", {{}, kYesterday}}, kStaff}; }), "lia", "office ROLE"},
      {kAll, "no-such-unit", "nobody NOBODY"},
  }, Review);
}

TEST(Routing, TalkAndAgreementAreBoundToPersons) {
  auto away = [](const char* person, const char* deputy) { return Absence{person, person, deputy, {kDay, kDay}}; };
  Check({
      {kAll, "lund", "ola HOLDER"},
      {kAll, "lia", "mayor MANDATE"},
      {With("absence does not matter", kAll, [&](Setting& s) { s.absences = {away("ola", "liv"), away("tor", "siv")}; }), "lund", "ola HOLDER"},
      {With("the superior's post is vacant", kAll, [](Setting& s) { Leave(s, "oppvekst"); }), "lund", "kari NEAREST_ABOVE"},
      {With("one person on parent and child", kAll, [](Setting& s) { Hold(s, "lund", "ola"); }), "lund", "kari NOT_OWN_REVIEW"},
      {With("one person on three levels", kAll, [](Setting& s) { Hold(s, "lund", "kari"); Hold(s, "oppvekst", "kari"); }), "lund", "mayor MANDATE"},
      {With("vacant: no talk", kAll, [](Setting& s) { Leave(s, "lund"); }), "lund", "nobody NOBODY"},
      {With("no mandate: the office does not stand in", kAll, [](Setting& s) { s.roles = {kStaff}; }), "lia", "nobody NOBODY"},
      {With("the top leader holds the mandate", kAll, [](Setting& s) { s.roles = {{"m", Role::kMandate, "kari", "case 2/15", {}}}; }), "lia", "nobody NOBODY"},
      {kAll, "no-such-unit", "nobody NOBODY"},
  }, Superior);
}

TEST(Routing, Roles) {
  struct RoleRow {
    const char* title;
    std::vector<RoleBinding> roles;
    std::string expected;
  };
  const std::vector<RoleRow> kTable = {
      {"held", {kStaff}, "office ROLE"},
      {"held by nobody", {}, "nobody NOBODY"},
      {"the first who holds it today", {{"1", Role::kOffice, "siv", "", {{}, kYesterday}}, {"2", Role::kOffice, "liv", "", {}}, kStaff}, "liv ROLE"},
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

TEST(Routing, PairsOfLeaderAndSuperior) {
  struct PairRow {
    Setting setting;
    std::string expected;
  };
  const std::vector<PairRow> kTable = {
      {kAll, "kari~mayor by mandate: lia; ola~kari: oppvekst; tor~ola: lund; siv~ola: jonsrud"},
      {With("one leader of two units is one pair", kAll, [](Setting& s) { Hold(s, "jonsrud", "tor"); }),
       "kari~mayor by mandate: lia; ola~kari: oppvekst; tor~ola: lund jonsrud"},
      {With("one person on parent and child is one pair, with the one above", kAll, [](Setting& s) { Hold(s, "lund", "ola"); }),
       "kari~mayor by mandate: lia; ola~kari: oppvekst lund; siv~ola: jonsrud"},
      {With("a vacant post has no pair, and those below it go further up", kAll, [](Setting& s) { Leave(s, "oppvekst"); }),
       "kari~mayor by mandate: lia; tor~kari: lund; siv~kari: jonsrud"},
      {With("one leader under two superiors is two pairs", kAll, [](Setting& s) { Hold(s, "kino", "tor"); }),
       "kari~mayor by mandate: lia; ola~kari: oppvekst; tor~ola: lund; siv~ola: jonsrud; tor~kari: kino"},
      {With("no mandate", kAll, [](Setting& s) { s.roles = {kStaff}; }), "ola~kari: oppvekst; tor~ola: lund; siv~ola: jonsrud"},
      {With("absence changes nothing", kAll, [](Setting& s) { s.absences = {{"1", "tor", "liv", {kDay, kDay}}}; }),
       "kari~mayor by mandate: lia; ola~kari: oppvekst; tor~ola: lund; siv~ola: jonsrud"},
      {With("nobody", kAll, [](Setting& s) { s.holders.clear(); }), ""},
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
