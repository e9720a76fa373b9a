// Tasks per person and week as a picture: one SVG document that needs nothing from elsewhere. Colour, a number and a mark say
// the same, so that it can be read without colour; every cell has words of its own for who cannot see it. Pure.
#pragma once

#include <string>

#include "simulation/report.h"

namespace arshjul::simulation {

// Texts in `language`. Where there are too many persons for rows of their own, a row is a unit below the root with all that
// is below it: the fullest hands in it.
std::string HeatMap(const Report& report, const std::string& language);

}  // namespace arshjul::simulation
