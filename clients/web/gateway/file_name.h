// Names of files as a browser is told them (RFC 6266, RFC 8187): nothing in them leads anywhere but to one file.
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace arshjul::gateway {

// The Content-Disposition of a file to be kept, of a title in words and an ending: "csv".
std::string Attachment(std::string_view title, std::string_view ending);

}  // namespace arshjul::gateway
