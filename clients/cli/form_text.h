// A form as people read it, and as a file they can fill in.
#pragma once

#include <string>

#include "arshjul/v1/form.pb.h"
#include "session.h"

namespace arshjul::cli {

// Every field with what it takes, what it is for and what stands there now.
std::string FormText(const Session& session, const v1::Form& form);

// What a form starts with: the draft, else each field's default. What is filled in from here on is the whole of it.
google::protobuf::Struct StartOf(const v1::Form& form);

// "4,5", "2014-09-25", "a; b" …: a value on one line.
std::string ValueText(const Session& session, const google::protobuf::Value& value);

}  // namespace arshjul::cli
