// What a completed form means to the municipality's own records (RECORD_* of the workflow language). One function each, in
// record_<family>.cc. Inside server/cycle only.
#pragma once

#include "cycle/decision.h"

namespace arshjul::cycle {

// The form just completed: the task it was, and all that was filled in (personnel text too, which stays out of events).
struct Completed {
  Task task;
  Value data;
  std::map<std::string, std::string> texts;  // vault ids by field, of what is personnel text
  const workflow::v1::Task* definition = nullptr;
};

// Runs the record for the step. Refuses with field violations where the form contradicts what the municipality holds.
void RecordForm(Decision& decision, const Step& step, workflow::v1::Record record, const Completed& completed);

void RecordProposal(Decision& decision, const Step& step, const Completed& completed);
void RecordReview(Decision& decision, const Step& step, const Completed& completed);
void RecordFrames(Decision& decision, const Step& step, const Completed& completed);
void RecordBudgetAnswer(Decision& decision, const Step& step, const Completed& completed);
void RecordBudgetDialogue(Decision& decision, const Step& step);
void RecordDecision(Decision& decision, const Step& step, const Completed& completed);
void RecordResults(Decision& decision, const Step& step, const Completed& completed);
void RecordAppointment(Decision& decision, const Step& step, const Completed& completed);
void RecordConfirmation(Decision& decision, const Step& step, const Completed& completed);
void RecordAgreementDraft(Decision& decision, const Step& step);
void RecordAgreementText(Decision& decision, const Step& step, const Completed& completed);
void RecordSignature(Decision& decision, const Step& step, const Completed& completed);
void RecordRefusal(Decision& decision, const Step& step, const Completed& completed);
void RecordClosing(Decision& decision, const Step& step, const Completed& completed);

}  // namespace arshjul::cycle
