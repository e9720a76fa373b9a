// The catalogue files as they lay in messages/catalogues when the program was built.
#pragma once

#include <string_view>
#include <vector>

namespace arshjul::messages {

struct EmbeddedCatalogue {
  std::string_view language;
  std::string_view yaml;
};
const std::vector<EmbeddedCatalogue>& EmbeddedCatalogues();

}  // namespace arshjul::messages
