// Figures, targets and colours as municipalities write them. Pure.
//
// What cannot be read is kept as text, never guessed, never 0. Missing, "not measured" and suppressed are values of
// their own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace arshjul::measurement {

enum class Missing : int {
  kNone = 0,           // there is a number
  kEmpty = 1,          // nothing written: "", "-", "--"
  kNotMeasured = 2,    // "Ikke målt"
  kSuppressed = 3,     // "For lav svarprosent": too few answers to show
  kNotPublished = 4,   // will come later
  kUnreadable = 5,     // "65/35", "104, 2%" …: kept as text
};
const char* MissingName(Missing missing);  // "NONE", "NOT_MEASURED" …

// A figure as written and as read.
struct Figure {
  Missing missing = Missing::kEmpty;
  double number = 0;   // meaningful only when missing == kNone; percent as written (12,3 % is 12.3)
  std::string text;    // as written, trimmed
  bool operator==(const Figure&) const = default;
  static void Fields(auto&& field) {
    field(1, "missing", &Figure::missing);
    field(2, "number", &Figure::number);
    field(3, "text", &Figure::text);
  }
};

enum class Direction : int { kNotJudged = 0, kHigher = 1, kLower = 2 };
const char* DirectionName(Direction direction);  // "NOT_JUDGED", "HIGHER_IS_BETTER", "LOWER_IS_BETTER"

// What kind of target (C2).
enum class TargetKind : int { kNumeric = 0, kMilestone = 1, kDirectionOnly = 2, kJudged = 3 };
const char* TargetKindName(TargetKind kind);

// The comparison a target is written with: ">5,0", "=< 4", "<2 %".
enum class Operator : int { kNone = 0, kAbove = 1, kAtLeast = 2, kBelow = 3, kAtMost = 4 };

struct Target {
  TargetKind kind = TargetKind::kNumeric;
  Operator op = Operator::kNone;  // kNone unless numeric; read even where the figure behind it is not ("<3 uker")
  Figure figure;  // its text is all of it, operator too; kUnreadable for the other kinds: the text is the target
  bool operator==(const Target&) const = default;
  static void Fields(auto&& field) {
    field(1, "kind", &Target::kind);
    field(2, "op", &Target::op);
    field(3, "figure", &Target::figure);
  }
};

// Norwegian decimals ("4,5", "1 234,5", "100 %", "4.9"), minus, percent, kr. Two numbers, a footnote mark ("74,1(1)",
// "47(3)") or a comma followed by a space ("104, 2%") are kUnreadable, with the reason in ReadProblem. So is what may
// mean two things ("1.234": a thousand or a fraction; "-1.800 000") and a number with another unit ("3 uker").
Figure ReadFigure(std::string_view text);
// A number as Norwegians write it: 4.5 -> "4,5", with no more digits than it takes.
std::string WriteFigure(double number);
Target ReadTarget(std::string_view text);
// Message key of why `text` is unreadable where a target is expected ("footnote", "two_numbers", "stray_space",
// "not_a_number"); "" when it is not.
std::string ReadProblem(std::string_view text);
// The same for a figure that has been read; a result with an operator (">5") is "not_a_number".
std::string FigureProblem(const Figure& figure);

// The direction an operator says: ">" higher, "<" lower; nothing when it says none.
std::optional<Direction> DirectionOf(Operator op);

// Absolute bands, where the indicator declares them: green up to/from, yellow up to/from (by direction).
struct Bands {
  double green = 0;   // at least as good as this is green
  double yellow = 0;  // at least as good as this is yellow; worse is red
  bool operator==(const Bands&) const = default;
  static void Fields(auto&& field) {
    field(1, "green", &Bands::green);
    field(2, "yellow", &Bands::yellow);
  }
};

enum class Colour : int { kNotJudged = 0, kGreen = 1, kYellow = 2, kRed = 3 };
const char* ColourName(Colour colour);  // "NOT_JUDGED", "GREEN", "YELLOW", "RED"

// A colour always says by which rule (year.md rule 7).
enum class ColourRule : int {
  kNone = 0,
  kBands = 1,
  kTolerance = 2,
  kTarget = 3,
  kNoDirection = 4,
  kNoResult = 5,
  kNoTarget = 6,
  kJudgement = 7
};
const char* ColourRuleName(ColourRule rule);

struct Judgement {
  Colour colour = Colour::kNotJudged;
  ColourRule rule = ColourRule::kNone;
  bool operator==(const Judgement&) const = default;
};

// Bands where declared; else target and direction, yellow within `tolerance` (same unit as the figure) on the wrong
// side; without direction or figure not judged. Without bands a yellow is by kTolerance, a green or red by kTarget. A
// target of another kind than numeric is for people (kJudgement). An operator that points against the direction (">2%"
// where lower is better) is somebody's slip: not judged, kNoDirection.
Judgement Judge(const Figure& result, const Target& target, Direction direction, const std::optional<Bands>& bands,
                std::optional<double> tolerance);

// Does `result` meet `target`, operator and all? A bare number counts as "at least" or "at most" by direction, and
// without direction as itself. False for a target without a number.
bool Meets(double result, const Target& target, Direction direction);

// Is a new target stricter than, as strict as, or looser than an old one? Positive: stricter. Nothing when not
// comparable: no number, no direction (an operator on either tells it where the indicator does not), or an operator
// against it.
std::optional<int> CompareAmbition(const Target& now, const Target& before, Direction direction);

}  // namespace arshjul::measurement
