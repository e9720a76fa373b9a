// Short texts that people write: dates, instants, figures, targets, names, wishes for a language.
#include <cmath>

#include "base/words.h"
#include "fuzz/fuzz.h"
#include "measurement/measurement.h"
#include "messages/messages.h"

namespace arshjul::fuzz {
namespace {

void Times(const std::string& text) {
  if (auto date = ParseDate(text)) Require(ParseDate(FormatDate(*date)) == date, "a date reads as it is written");
  if (auto instant = ParseInstant(text)) Require(ParseInstant(FormatInstant(*instant)) == instant, "an instant reads as it is written");
}

void Figures(const std::string& text, const std::string& other, double number) {
  const measurement::Figure figure = measurement::ReadFigure(text);
  if (figure.missing == measurement::Missing::kNone) {
    Require(std::isfinite(figure.number), "a figure is a number");
    Require(measurement::ReadFigure(measurement::WriteFigure(figure.number)).number == figure.number, "a figure reads as it is written");
  }
  const measurement::Target now = measurement::ReadTarget(text), before = measurement::ReadTarget(other);
  measurement::ReadProblem(text);
  measurement::FigureProblem(figure);
  for (auto direction : {measurement::Direction::kNotJudged, measurement::Direction::kHigher, measurement::Direction::kLower}) {
    const auto forth = measurement::CompareAmbition(now, before, direction), back = measurement::CompareAmbition(before, now, direction);
    Require(forth.has_value() == back.has_value(), "ambitions compare both ways or not at all");
    Require(!forth || (*forth > 0) == (*back < 0), "stricter one way is looser the other");
    measurement::Judge(figure, now, direction, std::nullopt, number);
    measurement::Judge(figure, now, direction, measurement::Bands{number, figure.number}, std::nullopt);
    measurement::Meets(number, now, direction);
  }
}

void Names(const std::string& text, const std::string& other) {
  const std::string slug = Slug(text);
  Require(!slug.empty() && Slug(slug) == slug, "a slug is its own slug");
  Require(Lower(Lower(text)) == Lower(text), "lower case stays as it is");
  Require(Trimmed(Trimmed(text)) == Trimmed(text), "trimmed stays as it is");
  IsMailAddress(text);
  const std::string language = messages::ChooseLanguage(text);
  Require(!messages::CatalogueOf(language).empty(), "the chosen language has a catalogue");
  messages::Render(language, "problem.unknown_option", {{"value", text}, {"options", other}});
  messages::Render(text, other, {{text, other}});
}

}  // namespace
}  // namespace arshjul::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  arshjul::fuzz::Choices choices(data, size);
  const double number = choices.Double();
  const std::string other = choices.Text(40);
  const std::string text(choices.Rest());
  arshjul::fuzz::Times(text);
  arshjul::fuzz::Figures(text, other, number);
  arshjul::fuzz::Names(text, other);
  return 0;
}
