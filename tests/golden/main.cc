// Golden histories: what a released version has logged must be read, and fold to the same rows, for ever.
//
//   golden_history check FOLDER...   reads log.txt, folds it, and compares with rows.txt
//   golden_history make FOLDER       lives the small year and keeps it there; never over one that is kept already
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "golden/history.h"
#include "golden/year.h"

namespace arshjul::golden {
namespace {

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}

// The first lines that differ: a wrong fold is wrong in few places, or in all.
void TellDifference(const std::string& folder, const std::string& kept, const std::string& folded) {
  constexpr int kMost = 5;
  std::stringstream a(kept), b(folded);
  int number = 0, told = 0;
  for (std::string was, is; told < kMost;) {
    const bool more_kept = static_cast<bool>(std::getline(a, was)), more_folded = static_cast<bool>(std::getline(b, is));
    if (!more_kept && !more_folded) return;
    ++number;
    if (more_kept && more_folded && was == is) continue;
    ++told;
    fmt::print("{}/rows.txt line {}:\n  kept:   {}\n  folded: {}\n", folder, number, more_kept ? was : "nothing", more_folded ? is : "nothing");
  }
}

int Check(const std::string& folder) {
  const auto log = ReadFile(folder + "/log.txt"), rows = ReadFile(folder + "/rows.txt");
  if (!log || !rows) {
    fmt::print("{}: log.txt or rows.txt cannot be read\n", folder);
    return 1;
  }
  std::string problem;
  const auto entries = ReadLog(*log, problem);
  if (!entries) {
    fmt::print("{}/log.txt {}\n", folder, problem);
    return 1;
  }
  if (entries->empty()) {
    fmt::print("{}/log.txt holds nothing\n", folder);
    return 1;
  }
  const std::string folded = WriteRows(*entries);
  if (folded == *rows) return 0;
  TellDifference(folder, *rows, folded);
  return 1;
}

int Make(const std::string& folder) {
  if (std::filesystem::exists(folder)) {
    fmt::print("{} is there already. A kept history is never made again.\n", folder);
    return 1;
  }
  const std::vector<cycle::Entry> log = LiveAYear();
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/log.txt", std::ios::binary) << WriteLog(log);
  std::ofstream(folder + "/rows.txt", std::ios::binary) << WriteRows(log);
  fmt::print("{}: {} entries. Kinds of events that it lacks: {}\n", folder, log.size(), fmt::join(KindsMissing(log), ", "));
  return Check(folder);
}

}  // namespace
}  // namespace arshjul::golden

int main(int count, char** words) {
  using namespace arshjul::golden;
  const std::string verb = count > 2 ? words[1] : "";
  if (verb == "make" && count == 3) return Make(words[2]);
  if (verb != "check") {
    fmt::print(stderr, "usage: golden_history check FOLDER...\n       golden_history make FOLDER\n");
    return 2;
  }
  int failures = 0;
  for (int i = 2; i < count; ++i) failures += Check(words[i]);
  return failures == 0 ? 0 : 1;
}
