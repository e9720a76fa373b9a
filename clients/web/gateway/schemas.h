// JSON schemas of messages, in protobuf's JSON mapping, with the proto's comments. For open_api.cc.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

#include <set>
#include <string>
#include <vector>

#include "json_value.h"

namespace arshjul::gateway {

// The comments of the API's files, by what they stand over.
class Comments {
 public:
  explicit Comments(const google::protobuf::FileDescriptorSet& files);

  template <class Descriptor>
  std::string Of(const Descriptor& descriptor) const {
    google::protobuf::SourceLocation location;
    const Descriptor* same = Same(descriptor);
    return same != nullptr && same->GetSourceLocation(&location) ? Tidied(location.leading_comments) : "";
  }

 private:
  const google::protobuf::MethodDescriptor* Same(const google::protobuf::MethodDescriptor& method) const;
  const google::protobuf::ServiceDescriptor* Same(const google::protobuf::ServiceDescriptor& service) const;
  const google::protobuf::Descriptor* Same(const google::protobuf::Descriptor& message) const;
  const google::protobuf::FieldDescriptor* Same(const google::protobuf::FieldDescriptor& field) const;
  const google::protobuf::EnumDescriptor* Same(const google::protobuf::EnumDescriptor& type) const;
  static std::string Tidied(const std::string& comment);

  google::protobuf::DescriptorPool pool_;  // beside the generated one, which keeps no comments
};

class Schemas {
 public:
  explicit Schemas(const Comments& comments) : comments_(comments) {}

  // What a caller may send: nothing is required, since whatever is missing has its default. `without`: fields that stand
  // elsewhere (in the path).
  Json Request(const google::protobuf::Descriptor& message, const std::set<std::string>& without);
  // What an answer holds: every plain field is always there.
  Json Response(const google::protobuf::Descriptor& message);
  // Of one value, for a parameter.
  Json Value(const google::protobuf::FieldDescriptor& field);

  // Everything that was referred to, for components.schemas.
  Json All();

 private:
  Json Object(const google::protobuf::Descriptor& message, const std::set<std::string>& without, bool answer);
  Json Reference(const google::protobuf::Descriptor& message, bool answer);
  Json Reference(const google::protobuf::EnumDescriptor& type);
  Json FieldSchema(const google::protobuf::FieldDescriptor& field, bool answer);
  Json ValueSchema(const google::protobuf::FieldDescriptor& field, bool answer);

  const Comments& comments_;
  std::set<std::string> named_;
  std::vector<std::pair<std::string, Json>> all_;
};

// "Task" of arshjul.v1.Task, "Field.Type" of one inside another.
std::string ShortName(const std::string& full_name);

}  // namespace arshjul::gateway
