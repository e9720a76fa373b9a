// Is this the head of one request that every server on the way would read alike? Stricter than RFC 9112 allows a receiver to
// be: what two readers could take for two different things (smuggling) is refused, not repaired. Whoever passes is then read
// by the library's parser.
//
// Pure; any thread.
#pragma once

#include <string_view>

namespace arshjul::gateway {

enum class HeadFault {
  kNone,
  kLine,           // the request line is not "METHOD /target HTTP/1.1" (or 1.0)
  kLineEnding,     // a CR or LF that does not end a line, a NUL or another control character
  kField,          // a line that is no "name: value"; a folded line; a blank before the colon
  kTooManyFields,  // more than kMostFields
  kHost,           // none in HTTP/1.1, or several
  kLength,         // several Content-Length, or one that is no plain number
  kEncoding,       // Transfer-Encoding beside Content-Length, several, other than "chunked", or in HTTP/1.0
};

// `head` ends with the empty line.
HeadFault CheckHead(std::string_view head);

}  // namespace arshjul::gateway
