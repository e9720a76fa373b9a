// The login door: how somebody at a browser becomes a person of a municipality. One implementation at a time; the demo's is
// demo_login.h. The session that follows is the gateway's own, whichever door was used.
//
// Threads: any. Callbacks come once, on any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "problem.h"
#include "sessions.h"

namespace arshjul::gateway {

class LoginDoor {
 public:
  virtual ~LoginDoor() = default;
  // Everybody may be anybody.
  virtual bool demo() const = 0;
  // The JSON of who one may be; a problem where the door does not offer that.
  virtual void ListPeople(const std::string& language, std::function<void(std::variant<std::string, Problem>)> done) = 0;
  // Who somebody is, by what they sent: a body of JSON.
  virtual void Enter(std::string_view body, const std::string& language, std::function<void(std::variant<Identity, Problem>)> done) = 0;
};

}  // namespace arshjul::gateway
