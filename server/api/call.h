// What a call's metadata says. Inside server/api only.
#pragma once

#include <string>

namespace grpc {
class CallbackServerContext;
}

namespace arshjul::api {

// The catalogue language that serves accept-language.
std::string LanguageOf(const grpc::CallbackServerContext& context);
// What stands in arshjul-as-bin: UTF-8, at most 200 bytes; "" for anything else.
std::string SaidBy(const grpc::CallbackServerContext& context);
// How many bytes of google.rpc details the caller takes: what arshjul-details-bytes says, within limits.
size_t DetailsFor(const grpc::CallbackServerContext& context);

}  // namespace arshjul::api
