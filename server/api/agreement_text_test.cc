#include "api/agreement_text.h"

#include <gtest/gtest.h>

namespace arshjul::api {
namespace {

cycle::AgreementShown Signed() {
  cycle::AgreementShown agreement;
  agreement.number = 9;
  agreement.leader_name = "Rektoren";
  agreement.superior_name = "Sjefen";
  agreement.cycle = "2015";
  agreement.version = 2;
  agreement.units = {"Lund skole", "Lund SFO"};
  agreement.document_hash = "abc123";
  agreement.document = Object{
      {"municipality", "Småby"},
      {"targets", List{Object{{"unit", "Lund skole"}, {"indicator", "Trivsel"}, {"target", ">4,5"}},
                       Object{{"unit", "Lund skole"}, {"indicator", "Sykefravær"}, {"target", "<6 %"}},
                       Object{{"unit", "Lund SFO"}, {"indicator", "Trivsel"}, {"target", ">4,8"}}}},
      {"commitments", List{Object{{"by", "Sjefen"}, {"what", "En ny stilling"}, {"due", "2016-08-01"}}, Object{{"by", "Rektoren"}, {"what", "Møter"}}}},
      {"clauses", List{Object{{"heading", "Støtte"}, {"text", "Staben hjelper."}}}},
      {"personal_clauses", "Mentor i høst"}};
  cycle::Signature signature;
  signature.party = "superior";
  signature.person = "chief";
  signature.time = Instant(MakeDate(2016, 3, 1)) + std::chrono::hours(23) + std::chrono::minutes(30);
  signature.authority = "PS 1/14";
  agreement.signatures = {signature};
  agreement.persons = {{"chief", "Sjefen"}};
  return agreement;
}

TEST(AgreementText, IsTheWholeAgreement) {
  calendar::Calendar calendar(*calendar::LoadZone("Europe/Oslo"));
  EXPECT_EQ(AgreementText(Signed(), calendar, "nb"),
            "Lederavtale 2015\nVersjon 2\n\nKommune: Småby\nLeder: Rektoren\nNærmeste leder: Sjefen\nEnheter: Lund skole, Lund SFO\n"
            "\nMål\n---\nLund skole\n- Trivsel: >4,5\n- Sykefravær: <6 %\nLund SFO\n- Trivsel: >4,8\n"
            "\nAvtalepunkter\n-------------\n- Sjefen: En ny stilling (innen 01.08.2016)\n- Rektoren: Møter\n"
            "\nStøtte\n------\nStaben hjelper.\n"
            "\nSærskilte punkter\n-----------------\nMentor i høst\n"
            "\nSignaturer\n----------\nLeder: Ikke signert\n"
            // Half past eleven at night in UTC is the next day in Oslo.
            "Nærmeste leder: Sjefen, 02.03.2016, etter PS 1/14\nKontrollsum (SHA-256): abc123\n");
}

TEST(AgreementText, HoldsNoMoreThanTheDocumentGiven) {
  calendar::Calendar calendar(*calendar::LoadZone("Europe/Oslo"));
  cycle::AgreementShown agreement = Signed();
  agreement.document = Object{{"municipality", "Småby"}};
  agreement.document_hash = "";
  agreement.signatures.clear();
  agreement.start = true;
  EXPECT_EQ(AgreementText(agreement, calendar, "en"),
            "Start agreement 2015\nVersion 2\n\nMunicipality: Småby\nLeader: Rektoren\nSuperior: Sjefen\nUnits: Lund skole, Lund SFO\n");
  agreement.document = Value();
  EXPECT_EQ(AgreementText(agreement, calendar, "en"), "");
}

}  // namespace
}  // namespace arshjul::api
