// What the actions of a chart do, one by one, in the middle of a run.
#include "statechart/macrostep.h"

namespace arshjul::statechart {

namespace v1 = workflow::v1;

namespace {

// Counts what a step has sent under ids of its own making; kept with the variables, so that no two are the same.
constexpr const char* kSent = "_sent";

}  // namespace

void Macrostep::Execute(const Actions& actions, int place) {
  place_ = place;
  Run(actions);
}

bool Macrostep::Run(const Actions& actions) {
  for (const auto& action : actions) {
    if (++actions_ > kMaxActions) Pass(Limit::kActions);
    if (passed_ || !Do(action)) return false;
  }
  return true;
}

bool Macrostep::Do(const v1::Action& action) {
  switch (action.action_case()) {
    case v1::Action::kRaise: Raise({action.raise(), Value(), EventType::kInternal}); return true;
    case v1::Action::kIf: {
      const Truth holds = Holds(chart_.CompileGuard(action.if_().when()));
      if (holds == Truth::kUnknown) return Fail(kExecutionError, kWrongKind);
      return Run(holds == Truth::kTrue ? action.if_().then() : action.if_().else_());
    }
    case v1::Action::kBlock: Run(action.block().of()); return true;
    case v1::Action::kForEach: return ForEach(action.for_each());
    case v1::Action::kAssign: return Assign(action.assign());
    case v1::Action::kSend: return Send(action.send());
    case v1::Action::kCancel: return Cancel(action.cancel());
    case v1::Action::ACTION_NOT_SET: return true;
    default: environment_.Execute(action, *event_); return true;
  }
}

bool Macrostep::Assign(const v1::Assign& assign) {
  Worked worked = Assigned(assign, GetScope());
  if (worked.fault != nullptr) return Fail(kExecutionError, worked.fault);
  return Set(assign.variable(), std::move(worked.value));
}

bool Macrostep::Set(const std::string& variable, Value value) {
  if (IsReserved(variable)) return Fail(kExecutionError, kReserved);
  Count(value);
  environment_.SetVariable(variable, std::move(value));
  return true;
}

bool Macrostep::ForEach(const v1::ForEach& loop) {
  const Worked worked = Evaluate(loop.of(), GetScope());
  if (worked.fault != nullptr) return Fail(kExecutionError, worked.fault);
  const List* list = worked.value.AsList();
  if (list == nullptr && !worked.value.IsBlank()) return Fail(kExecutionError, kWrongKind);
  if (list == nullptr) return true;
  Count(worked.value);
  for (size_t i = 0; i < list->size(); ++i) {
    if (!loop.as().empty() && !Set(loop.as(), (*list)[i])) return false;
    if (!loop.index().empty() && !Set(loop.index(), static_cast<int64_t>(i))) return false;
    if (++actions_ > kMaxActions) Pass(Limit::kActions);
    if (passed_ || !Run(loop.do_())) return false;
  }
  return true;
}

std::string Macrostep::NextSendId() {
  const auto& variables = environment_.GetVariables();
  const auto before = variables.find(kSent);
  const double number = before == variables.end() || before->second.AsNumber() == nullptr ? 1 : *before->second.AsNumber() + 1;
  environment_.SetVariable(kSent, number);
  return "sent-" + std::to_string(static_cast<int64_t>(number));
}

// Everything but the id, which an error carries too. Null, or what is wrong.
const char* Macrostep::WorkOut(const v1::Send& send, Sending& sending) {
  const Scope scope = GetScope();
  if (send.has_event_from()) {
    const Worked name = Evaluate(send.event_from(), scope);
    if (name.fault != nullptr) return name.fault;
    if (!IsEventName(name.value.Text())) return kWrongKind;
    sending.event.name = name.value.Text();
  }
  Worked carried = Carried(send, scope);
  if (carried.fault != nullptr) return carried.fault;
  Count(carried.value);
  sending.event.data = std::move(carried.value);
  if (send.after().has_seconds()) sending.seconds = send.after().seconds();
  if (send.after().has_seconds_from()) {
    const Worked seconds = Evaluate(send.after().seconds_from(), scope);
    if (seconds.fault != nullptr) return seconds.fault;
    if (seconds.value.AsNumber() == nullptr) return kWrongKind;
    sending.seconds = *seconds.value.AsNumber();
  }
  // A number that is below zero is no time, as one that is too large.
  if (sending.seconds && !(*sending.seconds >= 0 && *sending.seconds <= kMaxSeconds)) return kTooLarge;
  if (send.to() == v1::Send::TO_SENDER) sending.step = event_->origin;
  if (send.to() == v1::Send::TO_STEP) {
    const Worked step = Evaluate(send.step(), scope);
    if (step.fault != nullptr) return step.fault;
    sending.step = step.value.Text();
  }
  const bool named = send.to() == v1::Send::TO_SENDER || send.to() == v1::Send::TO_STEP;
  return named && sending.step.empty() ? kNoTarget : nullptr;
}

bool Macrostep::Send(const v1::Send& send) {
  if (send.cancel()) {
    environment_.Cancel(send.event(), "");
    return true;
  }
  std::string id = send.id();
  if (!send.id_to().empty()) {
    id = NextSendId();
    if (!Set(send.id_to(), id)) return false;
  }
  Sending sending{send, {send.event(), Value(), EventType::kExternal, id, self_}, std::nullopt, ""};
  if (const char* fault = WorkOut(send, sending)) return Fail(kExecutionError, fault, id);
  if (send.to() == v1::Send::TO_INTERNAL) {
    sending.event.type = EventType::kInternal;
    sending.event.origin.clear();
    Raise(std::move(sending.event));
    return true;
  }
  const bool sent = environment_.Send(std::move(sending)) || Fail(kCommunicationError, kNoTarget, id);
  // Now, not when the microstep is over: a loop may send thousands.
  if (const auto limit = environment_.Passed()) Pass(*limit);
  return sent;
}

bool Macrostep::Cancel(const v1::Cancel& cancel) {
  const Worked id = Evaluate(cancel.id(), GetScope());
  if (id.fault != nullptr) return Fail(kExecutionError, id.fault);
  if (id.value.Text().empty()) return Fail(kExecutionError, kWrongKind);
  environment_.Cancel("", id.value.Text());
  return true;
}

void Macrostep::Raise(Event event) {
  if (++raised_ > kMaxInternalEvents) return Pass(Limit::kInternalEvents);
  internal_.push_back(std::move(event));
}

void Macrostep::RaiseDone(int state, Value data) {
  Count(data);
  Raise({states_[state].done_event, std::move(data), EventType::kPlatform});
}

bool Macrostep::Fail(const char* event, const char* fault, const std::string& send_id) {
  Raise({event, Object{{"fault", fault}}, EventType::kPlatform, send_id});
  return false;
}

void Macrostep::Pass(Limit limit) {
  if (passed_) return;
  passed_ = {limit, place_ == kRoot ? "" : states_[place_].definition->id()};
}

void Macrostep::Count(const Value& value) {
  data_bytes_ += SizeOf(value);
  if (data_bytes_ > kMaxDataBytes) Pass(Limit::kData);
}

}  // namespace arshjul::statechart
