// Notices as lines of the server's log: who was told what, by ids, and whether there was
// an address to tell them at. No names, addresses or titles.
#pragma once

#include <memory>

#include "notify/notifier.h"

namespace spdlog {
class logger;
}

namespace arshjul::notify {

std::unique_ptr<Notifier> MakeLogNotifier(std::shared_ptr<spdlog::logger> logger);

}  // namespace arshjul::notify
