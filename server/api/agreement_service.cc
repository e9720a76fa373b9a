#include "arshjul/v1/agreement_service.grpc.pb.h"

#include "api/agreement_text.h"
#include "api/names.h"
#include "api/pages.h"
#include "api/reading.h"
#include "api/requests.h"
#include "api/services.h"
#include "api/values.h"
#include "messages/messages.h"

namespace arshjul::api {
namespace {

constexpr int kStandardPage = 100, kMostOnPage = 1000;

void FillSignature(const cycle::Signature& signature, const cycle::AgreementShown& agreement, v1::Signature& out) {
  out.set_party(signature.party == "leader" ? v1::Signature::LEADER : v1::Signature::SUPERIOR);
  out.set_person(signature.person);
  auto name = agreement.persons.find(signature.person);
  if (name != agreement.persons.end()) out.set_person_name(name->second);
  FillTimestamp(signature.time, *out.mutable_time());
  out.set_authority(signature.authority);
  out.set_document_hash(signature.document_hash);
}

void FillAgreement(const cycle::AgreementShown& agreement, const Asker& asker, v1::Agreement& out) {
  out.set_name(NameOf(asker.municipality, "agreements", agreement.number));
  out.set_unit(agreement.unit);
  out.set_unit_id(agreement.unit_id);
  out.set_leader(agreement.leader);
  out.set_leader_name(agreement.leader_name);
  out.set_superior(agreement.superior);
  out.set_superior_name(agreement.superior_name);
  out.set_cycle(NameOf(asker.municipality, "cycles", agreement.cycle));
  out.set_kind(agreement.start ? v1::Agreement::START : v1::Agreement::ANNUAL);
  if (agreement.state) out.set_state(static_cast<v1::Agreement::State>(*agreement.state));
  out.set_version(agreement.version);
  for (const cycle::Signature& signature : agreement.signatures) FillSignature(signature, agreement, *out.add_signatures());
  out.set_document_hash(agreement.document_hash);
  for (const std::string& unit : agreement.units) out.add_units(unit);
  if (!agreement.document.IsBlank()) FillStruct(agreement.document, *out.mutable_document());
  if (agreement.supersedes != 0) out.set_supersedes(NameOf(asker.municipality, "agreements", agreement.supersedes));
  if (agreement.changed) FillTimestamp(*agreement.changed, *out.mutable_update_time());
  out.set_phase(agreement.phase);
  if (agreement.open_task != 0) out.set_open_task(NameOf(asker.municipality, "tasks", agreement.open_task));
}

void FillCommitment(const cycle::CommitmentShown& commitment, const Asker& asker, v1::Commitment& out) {
  out.set_name(NameOf(asker.municipality, "commitments", commitment.number));
  out.set_by(commitment.by);
  out.set_by_name(commitment.by_name);
  out.set_to(commitment.to);
  out.set_to_name(commitment.to_name);
  out.set_text(commitment.text);
  if (commitment.due) out.set_due_date(FormatDate(*commitment.due));
  out.set_state(static_cast<v1::Commitment::State>(commitment.state));
  out.set_overdue(commitment.overdue);
  out.set_origin(NameOf(asker.municipality, "talks", commitment.cycle + "-" + commitment.leader));
  out.set_cycle(NameOf(asker.municipality, "cycles", commitment.cycle));
  out.set_comment(commitment.comment);
  if (commitment.settled) FillTimestamp(*commitment.settled, *out.mutable_settle_time());
  if (commitment.reminded) out.set_last_reminded(FormatDate(*commitment.reminded));
}

void FillTalk(const cycle::TalkShown& talk, const Asker& asker, v1::Talk& out) {
  out.set_name(NameOf(asker.municipality, "talks", talk.cycle + "-" + talk.leader));
  out.set_cycle(NameOf(asker.municipality, "cycles", talk.cycle));
  out.set_unit(talk.unit);
  out.set_unit_id(talk.unit_id);
  out.set_leader(talk.leader);
  out.set_leader_name(talk.leader_name);
  out.set_superior(talk.superior);
  out.set_superior_name(talk.superior_name);
  out.set_conductor(talk.conductor);
  out.set_conductor_name(talk.conductor_name);
  out.set_state(talk.state);
  // A state without a title of its own has its name; what no chart names has a text of ours.
  const std::string key = "step." + talk.state;
  const bool ours = messages::CatalogueOf(asker.language).contains(key);
  out.set_state_title(!talk.state_title.empty() ? talk.state_title : ours ? messages::Render(asker.language, key) : talk.state);
  out.set_date(talk.date);
  out.set_time(talk.time);
  out.set_place(talk.place);
  out.set_confirmed(talk.confirmed);
  if (!talk.minutes.empty()) FillStruct(Value(talk.minutes), *out.mutable_minutes());
  out.set_remark(talk.remark);
  for (const cycle::TalkAddendum& addendum : talk.addenda) {
    messages::Arguments args{{"indicator", addendum.indicator}, {"unit", addendum.unit}, {"from", addendum.from}, {"to", addendum.to},
                             {"date", messages::RenderDate(asker.language, addendum.day)}};
    out.add_addenda(messages::RenderWords(asker.language, "talk.addendum", args));
  }
  FillTimestamp(talk.changed, *out.mutable_update_time());
  out.set_phase(talk.phase);
  if (talk.open_task != 0) out.set_open_task(NameOf(asker.municipality, "tasks", talk.open_task));
}

std::optional<Refusal> ReadPageOf(const auto& request, Page& page) {
  return ReadPage(request.page_size(), request.page_token(), kStandardPage, kMostOnPage, page);
}

class AgreementService : public v1::AgreementService::CallbackService {
 public:
  explicit AgreementService(Frame& frame) : frame_(frame) {}

