// A workflow source: YAML -> message -> checked -> compiled. Every error is found at once, with line, column and a hint.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "arshjul/workflow/v1/workflow.pb.h"
#include "base/refusal.h"
#include "statechart/chart.h"
#include "statechart/scrutiny.h"

namespace arshjul::statechart {

// A compiled workflow, immutable and shared.
struct Workflow {
  workflow::v1::Workflow definition;
  std::string source;  // the YAML, byte for byte
  std::string hash;    // hex SHA-256 of the source
  std::unordered_map<std::string, std::shared_ptr<const Chart>> charts;
  std::unordered_map<std::string, const workflow::v1::Task*> tasks;   // into definition
  std::unordered_map<std::string, const workflow::v1::Phase*> phases;  // into definition
};

struct Loaded {
  std::shared_ptr<const Workflow> workflow;  // null when there are violations
  // field: "line 12, column 5"; problem: a message key, with args (name, hint …). Sorted by position.
  std::vector<FieldViolation> violations;
  // What is legal but doubtful (more than ten fields in a form …); same shape.
  std::vector<FieldViolation> warnings;
};

Loaded LoadWorkflow(std::string_view yaml, Scrutiny scrutiny = Scrutiny::kYear);

// Mermaid state diagrams, one after the other, with titles in `language` ("nb"): the phases, each an arrow from those it waits
// for and one labelled "overtakes" from the one that goes on without it; then each chart.
std::string ToMermaid(const workflow::v1::Workflow& workflow, std::string_view language);

}  // namespace arshjul::statechart
