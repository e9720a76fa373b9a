// A workflow's source; and where it can be used, its charts at work for a while.
#include "base/codec.h"
#include "fuzz/fuzz.h"
#include "rehearsal/rehearsal.h"
#include "statechart/workflow.h"

namespace arshjul::fuzz {
namespace {

constexpr int kMostCharts = 3, kMostSteps = 20;
constexpr auto kStretch = std::chrono::hours(24 * 14);

// Somebody does the first open task, else the clock goes on; each macrostep is of events alone.
void Rehearse(const std::shared_ptr<const statechart::Chart>& chart, const rehearsal::Facts& facts) {
  const rehearsal::Rehearsal rehearsal(chart);
  rehearsal::Instance instance;
  rehearsal::Ran ran = rehearsal.Start(instance, facts);
  for (int step = 0; !ran.passed && step < kMostSteps; ++step) {
    rehearsal::Apply(ran.changes, instance);
    rehearsal::Instance stored;
    Require(Decode(Encode(instance), stored) && stored == instance, "an instance is read as it was written");
    const std::vector<std::string> awaited = chart->Awaited(instance.configuration);
    Require(!instance.configuration.done || awaited.empty(), "a chart that is done waits for nothing");
    if (step % 2 == 0 && !awaited.empty()) {
      ran = rehearsal.Handle(instance, {.name = awaited[static_cast<size_t>(step / 2) % awaited.size()]}, facts);
    } else {
      ran = rehearsal.Next(instance, instance.now + kStretch, facts);
    }
  }
}

void Load(std::string_view yaml, statechart::Scrutiny scrutiny) {
  const statechart::Loaded loaded = statechart::LoadWorkflow(yaml, scrutiny);
  RequireTellable(loaded.violations);
  RequireTellable(loaded.warnings);
  Require((loaded.workflow == nullptr) == !loaded.violations.empty(), "a workflow, or what is wrong with it");
  if (loaded.workflow == nullptr) return;
  Require(loaded.workflow->source == yaml, "the source is kept byte for byte");
  Require(IsUtf8(statechart::ToMermaid(loaded.workflow->definition, "nn")), "a diagram is UTF-8");
  const google::protobuf::EnumDescriptor* all = workflow::v1::Fact_descriptor();
  rehearsal::Facts every;
  for (int i = 1; i < all->value_count(); ++i) every.insert(static_cast<workflow::v1::Fact>(all->value(i)->number()));
  for (int i = 0; i < loaded.workflow->definition.charts_size() && i < kMostCharts; ++i) {
    const auto& chart = loaded.workflow->charts.at(loaded.workflow->definition.charts(i).id());
    Rehearse(chart, {});
    Rehearse(chart, every);
  }
}

}  // namespace
}  // namespace arshjul::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arshjul;
  fuzz::Load(fuzz::TextOf(data, size), statechart::Scrutiny::kYear);
  fuzz::Load(fuzz::TextOf(data, size), statechart::Scrutiny::kChart);
  return 0;
}
