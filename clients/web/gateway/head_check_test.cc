#include "head_check.h"

#include <gtest/gtest.h>

#include <string>

namespace arshjul::gateway {
namespace {

HeadFault Of(const std::string& fields, const std::string& line = "GET /a HTTP/1.1") { return CheckHead(line + "\r\n" + fields + "\r\n"); }

TEST(HeadCheck, TakesWhatBrowsersSend) {
  EXPECT_EQ(Of("Host: a\r\nAccept: */*\r\nX-Empty:\r\nCookie: a=b; c=\"d\"\r\n"), HeadFault::kNone);
  EXPECT_EQ(Of("Host: a\r\nContent-Length: 12\r\n", "POST /a?b=c HTTP/1.1"), HeadFault::kNone);
  EXPECT_EQ(Of("Host: a\r\nTransfer-Encoding: Chunked\r\n", "POST / HTTP/1.1"), HeadFault::kNone);
  EXPECT_EQ(Of("", "GET / HTTP/1.0"), HeadFault::kNone);
  EXPECT_EQ(Of("Host: \xc3\xb8\r\n"), HeadFault::kNone) << "what a value means is not asked here";
}

TEST(HeadCheck, RefusesWhatTwoServersCouldReadDifferently) {
  const std::string zero(1, '\0');
  struct Row {
    std::string fields;
    HeadFault fault;
  } rows[] = {
      {"Host: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length: 1\r\ncontent-length: 2\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length: 1,1\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length: +1\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length: 0x1\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length: -1\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length:\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length: 1 1\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length: 9999999999999\r\n", HeadFault::kLength},
      {"Host: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n", HeadFault::kEncoding},
      {"Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n", HeadFault::kEncoding},
      {"Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", HeadFault::kEncoding},
      {"Host: a\r\nTransfer-Encoding: identity\r\n", HeadFault::kEncoding},
      {"Host: a\r\nTransfer-Encoding: gzip, chunked\r\n", HeadFault::kEncoding},
      {"Host: a\r\nTransfer-Encoding: xchunked\r\n", HeadFault::kEncoding},
      {"Host: a\r\nTransfer-Encoding : chunked\r\n", HeadFault::kField},
      {"Host: a\r\n Folded: b\r\n", HeadFault::kField},
      {"Host: a\r\nX: b\r\n\tfolded\r\n", HeadFault::kField},
      {"Host: a\r\nNo colon\r\n", HeadFault::kField},
      {"Host: a\r\n: empty\r\n", HeadFault::kField},
      {"Host: a\r\nX: b\nY: c\r\n", HeadFault::kLineEnding},
      {"Host: a\r\nX: b\rY: c\r\n", HeadFault::kLineEnding},
      {"Host: a\r\nX: " + zero + "\r\n", HeadFault::kLineEnding},
      {"Host: a\r\nHost: a\r\n", HeadFault::kHost},
      {"X: a\r\n", HeadFault::kHost},
  };
  for (const Row& row : rows) EXPECT_EQ(Of(row.fields), row.fault) << row.fields;
  for (const char* line : {"GET / HTTP/1.2", "GET /", "GET  / HTTP/1.1", "GET a HTTP/1.1", "GET http://b/ HTTP/1.1", "GET /a b HTTP/1.1", " GET / HTTP/1.1",
                           "G(T / HTTP/1.1", "GET /\xc3\xb8 HTTP/1.1", "GET / http/1.1", "GET / HTTP/1.1 ", "", "OPTIONS * HTTP/1.1"}) {
    EXPECT_EQ(Of("Host: a\r\n", line), HeadFault::kLine) << line;
  }
  EXPECT_EQ(Of("Transfer-Encoding: chunked\r\n", "POST / HTTP/1.0"), HeadFault::kEncoding);
  std::string many;
  for (int i = 0; i < 101; ++i) many += "X: a\r\n";
  EXPECT_EQ(Of("Host: a\r\n" + many), HeadFault::kTooManyFields);
}

}  // namespace
}  // namespace arshjul::gateway
