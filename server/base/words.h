// Words as people type them, and ids made of them.
#pragma once

#include <string>
#include <string_view>

namespace arshjul {

// Without white space at either end; a no-break space is white space.
std::string_view Trimmed(std::string_view text);

// Lower case, Norwegian and Swedish letters too, for comparing names.
std::string Lower(std::string_view text);

// "Lund skole" -> "lund-skole"; æ, ø, å -> ae, o, a; never empty.
std::string Slug(std::string_view name);

// One ASCII mail address, "name@domain", nothing else around it.
bool IsMailAddress(std::string_view text);

}  // namespace arshjul
