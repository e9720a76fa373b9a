#include "store/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace arshjul::store {
namespace {

absl::Status Sync(const std::string& path, int flags) {
  int descriptor = open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) return FileError("open", path, errno);
  int result = fsync(descriptor);
  int error = errno;
  close(descriptor);
  return result == 0 ? absl::OkStatus() : FileError("sync", path, error);
}

std::string HolderOf(int descriptor) {
  char text[32];
  ssize_t size = pread(descriptor, text, sizeof text, 0);
  std::string holder(text, size > 0 ? size : 0);
  while (!holder.empty() && holder.back() == '\n') holder.pop_back();
  return holder.empty() ? "unknown" : holder;
}

}  // namespace

std::optional<FileIdentity> IdentityOf(const std::string& path) {
  struct stat found;
  if (stat(path.c_str(), &found) != 0) return std::nullopt;
  return FileIdentity{found.st_dev, found.st_ino};
}

std::string FolderOf(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status FileError(std::string_view doing, const std::string& path, int error) {
  return absl::ErrnoToStatus(error, fmt::format("cannot {} {}", doing, path));
}

void EndProcess(const std::string& message) {
  std::fprintf(stderr, "arshjul ends: %s\n", message.c_str());
  std::abort();
}

absl::Status CreatePrivateFile(const std::string& path) {
  int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return FileError("create", path, errno);
  close(descriptor);
  return absl::OkStatus();
}

absl::Status SyncFile(const std::string& path) { return Sync(path, O_RDONLY); }
absl::Status SyncFolder(const std::string& path) { return Sync(path, O_RDONLY | O_DIRECTORY); }

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Take(const std::string& path, std::string_view what) {
  while (true) {
    int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return FileError("open the lock file", path, errno);
    std::unique_ptr<FileLock> lock(new FileLock(descriptor));
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return FileError("lock", path, errno);
      return absl::UnavailableError(
          fmt::format("{} is held by process {}: a server has {} open already; stop it first", path,
                      HolderOf(descriptor), what));
    }
    struct stat held;
    if (fstat(descriptor, &held) != 0) return FileError("look at", path, errno);
    // Somebody removed the file between opening and locking: this lock guards nothing.
    if (IdentityOf(path) != FileIdentity{held.st_dev, held.st_ino}) continue;
    std::string holder = fmt::format("{}\n", getpid());
    // Only for the message above: the lock holds without it, so a failure is not looked at.
    [[maybe_unused]] bool told =
        ftruncate(descriptor, 0) == 0 && pwrite(descriptor, holder.data(), holder.size(), 0) > 0;
    return lock;
  }
}

FileLock::~FileLock() { close(descriptor_); }

}  // namespace arshjul::store
