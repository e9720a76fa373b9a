#include "texts.h"

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "command_line.h"

namespace arshjul::cli {
namespace {

constexpr const char* kLanguages[] = {"nb", "nn", "sv", "en"};

std::set<std::string> Holes(const std::string& text) {
  static const std::regex hole(R"(\{[a-z_]+\})");
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), hole), end; at != end; ++at) found.insert(at->str());
  return found;
}

// Words of letters; what stands beyond ASCII is a letter too.
std::set<std::string> WordsOf(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalpha(byte)) {
      word.push_back(static_cast<char>(std::tolower(byte)));
    } else if (!word.empty()) {
      words.insert(std::exchange(word, {}));
    }
  }
  return words;
}

TEST(Texts, AllCataloguesHoldTheSameKeysAndHoles) {
  const Texts bokmal("nb");
  for (const char* language : kLanguages) {
    const Texts other(language);
    for (const auto& [key, text] : bokmal.all()) {
      ASSERT_TRUE(other.Has(key)) << language << " lacks " << key;
      EXPECT_FALSE(other.all().at(key).empty()) << language << ": " << key;
      if (key.starts_with("examples.")) continue;  // a command may hold braces of its own
      EXPECT_EQ(Holes(text), Holes(other.all().at(key))) << language << ": " << key;
    }
    for (const auto& [key, text] : other.all()) EXPECT_TRUE(bokmal.Has(key)) << key << " is only in " << language;
  }
}

TEST(Texts, EachLanguageSpeaksItsOwnWords) {
  struct Row {
    const char *language, *nothing_changed, *tasks;
  };
  const std::vector<Row> rows = {{"nb", "Ikke bekreftet. Ingenting er endret.", "2 oppgaver"},
                                 {"nn", "Ikkje stadfesta. Ingenting er endra.", "2 oppgåver"},
                                 {"sv", "Inte bekräftat. Ingenting har ändrats.", "2 uppgifter"},
                                 {"en", "Not confirmed. Nothing is changed.", "2 tasks"}};
  for (const Row& row : rows) {
    const Texts texts(row.language);
    EXPECT_EQ(texts.Get("confirm.not_given"), row.nothing_changed);
    EXPECT_EQ(texts.Count("count.task", 2), row.tasks);
  }
}

// A text that was copied and left would be read as a slip. In Swedish the board that governs is not the council.
TEST(Texts, NoBokmalIsLeftInNynorskAndSwedish) {
  struct Row {
    const char* language;
    std::set<std::string> others;
  };
  const std::vector<Row> rows = {
      {"nn",
       {"ikke", "hva", "hvem", "hvor", "hvilken", "hvordan", "hvorfor", "fra", "noe", "noen", "uten", "enhet", "enheten", "enheter",
        "leder", "lederen", "ledere", "lederavtale", "oppgave", "oppgaven", "oppgaver", "filen", "tallet", "finnes", "mangler", "dager"}},
      {"sv",
       {"ikke", "og", "hva", "hvem", "hvor", "hvilken", "hvordan", "hvorfor", "fra", "noe", "noen", "uten", "ledere", "lederen",
        "lederavtale", "oppgave", "oppgaven", "oppgaver", "finnes", "mangler", "dager", "tall", "kommunestyret", "kommunstyrelsen"}}};
  for (const Row& row : rows) {
    const Texts texts(row.language);
    for (const auto& [key, text] : texts.all()) {
      for (const std::string& word : WordsOf(text)) {
        EXPECT_FALSE(row.others.contains(word)) << row.language << ": " << key << ": " << word;
      }
    }
  }
}

