#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "imports/imports.h"

namespace arshjul::imports {
namespace {

std::string Shown(const std::vector<FieldViolation>& violations) {
  std::string shown;
  for (const FieldViolation& violation : violations) {
    shown += (shown.empty() ? "" : "; ") + violation.field + ": " + violation.problem;
    for (const auto& [key, value] : violation.args) shown += " " + key + "=" + value;
  }
  return shown;
}

TEST(ReadOrganisation, ReadsOurOwnColumns) {
  OrganisationFile file = ReadOrganisation(
      "unit_id,unit,parent,level,leader_id,leader,title,from,to\n"
      "skole,Lia skole,oppvekst,2,p3,Siv Lia,Rektor,2014-08-01,2015-07-31\n"
      "kommune,Fjordby kommune,,0,p1,Ola Fjord,Rådmann,,\n"
      "oppvekst,Oppvekst,kommune,1,p2,Eva Berg,Kommunalsjef,2014-01-01,\n"
      "skole,Lia skole,Oppvekst,2,p2,,Rektor,01.08.2015,\n");
  EXPECT_EQ(Shown(file.violations), "");
  EXPECT_EQ(Shown(file.warnings), "");
  ASSERT_EQ(file.rows.size(), 4u);
  std::string order;
  for (const OrganisationRow& row : file.rows) order += row.unit_id + ":" + std::to_string(row.line) + " ";
  EXPECT_EQ(order, "kommune:3 oppvekst:4 skole:2 skole:5 ");
  const OrganisationRow& first = file.rows[2];
  EXPECT_EQ(first.parent_id, "oppvekst");
  EXPECT_EQ(first.level, "2");
  EXPECT_EQ(first.leader, "Siv Lia");
  EXPECT_EQ(first.title, "Rektor");
  EXPECT_EQ(first.from, ParseDate("2014-08-01"));
  EXPECT_EQ(first.to, ParseDate("2015-07-31"));
  const OrganisationRow& second = file.rows[3];
  EXPECT_EQ(second.parent_id, "oppvekst");
  EXPECT_EQ(second.leader, "Eva Berg") << "a known id is enough";
  EXPECT_EQ(second.from, ParseDate("2015-08-01"));
  EXPECT_EQ(second.to, std::nullopt);
}

TEST(ReadOrganisation, ReadsNamesAlone) {
  OrganisationFile file = ReadOrganisation(
      "Parent_unit;Unit;Leader;Leader_title;Orgnr\n"
      "Oppvekst;Ås skole;Siv Lia;Rektor;1\n"
      ";Fjordby kommune;Ola Fjord;Rådmann;2\n"
      "fjordby KOMMUNE;Oppvekst;Eva Berg;;3\n"
      "fjordby-kommune;Teknisk;vakant;;4\n");
  EXPECT_EQ(Shown(file.violations), "");
  EXPECT_EQ(Shown(file.warnings),
            "line 5, column leader: read_as_vacant text=vakant");
  EXPECT_EQ(file.ignored_columns, std::vector<std::string>{"orgnr"});
  std::string rows;
  for (const OrganisationRow& row : file.rows) {
    rows += row.unit_id + "<" + row.parent_id + " " + row.leader_id + " " + row.title + "\n";
  }
  EXPECT_EQ(rows,
            "fjordby-kommune< ola-fjord Rådmann\n"
            "oppvekst<fjordby-kommune eva-berg \n"
            "teknisk<fjordby-kommune  \n"
            "as-skole<oppvekst siv-lia Rektor\n");
}

struct Case {
  std::string what, rows, problems;
};

void ExpectProblems(const std::string& header, const std::vector<Case>& cases, const Known& known = {}) {
  for (const Case& row : cases) {
    OrganisationFile file = ReadOrganisation(header + "\n" + row.rows, known);
    EXPECT_EQ(Shown(file.violations), row.problems) << row.what;
    EXPECT_EQ(file.rows.empty(), !row.problems.empty()) << row.what;
  }
}

TEST(ReadOrganisation, RefusesWhatIsNoTree) {
  ExpectProblems(
      "unit_id,unit,parent",
      {
          {"good", "a,A,\nb,B,a\n", ""},
          {"nothing in it", "", "file: no_root"},
          {"two roots", "a,A,\nb,B,\nc,C,a\nd,D,\n",
           "line 3, column parent: two_roots line=2 root=A unit=B; "
           "line 5, column parent: two_roots line=2 root=A unit=D"},
          {"unknown parent", "a,A,\nb,B,x\n", "line 3, column parent: unknown_parent parent=x"},
          {"ambiguous parent", "a,A,\nb,NAV,a\nc,nav,a\nd,D,NAV\n",
           "line 5, column parent: ambiguous_parent parent=NAV"},
          {"an id beats a name", "a,b,\nb,B1,a\nc,C,b\n", ""},
          {"own parent", "a,A,\nb,B,b\n", "line 3, column parent: cycle path=B > B"},
          {"cycle of two and no root", "a,A,b\nb,B,a\n", "file: no_root; line 2, column parent: cycle path=A > B > A"},
          {"cycle of three, told from the top", "r,R,\na,A,c\nb,B,a\nc,C,b\nd,D,a\n",
           "line 3, column parent: cycle path=A > B > C > A"},
          {"two cycles", "r,R,\na,A,b\nb,B,a\nc,C,d\nd,D,c\n",
           "line 3, column parent: cycle path=A > B > A; line 5, column parent: cycle path=C > D > C"},
          {"unit without name", "a,A,\nb,,a\n,,a\n", "line 3, column unit: required; line 4, column unit: required"},
          {"same id, no spans", "a,A,\nb,B,a\nb,B,a\n", "line 4, column unit: duplicate_unit line=3 unit=B"},
          {"rows of one unit disagree", "a,A,\nb,B,a\nc,C,a\nb,Bo,c\n",
           "line 5, column unit: differs_from_line expected=B found=Bo line=3; "
           "line 5, column parent: differs_from_line expected=a found=c line=3; "
           "line 5, column unit: duplicate_unit line=3 unit=Bo"},
          {"name without id twice", "a,A,\n,B,a\n,b,a\n", "line 4, column unit: name_without_id line=3 unit=b"},
          {"name without id, once with", "a,A,\n,B,a\nb,B,a\n", "line 3, column unit: name_without_id line=4 unit=B"},
          {"two names, one slug", "a,A,\n,Lia skole,a\n,Lia-skole,a\n",
           "line 4, column unit: unit_id_taken line=3 unit=Lia skole unit_id=lia-skole"},
          {"all at once", "a,A,\nb,B,x\nb,B,x\n,,a\nc,C,c\n",
           "line 3, column parent: unknown_parent parent=x; line 4, column parent: unknown_parent parent=x; "
           "line 4, column unit: duplicate_unit line=3 unit=B; line 5, column unit: required; "
           "line 6, column parent: cycle path=C > C"},
          {"the file itself too", "a,A,\nb,B,x,y\n", "line 3: too_many_cells expected=3 found=4; "
                                                     "line 3, column parent: unknown_parent parent=x"},
      });
  ExpectProblems("name,above", {{"no columns of ours", "a,b\n",
                                 "column unit: missing_column; column parent: missing_column"}});
  ExpectProblems("", {{"empty file", "", "file: file_empty"}});
}

TEST(ReadOrganisation, RefusesHoldersThatCannotBe) {
  ExpectProblems(
      "unit_id,unit,parent,level,leader_id,leader,from,to",
      {
          {"one after the other", "a,A,,0,p,P,2014-01-01,2014-06-30\na,A,,0,q,Q,2014-07-01,\n", ""},
          {"in any order", "a,A,,0,q,Q,2014-07-01,\na,A,,0,p,P,,2014-06-30\n", ""},
          {"one day together", "a,A,,0,p,P,,2014-07-01\na,A,,0,q,Q,2014-07-01,\n",
           "line 3, column from: overlapping_spans line=2 unit=A"},
          {"long one overlaps a later one",
           "a,A,,0,p,P,2014-01-01,\na,A,,0,q,Q,2014-02-01,2014-02-28\na,A,,0,r,R,2015-01-01,\n",
           "line 3, column from: overlapping_spans line=2 unit=A; "
           "line 4, column from: overlapping_spans line=2 unit=A"},
          {"undated beside dated", "a,A,,0,p,P,,\na,A,,0,q,Q,2014-07-01,\n",
           "line 3, column from: overlapping_spans line=2 unit=A"},
          {"vacancy beside a holder", "a,A,,0,,,,\na,A,,0,q,Q,2014-07-01,\n", ""},
          {"from after to", "a,A,,0,p,P,2014-07-02,2014-07-01\n",
           "line 2, column from: from_after_to from=2014-07-02 to=2014-07-01"},
          {"bad dates", "a,A,,0,p,P,2014-02-30,1/7-14\n",
           "line 2, column from: bad_date text=2014-02-30; line 2, column to: bad_date text=1/7-14"},
          {"more bad dates", "a,A,,0,p,P,31.4.2014,..2014\n",
           "line 2, column from: bad_date text=31.4.2014; line 2, column to: bad_date text=..2014"},
          {"bad levels", "a,A,,-1,p,P,,\nb,B,a,1.5,,,,\nc,C,a,nivå 2,,,,\nd,D,a,99999999999,,,,\n",
           "line 2, column level: unreadable_level level=-1; line 3, column level: unreadable_level level=1.5; "
           "line 4, column level: unreadable_level level=nivå 2; "
           "line 5, column level: unreadable_level level=99999999999"},
          {"a level may be a name", "a,A,,topp,p,P,,\n", ""},
          {"levels of one unit differ", "a,A,,0,p,P,,2014-06-30\na,A,,1,q,Q,2014-07-01,\n",
           "line 3, column level: differs_from_line expected=0 found=1 line=2"},
          {"one id, two names", "a,A,,0,p,Pia,,\nb,B,a,1,p,Per,,\n",
           "line 3, column leader: leader_name_differs expected=Pia found=Per leader_id=p line=2"},
          {"an id nobody has a name for", "a,A,,0,p,,,\n", "line 2, column leader: required"},
          {"a name two ids have", "a,A,,0,p,Pia,,\nb,B,a,1,q,Pia,,\nc,C,a,1,,Pia,,\n",
           "line 4, column leader: ambiguous_leader leader=Pia"},
          {"two names, one slug", "a,A,,0,,Bjørn Li,,\nb,B,a,1,,Bjorn Li,,\n",
           "line 3, column leader: leader_id_taken leader=Bjørn Li leader_id=bjorn-li line=2"},
      });
}

TEST(ReadOrganisation, RefusesLeadersWhoMayBeOneOrTwo) {
  ExpectProblems(
      "unit_id,unit,parent,leader_id,leader,from,to",
      {
          {"an id on both: one person", "a,A,,p,Pia,,\nb,B,a,p,Pia,,\n", ""},
          {"an id on both: two persons", "a,A,,p,Pia,,\nb,B,a,q,Pia,,\n", ""},
          {"on neither", "a,A,,,Pia,,\nb,B,a,,PIA,,\n", "line 3, column leader: leader_of_two_units leader=PIA line=2"},
          {"on the first alone", "a,A,,p,Pia,,\nb,B,a,,Pia,,\n",
           "line 3, column leader: leader_of_two_units leader=Pia line=2"},
          {"on the last alone", "a,A,,,Pia,,\nb,B,a,p,Pia,,\n",
           "line 2, column leader: leader_of_two_units leader=Pia line=3"},
          {"three units", "a,A,,,Pia,,\nb,B,a,,Pia,,\nc,C,a,,Pia,,\n",
           "line 3, column leader: leader_of_two_units leader=Pia line=2; "
           "line 4, column leader: leader_of_two_units leader=Pia line=2"},
          {"one unit, two spans", "a,A,,,Pia,,2014-06-30\na,A,,,Pia,2015-01-01,\n", ""},
          {"one unit, an id on one row", "a,A,,p,Pia,,2014-06-30\na,A,,,Pia,2015-01-01,\n", ""},
          {"one unit twice, and another", "a,A,,,Pia,,2014-06-30\na,A,,,Pia,2015-01-01,\nb,B,a,,Pia,,\n",
           "line 4, column leader: leader_of_two_units leader=Pia line=2"},
      });
}

TEST(ReadOrganisation, ALeaderHasOneAddress) {
  OrganisationFile file = ReadOrganisation("unit,parent,leader_id,leader,email\nA,,p,Pia, pia@a.example \nB,A,p,Pia,\nC,A,,Per,\n");
  EXPECT_EQ(Shown(file.violations), "");
  ASSERT_EQ(file.rows.size(), 3u);
  EXPECT_EQ(file.rows[0].email + "|" + file.rows[1].email + "|" + file.rows[2].email, "pia@a.example||");
  ExpectProblems(
      "unit_id,unit,parent,leader_id,leader,email",
      {
          {"the same twice", "a,A,,p,Pia,p@a.no\nb,B,a,p,Pia,p@a.no\n", ""},
          {"no @", "a,A,,p,Pia,pia\n", "line 2, column email: bad_mail_address text=pia"},
          {"two", "a,A,,p,Pia,p@a@b\n", "line 2, column email: bad_mail_address text=p@a@b"},
          {"nothing before it", "a,A,,p,Pia,@a.no\n", "line 2, column email: bad_mail_address text=@a.no"},
          {"nothing after it", "a,A,,p,Pia,pia@\n", "line 2, column email: bad_mail_address text=pia@"},
          {"a space", "a,A,,p,Pia,p a@b\n", "line 2, column email: bad_mail_address text=p a@b"},
          {"two addresses", "a,A,,p,Pia,\"p@a,q@a\"\n", "line 2, column email: bad_mail_address text=p@a,q@a"},
          {"a line break", "a,A,,p,Pia,\"p@a\nBcc: q@a\"\n", "line 2, column email: bad_mail_address text=p@a\nBcc: q@a"},
          {"a tab", "a,A,,p,Pia,p\t@a\n", "line 2, column email: bad_mail_address text=p\t@a"},
          {"another on another row", "a,A,,p,Pia,p@a\nb,B,a,p,Pia,q@a\n",
           "line 3, column email: email_differs expected=p@a found=q@a leader=Pia line=2"},
          {"of nobody", "a,A,,,vakant,p@a\n", "line 2, column email: email_of_nobody"},
      });
}

TEST(ReadOrganisation, ANameWithoutIdMeansWhatIsKnownByIt) {
  const Known known{{{"u1", "Topp"}, {"u2", "NAV"}, {"u3", "nav"}},
                    {{"p1", "Pia"}, {"p2", "Per"}, {"p3", "per"}, {"office", "Kommunedirektørens stab"}}};
  OrganisationFile file = ReadOrganisation("unit,parent,leader\nTopp,,Pia\nSkole,topp,Siv Lia\n", known);
  EXPECT_EQ(Shown(file.violations), "");
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].unit_id + " " + file.rows[0].leader_id, "u1 p1");
  EXPECT_EQ(file.rows[1].unit_id + "<" + file.rows[1].parent_id + " " + file.rows[1].leader_id, "skole<u1 siv-lia");
  ExpectProblems(
      "unit_id,unit,parent,leader_id,leader",
      {
          {"a name two persons have", "a,A,,,Per\n", "line 2, column leader: ambiguous_leader leader=Per"},
          {"the file says which", "a,A,,p2,Per\n", ""},
          {"the file gives one of them another name", "a,A,,p2,Petter\nb,B,a,,Per\n", ""},
          {"a new person of a known name", "a,A,,p9,Pia\nb,B,a,,Pia\n", "line 3, column leader: ambiguous_leader leader=Pia"},
          {"a known person on two units", "a,A,,,Pia\nb,B,a,,Pia\n",
           "line 3, column leader: leader_of_two_units leader=Pia line=2"},
          {"a known id is enough", "a,A,,p1,\n", ""},
          {"a name that makes the id of another", "a,A,,,Office\n",
           "line 2, column leader: leader_id_known leader=Kommunedirektørens stab leader_id=office"},
          {"a name two units have", "a,A,,,\n,NAV,a,,\n", "line 3, column unit: ambiguous_unit_name unit=NAV"},
          {"the file says which of the units", "a,A,,,\nu2,NAV,a,,\n", ""},
          {"the file gives one of the units another name", "a,A,,,\nu2,Arbeid,a,,\n,NAV,a,,\n", ""},
      },
      known);
}

