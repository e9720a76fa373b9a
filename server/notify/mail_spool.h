// Notices as RFC 5322 messages in a folder, for whatever sends a municipality's mail to pick up.
//
// FOLDER/new holds finished messages, one <name>.eml each; FOLDER/tmp those being written. A message is synced and then
// moved into new, so that whoever looks sees all of it or nothing. The file's name and the Message-ID come from the
// notice's id: delivered twice, it is one file, or, when the first was picked up, two messages a mail system can tell
// are the same.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "notify/notifier.h"

namespace arshjul::notify {

struct MailSpoolOptions {
  std::string folder;  // made, with new and tmp, when it is not there (0700)
  std::string sender;  // address in From
};

// Errors: INVALID_ARGUMENT for a sender that is no address; else what the file system says.
// Deliver: OK and no file for a person without an address; INVALID_ARGUMENT for an address that is none.
absl::StatusOr<std::unique_ptr<Notifier>> MakeMailSpool(MailSpoolOptions options);

// The whole message, CRLF, ASCII only. INVALID_ARGUMENT for an address that is none.
absl::StatusOr<std::string> ToMail(const Notice& notice, const std::string& sender);

}  // namespace arshjul::notify
