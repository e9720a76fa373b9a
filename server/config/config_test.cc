#include "config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

namespace arshjul::config {
namespace {

using Environment = std::map<std::string, std::string>;
using testing::IsEmpty;

std::string WriteFile(const std::string& text) {
  std::string path = testing::TempDir() + "config_test_" + std::to_string(::getpid()) + ".yaml";
  std::ofstream(path) << text;
  return path;
}

Parsed ParseAll(std::vector<std::string> flags, const Environment& environment = {}, const std::string& file = "") {
  if (!file.empty()) {
    flags.push_back("--config");
    flags.push_back(WriteFile(file));
  }
  return Parse(flags, environment, "arshjuld 1");
}

std::vector<std::string> Messages(const Parsed& parsed) {
  std::vector<std::string> all;
  for (const Problem& problem : parsed.problems) {
    all.push_back(problem.message.substr(problem.message.find('.') + 1));
  }
  return all;
}

TEST(Config, EachOptionComesFromTheFirstThatHasIt) {
  struct Row {
    const char* what;
    std::vector<std::string> flags;
    Environment environment;
    std::string file;
    Config expected;
  };
  const std::vector<Row> rows = {
      {"nothing said", {"--demo"}, {}, "", {true, "./data", "./data-keys", "127.0.0.1:7407", "", "info"}},
      {"flags",
       {"--demo", "--data", "/d", "--keys", "/k", "--listen", "[::1]:1", "--mail-spool", "/m", "--log-level", "debug"},
       {},
       "",
       {true, "/d", "/k", "[::1]:1", "/m", "debug"}},
      {"flags with equals signs", {"--demo", "--data=/d"}, {}, "", {true, "/d", "/d-keys", "127.0.0.1:7407", "", "info"}},
      {"environment",
       {},
       {{"ARSHJUL_DEMO", "true"}, {"ARSHJUL_DATA", "/d/"}, {"ARSHJUL_MAIL_SPOOL", "/m"}, {"ARSHJUL_OTHER", "x"}},
       "",
       {true, "/d/", "/d-keys", "127.0.0.1:7407", "/m", "info"}},
      {"file",
       {},
       {},
       "demo: true\ndata: /d\nkeys: /k\nlisten: unix:/run/a\nmail_spool: /m\nlog_level: warn\n",
       {true, "/d", "/k", "unix:/run/a", "/m", "warn"}},
      {"flag before environment before file",
       {"--data", "/flag"},
       {{"ARSHJUL_DATA", "/variable"}, {"ARSHJUL_KEYS", "/variable-keys"}},
       "demo: true\ndata: /file\nkeys: /file-keys\nlisten: 127.0.0.1:9\n",
       {true, "/flag", "/variable-keys", "127.0.0.1:9", "", "info"}},
      {"environment says no to the file", {}, {{"ARSHJUL_DEMO", "true"}}, "demo: false\n",
       {true, "./data", "./data-keys", "127.0.0.1:7407", "", "info"}},
      {"an empty file", {"--demo"}, {}, "# nothing\n", {true, "./data", "./data-keys", "127.0.0.1:7407", "", "info"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    Parsed parsed = ParseAll(row.flags, row.environment, row.file);
    EXPECT_THAT(Messages(parsed), IsEmpty());
    EXPECT_EQ(parsed.config, row.expected) << parsed.config.data << " " << parsed.config.keys << " " << parsed.config.listen;
  }
}

TEST(Config, EverythingThatIsWrongIsSaidAtOnce) {
  struct Row {
    const char* what;
    std::vector<std::string> flags;
    Environment environment;
    std::string file;
    std::vector<std::string> messages;
  };
  const std::vector<Row> rows = {
      {"not demo", {}, {}, "", {"identity_not_configured"}},
      {"demo for everybody", {"--demo", "--listen", "0.0.0.0:7407"}, {}, "", {"demo_needs_loopback"}},
      {"unknown flag", {"--demo", "--fast"}, {}, "", {"unknown_option"}},
      {"a word", {"--demo", "start"}, {}, "", {"unknown_option"}},
      {"twice", {"--demo", "--data", "/a", "--data", "/b"}, {}, "", {"option_twice"}},
      {"no value", {"--demo", "--data"}, {}, "", {"value_missing"}},
      {"keys with the data", {"--demo", "--data", "/d", "--keys", "/d/keys"}, {}, "", {"keys_inside_data"}},
      {"keys are the data", {"--demo", "--data", "/d", "--keys", "/d/../d/"}, {}, "", {"keys_inside_data"}},
      {"no port", {"--demo", "--listen", "127.0.0.1"}, {}, "", {"not_an_address"}},
      {"a port too high", {"--demo", "--listen", "127.0.0.1:65536"}, {}, "", {"not_an_address"}},
      {"a port of words", {"--demo", "--listen", "127.0.0.1:http"}, {}, "", {"not_an_address"}},
      {"a bare IPv6 address", {"--demo", "--listen", "::1:7407"}, {}, "", {"not_an_address"}},
      {"log level", {"--demo", "--log-level", "loud"}, {}, "", {"not_a_log_level"}},
      {"neither true nor false", {}, {{"ARSHJUL_DEMO", "yes"}}, "", {"not_true_or_false", "identity_not_configured"}},
      {"no such file", {"--demo", "--config", "/nowhere/arshjul.yaml"}, {}, "", {"file_unreadable"}},
      {"a folder as file", {"--demo", "--config", "/"}, {}, "", {"file_unreadable"}},
      {"not YAML", {"--demo"}, {}, "data: [", {"not_yaml"}},
      {"a list", {"--demo"}, {}, "- data\n", {"not_a_config_file"}},
      {"an unknown key", {"--demo"}, {}, "dato: /d\n", {"unknown_key"}},
      {"a key twice", {"--demo"}, {}, "data: /d\ndata: /e\n", {"option_twice"}},
      {"a list as value", {"--demo"}, {}, "data: [/d]\n", {"not_a_value"}},
      {"a file that names a file", {"--demo"}, {}, "config: /d\n", {"unknown_key"}},
      {"many", {"--fast", "--listen", "x"}, {{"ARSHJUL_KEYS", ""}}, "dato: 1\nlog_level: loud\n",
       {"unknown_option", "unknown_key", "value_missing", "not_a_log_level", "not_an_address", "identity_not_configured"}},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.what);
    EXPECT_EQ(Messages(ParseAll(row.flags, row.environment, row.file)), row.messages);
  }
}

TEST(Config, AProblemSaysWhereTheValueCameFrom) {
  EXPECT_EQ(ParseAll({"--demo", "--listen", "x"}).problems.at(0),
            (Problem{"--listen", "startup.not_an_address", {{"value", "x"}}}));
  EXPECT_EQ(ParseAll({"--demo"}, {{"ARSHJUL_LISTEN", "x"}}).problems.at(0).where, "ARSHJUL_LISTEN");
  EXPECT_THAT(ParseAll({"--demo"}, {}, "listen: x\n").problems.at(0).where, testing::EndsWith(".yaml: listen"));
}

TEST(Config, LoopbackIsThisMachineAlone) {
  const std::vector<std::pair<std::string, bool>> rows = {
      {"127.0.0.1:1", true},      {"127.1.2.3:1", true},  {"[::1]:1", true},     {"localhost:1", true},
      {"unix:/run/arshjul", true}, {"0.0.0.0:1", false},   {"[::]:1", false},     {"10.0.0.1:1", false},
      {"127.0.0.1", false},       {"127.example.no.x:1", false}, {"1127.0.0.1:1", false}, {"", false}, {"unix:", false},
  };
  for (const auto& [listen, expected] : rows) EXPECT_EQ(IsLoopback(listen), expected) << listen;
}

TEST(Config, HelpAndVersionAreToldWhateverElseIsSaid) {
  EXPECT_EQ(ParseAll({"--version"}).information, "arshjuld 1\n");
  Parsed help = ParseAll({"--demo", "--help"});
  ASSERT_TRUE(help.information);
  for (const char* flag : {"--demo", "--data", "--keys", "--listen", "--mail-spool", "--config", "--log-level"}) {
    EXPECT_THAT(*help.information, testing::HasSubstr(flag));
  }
}

}  // namespace
}  // namespace arshjul::config
