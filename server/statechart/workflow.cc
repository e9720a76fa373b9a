#include "statechart/workflow.h"

#include <sodium.h>

#include <array>

#include "statechart/check.h"
#include "statechart/yaml_tree.h"

namespace arshjul::statechart {

namespace {

std::string Sha256(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned char byte : hash) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

}  // namespace

Loaded LoadWorkflow(std::string_view yaml, Scrutiny scrutiny) {
  Problems problems, warnings;
  auto workflow = std::make_shared<Workflow>();
  YamlNode root;
  if (ReadYaml(yaml, root, problems)) {
    Places places;
    ReadMessage(root, workflow->definition, places, problems);
    CheckWorkflow(workflow->definition, places, scrutiny, problems, warnings);
  }
  Loaded loaded;
  loaded.violations = problems.Violations();
  loaded.warnings = warnings.Violations();
  if (!problems.empty()) return loaded;
  workflow->source = yaml;
  workflow->hash = Sha256(yaml);
  for (const auto& chart : workflow->definition.charts()) workflow->charts.emplace(chart.id(), Chart::Compile(chart));
  for (const auto& task : workflow->definition.tasks()) workflow->tasks.emplace(task.id(), &task);
  for (const auto& phase : workflow->definition.phases()) workflow->phases.emplace(phase.id(), &phase);
  loaded.workflow = std::move(workflow);
  return loaded;
}

}  // namespace arshjul::statechart
