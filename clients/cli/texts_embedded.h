// The catalogues of messages/, built into the program.
#pragma once

namespace arshjul::cli {

extern const char* const kBokmal;
extern const char* const kNynorsk;
extern const char* const kSwedish;
extern const char* const kEnglish;

}  // namespace arshjul::cli
