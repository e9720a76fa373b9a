#include <algorithm>
#include <array>

#include "measurement/measurement.h"
#include "measurement/text.h"

namespace arshjul::measurement {
namespace {

using Words = std::vector<std::string_view>;

// "Redusert", "Ha økt andelen …": a change without a figure.
constexpr std::array<std::string_view, 33> kChanges = {
    "redusert", "redusere", "reduseres", "reduksjon", "minsket", "minske",   "økt",      "øke",      "økes",
    "økende",   "økning",   "synkende",  "forbedret", "forbedre", "forbedres", "forbedring", "auka",   "auke",
    "auking",   "betra",    "minka",     "minskad",   "minskat", "minska",   "ökad",     "ökat",     "öka",
    "ökning",   "förbättrad", "förbättrat", "reduced", "increased", "improved"};
// A comparison with how it is now says so only when it stands alone: "bedre rutiner" is a thing to do.
constexpr std::array<std::string_view, 14> kComparatives = {"lavere", "høyere", "bedre",  "færre", "flere",
                                                            "lågare", "høgare", "betre",  "fleire", "lägre",
                                                            "högre",  "bättre", "färre",  "fler"};
constexpr std::array<std::string_view, 6> kThanNow = {"enn i fjor", "enn i dag",  "enn før",
                                                      "än i fjol",  "än i dag", "än förra året"};
// "Ha avklart …", "Ha etablert …": somebody must say whether it was done.
constexpr std::array<std::string_view, 37> kDone = {
    "avklart",    "utviklet",    "sikret",     "forankret", "etablert",    "gjennomført", "vurdert",   "kartlagt",
    "klargjort",  "innført",     "utarbeidet", "vedtatt",   "evaluert",    "implementert", "opprettet", "fullført",
    "avklara",    "utvikla",     "sikra",      "forankra",  "utarbeidd",   "vedteke",     "oppretta",  "klarlagt",
    "utvecklat",  "säkerställt", "förankrat",  "etablerat", "genomfört",   "infört",      "beslutat",  "utarbetat",
    "utvärderat", "clarified",   "established", "developed", "completed"};
constexpr std::array<std::string_view, 9> kBefore = {"innen",       "innan",        "i løpet av", "før",   "senest",
                                                     "ved utgangen av", "under loppet av", "senast", "before"};
constexpr std::array<std::string_view, 26> kWhen = {
    "utgangen",  "utgången", "årsskiftet", "årets slutt", "årsslutt", "året",   "sommeren",  "høsten", "våren",
    "nyttår",    "jul",      "januar",     "februar",     "mars",     "april",  "mai",       "maj",    "juni",
    "juli",      "august",   "augusti",    "september",   "oktober",  "november", "desember", "december"};

template <size_t size>
bool Has(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Words Split(std::string_view plain) {
  Words words;
  while (!plain.empty()) {
    size_t end = std::min(plain.find(' '), plain.size());
    std::string_view word = plain.substr(0, end);
    while (!word.empty() && std::string_view(".,;:").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    if (!word.empty()) words.push_back(word);
    plain.remove_prefix(std::min(end + 1, plain.size()));
  }
  return words;
}

bool IsYear(std::string_view word) { return word.size() == 4 && word.starts_with("20") && HasDigit(word.substr(2)); }

// What follows a "by": a point in the year, which "innen 3 uker" is not.
bool IsPointInTime(std::string_view rest) {
  Words words = Split(rest.substr(0, 100));
  for (size_t i = 0; i < std::min<size_t>(words.size(), 3); ++i) {
    if (IsYear(words[i]) || Has(kWhen, words[i])) return true;
    if (i + 1 < words.size() && words[i] == "årets" && words[i + 1] == "slutt") return true;
  }
  return false;
}

bool HasDeadline(std::string_view plain) {
  for (std::string_view before : kBefore) {
    for (size_t at = plain.find(before); at != std::string_view::npos; at = plain.find(before, at + 1)) {
      size_t end = at + before.size();
      bool whole_word = (at == 0 || plain[at - 1] == ' ') && end < plain.size() && plain[end] == ' ';
      if (whole_word && IsPointInTime(plain.substr(end + 1))) return true;
    }
  }
  return false;
}

bool IsComparative(std::string_view plain) {
  size_t space = plain.find(' ');
  if (!Has(kComparatives, plain.substr(0, space))) return false;
  return space == std::string_view::npos || Has(kThanNow, plain.substr(space + 1));
}

// The kind of a target that is no number; kNumeric where it is not certain.
TargetKind KindOf(std::string_view plain) {
  if (HasDeadline(plain)) return TargetKind::kMilestone;
  if (plain.ends_with('.')) plain.remove_suffix(1);
  if (IsComparative(plain)) return TargetKind::kDirectionOnly;
  Words words = Split(plain);
  if (words.size() > 1 && words[0] == "skal") words.erase(words.begin());
  bool perfect = words.size() > 1 && (words[0] == "ha" || words[0] == "har" || words[0] == "have");
  if (perfect) words.erase(words.begin());
  if (words.empty()) return TargetKind::kNumeric;
  bool changes = std::any_of(words.begin(), words.end(), [](std::string_view word) { return Has(kChanges, word); });
  bool done = std::any_of(words.begin(), words.end(), [](std::string_view word) { return Has(kDone, word); });
  // "Ha økt andelen og etablert rutiner" is two targets in one: nobody can say which is meant.
  if (changes && done) return TargetKind::kNumeric;
  if (Has(kChanges, words[0]) && !HasDigit(plain)) return TargetKind::kDirectionOnly;
  if (Has(kDone, words[0]) && (perfect || words.size() == 1)) {
    return HasDigit(plain) ? TargetKind::kMilestone : TargetKind::kJudged;
  }
  return TargetKind::kNumeric;
}

}  // namespace

Target ReadTarget(std::string_view text) {
  Target target;
  std::string whole = Plain(text);
  std::string_view plain = whole;
  target.op = TakeOperator(plain);
  target.figure = ReadFigure(plain);
  target.figure.text = Trim(text);
  if (target.op == Operator::kNone && target.figure.missing != Missing::kUnreadable) return target;
  if (target.figure.missing == Missing::kNone) return target;
  // An operator with nothing readable behind it is neither a figure nor nothing.
  target.figure.missing = Missing::kUnreadable;
  target.kind = KindOf(whole);
  // "<3 uker" compares, "under arbeid" does not.
  bool compares = !plain.empty() && HasDigit(plain.substr(0, 1));
  if (target.kind != TargetKind::kNumeric || !compares) target.op = Operator::kNone;
  return target;
}

std::string ReadProblem(std::string_view text) {
  Target target = ReadTarget(text);
  return target.kind == TargetKind::kNumeric ? FigureProblem(target.figure) : "";
}

}  // namespace arshjul::measurement
