// Everything that is wrong with a body, at once. The library stops at the first fault and tells it in its own words; this is
// asked only once it has refused.
//
// Pure; any thread.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>
#include <vector>

#include "problem.h"

namespace arshjul::gateway {

// False: the text is no JSON at all, or too long to be explained (kLargestExplained). Else `problems` names each unknown field
// and each value of a wrong kind, with pointers; at most kMostFieldProblems.
bool FindBodyFaults(std::string_view body, const google::protobuf::Descriptor& type, std::string_view language,
                    std::vector<FieldProblem>& problems);

}  // namespace arshjul::gateway
