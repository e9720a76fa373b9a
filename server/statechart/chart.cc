#include "statechart/chart.h"

#include <algorithm>

#include "statechart/compiled_chart.h"
#include "statechart/macrostep.h"

namespace arshjul::statechart {

const char* NameOf(EventType type) {
  switch (type) {
    case EventType::kExternal: return "external";
    case EventType::kInternal: return "internal";
    case EventType::kPlatform: return "platform";
  }
  return "";
}

std::shared_ptr<const Chart> Chart::Compile(const workflow::v1::Chart& definition) {
  return std::make_shared<const CompiledChart>(std::make_shared<const workflow::v1::Chart>(definition));
}

std::string Chart::TimerEvent(std::string_view state, int number) {
  return "after." + std::string(state) + "." + std::to_string(number);
}

Outcome CompiledChart::Start(Configuration& configuration, Environment& environment) const {
  return Macrostep(*this, environment).Start(configuration);
}

Outcome CompiledChart::Handle(Configuration& configuration, const Event& event, Environment& environment) const {
  return Macrostep(*this, environment).Handle(configuration, event);
}

std::vector<std::string> CompiledChart::Awaited(const Configuration& configuration) const {
  std::vector<std::string> awaited;
  if (configuration.done) return awaited;
  StateSet active(static_cast<int>(states_.size()));
  for (const auto& id : configuration.active) {
    for (int state = Index(id); state > kRoot && !active.Has(state); state = states_[state].parent) active.Add(state);
  }
  for (int state = active.Next(1); state < active.size(); state = active.Next(state + 1)) {
    for (const auto& transition : states_[state].transitions) {
      for (const auto& descriptor : transition.descriptors) {
        std::string name = descriptor.empty() ? "*" : descriptor;
        if (std::find(awaited.begin(), awaited.end(), name) == awaited.end()) awaited.push_back(std::move(name));
      }
    }
  }
  return awaited;
}

const workflow::v1::State* CompiledChart::FindState(std::string_view id) const {
  const int state = Index(id);
  return state == kNoState ? nullptr : states_[state].definition;
}

}  // namespace arshjul::statechart
