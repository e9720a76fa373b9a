// Files as a store needs them: that what is written is written, that only one process writes, that a path still leads
// to the file that was opened. Threads: any.
#pragma once

#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace arshjul::store {

// Which file lies under a path right now.
struct FileIdentity {
  dev_t device = 0;
  ino_t inode = 0;
  bool operator==(const FileIdentity&) const = default;
};
// Nothing when there is no file, or it cannot be asked for.
std::optional<FileIdentity> IdentityOf(const std::string& path);

// The folder a path lies in; "." for a bare name.
std::string FolderOf(const std::string& path);

// "cannot open /a/b: Permission denied", with the code that errno deserves.
absl::Status FileError(std::string_view doing, const std::string& path, int error);

// Writes a message for the operator and ends the process at once. For the moments after which nothing that is promised
// could be kept.
[[noreturn]] void EndProcess(const std::string& message);

// An empty file (mode 0600) with a name that was free. ALREADY_EXISTS otherwise.
absl::Status CreatePrivateFile(const std::string& path);

// Makes what a file, or the names in a folder, hold survive a power cut.
absl::Status SyncFile(const std::string& path);
absl::Status SyncFolder(const std::string& path);

// Holds `path` for this process as long as it lives. The file stays: removing it would let two processes each hold one.
class FileLock {
 public:
  // UNAVAILABLE, saying who: another process (or another part of this one) holds it. `what` it guards, "this municipality".
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(const std::string& path, std::string_view what);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  const int descriptor_;
};

}  // namespace arshjul::store
