// A whole municipality in memory, driven by commands, as a client that knows only the forms would drive it: fields are
// filled from what the form itself says.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cycle/decide.h"
#include "cycle/form.h"

namespace arshjul::year {

// Keeps personnel texts in a map; the commitment is only as secret as a test needs.
class OpenTexts : public cycle::PersonnelText {
 public:
  std::optional<std::string> Read(const std::string& owner, const std::string& id) override;
  std::string Commitment(const std::string& owner, const std::string& id, const std::string& text) override;
  std::map<std::string, std::string> texts;
};

class Municipality {
 public:
  explicit Municipality(Date today);

  // Decides and keeps the change, or takes it back.
  cycle::Outcome Do(const std::string& actor, const cycle::Command& command);
  // Moves the clock, firing what falls due on the way.
  void Advance(Date to);
  Date Today() const;

  // See FillForm.
  Object Fill(const cycle::Task& task, const cycle::FormAction& action, const Object& given = {});
  // Completes every open task by its first forward action, until nothing is open. Returns how many.
  int CompleteAll();

  cycle::State& state() { return *state_; }
  cycle::Context ContextOf(const std::string& actor);
  const std::vector<cycle::Entry>& log() const { return log_; }
  std::vector<cycle::Notice> notices;

 private:
  Instant now_;
  calendar::Calendar calendar_;
  OpenTexts texts_;
  std::unique_ptr<cycle::State> state_;
  std::vector<cycle::Entry> log_;
  std::map<std::string, std::shared_ptr<const statechart::Workflow>> library_;
};

// Fills the task's form as a client would who knows only the form: the standing value, else the first option, the least
// number or day, a word. `given` goes first. The context is that of whoever has the task.
Object FillForm(cycle::State& state, const cycle::Context& context, const cycle::Task& task, const cycle::FormAction& action,
                const Object& given = {});

std::string ReadFile(const std::string& path);
// The demo municipality, imported, on 15 August 2014.
std::unique_ptr<Municipality> Loten();
// `units` posts in `levels` levels, every one with a leader.
cycle::ImportOrganisation LargeOrganisation(int units, int span);

}  // namespace arshjul::year
