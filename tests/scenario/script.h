// A scenario as text: sentences, each on a line of its own, some with an indented block below.
//
//   # En returnert ambisjon kommer tilbake
//   Ola fullfører review for Lund skole med return
//     comment = Sett målet høyere
//
// A line that begins with # is a comment; the first one is the scenario's title. Blank lines are nothing.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace arshjul::scenario {

// Something is wrong with the scenario as written, on this line: it cannot go on.
struct Unreadable : std::runtime_error {
  Unreadable(int line, const std::string& what) : std::runtime_error(what), line(line) {}
  int line;
};

struct Line {
  int number = 0;
  int indent = 0;    // spaces
  std::string text;  // without them
};

struct Sentence {
  Line line;
  std::vector<Line> block;
};

struct Script {
  std::string title;
  std::vector<Sentence> sentences;
};

// Throws Unreadable for a block without a sentence above it, and for tabs.
Script ReadScript(std::string_view text, int first_line = 1);

// The fenced blocks of a Markdown page that are marked as scenarios, each with the line it begins on.
struct Fenced {
  int first_line = 0;
  std::string text;
};
std::vector<Fenced> FencedScenarios(std::string_view markdown);

// A later version of a source: a file of replacements, each `<<<`, the old lines, `===`, the new lines, `>>>` on lines of their
// own; what stands between them is for people. Each old text must stand in the source once. Throws std::runtime_error.
std::string LaterVersion(std::string source, std::string_view changes);

// "a, b, c", trimmed.
std::vector<std::string> Listed(std::string_view text);

}  // namespace arshjul::scenario
