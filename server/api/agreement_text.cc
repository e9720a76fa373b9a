#include "api/agreement_text.h"

#include "messages/messages.h"

namespace arshjul::api {
namespace {

using messages::Arguments;

class Page {
 public:
  explicit Page(std::string language) : language_(std::move(language)) {}

  std::string Say(const std::string& part, const Arguments& args = {}) const {
    return messages::Render(language_, "agreement." + part, args);
  }
  std::string Day(const std::string& date) const {
    auto day = ParseDate(date);
    return day ? messages::RenderDate(language_, *day) : date;
  }
  std::string Day(Date date) const { return messages::RenderDate(language_, date); }

  void Line(const std::string& text = "") { text_ += text + "\n"; }
  void Pair(const std::string& part, const std::string& value) {
    if (!value.empty()) Line(Say(part) + ": " + value);
  }
  void Heading(const std::string& text) {
    Line();
    Line(text);
    // As long as it is wide: letters, not bytes.
    size_t letters = 0;
    for (char c : text) letters += (c & 0xc0) != 0x80;
    Line(std::string(letters, '-'));
  }
  std::string Take() { return std::move(text_); }

 private:
  std::string language_, text_;
};

const List& Rows(const Value& document, const char* table) {
  static const List kNone;
  const List* rows = document[table].AsList();
  return rows == nullptr ? kNone : *rows;
}

void AddTargets(const Value& document, Page& page) {
  if (Rows(document, "targets").empty()) return;
  page.Heading(page.Say("targets"));
  std::string unit;
  for (const Value& row : Rows(document, "targets")) {
    if (row["unit"].Text() != unit) {
      unit = row["unit"].Text();
      page.Line(unit);
    }
    page.Line("- " + row["indicator"].Text() + ": " + row["target"].Text());
  }
}

void AddCommitments(const Value& document, Page& page) {
  if (Rows(document, "commitments").empty()) return;
  page.Heading(page.Say("commitments"));
  for (const Value& row : Rows(document, "commitments")) {
    page.Line("- " + page.Say("commitment_due", {{"by", row["by"].Text()}, {"what", row["what"].Text()}, {"due", page.Day(row["due"].Text())}}));
  }
}

void AddClauses(const Value& document, Page& page) {
  for (const Value& row : Rows(document, "clauses")) {
    page.Heading(row["heading"].Text());
    page.Line(row["text"].Text());
  }
  if (document["personal_clauses"].IsBlank()) return;
  page.Heading(page.Say("personal_clauses"));
  page.Line(document["personal_clauses"].Text());
}

void AddSignatures(const cycle::AgreementShown& agreement, const calendar::Calendar& calendar, Page& page) {
  page.Heading(page.Say("signatures"));
  for (const char* party : {"leader", "superior"}) {
    std::string line = page.Say("not_signed_yet");
    for (const cycle::Signature& signature : agreement.signatures) {
      if (signature.party != party) continue;
      auto name = agreement.persons.find(signature.person);
      line = page.Say("signature", {{"name", name == agreement.persons.end() ? signature.person : name->second},
                                    {"date", page.Day(calendar.LocalDate(signature.time))},
                                    {"authority", signature.authority}});
    }
    page.Pair(party, line);
  }
  if (!agreement.document_hash.empty()) page.Line(page.Say("document_hash", {{"hash", agreement.document_hash}}));
}

void AddRefusals(const Value& document, Page& page) {
  if (document["refusals"].IsBlank()) return;
  page.Heading(page.Say("refusals"));
  for (const char* party : {"leader", "superior"}) page.Pair(party, document["refusals"][party].Text());
}

}  // namespace

std::string AgreementText(const cycle::AgreementShown& agreement, const calendar::Calendar& calendar, const std::string& language) {
  const Value& document = agreement.document;
  if (document.IsBlank()) return "";
  Page page(language);
  page.Line(page.Say(agreement.start ? "title_start" : "title_annual", {{"cycle", agreement.cycle}}));
  page.Line(page.Say("version", {{"version", std::to_string(agreement.version)}}));
  page.Line();
  page.Pair("municipality", document["municipality"].Text());
  page.Pair("leader", agreement.leader_name);
  page.Pair("superior", agreement.superior_name);
  std::string units;
  for (const std::string& unit : agreement.units) units += (units.empty() ? "" : ", ") + unit;
  page.Pair("units", units);
  AddTargets(document, page);
  AddCommitments(document, page);
  AddClauses(document, page);
  AddRefusals(document, page);
  // Those who are not told who has signed are not shown an empty line for it either.
  if (!agreement.document_hash.empty()) AddSignatures(agreement, calendar, page);
  return page.Take();
}

}  // namespace arshjul::api
