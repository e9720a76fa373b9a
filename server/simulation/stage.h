// A municipality to play in, made of nothing but commands, in an engine of its own that lives in memory. Threads: one.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/engine.h"
#include "engine/store_folder.h"

namespace arshjul::simulation {

// Three times what the program is built for. Each unit takes some 130 KB of the memory of the server, and a few milliseconds of a core.
inline constexpr size_t kMostUnits = 20'000;

// What is simulated: who leads what, what they are measured on, and the year they are asked to live.
struct Setting {
  std::string name, language = "nb";
  std::vector<calendar::ClosedSpan> closed;
  std::vector<std::pair<organisation::Role, cycle::PersonGiven>> roles;
  std::string authority;  // of the mandate among them
  cycle::ImportOrganisation organisation;
  std::vector<cycle::RegisterAbsence> absences;  // known beforehand
  cycle::ImportScorecards cards;                 // of the year before
  std::vector<cycle::SetDirection> directions;
  std::string workflow;  // source
  int year = 0;
  std::map<std::string, std::string> parameters;
  bool first = true;  // the municipality's first cycle
};

// The municipality as it is today, without its workflow and year: nothing of its tasks, talks and agreements.
Setting CopyOf(engine::View& view, int year);

class Stage {
 public:
  // Where the play takes place: the name of the municipality in the engine.
  static constexpr char kMunicipality[] = "simulation";

  // Builds it, moves its clock to the day the first phase opens, and launches the cycle.
  struct Built {
    absl::Status status;
    std::optional<Refusal> refusal;  // of the workflow or the launch: what the real one would be refused for
    std::unique_ptr<Stage> stage;
  };
  // Where it is kept, asked for at each start; none: in memory, and gone when the engine is.
  using Stores = std::function<absl::StatusOr<std::unique_ptr<engine::StoreFolder>>()>;
  static Built Build(const Setting& setting, Stores stores = nullptr);

  engine::Engine& engine() { return *engine_; }
  // Closes the engine and opens another on what is kept.
  absl::Status Restart();
  const std::string& cycle() const { return cycle_; }
  Date launched() const { return launched_; }
  Date ends() const { return ends_; }  // the last day of the last phase
  // Holidays and other days off that the launch met, as its answer describes them (Plan.holidays).
  const Value& plan() const { return plan_; }

 private:
  absl::Status Start();
  engine::Reply Do(const std::string& actor, cycle::Command command, bool validate_only = false);
  engine::Reply Furnish(const Setting& setting, const std::string& office);
  engine::Reply Launch(const Setting& setting, const std::string& office, const std::string& workflow);

  Stores stores_;
  std::unique_ptr<engine::Engine> engine_;
  std::string cycle_;
  Date launched_{}, ends_{};
  Value plan_;
};

}  // namespace arshjul::simulation
