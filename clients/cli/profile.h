// How the people of a simulated year are, as it is typed.
#pragma once

#include <optional>
#include <string_view>

#include "arshjul/v1/simulation.pb.h"

namespace arshjul::cli {

// "realistic", "worst"; realistic when nothing is said. Nothing for any other word.
inline std::optional<v1::SimulationProfile> ReadProfile(std::string_view word) {
  if (word.empty() || word == "realistic") return v1::REALISTIC;
  if (word == "worst") return v1::WORST;
  return std::nullopt;
}

}  // namespace arshjul::cli
