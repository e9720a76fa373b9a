// The two encodings that carry UTF-8 through mail. Both give lines of printable ASCII, whatever goes in.
#pragma once

#include <string>
#include <string_view>

namespace arshjul::notify {

// A header's text: as it is when plain, else RFC 2047 encoded words of at most 75 characters, folded with CRLF and a
// space; no word ends inside a UTF-8 character.
std::string EncodeHeader(std::string_view text);

// A display name before <address>: always one or more encoded words, so that nothing in it needs quoting; control
// characters become spaces.
std::string EncodeName(std::string_view name);

// RFC 2045 quoted-printable: lines of at most 76 characters, CRLF.
std::string QuotedPrintable(std::string_view text);

}  // namespace arshjul::notify
