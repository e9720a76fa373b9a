// /session: who is signed in, signing in and out. Not part of the API: the server knows nothing of sessions.
//
//   GET /session           who it is, and for how long; does not count as use
//   GET /session/people    whom one may be, where the login door offers that
//   POST /session          signs in: always a new id, and the one sent is dead
//   POST /session:extend   counts as use, and answers as GET
//   DELETE /session        signs out: the session is dead, its event streams end
//
// Threads: any.
#pragma once

#include "exchange.h"
#include "login.h"
#include "origin.h"
#include "sessions.h"

namespace arshjul::gateway {

class SessionDoor {
 public:
  // All outlive it.
  SessionDoor(const Origin& origin, Sessions& sessions, LoginDoor& door) : origin_(origin), sessions_(sessions), door_(door) {}

  void Handle(Exchange exchange);

 private:
  void SignIn(Exchange exchange);
  Answer Tell(const std::optional<Sessions::View>& session) const;
  std::string Cookie(std::string_view id) const;

  const Origin& origin_;
  Sessions& sessions_;
  LoginDoor& door_;
};

// The session's id in the field Cookie; "" when there is none.
std::string SessionIdIn(const Head& head, const Origin& origin);

}  // namespace arshjul::gateway
