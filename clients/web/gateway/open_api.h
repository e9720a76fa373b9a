// The description of the API as OpenAPI 3.1: paths and parameters from the annotations, schemas from the messages, and the
// proto's own comments as words.
//
// Pure; any thread.
#pragma once

#include <google/protobuf/descriptor.pb.h>

#include <string>

#include "routes.h"

namespace arshjul::gateway {

// `files`: the API's, with their comments. One document on one line.
std::string OpenApi(const Routes& routes, const google::protobuf::FileDescriptorSet& files);

}  // namespace arshjul::gateway
