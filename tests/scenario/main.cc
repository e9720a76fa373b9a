// Runs scenarios: files in the language of workflows/annual-cycle/README.md, and the ones inside that page.
//
//   scenario_test <workflow.yaml> <file.scenario | README.md>...
//
// A scenario whose first line is "# feil: linje N: …" must fail with exactly these problems, one comment line each: so
// is it known that the language notices.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "scenario/teller.h"

namespace arshjul::scenario {
namespace {

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Later versions lie beside the scenario, as <name>.versjon.
std::vector<Problem> Run(const std::string& workflow, const std::string& folder, const std::string& text, int first_line) {
  auto version = [&](const std::string& name) {
    auto changes = ReadFile(folder + name + ".versjon");
    if (!changes) throw std::runtime_error("finner ikke versjonen " + name);
    return LaterVersion(workflow, *changes);
  };
  try {
    return Teller(workflow, version).Tell(ReadScript(text, first_line));
  } catch (const Unreadable& error) {
    return {{error.line, error.what()}};
  }
}

std::vector<std::string> ExpectedProblems(const std::string& text) {
  constexpr std::string_view kMark = "# feil: ";
  std::vector<std::string> out;
  std::stringstream in(text);
  for (std::string line; std::getline(in, line) && line.starts_with(kMark);) out.push_back(line.substr(kMark.size()));
  return out;
}

int RunFile(const std::string& workflow, const std::string& path) {
  auto text = ReadFile(path);
  if (!text) {
    fmt::print("{}: kan ikke leses\n", path);
    return 1;
  }
  int failures = 0;
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  std::vector<Fenced> parts = {{1, *text}};
  if (path.ends_with(".md")) {
    parts = FencedScenarios(*text);
    for (const std::string& sentence : Teller::Sentences()) {
      if (text->find("`" + sentence + "`") == std::string::npos) {
        fmt::print("{}: mangler setningen `{}`\n", path, sentence);
        ++failures;
      }
    }
    if (parts.empty()) {
      fmt::print("{}: viser ingen scenarier\n", path);
      ++failures;
    }
  }
  for (const Fenced& part : parts) {
    std::vector<std::string> expected = ExpectedProblems(part.text), found;
    for (const Problem& problem : Run(workflow, folder, part.text, part.first_line))
      found.push_back(fmt::format("linje {}: {}", problem.line, problem.text));
    if (found == expected) continue;
    ++failures;
    for (const std::string& problem : found) fmt::print("{}: {}\n", path, problem);
    if (!expected.empty()) fmt::print("{}: skulle ha feilet slik det står øverst\n", path);
  }
  return failures;
}

}  // namespace
}  // namespace arshjul::scenario

int main(int argc, char** argv) {
  using namespace arshjul::scenario;
  if (argc < 3) {
    fmt::print(stderr, "usage: scenario_test <workflow.yaml> <file.scenario | README.md>...\n");
    return 2;
  }
  auto workflow = ReadFile(argv[1]);
  if (!workflow) {
    fmt::print(stderr, "{}: cannot be read\n", argv[1]);
    return 2;
  }
  int failures = 0;
  for (int i = 2; i < argc; ++i) failures += RunFile(*workflow, argv[i]);
  return failures == 0 ? 0 : 1;
}
