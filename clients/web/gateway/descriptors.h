// The API's own description of itself: its services, and its comments, which the build keeps beside the program's code.
//
// Immutable; any thread.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <vector>

namespace arshjul::gateway {

// Every service of arshjul.v1, in the order of their files' names. Their messages are the generated ones.
std::vector<const google::protobuf::ServiceDescriptor*> ApiServices();

// The files of the API with their comments (source info), and those that they import.
const google::protobuf::FileDescriptorSet& ApiFiles();

}  // namespace arshjul::gateway
