#include "notify/mail_spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "base/hash.h"
#include "base/words.h"
#include "fmt/format.h"
#include "notify/mime.h"

namespace arshjul::notify {
namespace {

absl::Status FileError(const char* what, const std::string& path, int error) {
  return absl::ErrnoToStatus(error, fmt::format("mail spool: cannot {} {}", what, path));
}

// Unique per notice, the same each time, and safe in a file name and in a header.
std::string StableName(const Notice& notice) {
  return Sha256Hex(fmt::format("{}\n{}", notice.municipality, notice.id)).substr(0, 40);
}

std::string MailDate(Instant instant) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto day = std::chrono::floor<std::chrono::days>(instant);
  std::chrono::year_month_day date(day);
  std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(instant - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(), time.seconds().count());
}

absl::Status SyncFolder(const std::string& folder) {
  int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FileError("open", folder, errno);
  int result = fsync(descriptor);
  int error = errno;
  close(descriptor);
  return result == 0 ? absl::OkStatus() : FileError("sync", folder, error);
}

absl::Status WriteSynced(const std::string& path, std::string_view text) {
  int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return FileError("create", path, errno);
  while (!text.empty()) {
    ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      int error = errno;
      close(descriptor);
      return FileError("write", path, error);
    }
    text.remove_prefix(static_cast<size_t>(written));
  }
  int result = fsync(descriptor);
  int error = errno;
  if (close(descriptor) != 0 && result == 0) {
    result = -1;
    error = errno;
  }
  return result == 0 ? absl::OkStatus() : FileError("sync", path, error);
}

class MailSpool : public Notifier {
 public:
  explicit MailSpool(MailSpoolOptions options) : options_(std::move(options)) {}

  const char* Name() const override { return "mail spool"; }

  absl::Status Deliver(const Notice& notice) override {
    if (notice.address.empty()) return absl::OkStatus();
    absl::StatusOr<std::string> mail = ToMail(notice, options_.sender);
    if (!mail.ok()) return mail.status();
    std::string name = StableName(notice);
    // Two threads may deliver the same notice: each writes a file of its own and the last move wins.
    std::string unfinished = fmt::format("{}/tmp/{}.{}.{}", options_.folder, name, getpid(), ++written_);
    std::string finished = fmt::format("{}/new/{}.eml", options_.folder, name);
    absl::Status status = WriteSynced(unfinished, *mail);
    if (status.ok() && rename(unfinished.c_str(), finished.c_str()) != 0) status = FileError("move", finished, errno);
    if (!status.ok()) {
      unlink(unfinished.c_str());
      return status;
    }
    return SyncFolder(options_.folder + "/new");
  }

 private:
  const MailSpoolOptions options_;
  std::atomic<uint64_t> written_ = 0;
};

}  // namespace

absl::StatusOr<std::string> ToMail(const Notice& notice, const std::string& sender) {
  if (!IsMailAddress(notice.address)) {
    return absl::InvalidArgumentError(fmt::format("mail spool: person {} has no usable address", notice.person));
  }
  Letter letter = Compose(notice);
  std::string mail;
  auto header = [&](const char* name, const std::string& value) { mail += fmt::format("{}: {}\r\n", name, value); };
  header("From", fmt::format("{} <{}>", EncodeName("Årshjul"), sender));
  std::string name = EncodeName(notice.person_name);
  header("To", name.empty() ? notice.address : fmt::format("{}\r\n <{}>", name, notice.address));
  header("Subject", EncodeHeader(letter.subject));
  header("Date", MailDate(notice.time));
  header("Message-ID", fmt::format("<{}@{}>", StableName(notice), sender.substr(sender.find('@') + 1)));
  header("Auto-Submitted", "auto-generated");
  header("MIME-Version", "1.0");
  header("Content-Type", "text/plain; charset=utf-8");
  header("Content-Transfer-Encoding", "quoted-printable");
  return mail + "\r\n" + QuotedPrintable(letter.body);
}

absl::StatusOr<std::unique_ptr<Notifier>> MakeMailSpool(MailSpoolOptions options) {
  if (!IsMailAddress(options.sender)) {
    return absl::InvalidArgumentError(fmt::format("mail spool: the sender \"{}\" is no mail address", options.sender));
  }
  for (const char* part : {"", "/new", "/tmp"}) {
    std::string folder = options.folder + part;
    std::error_code error;
    if (!std::filesystem::create_directories(folder, error)) {
      if (error) return FileError("make", folder, error.value());
      continue;
    }
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (error) return FileError("close to others", folder, error.value());
  }
  return std::make_unique<MailSpool>(std::move(options));
}

}  // namespace arshjul::notify