// Every key named in the code is in the catalogue.
TEST(Texts, HoldsEveryKeyThatTheCodeNames) {
  const Texts texts("nb");
  const std::regex get(R"(\bGet\(\"([a-z0-9_.]+[a-z0-9_])\")"), count(R"(\bCount\(\"([a-z_.]+)\")"),
      named(R"(\"((?:empty|usage|plan|task|cycle|import|step)\.[a-z_]+)\")");
  int seen = 0;
  for (const auto& file : std::filesystem::directory_iterator(CLI_SOURCES)) {
    const std::string name = file.path().filename().string();
    if (!name.ends_with(".cc") || name.ends_with("_test.cc")) continue;
    std::ostringstream stream;
    stream << std::ifstream(file.path()).rdbuf();
    const std::string code = stream.str();
    for (std::sregex_iterator at(code.begin(), code.end(), get), end; at != end; ++at, ++seen) {
      EXPECT_TRUE(texts.Has((*at)[1].str())) << name << ": " << (*at)[1];
    }
    for (std::sregex_iterator at(code.begin(), code.end(), count), end; at != end; ++at, ++seen) {
      EXPECT_TRUE(texts.Has((*at)[1].str() + ".one") && texts.Has((*at)[1].str() + ".many")) << name << ": " << (*at)[1];
    }
    for (std::sregex_iterator at(code.begin(), code.end(), named), end; at != end; ++at, ++seen) {
      const std::string key = (*at)[1].str();
      const auto next = texts.all().lower_bound(key);
      EXPECT_TRUE(next != texts.all().end() && next->first.starts_with(key)) << name << ": " << key;
    }
  }
  EXPECT_GT(seen, 200) << "the search has lost its way";
}

TEST(Texts, GiveEveryVerbHelpInEveryLanguage) {
  for (const char* language : kLanguages) {
    const Texts texts(language);
    CommandLine line(texts);
    AddAllVerbs(line);
    const auto all = line.AllHelp();
    EXPECT_GT(all.size(), 50u);
    for (const auto& [path, help] : all) EXPECT_EQ(help.find("‹"), std::string::npos) << path << "\n" << help;
  }
}

// An example that the command line itself cannot read would teach what does not work.
TEST(Texts, EveryExampleCanBeRead) {
  for (const char* language : kLanguages) {
    const Texts texts(language);
    for (const auto& [key, text] : texts.all()) {
      if (!key.starts_with("examples.")) continue;
      std::istringstream lines(text);
      for (std::string command; std::getline(lines, command);) {
        command.erase(0, command.find("arshjul "));
        command = command.substr(0, command.find(" > "));
        std::vector<std::string> words;
        static const std::regex word(R"re("([^"]*)"|[^ "]+)re");
        for (std::sregex_iterator at(command.begin(), command.end(), word), end; at != end; ++at) {
          words.push_back((*at)[1].matched ? (*at)[1].str() : at->str());
        }
        std::vector<const char*> pointers;
        for (const std::string& each : words) pointers.push_back(each.c_str());
        CommandLine line(texts);
        AddAllVerbs(line);
        EXPECT_FALSE(line.Parse(static_cast<int>(pointers.size()), pointers.data()).has_value()) << command;
      }
    }
  }
}

TEST(Texts, FillHolesAndShowWhatIsMissing) {
  const Texts texts("nb");
  EXPECT_EQ(texts.Get("span", {{"from", "1"}, {"to", "{from}"}}), "1 – {from}");
  EXPECT_EQ(texts.Get("span", {{"from", "1"}}), "1 – {to}");
  EXPECT_EQ(texts.Get("no.such"), "‹no.such›");
  EXPECT_EQ(texts.Count("count.task", 1), "1 oppgave");
  EXPECT_EQ(texts.Count("count.task", 412), "412 oppgaver");
  EXPECT_EQ(texts.Count("count.task", 0), "0 oppgaver");
}

TEST(ChooseLanguage, ReadsWhatPeopleAndSystemsWrite) {
  struct Row {
    std::string wish, language;
  };
  const std::vector<Row> rows = {{"nb", "nb"}, {"nb_NO.UTF-8", "nb"}, {"no", "nb"},    {"nn_NO", "nn"}, {"sv-SE", "sv"},
                                 {"EN", "en"}, {"en_GB.UTF-8", "en"}, {"C.UTF-8", "nb"}, {"", "nb"},      {"de", "nb"}};
  for (const Row& row : rows) EXPECT_EQ(ChooseLanguage(row.wish), row.language) << row.wish;
}

}  // namespace
}  // namespace arshjul::cli