  grpc::ServerUnaryReactor* ListAgreements(grpc::CallbackServerContext* context, const v1::ListAgreementsRequest* request,
                                           v1::ListAgreementsResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      Page page;
      if (auto refusal = ReadPageOf(*request, page)) return *refusal;
      cycle::AgreementPage found = cycle::ListAgreements(view.state, view.context, CycleKey(view.state, request->cycle()), static_cast<size_t>(page.size), page.after);
      for (const cycle::AgreementShown& agreement : found.agreements) FillAgreement(agreement, asker, *response->add_agreements());
      if (!found.next.empty()) response->set_next_page_token(PageToken(found.next));
      if (found.not_signed) response->set_not_signed_count(static_cast<int32_t>(*found.not_signed));
      return {};
    });
  }

  grpc::ServerUnaryReactor* GetAgreement(grpc::CallbackServerContext* context, const v1::GetAgreementRequest* request,
                                         v1::GetAgreementResponse* response) override {
    std::optional<int64_t> number = NumberIn(request->name(), "agreements");
    if (!number) return frame_.Refuse(context, BadName("name", request->name(), "municipalities/{municipality}/agreements/{agreement}"));
    return frame_.Read(context, request->name(), [this, number, response](engine::View& view, const Asker& asker) -> Result {
      cycle::AgreementAnswer answer = cycle::GetAgreement(view.state, view.context, *number);
      if (answer.refusal) return *answer.refusal;
      if (Result noted = NoteReads(frame_, asker, answer.reads); !noted.ok()) return noted;
      FillAgreement(answer.agreement, asker, *response->mutable_agreement());
      response->mutable_agreement()->set_text(AgreementText(answer.agreement, *view.context.calendar, asker.language));
      return {};
    });
  }

  grpc::ServerUnaryReactor* ListCommitments(grpc::CallbackServerContext* context, const v1::ListCommitmentsRequest* request,
                                            v1::ListCommitmentsResponse* response) override {
    return frame_.Read(context, request->parent(), [=, this](engine::View& view, const Asker& asker) -> Result {
      Page page;
      if (auto refusal = ReadPageOf(*request, page)) return *refusal;
      cycle::CommitmentPage found = cycle::ListCommitments(view.state, view.context, CycleKey(view.state, request->cycle()), request->open_only(),
                                                           static_cast<size_t>(page.size), page.after);
      if (Result noted = NoteReads(frame_, asker, found.reads); !noted.ok()) return noted;
      for (const cycle::CommitmentShown& commitment : found.commitments) FillCommitment(commitment, asker, *response->add_commitments());
      if (!found.next.empty()) response->set_next_page_token(PageToken(found.next));
      response->set_open_count(static_cast<int32_t>(found.counts.open));
      response->set_overdue_count(static_cast<int32_t>(found.counts.overdue));
      response->set_kept_count(static_cast<int32_t>(found.counts.kept));
      response->set_dropped_count(static_cast<int32_t>(found.counts.dropped));
      return {};
    });
  }

