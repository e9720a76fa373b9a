// The tree of verbs and their options, without CLI11 in every file. Words for people come from the catalogue by name:
// "help.task.complete" says what a verb does, "examples.task.complete" leads its help, "option.data" describes an option.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "session.h"
#include "texts.h"

namespace arshjul::cli {

// Answers the exit code.
using Run = std::function<int(Session&)>;

enum class Need { kOptional, kRequired };

// A verb under construction. What options are read into must live as long as the command line.
class Verb {
 public:
  virtual ~Verb() = default;
  // A word by its place; "year,--year" can also be given by name.
  virtual Verb& Argument(const std::string& names, std::string& into, Need need = Need::kRequired) = 0;
  virtual Verb& Option(const std::string& names, std::string& into, Need need = Need::kOptional) = 0;
  virtual Verb& Option(const std::string& names, int32_t& into, Need need = Need::kOptional) = 0;
  virtual Verb& Option(const std::string& names, int64_t& into, Need need = Need::kOptional) = 0;
  virtual Verb& Option(const std::string& names, std::optional<double>& into) = 0;
  virtual Verb& Option(const std::string& names, std::vector<std::string>& into) = 0;
  virtual Verb& Flag(const std::string& names, bool& into) = 0;
};

class CommandLine {
 public:
  // Texts of help are those of `texts`.
  explicit CommandLine(const Texts& texts);
  ~CommandLine();

  // A verb by its path, "task complete"; groups on the way come into being.
  Verb& Add(const std::string& path, Run run);

  // Reads the words after the program's name. Answers an exit code when that is all: help was asked for, or what was
  // written cannot be understood (told on standard error).
  std::optional<int> Parse(int count, const char* const* words);

  GlobalOptions& options();
  // What was chosen; set when Parse answered nothing.
  const Run& chosen() const;

  // Every path that has help, groups too, with the help as it would be shown; for tests.
  std::vector<std::pair<std::string, std::string>> AllHelp() const;

 private:
  struct Tree;
  std::unique_ptr<Tree> tree_;
};

// One per group of verbs.
void AddMunicipalityVerbs(CommandLine& line);
void AddOrganisationVerbs(CommandLine& line);
void AddOrganisationChangeVerbs(CommandLine& line);
void AddPeopleVerbs(CommandLine& line);
void AddScorecardVerbs(CommandLine& line);
void AddWorkflowVerbs(CommandLine& line);
void AddWorkflowStepVerbs(CommandLine& line);
void AddCycleVerbs(CommandLine& line);
void AddCycleChangeVerbs(CommandLine& line);
void AddCycleSimulateVerbs(CommandLine& line);
void AddCycleMigrateVerb(CommandLine& line);
void AddOverviewVerbs(CommandLine& line);
void AddWatchVerbs(CommandLine& line);
void AddTaskVerbs(CommandLine& line);
void AddTaskWorkVerbs(CommandLine& line);
void AddRemindVerb(CommandLine& line);
void AddAgreementVerbs(CommandLine& line);
void AddTalkVerbs(CommandLine& line);
void AddIncidentVerbs(CommandLine& line);
void AddCalendarVerbs(CommandLine& line);
void AddDemoVerbs(CommandLine& line);

void AddAllVerbs(CommandLine& line);

}  // namespace arshjul::cli
