// Addresses for those who have none, in a demo alone: PERSON@MUNICIPALITY.example, which reaches nobody (RFC 2606), so that
// the demo shows the mail that would have gone out.
#pragma once

#include <memory>

#include "notify/notifier.h"

namespace arshjul::notify {

std::unique_ptr<Notifier> MakeDemoAddresses(std::unique_ptr<Notifier> notifier);

}  // namespace arshjul::notify
