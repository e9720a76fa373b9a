// A leader's own unit work given to somebody else, in the leader's name. Pure.
#pragma once

#include <string>
#include <vector>

#include "cycle/decide.h"

namespace arshjul::cycle {

// Whom the actor may give the task to, by id: the nearest leaders below, those who stand in for the actor, supporters; nobody who
// is away today. Empty: it is not the actor's to give. What the actor has given away may be given to another of them, or taken back by giving it to the
// actor; whoever has it so may give it back, and no further. Never a step between two.
std::vector<std::string> DelegatesOf(State& state, const Context& context, const Task& task);

// May the person be given this task at all? No one answers work that is his own (year.md rule 3).
bool MayBeGiven(State& state, const Context& context, const Task& task, const std::string& person);

// Whom that leader may lean on today: those three kinds, whatever the task and whoever is away.
std::vector<std::string> LeansOn(const organisation::Organisation& organisation, const std::string& leader, Date today);

}  // namespace arshjul::cycle
