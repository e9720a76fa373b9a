#include "store/key_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "store/file.h"

namespace arshjul::store {
namespace {

constexpr std::string_view kHeader = "arshjul-keys 1\n";
constexpr size_t kChecksumBytes = 16;
// A hundred thousand persons take 20 MB; more is not a key file.
constexpr int64_t kLargest = 1 << 28;

std::string ToHex(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  hex.pop_back();
  return hex;
}

// False unless all of `hex` is hex of `size` bytes.
bool FromHex(std::string_view hex, unsigned char* bytes, size_t size) {
  size_t found = 0;
  const char* end = nullptr;
  return hex.size() == size * 2 && sodium_hex2bin(bytes, size, hex.data(), hex.size(), nullptr, &found, &end) == 0 &&
         found == size && end == hex.data() + hex.size();
}

std::string Checksum(std::string_view text) {
  char sum[kChecksumBytes];
  crypto_generichash(reinterpret_cast<unsigned char*>(sum), sizeof sum,
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return ToHex(std::string_view(sum, sizeof sum));
}

std::string Line(std::string_view person, const Key& key) {
  std::string text =
      fmt::format("{} {}", ToHex(person),
                  ToHex(std::string_view(reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size())));
  return fmt::format("{} {}\n", text, Checksum(text));
}

// False when the line is not a record, or the person is there already.
bool ReadLine(std::string_view line, Keys& keys) {
  size_t last = line.rfind(' ');
  if (last == std::string_view::npos || Checksum(line.substr(0, last)) != line.substr(last + 1)) return false;
  line = line.substr(0, last);
  size_t first = line.find(' ');
  if (first == std::string_view::npos || first == 0 || first % 2 != 0) return false;
  std::string person(first / 2, '\0');
  Key key;
  return FromHex(line.substr(0, first), reinterpret_cast<unsigned char*>(person.data()), person.size()) &&
         FromHex(line.substr(first + 1), key.bytes.data(), key.bytes.size()) && keys.emplace(person, key).second;
}

// The part of the text that whole appends made.
std::string_view Finished(std::string_view text) {
  size_t zeros = text.find('\0');
  if (zeros != std::string_view::npos && text.find_first_not_of('\0', zeros) == std::string_view::npos) {
    text = text.substr(0, zeros);
  }
  size_t end = text.rfind('\n');
  return text.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

absl::Status WriteAt(int descriptor, int64_t at, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    ssize_t written = pwrite(descriptor, text.data(), text.size(), at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError("write", path, errno);
    at += written;
    text.remove_prefix(written);
  }
  return absl::OkStatus();
}

void SyncOrEnd(int descriptor, const std::string& path) {
  if (fsync(descriptor) != 0) EndProcess(std::string(FileError("sync", path, errno).message()));
}

// A folder that is there already may be someone else's; only one made here gets its mode from us.
absl::Status MakeFolder(const std::string& folder) {
  if (mkdir(folder.c_str(), 0700) == 0) return SyncFolder(FolderOf(folder));
  return errno == EEXIST ? absl::OkStatus() : FileError("make the folder", folder, errno);
}

absl::Status CheckFolder(const std::string& folder) {
  struct stat found;
  if (stat(folder.c_str(), &found) != 0) return FileError("look at", folder, errno);
  if ((found.st_mode & 077) == 0 && found.st_uid == geteuid()) return absl::OkStatus();
  return absl::PermissionDeniedError(
      fmt::format("others may enter {}: give it to the user of the server alone (chown, then chmod 700)", folder));
}

absl::StatusOr<int> OpenLocked(const std::string& path) {
  int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (descriptor < 0) return FileError("open the key file", path, errno);
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  close(descriptor);
  return absl::UnavailableError(fmt::format("the key file {} is in use by another process: stop it first", path));
}

}  // namespace

Key::~Key() { sodium_memzero(bytes.data(), bytes.size()); }

absl::StatusOr<std::unique_ptr<KeyFile>> KeyFile::Open(const std::string& path, Keys& keys) {
  std::string folder = FolderOf(path);
  absl::Status ready = MakeFolder(folder);
  if (ready.ok()) ready = CheckFolder(folder);
  if (!ready.ok()) return ready;
  absl::StatusOr<int> descriptor = OpenLocked(path);
  if (!descriptor.ok()) return descriptor.status();
  std::unique_ptr<KeyFile> file(new KeyFile(path, *descriptor));
  ready = file->CheckAccess();
  if (ready.ok()) ready = file->Load(keys);
  if (!ready.ok()) return ready;
  return file;
}

KeyFile::~KeyFile() { close(descriptor_); }

absl::Status KeyFile::CheckAccess() const {
  struct stat found;
  if (fstat(descriptor_, &found) != 0) return FileError("look at", path_, errno);
  if (!S_ISREG(found.st_mode)) return absl::PermissionDeniedError(path_ + " is not a plain file");
  if ((found.st_mode & 077) == 0 && found.st_uid == geteuid()) return absl::OkStatus();
  return absl::PermissionDeniedError(fmt::format(
      "others may read the key file {}: give it to the user of the server alone (chown, then chmod 600), and "
      "ask who may have read it",
      path_));
}

absl::Status KeyFile::Load(Keys& keys) {
  int64_t size = lseek(descriptor_, 0, SEEK_END);
  if (size < 0) return FileError("read", path_, errno);
  if (size > kLargest) return absl::DataLossError(fmt::format("{} is no key file: {} bytes", path_, size));
  std::string text(size, '\0');
  for (int64_t at = 0; at < size;) {
    ssize_t count = pread(descriptor_, text.data() + at, size - at, at);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return FileError("read", path_, count < 0 ? errno : EIO);
    at += count;
  }
  std::string_view whole = Finished(text);
  if (whole.empty() && kHeader.starts_with(std::string_view(text).substr(0, text.find('\0')))) {
    // New, or its making never ended.
    if (ftruncate(descriptor_, 0) != 0) return FileError("write", path_, errno);
    return Replace({});
  }
  std::string problems;
  if (!whole.starts_with(kHeader)) problems = " line 1 is not \"arshjul-keys 1\"";
  int number = 1;
  for (size_t at = whole.find('\n') + 1; problems.empty() && at < whole.size(); ++number) {
    size_t end = whole.find('\n', at);
    if (!ReadLine(whole.substr(at, end - at), keys)) problems += fmt::format(" line {}", number + 1);
    at = end + 1;
  }
  sodium_memzero(text.data(), text.size());
  if (!problems.empty()) {
    return absl::DataLossError(fmt::format(
        "the key file {} is damaged:{}; put back its copy from before, or every text of these persons is lost", path_,
        problems));
  }
  size_ = static_cast<int64_t>(whole.size());
  if (size_ < size && ftruncate(descriptor_, size_) != 0) return FileError("write", path_, errno);
  return absl::OkStatus();
}

absl::Status KeyFile::Append(std::string_view person, const Key& key) {
  std::string line = Line(person, key);
  absl::Status written = WriteAt(descriptor_, size_, line, path_);
  int64_t added = static_cast<int64_t>(line.size());
  sodium_memzero(line.data(), line.size());
  if (!written.ok()) {
    // Half a line that the next append would write past is damage.
    if (ftruncate(descriptor_, size_) != 0) EndProcess(std::string(FileError("write", path_, errno).message()));
    return written;
  }
  SyncOrEnd(descriptor_, path_);
  size_ += added;
  return absl::OkStatus();
}

absl::Status KeyFile::Replace(const Keys& keys) {
  std::string passing = path_ + ".new";
  unlink(passing.c_str());
  if (absl::Status made = CreatePrivateFile(passing); !made.ok()) return made;
  absl::StatusOr<int> descriptor = OpenLocked(passing);
  if (!descriptor.ok()) return descriptor.status();
  std::string text(kHeader);
  for (const auto& [person, key] : keys) text += Line(person, key);
  absl::Status written = WriteAt(*descriptor, 0, text, passing);
  int64_t size = static_cast<int64_t>(text.size());
  sodium_memzero(text.data(), text.size());
  if (written.ok()) {
    SyncOrEnd(*descriptor, passing);
    if (rename(passing.c_str(), path_.c_str()) != 0) written = FileError("rename", passing, errno);
  }
  if (!written.ok()) {
    close(*descriptor);
    unlink(passing.c_str());
    return written;
  }
  if (absl::Status synced = SyncFolder(FolderOf(path_)); !synced.ok()) EndProcess(std::string(synced.message()));
  // The old file has no name any more; its bytes are still on the disk. A disk that will not be written in place keeps
  // them whatever we do, so a failure changes nothing.
  absl::Status wiped = WriteAt(descriptor_, 0, std::string(size_, '\0'), path_);
  if (wiped.ok()) SyncOrEnd(descriptor_, path_);
  close(descriptor_);
  descriptor_ = *descriptor;
  size_ = size;
  return absl::OkStatus();
}

}  // namespace arshjul::store
