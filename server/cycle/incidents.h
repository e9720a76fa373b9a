// Timers that are parked in an incident, where the rest of the core has to do with them. Inside server/cycle only.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cycle/decision.h"

namespace arshjul::cycle {

// The timer is of a step that waits for an incident to be settled: it is put behind it, so that nothing comes out of order.
// False: nothing stands in its way.
bool JoinIncident(Decision& decision, const Timer& timer);

// Of what is parked for the step, `unwanted` timers are needed no more. What waited behind one of them comes due now.
void OvertakeParked(Decision& decision, const std::string& step, const std::function<bool(const Timer&)>& unwanted);

// The step is over, and with it all that is parked for it.
void EndParked(Decision& decision, const std::string& step);

// The cycle is over, and with it all that is parked in it.
void EndIncidentsOf(Decision& decision, const std::string& cycle);

// The opening of the phase that could not happen by itself has happened otherwise.
void OvertakeOpening(Decision& decision, const std::string& cycle, const std::string& phase);

// The daily round has been made: it said what the one that failed should have said.
void OvertakeRound(Decision& decision);

// What is parked for steps of the cycle.
std::vector<Incident> ParkedOfSteps(Decision& decision, const std::string& cycle);

// The step goes on under another version of its workflow: what was parked is a timer again, due already, and so is what waited
// behind it.
void ReleaseParked(Decision& decision, const Incident& incident, IncidentState how, const std::string& reason);

// The openings and endings of the cycle's phases that are parked.
std::vector<Incident> ParkedOfPhases(Decision& decision, const std::string& cycle);

// Settled by what was done with its timer elsewhere.
void SettleParked(Decision& decision, const Incident& incident, IncidentState how, const std::string& reason);

}  // namespace arshjul::cycle
