#include "cycle/records.h"

namespace arshjul::cycle {
namespace {

// Tables that become rows of their own are not kept a second time with the step.
bool KeptElsewhere(workflow::v1::Source source) {
  using namespace workflow::v1;
  return source == SOURCE_TARGETS || source == SOURCE_PROPOSALS || source == SOURCE_REPORTS || source == SOURCE_RESULTS ||
         source == SOURCE_AGREEMENT_TARGETS || source == SOURCE_COMMITMENTS || source == SOURCE_GAPS ||
         source == SOURCE_TARGET_CHANGES || source == SOURCE_FRAME;
}

void KeepFields(Decision& decision, const Step& step, const Completed& completed) {
  if (completed.definition == nullptr) return;
  StepRecorded recorded{step.Key(), {}, {}};
  for (const workflow::v1::Field& field : completed.definition->fields()) {
    auto text = completed.texts.find(field.id());
    if (text != completed.texts.end()) {
      recorded.texts[completed.task.kind + "." + field.id()] = text->second;
    } else if (const Value& value = completed.data[field.id()]; !value.IsNull() && !KeptElsewhere(field.source())) {
      recorded.recorded[field.id()] = value;
    }
  }
  if (!recorded.recorded.empty() || !recorded.texts.empty()) decision.Emit(std::move(recorded));
}

}  // namespace

void RecordForm(Decision& decision, const Step& current, workflow::v1::Record record, const Completed& completed) {
  using namespace workflow::v1;
  // The row may be replaced while events are applied.
  const Step step = current;
  switch (record) {
    case RECORD_PROPOSAL: RecordProposal(decision, step, completed); break;
    case RECORD_REVIEW: RecordReview(decision, step, completed); break;
    case RECORD_FRAMES: RecordFrames(decision, step, completed); break;
    case RECORD_BUDGET_ANSWER: RecordBudgetAnswer(decision, step, completed); break;
    case RECORD_BUDGET_DIALOGUE: RecordBudgetDialogue(decision, step); break;
    case RECORD_DECISION: RecordDecision(decision, step, completed); break;
    case RECORD_RESULTS: RecordResults(decision, step, completed); break;
    case RECORD_APPOINTMENT: RecordAppointment(decision, step, completed); break;
    case RECORD_CONFIRMATION: RecordConfirmation(decision, step, completed); break;
    case RECORD_AGREEMENT_DRAFT: RecordAgreementDraft(decision, step); return;
    case RECORD_AGREEMENT_TEXT: RecordAgreementText(decision, step, completed); break;
    case RECORD_AGREEMENT_ACCEPTED:
      decision.Emit(AgreementStateChanged{step.agreement, AgreementState::kSigning});
      break;
    case RECORD_SIGNATURE: RecordSignature(decision, step, completed); break;
    case RECORD_REFUSAL: RecordRefusal(decision, step, completed); break;
    case RECORD_CLOSING: RecordClosing(decision, step, completed); break;
    // What these say is all in their fields.
    default: break;
  }
  KeepFields(decision, step, completed);
}

}  // namespace arshjul::cycle
