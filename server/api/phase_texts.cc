#include "api/phase_texts.h"

#include "cycle/form.h"
#include "messages/messages.h"

namespace arshjul::api {

PhaseTexts::PhaseTexts(std::shared_ptr<const statechart::Workflow> workflow, std::string language)
    : workflow_(std::move(workflow)), language_(std::move(language)) {
  if (workflow_ != nullptr) title_ = cycle::TextIn(workflow_->definition.title(), language_);
}

std::string PhaseTexts::Phase(const std::string& id) const {
  if (workflow_ == nullptr || !workflow_->phases.contains(id)) return id;
  return cycle::TextIn(workflow_->phases.at(id)->title(), language_);
}

std::string PhaseTexts::State(const std::string& phase, const std::string& shown, bool done) {
  if (shown.empty()) return "";
  auto [it, fresh] = states_.try_emplace({phase, shown});
  if (!fresh) return it->second;
  for (const char* word : {"open", "done", "waiting", "overtaken", "cancelled"}) {
    if (shown == word) return it->second = messages::Render(language_, "step." + shown);
  }
  const workflow::v1::State* state = nullptr;
  if (workflow_ != nullptr && workflow_->phases.contains(phase)) {
    auto chart = workflow_->charts.find(workflow_->phases.at(phase)->chart());
    if (chart != workflow_->charts.end()) state = chart->second->FindState(shown);
  }
  it->second = state != nullptr && state->has_title() ? cycle::TextIn(state->title(), language_)
               : done                                 ? messages::Render(language_, "step.done")
                                                      : shown;
  return it->second;
}

}  // namespace arshjul::api
