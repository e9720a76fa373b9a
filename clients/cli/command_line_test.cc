#include "command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arshjul::cli {
namespace {

struct Read {
  std::optional<int> exit_code;
  GlobalOptions options;
  std::string told;
};

Read Parse(std::vector<const char*> words) {
  static const Texts texts("nb");
  CommandLine line(texts);
  AddAllVerbs(line);
  words.insert(words.begin(), "arshjul");
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  Read read;
  read.exit_code = line.Parse(static_cast<int>(words.size()), words.data());
  read.told = testing::internal::GetCapturedStderr() + testing::internal::GetCapturedStdout();
  read.options = line.options();
  EXPECT_TRUE(read.exit_code.has_value() || line.chosen()) << "a verb is chosen";
  return read;
}

TEST(CommandLine, TakesGlobalOptionsAnywhere) {
  for (const auto& words : std::vector<std::vector<const char*>>{
           {"--as", "office", "-o", "json", "task", "list", "--all"},
           {"task", "--as", "office", "list", "-o", "json", "--all"},
           {"task", "list", "--all", "--as=office", "--output", "json"},
       }) {
    const Read read = Parse(words);
    EXPECT_FALSE(read.exit_code.has_value()) << read.told;
    EXPECT_EQ(read.options.as, "office");
    EXPECT_EQ(read.options.output, "json");
  }
}

TEST(CommandLine, TakesTheMachineContractsWords) {
  for (const auto& words : std::vector<std::vector<const char*>>{
           {"task", "list", "--all", "-o", "json"},
           {"task", "list", "--mine", "--open", "-o", "json"},
           {"task", "show", "municipalities/loten/tasks/12", "-o", "json"},
           {"task", "complete", "12", "--action", "agree", "--data", "a.json"},
           {"task", "save", "12", "--data", "a.yaml"},
           {"cycle", "launch", "--workflow", "annual-cycle", "--year", "2015", "-o", "json"},
           {"cycle", "launch", "--year", "2015", "--set", "a=1", "--set", "b=2", "--dry-run"},
           {"cycle", "overview", "-o", "json"},
           {"cycle", "overview", "--year", "2015"},
           {"agreement", "list", "-o", "json"},
           {"demo", "clock", "advance", "10d"},
           {"org", "import", "a.csv", "--dry-run"},
       }) {
    const Read read = Parse(words);
    EXPECT_FALSE(read.exit_code.has_value()) << testing::PrintToString(words) << read.told;
  }
}

TEST(CommandLine, SaysWhatItCannotRead) {
  struct Row {
    std::vector<const char*> words;
    std::string told;
  };
  const std::vector<Row> rows = {
      {{}, "mangler det et verb"},
      {{"tsk"}, "Mente du task?"},
      {{"task", "lits"}, "Mente du list?"},
      {{"task", "complete", "12"}, "--action mangler"},
      {{"task", "show"}, "task mangler"},
      {{"task", "list", "--al"}, "--al"},
      {{"cycle", "launch", "--year", "i år"}, "--year = i år"},
      {{"cycle", "launch", "--year"}, "--year"},
      {{"task", "list", "-o", "xml"}, "xml"},
  };
  for (const Row& row : rows) {
    const Read read = Parse(row.words);
    EXPECT_EQ(read.exit_code, kExitUsage) << testing::PrintToString(row.words);
    EXPECT_THAT(read.told, testing::HasSubstr(row.told)) << testing::PrintToString(row.words);
    EXPECT_THAT(read.told, testing::HasSubstr("--help`"));
  }
}

TEST(CommandLine, HelpLeadsWithExamples) {
  const Read read = Parse({"task", "complete", "--help"});
  EXPECT_EQ(read.exit_code, kExitOk);
  EXPECT_LT(read.told.find("arshjul task complete 12"), read.told.find("--action HANDLING"));
}

}  // namespace
}  // namespace arshjul::cli
