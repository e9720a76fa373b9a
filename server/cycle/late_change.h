// What comes after its time (year.md rule 6): a target that the council changes, a result that changes a colour. Inside
// server/cycle only.
#pragma once

#include <string>

#include "cycle/decision.h"

namespace arshjul::cycle {

// The leader is asked to acknowledge; an agreement that names the target is written anew, or, where it is signed, gets a
// new version. The unit's card of the year has been changed already.
void FollowChangedTarget(Decision& decision, const std::string& unit, int year);

// Talks that are held get an addendum to their minutes, and both are told; signatures stand.
void FollowNewColour(Decision& decision, const std::string& unit, int year, const std::string& indicator,
                     measurement::Colour from, measurement::Colour to);

}  // namespace arshjul::cycle
