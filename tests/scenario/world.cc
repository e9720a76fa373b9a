#include "scenario/world.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "cycle/apply.h"
#include "cycle/schema.h"

namespace arshjul::scenario {
namespace {

// Shorter texts stand in the log by accident ("tekst" in a public field).
constexpr size_t kShortestSecret = 6;
// More timers than this on one day set each other for ever.
constexpr int kMostTimers = 100'000;

const absl::TimeZone& Oslo() {
  static const absl::TimeZone zone = calendar::LoadZone("Europe/Oslo").value();
  return zone;
}

// Compiled once for all scenarios, by hash.
std::shared_ptr<const statechart::Workflow> Compiled(const std::string& hash, const std::string& source) {
  static std::map<std::string, std::shared_ptr<const statechart::Workflow>> known;
  auto& workflow = known[hash];
  if (workflow == nullptr) workflow = statechart::LoadWorkflow(source).workflow;
  return workflow;
}

// What people wrote: a text field, or the free columns of the tables and documents that are sealed whole.
void CollectSecrets(const Value& value, std::set<std::string>& out) {
  if (const std::string* text = value.AsString()) {
    if (text->size() >= kShortestSecret) out.insert(*text);
  } else if (const List* list = value.AsList()) {
    for (const Value& row : *list) CollectSecrets(row["what"], out);
  } else if (value.AsObject() != nullptr) {
    CollectSecrets(value["commitments"], out);
    CollectSecrets(value["personal_clauses"], out);
  }
}

}  // namespace

// --- rows ----------------------------------------------------------------------------------------------------------

std::optional<std::string> StoredRows::Get(int table, std::string_view key) {
  auto it = tables_[table].find(key);
  if (it == tables_[table].end()) return std::nullopt;
  return it->second.body;
}

cycle::RowSource::Rows StoredRows::Find(int table, int column, std::string_view value, std::string_view after, size_t most) {
  Rows out;
  const std::set<std::string>& keys = index_[{table, column, std::string(value)}];
  for (auto at = keys.upper_bound(std::string(after)); at != keys.end() && (most == 0 || out.size() < most); ++at) {
    out.emplace_back(*at, tables_[table].find(*at)->second.body);
  }
  return out;
}

size_t StoredRows::Count(int table, int column, std::string_view value) { return index_[{table, column, std::string(value)}].size(); }

cycle::RowSource::Rows StoredRows::Scan(int table, std::string_view after, size_t most) {
  Rows out;
  const auto& rows = tables_[table];
  for (auto at = rows.upper_bound(after); at != rows.end() && (most == 0 || out.size() < most); ++at) {
    out.emplace_back(at->first, at->second.body);
  }
  return out;
}

void StoredRows::Index(int table, const std::string& key, const Row& row, bool add) {
  for (size_t column = 0; column < row.columns.size(); ++column) {
    if (row.columns[column].empty()) continue;
    auto& keys = index_[{table, static_cast<int>(column), row.columns[column]}];
    if (add) {
      keys.insert(key);
    } else {
      keys.erase(key);
    }
  }
}

void StoredRows::Write(const cycle::RowChange& change) {
  auto& rows = tables_[change.table];
  if (auto it = rows.find(change.key); it != rows.end()) {
    Index(change.table, change.key, it->second, false);
    rows.erase(it);
  }
  if (!change.body) return;
  auto [it, fresh] = rows.emplace(change.key, Row{*change.body, change.columns});
  Index(change.table, change.key, it->second, true);
}

std::optional<std::string> Vault::Read(const std::string&, const std::string& id) {
  auto it = texts_.find(id);
  if (it == texts_.end()) return std::nullopt;
  return it->second;
}

std::string Vault::Commitment(const std::string& owner, const std::string& id, const std::string& text) {
  return Sha256Hex("the key of " + owner + "/" + id + "/" + text);
}

// --- the world -----------------------------------------------------------------------------------------------------

World::World(Instant start) : now_(start), folded_(std::make_unique<cycle::State>(nullptr)) { Reload(); }

const calendar::Calendar& World::calendar() {
  const cycle::Municipality* self = state_->Self();
  std::vector<calendar::ClosedSpan> closed = self == nullptr ? std::vector<calendar::ClosedSpan>() : self->closed;
  if (calendar_ == nullptr || !(closed == closed_)) {
    closed_ = closed;
    calendar_ = std::make_unique<calendar::Calendar>(Oslo(), std::move(closed));
  }
  return *calendar_;
}

cycle::Context World::ContextOf(const std::string& actor) {
  cycle::Context context;
  context.now = now_;
  context.actor = actor;
  context.random = Sha256Hex(std::to_string(commands_)).substr(0, 32);
  context.calendar = &calendar();
  context.workflows = library ? library : Compiled;
  context.texts = &vault_;
  return context;
}

void World::Reload() { state_ = std::make_unique<cycle::State>(&rows_); }

std::optional<Refusal> World::Run(const cycle::Command& command, const std::string& actor) {
  ++commands_;
  cycle::Outcome outcome = cycle::Decide(*state_, command, ContextOf(actor));
  if (outcome.refusal) {
    state_->Undo();
    std::vector<cycle::RowChange> left;
    state_->ForEach([&](auto& table) { table.TakeChanges(left); });
    if (!left.empty())
      findings.push_back(
          fmt::format("{} ble avvist, men {} rader ble endret", cycle::CommandName(command), left.size()));
    Reload();
    return outcome.refusal;
  }
  state_->Accept();
  Keep(outcome);
  Reload();
  CheckTasks();
  CheckIncidents();
  CheckCounters();
  return std::nullopt;
}

cycle::Outcome World::Rehearse(const cycle::Command& command, const std::string& actor) {
  cycle::Outcome outcome = cycle::Decide(*state_, command, ContextOf(actor));
  state_->Undo();
  Reload();
  return outcome;
}

void World::Keep(const cycle::Outcome& outcome) {
  for (const cycle::VaultText& text : outcome.vault) vault_.Write(text);
  std::string logged = Encode(cycle::Entry{now_, outcome.events});
  cycle::Entry read;
  if (!Decode(logged, read)) findings.push_back("loggen kan ikke leses igjen");
  for (const cycle::Event& event : read.events) {
    cycle::Apply(*folded_, event, read.time);
    recent_events.push_back(cycle::EventName(event));
    const auto* opened = std::get_if<cycle::IncidentOpened>(&event);
    if (opened != nullptr && opened->incident.timer) recent_incidents.push_back(opened->incident);
  }
  folded_->Accept();
  std::vector<cycle::RowChange> decided, folded;
  state_->ForEach([&](auto& table) { table.TakeChanges(decided); });
  folded_->ForEach([&](auto& table) { table.TakeChanges(folded); });
  for (const cycle::RowChange& change : decided) rows_.Write(change);
  for (const cycle::RowChange& change : folded) folded_rows_.Write(change);
  for (const std::vector<cycle::RowChange>* changes : {&decided, &folded}) {
    for (const cycle::RowChange& change : *changes) {
      if (rows_.Get(change.table, change.key) == folded_rows_.Get(change.table, change.key)) continue;
      findings.push_back(fmt::format("{} {} er ikke det loggen sier", cycle::Schema()[change.table].table, change.key));
    }
  }
  KeepSecrets(outcome, logged);
  log_.push_back(std::move(logged));
  recent_notices.insert(recent_notices.end(), outcome.notices.begin(), outcome.notices.end());
}

void World::KeepSecrets(const cycle::Outcome& outcome, const std::string& logged) {
  auto check = [&](const std::string& where, const std::string& text, const std::set<std::string>& secrets) {
    for (const std::string& secret : secrets) {
      if (text.find(secret) != std::string::npos)
        findings.push_back(fmt::format("personaltekst i {}: «{}»", where, secret));
    }
  };
  std::set<std::string> fresh;
  for (const cycle::VaultText& text : outcome.vault) {
    Value value;
    if (Decode(text.text, value)) CollectSecrets(value, fresh);
  }
  // The first entry is the municipality's creation, with the workflow's own words.
  for (size_t i = 1; i < log_.size(); ++i) check("loggen", log_[i], fresh);
  secrets_.insert(fresh.begin(), fresh.end());
  if (!log_.empty()) check("loggen", logged, secrets_);
  for (const cycle::Notice& notice : outcome.notices) {
    for (const auto& [name, text] : notice.args) check("varsel", text, secrets_);
  }
  check("svaret", ToJson(outcome.answer), secrets_);
}

void World::AdvanceTo(Instant to) {
  for (int fired = 0; fired < kMostTimers; ++fired) {
    const cycle::Timer* next = state_->timers.First();
    if (next == nullptr || next->at > to) break;
    const std::string key = next->Key();
    now_ = std::max(next->at, state_->Self()->last_time);
    auto refusal = Run(cycle::FireTimer{key}, "system");
    if (refusal) refusal = Run(cycle::ParkTimer{key, ReasonName(refusal->reason), refusal->args}, "system");
    if (refusal) {
      findings.push_back(fmt::format("tidsuret {} kan ikke parkeres: {}", key, ReasonName(refusal->reason)));
      break;
    }
  }
  now_ = to;
  if (state_->Self() != nullptr) Run(cycle::SetClock{to}, "system");
}

void World::CompareWithLog() {
  cycle::State fresh(nullptr);
  for (const std::string& logged : log_) {
    cycle::Entry entry;
    if (!Decode(logged, entry)) findings.push_back("loggen kan ikke leses igjen");
    for (const cycle::Event& event : entry.events) cycle::Apply(fresh, event, entry.time);
    fresh.Accept();
  }
  std::vector<cycle::RowChange> changes;
  fresh.ForEach([&](auto& table) { table.TakeChanges(changes); });
  StoredRows::Tables expected;
  for (const cycle::RowChange& change : changes) {
    if (change.body) expected[change.table][change.key] = {*change.body, change.columns};
  }
  StoredRows::Tables stored = rows_.tables();
  std::erase_if(stored, [](const auto& table) { return table.second.empty(); });
  if (stored != expected) findings.push_back("loggen brettet fra ingenting gir andre rader enn de lagrede");
}

void World::CheckTasks() {
  std::map<std::string, std::vector<std::string>> by_step;
  for (const cycle::Task* task : state_->tasks.By(cycle::Task::kOpen, "open")) {
    by_step[task->step].push_back(task->Key());
    if (task->assignment.person.empty())
      findings.push_back(fmt::format("oppgaven {} ({}) har ingen eier", task->number, task->kind));
    const cycle::Cycle* cycle = state_->cycles.Find(task->cycle);
    if (cycle == nullptr || cycle->state == cycle::CycleState::kClosed ||
        cycle->state == cycle::CycleState::kCancelled) {
      findings.push_back(fmt::format("oppgaven {} ({}) er åpen i en årssyklus som er over", task->number, task->kind));
    }
  }
  for (const cycle::Step* step : state_->steps.All()) {
    std::vector<std::string> known = step->open_tasks, open = by_step[step->Key()];
    std::sort(known.begin(), known.end());
    if (known != open) findings.push_back(fmt::format("steget {} kjenner ikke oppgavene sine", step->Key()));
    if (step->state != cycle::StepState::kActive && !(open.empty() && step->timers.empty())) {
      findings.push_back(fmt::format("steget {} er {} med åpne oppgaver eller tidsur", step->Key(),
                                     cycle::StepStateName(step->state)));
    }
    for (const std::string& timer : step->timers) {
      if (state_->timers.Find(timer) == nullptr)
        findings.push_back(fmt::format("steget {} venter på et tidsur som ikke finnes", step->Key()));
    }
  }
}

void World::CheckIncidents() {
  std::map<std::string, std::string> stuck;  // incident by step
  for (const cycle::Incident* incident : state_->incidents.All()) {
    const bool open = incident->state == cycle::IncidentState::kOpen;
    if (!open && !incident->waiting.empty())
      findings.push_back(fmt::format("noe venter på hendelsen {}, som er gjort opp", incident->number));
    if (!open || incident->step.empty()) continue;
    if (!stuck.emplace(incident->step, incident->Key()).second)
      findings.push_back(fmt::format("steget {} står fast to ganger", incident->step));
  }
  for (const cycle::Step* step : state_->steps.All()) {
    auto found = stuck.find(step->Key());
    if (step->incident != (found == stuck.end() ? "" : found->second))
      findings.push_back(fmt::format("steget {} kjenner ikke hendelsen sin", step->Key()));
    if (found != stuck.end() && step->state != cycle::StepState::kActive)
      findings.push_back(fmt::format("steget {} står fast, men er over", step->Key()));
  }
}

void World::CheckCounters() {
  std::map<std::string, cycle::Counter> counted;
  for (const cycle::Step* step : state_->steps.All()) {
    cycle::Counter& counter = counted[step->cycle + "/" + step->phase];
    ++counter.by_state[cycle::StepStateName(step->state)];
    if (!step->shown.empty()) ++counter.by_shown[step->shown];
  }
  for (const cycle::Counter* kept : state_->counters.All()) {
    const cycle::Counter& counter = counted[kept->Key()];
    if (counter.by_state != kept->by_state || counter.by_shown != kept->by_shown) {
      findings.push_back(fmt::format("telleverket {} sier ikke det stegene sier", kept->Key()));
    }
    counted.erase(kept->Key());
  }
  for (const auto& [key, counter] : counted) findings.push_back(fmt::format("telleverket {} mangler", key));
}

void World::ForgetRecent() {
  recent_events.clear();
  recent_notices.clear();
  recent_incidents.clear();
}

}  // namespace arshjul::scenario
