// From a test of the W3C's implementation report for SCXML, with its conf: markup, to a chart of the workflow language.
// What the language has no word for puts the test out of scope; nothing is guessed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "arshjul/workflow/v1/workflow.pb.h"

namespace arshjul::scxml {

struct Translation {
  workflow::v1::Chart chart;
  std::string out_of_scope;  // why; "" when the chart says all that the test says
};

// The chart ends in its state "pass" or "fail".
Translation Translate(const std::string& xml);

struct ListedTest {
  std::string id;
  std::vector<std::string> files;  // "test144.txml": all of them must pass
  bool manual = false;             // its outcome is for a person to judge
};

// In the order of the manifest; empty when it cannot be read.
std::vector<ListedTest> ReadManifest(const std::string& xml);

}  // namespace arshjul::scxml
