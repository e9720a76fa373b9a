#include "faults/call_faults.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "engine/reader_rows.h"
#include "engine/verify.h"
#include "faults/clients.h"
#include "faults/trial.h"
#include "store/sqlite.h"

namespace arshjul::faults {
namespace {

constexpr size_t kTogether = 40;

const char* FailureName(Failure failure) {
  switch (failure) {
    case Failure::kError: return "I/O error";
    case Failure::kFull: return "no room";
    case Failure::kShortRead: return "short read";
  }
  return "";
}

Call As(const std::string& actor, int number, cycle::Command command, std::string mark) {
  Call call;
  call.actor = actor;
  call.command = std::move(command);
  call.mark = std::move(mark);
  call.request_id = fmt::format("request-{}", number);
  call.body_hash = fmt::format("hash-{}", number);
  return call;
}

// One of everything, in an order in which each can be done. `jobs` are those that the launch opens.
std::vector<Call> CoreWork(const Town& town, const std::vector<Job>& jobs, bool launch) {
  const Job& first = jobs.at(0);
  const Job& second = jobs.at(1);
  std::vector<Call> work;
  if (launch) work.push_back(As("office", 1, Launch(), "cycle:2015"));
  work.push_back(As(first.person, 2, cycle::CompleteTask{first.task, first.action, first.data, std::nullopt}, fmt::format("task:{}", first.task)));
  work.push_back(As(second.person, 3, cycle::SaveTask{second.task, Object{{second.text_field, "<000003>"}}, std::nullopt}, "<000003>"));
  work.push_back(As(second.person, 4, cycle::CommentTask{second.task, "<000004>"}, "<000004>"));
  work.push_back(As("office", 5, cycle::AssignHolding{"care", "Leder", "<000005>", {"p5", "Ny leder", ""}, {}}, "<000005>"));
  work.push_back(As("office", 6, cycle::ChangeMunicipality{.name = "<000006>"}, "<000006>"));
  const Instant to = town.now + std::chrono::days(5);
  work.push_back(As("office", 7, cycle::SetClock{to}, "clock:" + FormatInstant(to)));
  return work;
}

// What is not a command: reads, a note of them, a copy.
void LookNoteAndCopy(engine::Engine& engine, Trial& trial) {
  engine.Read(trial.id, "office", [](engine::View& view) { view.state.tasks.All(); }).IgnoreError();
  const std::string resource = "talks/1";
  const bool told = engine.NoteReads(trial.id, "office", {{resource, "minutes"}}).ok();
  trial.history.noted.push_back({resource, told});
  const std::string copy = trial.folder + "/disk/copy.db";
  const bool copied = engine.Backup(trial.id, copy).ok();
  if (copied != std::filesystem::exists(copy)) trial.contradictions.push_back("there is a copy, and it failed; or the other way about");
}

// A copy that was said to be made is whole.
void CheckCopy(Trial& trial) {
  const std::string copy = trial.folder + "/disk/copy.db";
  if (!std::filesystem::exists(copy)) return;
  auto complain = [&](const std::string& what) { trial.contradictions.push_back("the copy: " + what); };
  auto opened = store::OpenSqliteStore({.path = copy}, engine::StoreSchema());
  if (!opened.ok()) return complain(opened.status().ToString());
  auto findings = engine::VerifyStore(**(*opened)->NewReader(), **store::KeyRing::Open(trial.folder + "/keys/town.keys"));
  if (!findings.ok()) return complain(findings.status().ToString());
  for (const std::string& finding : *findings) complain(finding);
}

// After a sync that failed nobody knows what is on the disk: the store says so, ends, and does not try again.
void CheckSync(Trial& trial) {
  if (trial.disk->Failed() != DiskCall::kSync || static_cast<size_t>(trial.fail_at) > trial.calls_at_work) return;
  const bool of_copy = std::filesystem::exists(trial.folder + "/disk/copy.db") == false && trial.fatal.empty();
  if (of_copy) return;
  if (trial.fatal.empty()) trial.contradictions.push_back("a sync failed, and nobody was told");
  if (trial.syncs_after_failure > 0) trial.contradictions.push_back("a sync was tried again after one had failed");
}

struct Fault {
  int64_t at = 0;
  Failure failure = Failure::kError;
};

std::vector<Fault> FaultsOf(const std::vector<DiskCall>& calls, int64_t stride) {
  std::vector<Fault> faults;
  for (size_t i = 0; i < calls.size(); ++i) {
    const int64_t at = static_cast<int64_t>(i) + 1;
    if (calls[i] == DiskCall::kRead && at % stride != 0) continue;
    faults.push_back({at, Failure::kError});
    if (calls[i] == DiskCall::kWrite) faults.push_back({at, Failure::kFull});
    if (calls[i] == DiskCall::kRead) faults.push_back({at, Failure::kShortRead});
  }
  return faults;
}

Trial CoreTrial(const Town& town, const std::vector<Call>& work, Fault fault) {
  Trial trial;
  trial.town = &town;
  trial.work = {work};
  trial.afterwards = LookNoteAndCopy;
  trial.fail_at = fault.at;
  trial.failure = fault.failure;
  return trial;
}

std::string Shown(const std::vector<std::string>& contradictions) {
  std::string text;
  for (size_t i = 0; i < contradictions.size() && i < 3; ++i) text += "\n    " + contradictions[i];
  return text;
}

Tally FailEach(const char* name, const Town& town, const std::vector<Call>& work, int64_t stride) {
  Tally tally;
  Folder place;
  std::vector<Trial> sound;
  sound.push_back(CoreTrial(town, work, {}));
  Run(sound, place);
  if (!sound[0].contradictions.empty()) tally.red.push_back(fmt::format("{}, without any fault:{}", name, Shown(sound[0].contradictions)));
  for (const Record& record : sound[0].history.records) {
    if (record.told != Told::kDone) tally.red.push_back(fmt::format("{}, without any fault: {} was not done", name, record.call.mark));
  }
  const std::vector<Fault> faults = FaultsOf(sound[0].disk->Calls(), stride);
  sound.clear();
  place.Empty();
  for (size_t begin = 0; begin < faults.size(); begin += kTogether) {
    std::vector<Trial> trials;
    for (size_t i = begin; i < std::min(faults.size(), begin + kTogether); ++i) trials.push_back(CoreTrial(town, work, faults[i]));
    Run(trials, place);
    for (Trial& trial : trials) {
      if (!trial.disk->Failed()) continue;
      ++tally.fired[fmt::format("calls failed, simulated: {}, {}", CallName(*trial.disk->Failed()), FailureName(trial.failure))];
      CheckCopy(trial);
      CheckSync(trial);
      if (trial.contradictions.empty()) continue;
      tally.red.push_back(fmt::format("{}: call {} ({}): {}; told of it: '{}':{}", name, trial.fail_at, CallName(*trial.disk->Failed()),
                                      FailureName(trial.failure), trial.fatal, Shown(trial.contradictions)));
    }
    trials.clear();
    place.Empty();
  }
  return tally;
}

}  // namespace

Tally FailEveryCall(const Towns& towns, int64_t stride) {
  // A launch on the same town opens the same tasks.
  Tally tally = FailEach("launch and work", towns.spring, CoreWork(towns.spring, towns.autumn.jobs, true), 1);
  // The log is long: the work makes the store move it into the file.
  tally.Add(FailEach("checkpoint at work", towns.long_log, CoreWork(towns.long_log, towns.long_log.jobs, false), stride));
  return tally;
}

Tally FillDisk(const Towns& towns) {
  Tally tally;
  Folder place;
  std::vector<Trial> trials(1);
  Trial& trial = trials[0];
  trial.town = &towns.spring;
  int64_t refused = 0;
  const std::vector<Call> work = CoreWork(towns.spring, towns.autumn.jobs, true);
  trial.afterwards = [&](engine::Engine& engine, Trial& here) {
    auto complain = [&](const Call& call, const std::string& what) { here.contradictions.push_back(call.mark + ": " + what); };
    int64_t tick = 0;
    for (const Call& call : work) {
      here.disk->SetFull(true);
      engine::Reply reply = engine.Run(RequestOf(here.id, call));
      if (absl::IsResourceExhausted(reply.status)) ++refused;
      else complain(call, "on a full disk: " + reply.status.ToString());
      absl::Status read = engine.Read(here.id, "office", [](engine::View& view) { view.state.tasks.All(); });
      if (!read.ok()) complain(call, "reading from a full disk: " + read.ToString());
      here.disk->SetFull(false);
      Record record{call};
      record.sent = ++tick;
      reply = engine.Run(RequestOf(here.id, call));
      if (!reply.status.ok() || reply.refusal || reply.repeated) complain(call, "when there was room again: " + reply.status.ToString());
      record.told = Told::kDone;
      record.resource = reply.resource;
      record.answer = reply.answer;
      record.answered = ++tick;
      here.history.records.push_back(std::move(record));
    }
  };
  Run(trials, place);
  if (!trial.fatal.empty()) trial.contradictions.push_back("the store ended: " + trial.fatal);
  tally.fired["full disk, simulated: commands refused and done later"] = refused;
  if (!trial.contradictions.empty()) tally.red.push_back("full disk:" + Shown(trial.contradictions));
  return tally;
}

}  // namespace arshjul::faults
