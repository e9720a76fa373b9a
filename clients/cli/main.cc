// arshjul: the year from the command line. Reads the words, runs one verb.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "command_line.h"
#include "session.h"

namespace {

const char* Environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

// Help is written before options are read, so its language is found beforehand.
std::string WishedLanguage(int count, const char* const* words) {
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--lang" && i + 1 < count) return words[i + 1];
    if (word.starts_with("--lang=")) return std::string(word.substr(7));
  }
  if (const char* own = Environment("ARSHJUL_LANG")) return own;
  if (const char* system = Environment("LANG")) return system;
  return "";
}

}  // namespace

int main(int count, char** words) {
  using namespace arshjul::cli;
  const std::string language = WishedLanguage(count, words);
  const Texts texts(ChooseLanguage(language));
  CommandLine line(texts);
  AddAllVerbs(line);
  if (const std::optional<int> all = line.Parse(count, words)) return *all;
  WatchForInterrupts();
  GlobalOptions options = line.options();
  options.language = language;
  Session session(std::move(options));
  const int code = line.chosen()(session);
  if (std::fflush(stdout) != 0 && code == kExitOk) return kExitPartial;
  return code;
}
