// Where in the body that was sent a field of the request lies, as a JSON pointer (RFC 6901).
//
// Pure; any thread.
#pragma once

#include <string_view>

#include "problem.h"
#include "routes.h"

namespace arshjul::gateway {

// Sets the pointers of `problem` for a request of `operation` whose body was `body`. A path that begins with no field of the
// request is looked for below its only google.protobuf.Struct field; what has no place in the body gets none.
void SetPointers(Problem& problem, const Operation& operation, std::string_view body);

// "a/b" -> "a~1b"
std::string PointerSegment(std::string_view name);

}  // namespace arshjul::gateway
