#include <fmt/format.h>

#include "arshjul/v1/agreement_service.pb.h"
#include "command_line.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

struct Options {
  std::string name, cycle, outcome, comment;
  bool open = false;
};

std::string SignedText(const Session& session, const v1::Agreement& agreement) {
  std::string text;
  for (const auto& signature : agreement.signatures()) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", signature.person_name(), session.Day(signature.time()));
  }
  return text;
}

Style StyleOf(v1::Agreement::State state) {
  if (state == v1::Agreement::SIGNED) return Style::kGood;
  if (state == v1::Agreement::NOT_SIGNED) return Style::kBad;
  return state == v1::Agreement::SUPERSEDED || state == v1::Agreement::ENDED ? Style::kQuiet : Style::kPlain;
}

int List(Session& session, const Options& options) {
  v1::ListAgreementsRequest request;
  request.set_parent(session.Municipality());
  request.set_cycle(options.cycle);
  v1::ListAgreementsResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table({{session.Get("column.number"), true},
               {session.Get("column.unit"), false, true},
               {session.Get("column.leader"), false, true},
               {session.Get("column.superior"), false, true},
               {session.Get("column.kind")},
               {session.Get("column.version"), true},
               {session.Get("column.state")},
               {session.Get("column.signatures"), false, true}});
  for (const auto& agreement : response.agreements()) {
    table.Add({LastPart(agreement.name()),
               agreement.unit(),
               agreement.leader_name(),
               agreement.superior_name(),
               session.Named("agreement.kind", v1::Agreement::Kind_Name(agreement.kind())),
               std::to_string(agreement.version()),
               {session.Named("agreement.state", v1::Agreement::State_Name(agreement.state())), StyleOf(agreement.state())},
               SignedText(session, agreement)});
  }
  return session.WriteList(response, table, "empty.agreements");
}

int Show(Session& session, const Options& options) {
  v1::GetAgreementRequest request;
  request.set_name(session.Name("agreements", options.name));
  v1::GetAgreementResponse response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  const v1::Agreement& agreement = response.agreement();
  if (session.json()) {
    session.Write(ToJson(agreement));
    return kExitOk;
  }
  Facts facts;
  const Arguments parties = {{"leader", agreement.leader_name()}, {"superior", agreement.superior_name()}};
  facts.Add(session.Get("fact.agreement"), session.Get("agreement.between", parties), Style::kStrong);
  std::string units;
  for (const std::string& unit : agreement.units()) units += (units.empty() ? "" : ", ") + unit;
  facts.Add(session.Get("fact.units"), units.empty() ? agreement.unit() : units);
  facts.Add(session.Get("fact.kind"), session.Named("agreement.kind", v1::Agreement::Kind_Name(agreement.kind())));
  facts.Add(session.Get("fact.version"), std::to_string(agreement.version()));
  facts.Add(session.Get("fact.state"), session.Named("agreement.state", v1::Agreement::State_Name(agreement.state())),
            StyleOf(agreement.state()));
  for (const auto& signature : agreement.signatures()) {
    facts.Add(session.Named("agreement.party", v1::Signature::Party_Name(signature.party())),
              fmt::format("{}, {}{}", signature.person_name(), session.Moment(signature.time()),
                          signature.authority().empty() ? "" : ", " + signature.authority()));
  }
  facts.Add(session.Get("fact.hash"), agreement.document_hash());
  session.Write(facts.Render(session.paper()));
  if (agreement.text().empty()) return kExitOk;
  session.Write("\n");
  for (const std::string& line : Wrap(agreement.text(), session.paper().width)) session.Write(line + "\n");
  return kExitOk;
}

void AddRow(const Session& session, const v1::Commitment& commitment, Table& table) {
  table.Add({LastPart(commitment.name()),
             commitment.text(),
             commitment.by_name(),
             commitment.to_name(),
             session.Date(commitment.due_date()),
             session.Date(commitment.last_reminded()),
             {commitment.overdue() ? session.Get("overdue")
                                   : session.Named("commitment.state", v1::Commitment::State_Name(commitment.state())),
              commitment.overdue() ? Style::kBad : Style::kPlain},
             commitment.comment()});
}

Table CommitmentTable(const Session& session) {
  return Table({{session.Get("column.number"), true},
                {session.Get("column.commitment"), false, true},
                {session.Get("column.by"), false, true},
                {session.Get("column.promised_to"), false, true},
                {session.Get("column.due_day")},
                {session.Get("column.last_reminded")},
                {session.Get("column.state")},
                {session.Get("column.comment"), false, true}});
}

int ListCommitments(Session& session, const Options& options) {
  v1::ListCommitmentsRequest request;
  request.set_parent(session.Municipality());
  request.set_cycle(options.cycle);
  request.set_open_only(options.open);
  v1::ListCommitmentsResponse response;
  if (request.parent().empty() || !session.CallAllPages(request, response)) return session.exit_code();
  Table table = CommitmentTable(session);
  for (const auto& commitment : response.commitments()) AddRow(session, commitment, table);
  return session.WriteList(response, table, "empty.commitments");
}

// Sends a change of a commitment and shows it as it is then.
template <typename Response, typename Request>
int Change(Session& session, Request& request) {
  Response response;
  if (request.name().empty() || !session.Call(request, response)) return session.exit_code();
  if (session.json()) {
    session.Write(ToJson(response.commitment()));
    return kExitOk;
  }
  Table table = CommitmentTable(session);
  AddRow(session, response.commitment(), table);
  session.Write(table.Render(session.paper()));
  return kExitOk;
}

int Settle(Session& session, const Options& options) {
  v1::SettleCommitmentRequest request;
  if (options.outcome == "kept") {
    request.set_state(v1::Commitment::KEPT);
  } else if (options.outcome == "dropped") {
    request.set_state(v1::Commitment::DROPPED);
  } else {
    return session.Fail(session.Get("usage.kept_or_dropped", {{"word", options.outcome}}), kExitUsage);
  }
  request.set_name(session.Name("commitments", options.name));
  request.set_comment(options.comment);
  return Change<v1::SettleCommitmentResponse>(session, request);
}

int RemindOf(Session& session, const Options& options) {
  v1::RemindCommitmentRequest request;
  request.set_name(session.Name("commitments", options.name));
  return Change<v1::RemindCommitmentResponse>(session, request);
}

}  // namespace

void AddAgreementVerbs(CommandLine& line) {
  auto options = std::make_shared<Options>();
  line.Add("agreement list", [options](Session& session) { return List(session, *options); })
      .Option("--cycle,--year", options->cycle);
  line.Add("agreement show", [options](Session& session) { return Show(session, *options); })
      .Argument("agreement", options->name);
  line.Add("commitment list", [options](Session& session) { return ListCommitments(session, *options); })
      .Option("--cycle,--year", options->cycle)
      .Flag("--open", options->open);
  line.Add("commitment remind", [options](Session& session) { return RemindOf(session, *options); })
      .Argument("commitment", options->name);
  line.Add("commitment settle", [options](Session& session) { return Settle(session, *options); })
      .Argument("commitment", options->name)
      .Argument("outcome", options->outcome)
      .Option("--comment", options->comment);
}

}  // namespace arshjul::cli
