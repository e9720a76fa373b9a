// The boards of the cycles that are asked about, each followed along its municipality's log. Threads: any.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "cycle/query_board.h"
#include "engine/engine.h"

namespace arshjul::api {

class Boards {
 public:
  // Calls `use` with the board of the cycle, as new as the view or newer; nobody else uses it meanwhile.
  absl::Status With(engine::View& view, const std::string& municipality, const std::string& cycle,
                    const std::function<void(cycle::Board&)>& use);

 private:
  struct Kept {
    explicit Kept(const std::string& cycle) : board(cycle) {}
    std::mutex mutex;
    cycle::Board board;
    int64_t sequence = 0;  // of the newest log entry it has seen; 0: not loaded
  };
  static absl::Status CatchUp(engine::View& view, Kept& kept);

  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<Kept>> kept_;
};

}  // namespace arshjul::api