  grpc::ServerUnaryReactor* SettleCommitment(grpc::CallbackServerContext* context, const v1::SettleCommitmentRequest* request,
                                             v1::SettleCommitmentResponse* response) override {
    std::optional<int64_t> number = NumberIn(request->name(), "commitments");
    if (!number) return frame_.Refuse(context, BadName("name", request->name(), "municipalities/{municipality}/commitments/{commitment}"));
    if (request->state() != v1::Commitment::KEPT && request->state() != v1::Commitment::DROPPED) {
      const std::string given = v1::Commitment::State_IsValid(request->state()) ? v1::Commitment::State_Name(request->state()) : std::to_string(request->state());
      return frame_.Refuse(context, *Invalid({{"state", "unknown_option", {{"value", given}, {"options", "KEPT, DROPPED"}}}}));
    }
    return Submit(context, *request, *response, cycle::SettleCommitment{*number, request->state() == v1::Commitment::KEPT, request->comment()});
  }

  grpc::ServerUnaryReactor* RemindCommitment(grpc::CallbackServerContext* context, const v1::RemindCommitmentRequest* request,
                                             v1::RemindCommitmentResponse* response) override {
    std::optional<int64_t> number = NumberIn(request->name(), "commitments");
    if (!number) return frame_.Refuse(context, BadName("name", request->name(), "municipalities/{municipality}/commitments/{commitment}"));
    return Submit(context, *request, *response, cycle::RemindCommitment{*number});
  }

  grpc::ServerUnaryReactor* ListTalks(grpc::CallbackServerContext* context, const v1::ListTalksRequest* request,
                                      v1::ListTalksResponse* response) override {
    return frame_.Read(context, request->parent(), [=](engine::View& view, const Asker& asker) -> Result {
      Page page;
      if (auto refusal = ReadPageOf(*request, page)) return *refusal;
      cycle::TalkPage found = cycle::ListTalks(view.state, view.context, CycleKey(view.state, request->cycle()), static_cast<size_t>(page.size), page.after, asker.language);
      for (const cycle::TalkShown& talk : found.talks) FillTalk(talk, asker, *response->add_talks());
      if (!found.next.empty()) response->set_next_page_token(PageToken(found.next));
      return {};
    });
  }

  grpc::ServerUnaryReactor* GetTalk(grpc::CallbackServerContext* context, const v1::GetTalkRequest* request, v1::GetTalkResponse* response) override {
    std::optional<std::string> cycle = IdIn(request->cycle(), "cycles");
    if (!cycle) return frame_.Refuse(context, BadName("cycle", request->cycle(), "municipalities/{municipality}/cycles/{cycle}"));
    return frame_.Read(context, request->cycle(), [=, this](engine::View& view, const Asker& asker) -> Result {
      std::string leader;
      if (auto refusal = FindPerson(view.state.Organisation(), request->leader(), leader)) return *refusal;
      cycle::TalkAnswer answer = cycle::GetTalk(view.state, view.context, *cycle, leader, asker.language);
      if (answer.refusal) return *answer.refusal;
      if (Result noted = NoteReads(frame_, asker, answer.reads); !noted.ok()) return noted;
      FillTalk(answer.talk, asker, *response->mutable_talk());
      return {};
    });
  }

 private:
  // A change to one commitment, answered with the commitment as it is then.
  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context, const auto& request, auto& response, auto command) {
    const int64_t number = command.commitment;
    Change change{.command = std::move(command)};
    change.answer_reading = [this, number, out = &response](const engine::Reply&, engine::View& view, const Asker& asker) -> Result {
      cycle::CommitmentAnswer answer = cycle::GetCommitment(view.state, view.context, number);
      if (answer.refusal) return *answer.refusal;
      if (Result noted = NoteReads(frame_, asker, answer.reads); !noted.ok()) return noted;
      FillCommitment(answer.commitment, asker, *out->mutable_commitment());
      return {};
    };
    return frame_.Submit(context, request.name(), request, std::move(change));
  }

  Frame& frame_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAgreementService(Frame& frame) { return std::make_unique<AgreementService>(frame); }

}  // namespace arshjul::api
