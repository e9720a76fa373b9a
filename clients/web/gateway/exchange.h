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
  // 405, and which methods there are instead.
  void FailMethod(const std::string& allowed, const std::string& route) const {
    Answer answer = ToAnswer(OwnProblem(405, "method_not_allowed", language, {{"allowed", allowed}}), language);
    answer.fields.push_back({"Allow", allowed});
    Give(std::move(answer), route);
  }
  void Give(Answer answer, const std::string& route) const {
    answer.route = route;
    reply(std::move(answer));
  }
};

}  // namespace arshjul::gateway
