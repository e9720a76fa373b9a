// One request on its way through the gateway, with what was found out about it.
#pragma once

#include <string>
#include <utility>

#include "http.h"
#include "path.h"
#include "problem.h"

namespace arshjul::gateway {

struct Exchange {
  Request request;
  Path path;
  Parameters parameters;
  std::string language;    // nb, nn, sv or en
  std::string session_id;  // as the cookie says; "" without
  Reply reply;

  // A problem of our own; see OwnProblem.
  void Fail(int status, std::string_view reason, const std::string& route) const {
    Fail(OwnProblem(status, reason, language), route);
  }
  void Fail(const Problem& problem, const std::string& route) const {
    Answer answer = ToAnswer(problem, language);
    answer.route = route;
    reply(std::move(answer));
  }
  void Give(Answer answer, const std::string& route) const {
    answer.route = route;
    reply(std::move(answer));
  }
};

}  // namespace arshjul::gateway
