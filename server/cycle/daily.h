// What happens by itself: timers, the daily round of reminders and escalations, and work that follows people when the
// organisation changes. Inside server/cycle only.
#pragma once

#include "cycle/decision.h"

namespace arshjul::cycle {

// One round a working day for the whole municipality, so that a person gets one message and not ten.
void EnsureDailyRound(Decision& decision);
// The next one after one that could not be made: it says what that should have said.
void SetRoundAfter(Decision& decision, const Timer& failed);

// What a timer that was parked sets going, now.
void FireAgain(Decision& decision, const Timer& timer);

// After the organisation has changed, or a day on which a change takes effect has come: open tasks follow their posts,
// pairs follow their persons, new units get their steps.
void FollowOrganisation(Decision& decision, const std::string& reason);
// After nothing but absences have changed: open tasks follow their posts. Units and pairs are there whoever is away.
void FollowAbsences(Decision& decision, const std::string& reason);

}  // namespace arshjul::cycle
