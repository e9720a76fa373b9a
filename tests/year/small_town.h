// A town with four units and everybody who may want to look: for the tests of who sees what.
#pragma once

#include <functional>
#include <string>

#include "year/municipality.h"

namespace arshjul::year {

// Kommunen (top) > Oppvekst (chief) > Lund skole (rektor), Kommunen > Helse (health). office, controller, auditor, mayor
// (council and mandate) hold roles; adviser conducts the talk of rektor and chief; stand_in is rektor's deputy while
// rektor is away; stranger is known and nothing more. Lund has one indicator, Trivsel, on the card of 2014.
class SmallTown : public Municipality {
 public:
  SmallTown();

  // As Do, but what is refused ends the test with its reason.
  cycle::Outcome Must(const std::string& actor, const cycle::Command& command);
  // Launches the cycle of 2015 and lives it until `day`, completing what is open on the way.
  void LiveUntil(Date day);
  // Completes every open task that `wanted` wants.
  void CompleteWhere(const std::function<bool(const cycle::Task&)>& wanted);
  // The open task of that kind in the pair of that leader (a unit's where there is no pair), or the newest one.
  cycle::Task TaskOf(const std::string& kind, const std::string& leader_or_unit);
  void Complete(const std::string& kind, const std::string& leader_or_unit, const std::string& action, Object given = {});

  // Up to the leader's confirmation: prepared by both, held by the adviser, minuted with a commitment of each.
  void HoldTalkOfLund();
  // The rest of the talk, and the agreement, signed by both.
  void AgreeWithLund();
  // Health's agreement: the leader refuses to sign.
  void RefuseWithHealth();
};

}  // namespace arshjul::year
