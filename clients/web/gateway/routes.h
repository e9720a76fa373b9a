// Which call a request is for: a table made of the services' google.api.http annotations, one row per binding. There is no
// code per method anywhere in the gateway.
//
// Immutable once built; any thread.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "path_template.h"

namespace arshjul::gateway {

// How the answers of a server stream are told (proto/arshjul/v1/stream.proto).
struct StreamShape {
  std::vector<const google::protobuf::FieldDescriptor*> id;  // the way to it from the response; empty: events have no ids
  const google::protobuf::FieldDescriptor* resume = nullptr;  // of the request
  const google::protobuf::FieldDescriptor* raw = nullptr;     // of the response: bytes of one document
  std::string media_type;                                     // of that document
};

struct Operation {
  const google::protobuf::MethodDescriptor* method = nullptr;
  std::string rpc;    // "/arshjul.v1.TaskService/GetTask"
  std::string verb;   // "GET"
  std::string route;  // the template as annotated
  PathTemplate path;
  const google::protobuf::FieldDescriptor* body = nullptr;  // the field that the body is; null with whole_body or without body
  bool whole_body = false;                                  // "*"
  const google::protobuf::FieldDescriptor* response_body = nullptr;
  StreamShape stream;

  bool takes_file = false;                                  // the request has a field of bytes

  bool has_body() const { return whole_body || body != nullptr; }
  bool streams() const { return method->server_streaming(); }
};

class Routes {
 public:
  // INVALID_ARGUMENT names the method and what is wrong with its annotation: an unknown field, a path taken already.
  static absl::StatusOr<Routes> Build(const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  struct Found {
    const Operation* operation = nullptr;
    std::vector<Binding> bindings;
    std::string allowed;  // without an operation: the methods that the path has, "GET, POST"; "" where there is no such path
  };
  Found Find(std::string_view verb, const Path& path) const;

  const std::vector<Operation>& operations() const { return operations_; }

 private:
  std::vector<Operation> operations_;
};

// The field at a path of names as in the proto, "event.position"; empty when there is none.
std::vector<const google::protobuf::FieldDescriptor*> FieldsAt(const google::protobuf::Descriptor& message, std::string_view path);

}  // namespace arshjul::gateway
