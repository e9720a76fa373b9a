// Texts for people, by language and key. The catalogues lie in messages/catalogues (one YAML file per language, built into
// the program) and hold the same keys with the same holes; a test sees to it.
//
// Keys: reason.<reason>, problem.<problem>, holiday.<id>, notify.<message>.subject and .body, notify.<part>,
// startup.<message>, value.<argument>.<word>, because.<rule>, action.<verb>, step.<state>, agreement.<part>,
// talk.<part>, event.<kind>, incident.cause.<word>, admin.<message>, simulation.<part>, demo.sees.<hat>, date.
// A text has {holes}, filled from `args`. What stands in [square brackets] is left out unless every hole in it is filled
// with something: "Fant ikke personen[ «{name}»].[ Mente du {candidates}?]". A hole outside brackets that nobody fills
// stays as it is written, so that the fault can be seen. Arguments are put in as they are and never searched for holes.
//
// Pure; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/refusal.h"
#include "base/time.h"

namespace arshjul::messages {

using Arguments = std::map<std::string, std::string>;
using Catalogue = std::map<std::string, std::string, std::less<>>;

// "nb", "nn", "sv", "en".
const std::vector<std::string>& Languages();

// The catalogue language that serves a wish: "nn-NO" -> "nn", "no" -> "nb", "en_GB" -> "en", "sv, en;q=0.5" -> "sv" (the
// first one that there is); anything else, and "", -> "nb".
std::string ChooseLanguage(std::string_view wish);

// All texts of one of Languages(); empty for another.
const Catalogue& CatalogueOf(std::string_view language);

// The text of `key`. A language that is not there, or lacks the key, falls back to nb; an unknown key gives the key itself.
std::string Render(std::string_view language, std::string_view key, const Arguments& args = {});

// The same, where an argument whose value is a word of the program ("colour": "RED") is given by the language's own word
// where there is a value.<argument>.<word>.
std::string RenderWords(std::string_view language, std::string_view key, const Arguments& args);

// "reason.stale_etag".
std::string ReasonKey(Reason reason);
// The sentence for the refusal as a whole, without its fields; words as in RenderWords, here and below.
std::string Render(std::string_view language, const Refusal& refusal);
// The sentence for one field, without the field's name.
std::string Render(std::string_view language, const FieldViolation& violation);

// A date as the language writes it in running text: "25.09.2014", sv and en "2014-09-25".
std::string RenderDate(std::string_view language, Date date);

}  // namespace arshjul::messages
