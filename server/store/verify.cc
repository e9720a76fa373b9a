#include "store/verify.h"

#include <fmt/format.h>

namespace arshjul::store {
namespace {

constexpr int kEntriesAtOnce = 1000;

absl::Status VerifyLog(Reader& reader, std::vector<Finding>& findings) {
  LogEntry last;
  while (true) {
    absl::StatusOr<std::vector<LogEntry>> entries = reader.Log(last.sequence, kEntriesAtOnce);
    if (!entries.ok()) return entries.status();
    if (entries->empty()) return absl::OkStatus();
    for (LogEntry& entry : *entries) {
      if (entry.sequence != last.sequence + 1) {
        findings.push_back(
            {"log_gap", {{"after", fmt::to_string(last.sequence)}, {"found", fmt::to_string(entry.sequence)}}});
      }
      // Only in a damaged file, which may give back the same entries for ever.
      if (entry.sequence <= last.sequence) return absl::OkStatus();
      if (last.sequence > 0 && entry.time < last.time) {
        findings.push_back({"log_time_backwards",
                            {{"sequence", fmt::to_string(entry.sequence)},
                             {"time", FormatInstant(entry.time)},
                             {"before", FormatInstant(last.time)}}});
      }
      last = std::move(entry);
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<Finding>> Verify(Reader& reader) {
  absl::StatusOr<std::vector<Finding>> findings = reader.Structure();
  if (!findings.ok()) return findings;
  absl::Status read = VerifyLog(reader, *findings);
  // A damaged file may not give up its log: the damage is told already.
  if (!read.ok() && findings->empty()) return read;
  return findings;
}

std::string DescribeFinding(const Finding& finding) {
  std::string arguments;
  for (const auto& [name, value] : finding.args) {
    arguments += fmt::format("{}{}={}", arguments.empty() ? "" : ", ", name, value);
  }
  return fmt::format("{}({})", finding.problem, arguments);
}

}  // namespace arshjul::store
