// What the gateway counts, for /metrics: by route template, never by what was asked for.
//
// Threads: any.
#pragma once

#include <memory>
#include <string>

namespace arshjul::gateway {

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // `method`: one of KnownMethod, since each that is new is a series for ever.
  void Count(const std::string& route, const std::string& method, int status, double seconds);
  void SetSessions(size_t count);
  void SetStreams(size_t count);
  void SetConnections(size_t count);
  void CountRefusedConnection();

  // In Prometheus' text format.
  std::string Text() const;

 private:
  struct Series;
  std::unique_ptr<Series> series_;
};

}  // namespace arshjul::gateway
