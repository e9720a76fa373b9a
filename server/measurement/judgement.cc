#include <algorithm>
#include <cmath>

#include "measurement/measurement.h"

namespace arshjul::measurement {
namespace {

// Computed figures (averages, target minus tolerance) miss a decimal by a hair that nobody has agreed on.
bool Same(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max({1.0, std::abs(a), std::abs(b)}); }

bool HasNumber(const Figure& figure) { return figure.missing == Missing::kNone && std::isfinite(figure.number); }

bool HasNumber(const Target& target) { return target.kind == TargetKind::kNumeric && HasNumber(target.figure); }

bool AsGoodAs(double result, double limit, Direction direction) {
  return Same(result, limit) || (direction == Direction::kHigher ? result > limit : result < limit);
}

bool Contradicts(Operator op, Direction direction) {
  auto says = DirectionOf(op);
  return says && direction != Direction::kNotJudged && *says != direction;
}

Colour ColourByBands(double result, const Bands& bands, Direction direction) {
  if (AsGoodAs(result, bands.green, direction)) return Colour::kGreen;
  return AsGoodAs(result, bands.yellow, direction) ? Colour::kYellow : Colour::kRed;
}

bool IsStrict(Operator op) { return op == Operator::kAbove || op == Operator::kBelow; }

}  // namespace

std::optional<Direction> DirectionOf(Operator op) {
  switch (op) {
    case Operator::kAbove:
    case Operator::kAtLeast: return Direction::kHigher;
    case Operator::kBelow:
    case Operator::kAtMost: return Direction::kLower;
    case Operator::kNone: break;
  }
  return std::nullopt;
}

bool Meets(double result, const Target& target, Direction direction) {
  if (!HasNumber(target) || !std::isfinite(result)) return false;
  double limit = target.figure.number;
  bool same = Same(result, limit);
  switch (target.op) {
    case Operator::kAbove: return result > limit && !same;
    case Operator::kAtLeast: return result > limit || same;
    case Operator::kBelow: return result < limit && !same;
    case Operator::kAtMost: return result < limit || same;
    case Operator::kNone: break;
  }
  return direction == Direction::kNotJudged ? same : AsGoodAs(result, limit, direction);
}

Judgement Judge(const Figure& result, const Target& target, Direction direction, const std::optional<Bands>& bands,
                std::optional<double> tolerance) {
  if (!HasNumber(result)) return {Colour::kNotJudged, ColourRule::kNoResult};
  if (bands && direction != Direction::kNotJudged) {
    return {ColourByBands(result.number, *bands, direction), ColourRule::kBands};
  }
  if (target.kind != TargetKind::kNumeric) return {Colour::kNotJudged, ColourRule::kJudgement};
  if (!HasNumber(target)) return {Colour::kNotJudged, ColourRule::kNoTarget};
  if (direction == Direction::kNotJudged || Contradicts(target.op, direction)) {
    return {Colour::kNotJudged, ColourRule::kNoDirection};
  }
  if (Meets(result.number, target, direction)) return {Colour::kGreen, ColourRule::kTarget};
  double shortfall = std::abs(result.number - target.figure.number);
  if (tolerance && *tolerance > 0 && (shortfall < *tolerance || Same(shortfall, *tolerance))) {
    return {Colour::kYellow, ColourRule::kTolerance};
  }
  return {Colour::kRed, ColourRule::kTarget};
}

std::optional<int> CompareAmbition(const Target& now, const Target& before, Direction direction) {
  if (!HasNumber(now) || !HasNumber(before)) return std::nullopt;
  for (Operator op : {now.op, before.op}) {
    if (direction == Direction::kNotJudged) direction = DirectionOf(op).value_or(Direction::kNotJudged);
  }
  if (direction == Direction::kNotJudged) return std::nullopt;
  if (Contradicts(now.op, direction) || Contradicts(before.op, direction)) return std::nullopt;
  if (!Same(now.figure.number, before.figure.number)) {
    return AsGoodAs(now.figure.number, before.figure.number, direction) ? 1 : -1;
  }
  return static_cast<int>(IsStrict(now.op)) - static_cast<int>(IsStrict(before.op));
}

}  // namespace arshjul::measurement
