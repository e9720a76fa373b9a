#include "notify/log_notifier.h"

#include <spdlog/spdlog.h>

#include <utility>

#include "base/value.h"

namespace arshjul::notify {
namespace {

class LogNotifier : public Notifier {
 public:
  explicit LogNotifier(std::shared_ptr<spdlog::logger> logger) : logger_(std::move(logger)) {}

  const char* Name() const override { return "log"; }

  absl::Status Deliver(const Notice& notice) override {
    // JSON, so that no id can begin a line of its own.
    logger_->info("notice {}", ToJson(Object{{"id", notice.id},
                                             {"municipality", notice.municipality},
                                             {"person", notice.person},
                                             {"message", notice.message},
                                             {"has_address", !notice.address.empty()},
                                             {"items", static_cast<int64_t>(notice.items.size())}}));
    return absl::OkStatus();
  }

 private:
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace

std::unique_ptr<Notifier> MakeLogNotifier(std::shared_ptr<spdlog::logger> logger) {
  return std::make_unique<LogNotifier>(std::move(logger));
}

}  // namespace arshjul::notify