TEST(ReadOrganisation, WarnsOfLevelsThatDisagreeWithTheTree) {
  OrganisationFile file = ReadOrganisation("unit,parent,level\nA,,0\nB,A,2\nC,B,2\nD,C,fag\nE,A,\nF,A,1\n");
  EXPECT_EQ(Shown(file.violations), "");
  EXPECT_EQ(Shown(file.warnings), "line 3, column level: level_differs depth=1 level=2");
  EXPECT_EQ(file.rows.size(), 6u);
}

TEST(ReadOrganisation, ReadsADeepAndALargeTree) {
  const int kDepth = 10'000, kUnits = 100'000;
  std::string text = "unit_id,unit,parent,leader_id,leader\n";
  // Leaves first: parents come last in the file.
  for (int i = kUnits - 1; i > 0; --i) {
    int parent = i < kDepth ? i - 1 : i % kDepth;
    text += "u" + std::to_string(i) + ",Enhet " + std::to_string(i) + ",u" + std::to_string(parent) + ",p" +
            std::to_string(i) + ",Leder " + std::to_string(i) + "\n";
  }
  OrganisationFile file = ReadOrganisation(text + "u0,Enhet 0,,,\n");
  EXPECT_EQ(Shown(file.violations), "");
  ASSERT_EQ(file.rows.size(), static_cast<size_t>(kUnits));
  std::map<std::string, int> depth = {{"", -1}};
  int deepest = 0;
  for (const OrganisationRow& row : file.rows) {
    auto parent = depth.find(row.parent_id);
    ASSERT_NE(parent, depth.end()) << row.unit_id << " before its parent " << row.parent_id;
    depth[row.unit_id] = parent->second + 1;
    deepest = std::max(deepest, parent->second + 1);
  }
  EXPECT_EQ(deepest, kDepth);

  file = ReadOrganisation(text + "u0,Enhet 0,u9999,,\n");
  ASSERT_EQ(file.violations.size(), 2u) << "no root, and one cycle of 10,000";
  EXPECT_EQ(file.violations[1].problem, "cycle");
  EXPECT_LT(file.violations[1].args.at("path").size(), 1000u);
}

}  // namespace
}  // namespace arshjul::imports
