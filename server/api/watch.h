// One caller's look along a municipality's log. Threads: one call of Next at a time.
#pragma once

#include <string>
#include <vector>

#include "api/frame.h"
#include "arshjul/v1/cycle_service.pb.h"

namespace arshjul::api {

class Watch {
 public:
  // `frame` and `context` outlive this.
  Watch(Frame& frame, const grpc::CallbackServerContext& context, const v1::WatchCycleRequest& request);

  const std::string& municipality() const { return municipality_; }
  // Who is refused, or what broke, in the last call of Next.
  const Result& result() const { return result_; }

  enum class Step { kMore, kWait, kEnd };
  // Appends the next events that the caller may be told of, and says whether there are more now.
  Step Next(std::vector<v1::WatchCycleResponse>& out);

 private:
  Result Read(engine::View& view, std::vector<v1::WatchCycleResponse>& out);
  absl::Status Tell(engine::View& view, const Asker& asker, const store::LogEntry& entry, std::vector<v1::WatchCycleResponse>& out);

  Frame& frame_;
  const grpc::CallbackServerContext& context_;
  std::string name_, municipality_, cycle_;
  int64_t position_;
  const bool until_now_;
  bool reached_ = false;  // the present
  Result result_;
};

}  // namespace arshjul::api
