#include "measurement/measurement.h"

namespace arshjul::measurement {

const char* MissingName(Missing missing) {
  switch (missing) {
    case Missing::kNone: return "NONE";
    case Missing::kEmpty: return "EMPTY";
    case Missing::kNotMeasured: return "NOT_MEASURED";
    case Missing::kSuppressed: return "SUPPRESSED";
    case Missing::kNotPublished: return "NOT_PUBLISHED";
    case Missing::kUnreadable: return "UNREADABLE";
  }
  return "UNKNOWN";
}

const char* DirectionName(Direction direction) {
  switch (direction) {
    case Direction::kNotJudged: return "NOT_JUDGED";
    case Direction::kHigher: return "HIGHER_IS_BETTER";
    case Direction::kLower: return "LOWER_IS_BETTER";
  }
  return "UNKNOWN";
}

const char* TargetKindName(TargetKind kind) {
  switch (kind) {
    case TargetKind::kNumeric: return "NUMERIC";
    case TargetKind::kMilestone: return "MILESTONE";
    case TargetKind::kDirectionOnly: return "DIRECTION_ONLY";
    case TargetKind::kJudged: return "JUDGED";
  }
  return "UNKNOWN";
}

const char* ColourName(Colour colour) {
  switch (colour) {
    case Colour::kNotJudged: return "NOT_JUDGED";
    case Colour::kGreen: return "GREEN";
    case Colour::kYellow: return "YELLOW";
    case Colour::kRed: return "RED";
  }
  return "UNKNOWN";
}

const char* ColourRuleName(ColourRule rule) {
  switch (rule) {
    case ColourRule::kNone: return "NONE";
    case ColourRule::kBands: return "BANDS";
    case ColourRule::kTolerance: return "TOLERANCE";
    case ColourRule::kTarget: return "TARGET";
    case ColourRule::kNoDirection: return "NO_DIRECTION";
    case ColourRule::kNoResult: return "NO_RESULT";
    case ColourRule::kNoTarget: return "NO_TARGET";
    case ColourRule::kJudgement: return "JUDGEMENT";
  }
  return "UNKNOWN";
}

}  // namespace arshjul::measurement
