// The demo's files as they lay in demo/ when the program was built.
#pragma once

#include <string_view>

namespace arshjul {

std::string_view DemoOrganisation();
std::string_view DemoScorecards();

}  // namespace arshjul
