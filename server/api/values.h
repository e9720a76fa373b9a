// What crosses between the core's plain values and protobuf's own. Pure; any thread.
#pragma once

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <string>

#include "base/time.h"
#include "base/value.h"

namespace arshjul::api {

// A number that is none (NaN, infinity) becomes its text, so that whoever checks the form refuses it.
Value ToValue(const google::protobuf::Struct& data);
Value ToValue(const google::protobuf::Value& value);
// Anything but an object becomes an empty Struct.
void FillStruct(const Value& value, google::protobuf::Struct& out);
void FillValue(const Value& value, google::protobuf::Value& out);

void FillTimestamp(Instant instant, google::protobuf::Timestamp& out);

}  // namespace arshjul::api
