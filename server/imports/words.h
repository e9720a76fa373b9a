// Cells as people type them. Private to the room.
#pragma once

#include <string>
#include <string_view>

namespace arshjul::imports {

// Without white space at either end; a no-break space is white space.
std::string_view Trimmed(std::string_view text);

// Lower case, Norwegian and Swedish letters too, for comparing names.
std::string Lower(std::string_view text);

}  // namespace arshjul::imports
