// What a client asked and what it was told: all that the oracle knows of a trial.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/value.h"
#include "cycle/command.h"

namespace arshjul::faults {

// How a call is sent.
enum class Sending {
  kOnce,
  kTwice,       // the same request again, before the first is answered
  kLostReply,   // the reply does not reach the client, who asks again
  kMuchLater,   // the network brings the request a second time when others have come and gone
};

struct Call {
  std::string actor, request_id;
  std::string body_hash;
  cycle::Command command;
  // Stands in exactly one log entry when the call was done, and in none when it was not.
  std::string mark;
  bool must_be_refused = false, must_not_be_refused = false;
  Sending sending = Sending::kOnce;
};

enum class Told { kNothing, kDone, kRefused };

struct Record {
  Call call;
  Told told = Told::kNothing;
  std::string resource;
  Value answer;
  std::string refusal;
  // Ticks of a clock that counts what the client did and heard: two calls are in order when one was answered before the
  // other was sent.
  int64_t sent = 0, answered = 0;
};

// A read of personnel text that was noted; `told` when the client heard that it was.
struct NotedRead {
  std::string resource;
  bool told = false;
};

struct History {
  std::vector<Record> records;
  std::vector<NotedRead> noted;
  std::vector<std::string> contradictions;  // answers that the client itself can see are wrong
};

}  // namespace arshjul::faults
