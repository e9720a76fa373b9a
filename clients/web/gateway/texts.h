// The gateway's own few texts for people: what the server cannot say because it was never asked. The catalogues lie in
// messages/ (nb, nn, sv, en) and hold the same keys with the same holes; a test sees to it.
//
// Any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace arshjul::gateway {

using Arguments = std::map<std::string, std::string>;

// The text of `key` in a language of messages::Languages(), with its {holes} filled. An unknown key gives "‹key›".
std::string Say(std::string_view language, std::string_view key, const Arguments& arguments = {});

// Every text of a language, by key.
const std::map<std::string, std::string, std::less<>>& AllTexts(std::string_view language);

}  // namespace arshjul::gateway
