#include "metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace arshjul::gateway {
namespace {

// Seconds. A simple answer takes some milliseconds, the overview of 6,000 units some hundred.
const prometheus::Histogram::BucketBoundaries kBuckets = {0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60};

}  // namespace

struct Metrics::Series {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      prometheus::BuildCounter().Name("arshjul_gateway_requests_total").Help("Requests answered.").Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds =
      prometheus::BuildHistogram().Name("arshjul_gateway_request_seconds").Help("From a request's last byte to its answer.").Register(registry);
  prometheus::Gauge& sessions =
      prometheus::BuildGauge().Name("arshjul_gateway_sessions").Help("People signed in.").Register(registry).Add({});
  prometheus::Gauge& streams =
      prometheus::BuildGauge().Name("arshjul_gateway_streams").Help("Open event streams.").Register(registry).Add({});
  prometheus::Gauge& connections =
      prometheus::BuildGauge().Name("arshjul_gateway_connections").Help("Open connections.").Register(registry).Add({});
  prometheus::Counter& refused = prometheus::BuildCounter()
                                     .Name("arshjul_gateway_connections_refused_total")
                                     .Help("Connections beyond a limit.")
                                     .Register(registry)
                                     .Add({});
};

Metrics::Metrics() : series_(std::make_unique<Series>()) {}
Metrics::~Metrics() = default;

void Metrics::Count(const std::string& route, const std::string& method, int status, double seconds) {
  series_->requests.Add({{"route", route}, {"method", method}, {"status", std::to_string(status)}}).Increment();
  series_->seconds.Add({{"route", route}}, kBuckets).Observe(seconds);
}

void Metrics::SetSessions(size_t count) { series_->sessions.Set(static_cast<double>(count)); }
void Metrics::SetStreams(size_t count) { series_->streams.Set(static_cast<double>(count)); }
void Metrics::SetConnections(size_t count) { series_->connections.Set(static_cast<double>(count)); }
void Metrics::CountRefusedConnection() { series_->refused.Increment(); }

std::string Metrics::Text() const { return prometheus::TextSerializer().Serialize(series_->registry.Collect()); }

}  // namespace arshjul::gateway
