#include "scenario/teller.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "base/words.h"

namespace arshjul::scenario {
namespace {

// "<hvem> fullfører <oppgave>[ for <hva>]" as a regular expression: one group for each hole.
std::string Expression(std::string_view pattern) {
  std::string out;
  for (size_t at = 0; at < pattern.size(); ++at) {
    char c = pattern[at];
    if (c == '[') {
      out += "(?:";
    } else if (c == ']') {
      out += ")?";
    } else if (c == '<') {
      size_t end = pattern.find('>', at);
      std::string_view hole = pattern.substr(at + 1, end - at - 1);
      at = end;
      if (hole == "dato") {
        out += R"((\d{4}-\d\d-\d\d))";
      } else if (hole == "år") {
        // A year that is launched again after it was called off has a number, too.
        out += R"((\d{4}(?:-\d)?))";
      } else if (hole == "nr") {
        out += R"((\d{1,3}))";
      } else if (hole == "fase" || hole == "oppgave" || hole == "handling") {
        out += "([a-z_]+)";
      } else if (hole == "TILSTAND" || hole == "ROLLE" || hole == "GRUNN" || hole == "FARGE" || hole == "HVEM") {
        out += "([A-Z_]+)";
      } else {
        out += "(.+?)";
      }
    } else {
      if (std::string_view(".()|*+?{}^$\\").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

struct Compiled {
  std::regex shape;
  const SentenceKind* kind;
};

const std::vector<Compiled>& Language() {
  static const std::vector<Compiled> language = [] {
    std::vector<Compiled> out;
    for (const auto* kinds : {&ActKinds(), &ClaimKinds()}) {
      for (const SentenceKind& kind : *kinds) out.push_back({std::regex(Expression(kind.pattern)), &kind});
    }
    return out;
  }();
  return language;
}

std::string Described(const Refusal& refusal) {
  std::string out = ReasonName(refusal.reason);
  for (const auto& [name, value] : refusal.args) out += fmt::format(" {}={}", name, value);
  for (const FieldViolation& field : refusal.fields) {
    out += fmt::format("; {} {}", field.field, field.problem);
    for (const auto& [name, value] : field.args) out += fmt::format(" {}={}", name, value);
  }
  return out;
}

}  // namespace

std::vector<std::string> Teller::Sentences() {
  std::vector<std::string> out;
  for (const Compiled& sentence : Language()) out.push_back(sentence.kind->pattern);
  return out;
}

World& Teller::world(int line) {
  if (world_ == nullptr) throw Unreadable(line, "det er ingen organisasjon ennå");
  return *world_;
}

std::vector<Problem> Teller::Tell(const Script& script) {
  for (const Sentence& sentence : script.sentences) {
    try {
      TellOne(sentence);
    } catch (const Unreadable& error) {
      problems_.push_back({error.line, error.what()});
      return problems_;
    }
  }
  return problems_;
}

void Teller::TellOne(const Sentence& sentence) {
  const int line = sentence.line.number;
  for (const Compiled& candidate : Language()) {
    std::smatch match;
    if (!std::regex_match(sentence.line.text, match, candidate.shape)) continue;
    Told told{line, {match.begin() + 1, match.end()}, sentence.block};
    if (world_ != nullptr && candidate.kind->acts) world_->ForgetRecent();
    candidate.kind->tell(*this, told);
    if (world_ == nullptr) return;
    if (candidate.kind->acts) {
      world_->CompareWithLog();
      ExpectStuck(told);
    }
    for (const std::string& finding : world_->findings) Problems(line, finding);
    world_->findings.clear();
    return;
  }
  throw Unreadable(line, fmt::format("forstår ikke «{}»", sentence.line.text));
}

// --- acting ----------------------------------------------------------------------------------------------------------

std::vector<Line> Teller::WithoutRefusal(const std::vector<Line>& block) {
  std::vector<Line> out;
  for (const Line& line : block) {
    if (!line.text.starts_with("avvises: ") && !line.text.starts_with("står fast: ")) out.push_back(line);
  }
  return out;
}

void Teller::Act(const Told& told, const cycle::Command& command, const std::string& who) {
  Expect(told, world(told.line).Run(command, who));
}

// "avvises: REASON", or "avvises: REASON field problem, field problem": then exactly these.
void Teller::Expect(const Told& told, const std::optional<Refusal>& refusal) {
  auto expected = std::find_if(told.block.begin(), told.block.end(),
                               [](const Line& line) { return line.text.starts_with("avvises: "); });
  if (expected == told.block.end()) {
    if (refusal) Problems(told.line, "ble avvist: " + Described(*refusal));
    return;
  }
  if (!refusal) {
    Problems(expected->number, "skulle blitt avvist, men ble gjort");
    return;
  }
  std::string found = ReasonName(refusal->reason);
  const std::string wanted = expected->text.substr(std::string("avvises: ").size());
  if (wanted.find(' ') != std::string::npos) {
    for (const FieldViolation& field : refusal->fields) {
      found += fmt::format("{} {} {}", &field == &refusal->fields.front() ? "" : ",", field.field, field.problem);
    }
  }
  if (found != wanted) Problems(expected->number, "ble avvist slik: " + Described(*refusal));
}

void Teller::ExpectStuck(const Told& told) {
  std::vector<std::string> found;
  for (const cycle::Incident& incident : world_->recent_incidents) found.push_back(PlaceOf(incident) + " " + incident.cause);
  for (const Line& line : told.block) {
    if (!line.text.starts_with("står fast: ")) continue;
    auto known = std::find(found.begin(), found.end(), line.text.substr(std::string("står fast: ").size()));
    if (known == found.end()) {
      Problems(line.number, "står ikke fast");
    } else {
      found.erase(known);
    }
  }
  for (const std::string& stuck : found) Problems(told.line, "står fast: " + stuck);
}

std::string Teller::PlaceOf(const cycle::Incident& incident) {
  const cycle::Step* step = incident.step.empty() ? nullptr : world_->state().steps.Find(incident.step);
  if (step == nullptr) return incident.phase.empty() ? "runden" : incident.phase;
  const organisation::Unit* unit = world_->state().Organisation().FindUnit(step->subject);
  const std::string name = unit == nullptr ? step->subject : unit->name;
  return name.empty() ? step->phase : step->phase + " for " + name;
}

cycle::Incident Teller::IncidentOf(const Told& told, const std::string& phase, const std::string& what) {
  const cycle::Incident* found = nullptr;
  for (const cycle::Incident* incident : world(told.line).state().incidents.All()) {
    if (incident->phase != phase) continue;
    const cycle::Step* step = incident->step.empty() ? nullptr : world_->state().steps.Find(incident->step);
    if (what.empty() ? step == nullptr || step->subject.empty() : step != nullptr && IsFor(*step, what)) found = incident;
  }
  if (found == nullptr) throw Unreadable(told.line, "ingenting har stått fast der");
  return *found;
}

// --- finding ---------------------------------------------------------------------------------------------------------

std::string Teller::Version(const Told& told, const std::string& name) {
  try {
    return versions_(name);
  } catch (const std::runtime_error& error) {
    throw Unreadable(told.line, error.what());
  }
}

std::string Teller::Person(const Told& told, const std::string& name) {
  std::string id = Slug(name);
  if (world(told.line).state().Organisation().FindPerson(id) == nullptr)
    throw Unreadable(told.line, "kjenner ikke " + name);
  return id;
}

std::string Teller::Unit(const Told& told, const std::string& name) {
  std::string id = Slug(name);
  if (world(told.line).state().Organisation().FindUnit(id) == nullptr)
    throw Unreadable(told.line, "kjenner ikke enheten " + name);
  return id;
}

std::string Teller::Year(const std::string& year) { return year.empty() ? newest_cycle_ : year; }

bool Teller::IsFor(const cycle::Step& step, const std::string& what) {
  if (what.empty()) return true;
  size_t with = what.find(" med ");
  if (with != std::string::npos)
    return step.leader == Slug(what.substr(0, with)) && step.superior == Slug(what.substr(with + 5));
  std::string id = Slug(what);
  return step.leader == id || std::find(step.units.begin(), step.units.end(), id) != step.units.end();
}

std::vector<cycle::Task> Teller::Tasks(const std::string& kind, const std::string& year, const std::string& what) {
  std::vector<cycle::Task> out;
  for (const cycle::Task* task : world_->state().tasks.By(cycle::Task::kOpen, "open")) {
    if (!kind.empty() && task->kind != kind) continue;
    if (!year.empty() && task->cycle != year) continue;
    if (IsFor(*world_->state().steps.Find(task->step), what)) out.push_back(*task);
  }
  return out;
}

cycle::Task Teller::TaskOf(const Told& told, const std::string& who, const std::string& kind, const std::string& year,
                           const std::string& what) {
  world(told.line);
  std::vector<cycle::Task> open = Tasks(kind, year, what), own, done, own_done;
  for (const cycle::Task& task : open) {
    if (task.assignment.person == who) own.push_back(task);
  }
  for (const cycle::Task* task : world_->state().tasks.All()) {
    if (task->kind != kind || task->state == cycle::TaskState::kOpen || (!year.empty() && task->cycle != year))
      continue;
    if (!IsFor(*world_->state().steps.Find(task->step), what)) continue;
    done.push_back(*task);
    if (task->assignment.person == who) own_done.push_back(*task);
  }
  const std::vector<cycle::Task>& meant = own.empty() && !(what.empty() && !own_done.empty()) ? open : own;
  if (meant.size() > 1) throw Unreadable(told.line, fmt::format("flere åpne oppgaver {}: si hva den er for", kind));
  if (!meant.empty()) return meant.front();
  if (!own_done.empty()) return own_done.back();
  if (!done.empty()) return done.back();
  throw Unreadable(told.line, fmt::format("ingen oppgave {}{}", kind, what.empty() ? "" : " for " + what));
}

const cycle::Step* Teller::StepOf(const std::string& phase, const std::string& year, const std::string& what) {
  const cycle::Step* found = nullptr;
  for (const cycle::Step* step : world_->state().steps.By(cycle::Step::kByPhase, Year(year) + "/" + phase)) {
    if (!IsFor(*step, what)) continue;
    // Of a leader who has changed superior, the newest that was not stopped.
    bool better =
        found == nullptr || found->state == cycle::StepState::kCancelled || step->state != cycle::StepState::kCancelled;
    if (better) found = step;
  }
  return found;
}

}  // namespace arshjul::scenario
