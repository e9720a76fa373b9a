#include "data_file.h"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <vector>

namespace arshjul::cli {
namespace {

TEST(ReadData, TypesScalarsAsWritten) {
  struct Row {
    std::string file, json;
  };
  const std::vector<Row> rows = {
      {"", "{}"},
      {"# bare en kommentar\n", "{}"},
      {"a: 1", R"({"a":1})"},
      {"a: -2.5e3", R"({"a":-2500})"},
      {"a: '1'", R"({"a":"1"})"},
      {"a: \"1\"", R"({"a":"1"})"},
      {"a: 4,5", R"({"a":"4,5"})"},
      {"a: 007", R"({"a":"007"})"},
      {"a: 1_000", R"({"a":"1_000"})"},
      {"a: .5", R"({"a":".5"})"},
      {"a: 1.", R"({"a":"1."})"},
      {"a: 2015-01-31", R"({"a":"2015-01-31"})"},
      {"a: NO", R"({"a":"NO"})"},
      {"a: yes", R"({"a":"yes"})"},
      {"a: true", R"({"a":true})"},
      {"a: 'true'", R"({"a":"true"})"},
      {"a: null", R"({"a":null})"},
      {"a:", R"({"a":null})"},
      {"a: 'null'", R"({"a":"null"})"},
      {"a: ''", R"({"a":""})"},
      {"a: |\n  to\n  linjer\n", R"({"a":"to\nlinjer\n"})"},
      {"a: [1, x, {b: 2}]", R"({"a":[1,"x",{"b":2}]})"},
      {"\xEF\xBB\xBF" "a: 1", R"({"a":1})"},
      {R"({"a": 1, "b": ["x", {"c": null}], "d": "2015-01-31"})", R"({"a":1,"b":["x",{"c":null}],"d":"2015-01-31"})"},
      {R"({"a": "\u00e5 \ud83d\ude42"})", R"({"a":"å 🙂"})"},
      {"{a: NO, b: 2015-01-31}", R"({"a":"NO","b":"2015-01-31"})"},
  };
  const Texts texts("nb");
  for (const Row& row : rows) {
    std::string problem;
    const auto data = ReadData(texts, row.file, problem);
    ASSERT_TRUE(data.has_value()) << row.file << "\n" << problem;
    google::protobuf::Struct wanted;
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(row.json, &wanted).ok()) << row.json;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*data, wanted)) << row.file << "\n"
                                                                                   << data->ShortDebugString();
  }
}

TEST(ReadData, SaysWhatIsWrongAndWhere) {
  struct Row {
    std::string file, problem;
  };
  const std::vector<Row> rows = {
      {"- a\n- b\n", "linje 1, kolonne 1: filen må ha felter"},
      {"bare tekst", "linje 1, kolonne 1: filen må ha felter"},
      {"a: 1\nb: 2\na: 3\n", "linje 3, kolonne 1: feltet «a» står to ganger"},
      {"{\"a\": 1,\n \"a\": 2}", "linje 2, kolonne 2: feltet «a» står to ganger"},
      {"x:\n  ? [1]\n  : 2\n", "feltnavnet må være en tekst"},
      {"a: [1, 2\n", "linje 2"},
      {"{\"a\": ", "linje 1"},
      {"a: " + std::string(200, '[') + std::string(200, ']'), "for mange nivåer"},
      {"a: *ukjent", "linje 1"},
      {"b: 1\na: bl\xe5", "linje 2, kolonne 4: ikke tekst i UTF-8"},
      {"a: 1\nb: 2e2107", "linje 2, kolonne 4: tallet er for stort"},
      {"{\"a\": -1e999}", "linje 1, kolonne 7: tallet er for stort"},
      {"bl\xe5: 1", "linje 1, kolonne 1: ikke tekst i UTF-8"},
      {"a: \"\\ud800\"", "linje 1, kolonne 11"},
      {"{\"a\": 1,\n \"b\": \"\\u0000\"}", "linje 2, kolonne 7: ikke tekst i UTF-8"},
  };
  const Texts texts("nb");
  for (const Row& row : rows) {
    std::string problem;
    EXPECT_FALSE(ReadData(texts, row.file, problem).has_value()) << row.file;
    EXPECT_NE(problem.find(row.problem), std::string::npos) << row.file << "\nsays: " << problem;
  }
}

TEST(ReadData, IsNotDrownedByAliases) {
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c <= 'i'; ++c) {
    bomb += fmt::format("{0}: &{0} [*{1},*{1},*{1},*{1},*{1},*{1},*{1},*{1},*{1},*{1}]\n", c, static_cast<char>(c - 1));
  }
  std::string problem;
  EXPECT_FALSE(ReadData(Texts("nb"), bomb, problem).has_value());
  EXPECT_NE(problem.find("for mange verdier"), std::string::npos) << problem;
}

TEST(ReadBytes, TellsWhyAFileCannotBeRead) {
  std::string problem;
  EXPECT_FALSE(ReadBytes(Texts("nb"), "/finnes/ikke.csv", problem).has_value());
  EXPECT_NE(problem.find("/finnes/ikke.csv"), std::string::npos) << problem;
  problem.clear();
  EXPECT_FALSE(ReadBytes(Texts("nb"), "/", problem).has_value());
  EXPECT_FALSE(problem.empty());
}

}  // namespace
}  // namespace arshjul::cli
