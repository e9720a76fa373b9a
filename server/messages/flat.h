// What every catalogue of this house has in common, also the clients' own: YAML whose keys nest, and texts with {holes}. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace arshjul::messages {

using FlatTexts = std::map<std::string, std::string, std::less<>>;

// "detail: {busy: …}" as "detail.busy". Throws what yaml-cpp throws for what is no YAML: catalogues are built in, and tests read them.
FlatTexts Flattened(const std::string& yaml);

// The text with its {holes} filled; a hole that nobody fills stays as it is. Brackets mean nothing here (template.h).
std::string FillHoles(std::string_view text, const std::map<std::string, std::string>& args);

}  // namespace arshjul::messages
