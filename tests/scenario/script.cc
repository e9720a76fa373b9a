#include "scenario/script.h"

#include <algorithm>

#include "base/words.h"

namespace arshjul::scenario {
namespace {

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

Script ReadScript(std::string_view text, int first_line) {
  Script script;
  int number = first_line - 1;
  for (const std::string& raw : LinesOf(text)) {
    ++number;
    std::string trimmed(Trimmed(raw));
    if (trimmed.empty()) continue;
    if (trimmed.front() == '#') {
      if (script.title.empty()) script.title = Trimmed(std::string_view(trimmed).substr(1));
      continue;
    }
    if (raw.find('\t') != std::string::npos) throw Unreadable(number, "tabulator: bruk mellomrom");
    Line line{number, static_cast<int>(raw.find_first_not_of(' ')), trimmed};
    if (line.indent == 0) {
      script.sentences.push_back({line, {}});
    } else if (script.sentences.empty()) {
      throw Unreadable(number, "innrykk uten en setning over");
    } else {
      script.sentences.back().block.push_back(std::move(line));
    }
  }
  return script;
}

std::vector<Fenced> FencedScenarios(std::string_view markdown) {
  std::vector<Fenced> out;
  bool inside = false;
  int number = 0;
  for (const std::string& line : LinesOf(markdown)) {
    ++number;
    if (line == "```scenario") {
      inside = true;
      out.push_back({number + 1, ""});
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      out.back().text += line + "\n";
    }
  }
  return out;
}

std::string LaterVersion(std::string source, std::string_view changes) {
  std::string before, now;
  std::string* into = nullptr;
  for (const std::string& line : LinesOf(changes)) {
    if (line == "<<<") {
      before.clear();
      now.clear();
      into = &before;
    } else if (line == "===" && into == &before) {
      into = &now;
    } else if (line == ">>>" && into == &now) {
      into = nullptr;
      const size_t at = source.find(before);
      if (at == std::string::npos || source.find(before, at + 1) != std::string::npos) {
        throw std::runtime_error("dette står ikke nøyaktig én gang i malen: " + before);
      }
      source.replace(at, before.size(), now);
    } else if (into != nullptr) {
      *into += line + "\n";
    }
  }
  return source;
}

std::vector<std::string> Listed(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    size_t end = std::min(text.find(','), text.size());
    out.emplace_back(Trimmed(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace arshjul::scenario
