// A small municipality whose cycle has been launched, on disk: made once, copied by every trial. Plain data; any thread.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cycle/command.h"
#include "engine/engine.h"
#include "faults/faulty_disk.h"

namespace arshjul::faults {

// What may be done with an open task, worked out beforehand as a client would from its form.
struct Job {
  int64_t task = 0, revision = 0;
  std::string person, unit, kind;
  std::string action;
  Object data;             // completes it
  std::string text_field;  // takes a draft that anybody may read; "" where there is none
  bool personal = false;   // of a talk or an agreement
};

struct Town {
  DiskImage files;   // town.db, and its log where it has one
  std::string keys;  // content of the key file
  Instant now{};     // of its own clock
  int64_t sequence = 0;
  std::vector<Job> jobs;
};

inline constexpr char kTown[] = "town";

enum class Season {
  kSpring,  // there is no cycle yet
  kAutumn,  // the ambition is set
  kWinter,  // the year is lived, the talks begin: what is said goes to the vault
};
// `long_log`: the write-ahead log is about to be moved into the file.
absl::StatusOr<Town> FoundTown(Season season, bool long_log);

// The commands that found it, in order, up to the organisation.
std::vector<cycle::Command> Founding();
cycle::LaunchCycle Launch();

// The jobs that are open in a view.
std::vector<Job> JobsIn(engine::View& view);

// What the real clock says in every trial.
Instant StandingClock();

// A folder in memory where the machine has one, gone with this object.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }
  void Empty() const;

 private:
  std::string path_;
};

std::string ContentOf(const std::string& path);

}  // namespace arshjul::faults
