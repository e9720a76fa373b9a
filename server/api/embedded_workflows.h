// The built-in workflows as their files lay in workflows/ when the program was built.
#pragma once

#include <string>
#include <vector>

namespace arshjul::api {

const std::vector<std::string>& EmbeddedWorkflows();

}  // namespace arshjul::api
