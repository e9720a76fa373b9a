// Tells a scenario to the world, sentence by sentence: acts change it, claims are checked against it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scenario/filler.h"
#include "scenario/script.h"
#include "scenario/world.h"

namespace arshjul::scenario {

struct Problem {
  int line = 0;
  std::string text;
};

// What a sentence was told with: its holes in order ("" for an optional part left out) and its block.
struct Told {
  int line = 0;
  std::vector<std::string> holes;
  std::vector<Line> block;
};

class Teller {
 public:
  // `workflow`: the source that municipalities are created with. `versions`: later versions of it by name.
  Teller(std::string workflow, std::function<std::string(const std::string& name)> versions)
      : workflow_(std::move(workflow)), versions_(std::move(versions)) {}

  // All that did not hold, by line; a sentence that cannot be understood ends the telling.
  std::vector<Problem> Tell(const Script& script);

  // Each sentence of the language, as the README shows it.
  static std::vector<std::string> Sentences();

 private:
  friend struct Acts;
  friend struct Claims;
  friend struct CalendarSentences;

  void TellOne(const Sentence& sentence);
  void Problems(int line, const std::string& text) { problems_.push_back({line, text}); }
  World& world(int line);

  // Runs a command; a refusal must be the one that the block's "avvises:" line expects, and the other way round.
  void Act(const Told& told, const cycle::Command& command, const std::string& who);
  void Expect(const Told& told, const std::optional<Refusal>& refusal);
  static std::vector<Line> WithoutRefusal(const std::vector<Line>& block);

  // The source of a later version of the workflow.
  std::string Version(const Told& told, const std::string& name);
  std::string Person(const Told& told, const std::string& name);
  std::string Unit(const Told& told, const std::string& name);
  std::string Year(const std::string& year);
  // Open tasks of this kind, by year and by what they are for ("" for either: any).
  std::vector<cycle::Task> Tasks(const std::string& kind, const std::string& year, const std::string& what);
  // The one that `who` would mean: an own open one, else an own closed one, else anybody's.
  cycle::Task TaskOf(const Told& told, const std::string& who, const std::string& kind, const std::string& year,
                     const std::string& what);
  bool IsFor(const cycle::Step& step, const std::string& what);
  const cycle::Step* StepOf(const std::string& phase, const std::string& year, const std::string& what);
  // The newest incident of the phase and of what it is for.
  cycle::Incident IncidentOf(const Told& told, const std::string& phase, const std::string& what);
  // "Ambisjon for Lund skole" where the incident is; what has got stuck must be what the block's "står fast:" lines expect.
  std::string PlaceOf(const cycle::Incident& incident);
  void ExpectStuck(const Told& told);

  std::string workflow_;
  std::function<std::string(const std::string& name)> versions_;
  std::unique_ptr<World> world_;
  std::optional<Date> start_;  // before there is a world
  std::string newest_cycle_;
  std::vector<Problem> problems_;
};

// The two halves of the language: pattern and what it does.
struct SentenceKind {
  const char* pattern;
  void (*tell)(Teller&, const Told&);
  bool acts;  // forgets what the sentence before has set going
};
const std::vector<SentenceKind>& ActKinds();
const std::vector<SentenceKind>& ClaimKinds();

}  // namespace arshjul::scenario
