#include "path.h"

#include <gtest/gtest.h>

#include "path_template.h"

namespace arshjul::gateway {
namespace {

TEST(Path, IsTakenApartAndDecodedOnce) {
  const std::optional<Path> path = ParsePath("/v1/municipalities/l%C3%B8ten/tasks/5%3A6:save?x=/../");
  ASSERT_TRUE(path);
  EXPECT_EQ(path->segments, (std::vector<std::string>{"v1", "municipalities", "løten", "tasks", "5:6"}));
  EXPECT_EQ(path->verb, "save");
  EXPECT_EQ(ParsePath("/")->segments.size(), 0u);
  EXPECT_EQ(ParsePath("/a/")->Joined(), "/a");
  EXPECT_EQ(ParsePath("/%2541")->Joined(), "/%41") << "decoded once, not twice";
}

TEST(Path, RefusesWhatTwoReadersCouldTakeForTwoThings) {
  for (const char* target : {"", "a", "//", "//a", "/a//b", "/.", "/..", "/a/../b", "/%2e%2e/b", "/a/%2E", "/a%2fb", "/a%5cb", "/a\\b", "/a%00",
                             "/a%0d%0a", "/%", "/%4", "/%zz", "/%ff", "/%c0%af", "/a#b", "/a:", "/:b", "http://host/a"}) {
    EXPECT_FALSE(ParsePath(target)) << target;
  }
}

TEST(Query, IsDecodedAndRefusedWhenItIsNone) {
  EXPECT_EQ(*ParseQuery("/a?b=1&c=%C3%B8+%26&d&e="), (Parameters{{"b", "1"}, {"c", "ø &"}, {"d", ""}, {"e", ""}}));
  EXPECT_TRUE(ParseQuery("/a")->empty());
  EXPECT_TRUE(ParseQuery("/a?&")->empty());
  for (const char* target : {"/a?b=%", "/a?b=%f", "/a?%ff=1", "/a?b=%00"}) EXPECT_FALSE(ParseQuery(target)) << target;
  std::string many = "/a?";
  for (int i = 0; i < 201; ++i) many += "b=1&";
  EXPECT_FALSE(ParseQuery(many));
}

std::string Matched(const char* pattern, const char* target) {
  const absl::StatusOr<PathTemplate> parsed = PathTemplate::Parse(pattern);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  std::vector<Binding> bindings;
  if (!parsed.ok() || !parsed->Match(*ParsePath(target), bindings)) return "no";
  std::string out;
  for (const Binding& binding : bindings) out += binding.field + "=" + binding.value + ";";
  return out;
}

TEST(PathTemplate, MatchesAsAnnotated) {
  struct Row {
    const char *pattern, *target, *matched;
  } rows[] = {
      {"/v1/health", "/v1/health", ""},
      {"/v1/health", "/v1/health/x", "no"},
      {"/v1/{name=a/*/b/*}", "/v1/a/1/b/2", "name=a/1/b/2;"},
      {"/v1/{name=a/*/b/*}", "/v1/a/1/c/2", "no"},
      {"/v1/{name=a/*/b/*}", "/v1/a/1/b/2:save", "no"},
      {"/v1/{name=a/*/b/*}:save", "/v1/a/1/b/2:save", "name=a/1/b/2;"},
      {"/v1/{name=a/*/b/*}:save", "/v1/a/1/b/2:other", "no"},
      {"/v1/{parent=a/*}/b:import", "/v1/a/1/b:import", "parent=a/1;"},
      {"/v1/{cycle=a/*}/talks/{leader}", "/v1/a/1/talks/Kari%20N", "cycle=a/1;leader=Kari N;"},
      {"/v1/{name=a/**}:list", "/v1/a/1/b/2:list", "name=a/1/b/2;"},
      {"/v1/{name=a/**}:list", "/v1/a:list", "name=a;"},
      {"/v1/{name=a/**}:list", "/v1/b:list", "no"},
      {"/v1/{task.name=a/*}", "/v1/a/1", "task.name=a/1;"},
      {"/*/b", "/a/b", ""},
  };
  for (const Row& row : rows) EXPECT_EQ(Matched(row.pattern, row.target), row.matched) << row.pattern << " " << row.target;
}

TEST(PathTemplate, SaysWhatIsWrongWithIt) {
  for (const char* pattern : {"", "v1", "/", "/v1//a", "/v1/{name", "/v1/{=a}", "/v1/{name=}", "/v1/{name=a/**/b}", "/v1/**/b", "/v1/a:", "/v1/{n}x", "/v1/a*", "/v1:a:b"}) {
    EXPECT_FALSE(PathTemplate::Parse(pattern).ok()) << pattern;
  }
  EXPECT_EQ(std::string(PathTemplate::Parse("/v1/{name=a/**/b}").status().message()), "** must be the last segment at character 16 of \"/v1/{name=a/**/b}\"");
}

}  // namespace
}  // namespace arshjul::gateway
