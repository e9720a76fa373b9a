// Who may come in: origins, cross-site requests, cookies, languages of files.
#include <gtest/gtest.h>

#include "cross_site.h"
#include "origin.h"
#include "session_door.h"
#include "static_files.h"

namespace arshjul::gateway {
namespace {

TEST(Origin, IsWhatBrowsersWrite) {
  struct Row {
    const char *text, *origin, *host;
    bool tls, loopback;
  } rows[] = {
      {"https://Arshjul.Kommune.no", "https://arshjul.kommune.no", "arshjul.kommune.no", true, false},
      {"https://a.no:443", "https://a.no", "a.no", true, false},
      {"https://a.no:8443", "https://a.no:8443", "a.no:8443", true, false},
      {"http://127.0.0.1:7480", "http://127.0.0.1:7480", "127.0.0.1:7480", false, true},
      {"http://localhost", "http://localhost", "localhost", false, true},
      {"http://[::1]:80", "http://[::1]", "[::1]", false, true},
      {"http://127.evil.no", "http://127.evil.no", "127.evil.no", false, false},
  };
  for (const Row& row : rows) {
    const std::optional<Origin> origin = ParseOrigin(row.text);
    ASSERT_TRUE(origin) << row.text;
    EXPECT_EQ(origin->text, row.origin);
    EXPECT_EQ(origin->host, row.host);
    EXPECT_EQ(origin->tls, row.tls) << row.text;
    EXPECT_EQ(origin->loopback, row.loopback) << row.text;
  }
  for (const char* text : {"", "a.no", "ftp://a.no", "https://", "https://a.no/", "https://a.no/x", "https://u@a.no", "https://a.no:0", "https://a.no:x", "https://a.no:99999",
                           "https://a no", "https://-a", "https://a.no?x", "http://::1"}) {
    EXPECT_FALSE(ParseOrigin(text)) << text;
  }
}

TEST(CrossSite, LetsOurOwnPagesInAndNobodyElses) {
  struct Row {
    const char* method;
    std::vector<Field> fields;
    bool cross;
  } rows[] = {
      {"GET", {}, false},
      {"GET", {{"Sec-Fetch-Site", "same-origin"}}, false},
      {"GET", {{"Sec-Fetch-Site", "none"}}, false},
      {"GET", {{"Sec-Fetch-Site", "cross-site"}}, true},
      {"GET", {{"Sec-Fetch-Site", "same-site"}}, true},
      {"GET", {{"Origin", "https://evil.no"}}, true},
      {"POST", {}, true},
      {"POST", {{"Arshjul-Request", "1"}}, false},
      {"POST", {{"arshjul-request", "1"}, {"Origin", "https://a.no"}, {"Sec-Fetch-Site", "same-origin"}}, false},
      {"POST", {{"Arshjul-Request", "0"}}, true},
      {"POST", {{"Arshjul-Request", "1"}, {"Origin", "null"}}, true},
      {"POST", {{"Arshjul-Request", "1"}, {"Origin", "https://a.no.evil.no"}}, true},
      {"POST", {{"Arshjul-Request", "1"}, {"Origin", "http://a.no"}}, true},
      {"POST", {{"Arshjul-Request", "1"}, {"Sec-Fetch-Site", "none"}}, true},
      {"DELETE", {{"Sec-Fetch-Site", "same-origin"}}, true},
  };
  for (const Row& row : rows) {
    std::string told;
    for (const Field& field : row.fields) told += field.name + "=" + field.value + " ";
    EXPECT_EQ(IsCrossSite({row.method, "/v1", row.fields}, "https://a.no"), row.cross) << row.method << " " << told;
  }
}

TEST(SessionCookie, IsFoundAmongOthers) {
  const Origin plain = *ParseOrigin("http://127.0.0.1:1"), sealed = *ParseOrigin("https://a.no");
  const auto of = [](const char* cookie, const Origin& origin) { return SessionIdIn({"GET", "/", {{"Cookie", cookie}}}, origin); };
  EXPECT_EQ(of("a=b; arshjul=x; c=d", plain), "x");
  EXPECT_EQ(of("arshjul=x", sealed), "") << "without the prefix anybody may have set it";
  EXPECT_EQ(of("__Host-arshjul=y", sealed), "y");
  EXPECT_EQ(of("xarshjul=x; arshjul", plain), "");
  EXPECT_EQ(SessionIdIn({"GET", "/", {}}, plain), "");
}

TEST(AcceptEncoding, IsReadWithItsWeights) {
  EXPECT_TRUE(Takes("gzip, br", "br"));
  EXPECT_TRUE(Takes("gzip;q=0.5,br;q=1", "gzip"));
  EXPECT_FALSE(Takes("br;q=0", "br"));
  EXPECT_FALSE(Takes("br; q=0.000, gzip", "br"));
  EXPECT_FALSE(Takes("brotli", "br"));
  EXPECT_FALSE(Takes("", "br"));
}

}  // namespace
}  // namespace arshjul::gateway
