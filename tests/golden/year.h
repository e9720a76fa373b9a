// A small town's year, always the same: what a release's golden history is made of. It does everything that can be done, so
// that every kind of event is there.
#pragma once

#include <string>
#include <vector>

#include "cycle/event.h"

namespace arshjul::golden {

std::vector<cycle::Entry> LiveAYear();

}  // namespace arshjul::golden
