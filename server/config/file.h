// The YAML file. Inside server/config only.
#pragma once

#include <string>
#include <vector>

#include "config/config.h"
#include "config/option.h"

namespace arshjul::config {

// What the file says, as texts; a list where a text should be, an unknown key or one that comes twice is a problem.
Given ReadFile(const std::string& path, std::vector<Problem>& problems);

}  // namespace arshjul::config
