// Telling people: what goes out after a commit, at least once, under a stable id.
//
// A notice carries titles and dates only. Personnel text (preparations, minutes, clauses) never gets here: the core has
// no way to put it in.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/time.h"

namespace arshjul::notify {

struct Item {
  std::string title;  // of a task, in the notice's language
  std::string unit;   // name; "" where the task is of none
  std::optional<Date> due;
  bool operator==(const Item&) const = default;
  static void Fields(auto&& field) {
    field(1, "title", &Item::title);
    field(2, "unit", &Item::unit);
    field(3, "due", &Item::due);
  }
};

struct Notice {
  std::string id;            // stable: the same notice delivered again has the same id; unique within the municipality
  std::string municipality;  // id
  std::string municipality_name;
  std::string person;        // id of whoever is told
  std::string person_name;
  std::string address;       // mail address; "" when unknown
  std::string language;      // "nb", "nn", "sv", "en"
  std::string message;       // notify.<message>.subject and .body in the catalogues
  std::map<std::string, std::string> args;
  std::vector<Item> items;   // bundled: what it is about
  Instant time;              // of the event that gave rise to it
  bool personal = false;     // says what happens between two: nobody else is told which message it is
  bool operator==(const Notice&) const = default;
  static void Fields(auto&& field) {
    field(1, "id", &Notice::id);
    field(2, "municipality", &Notice::municipality);
    field(3, "municipality_name", &Notice::municipality_name);
    field(4, "person", &Notice::person);
    field(5, "person_name", &Notice::person_name);
    field(6, "address", &Notice::address);
    field(7, "language", &Notice::language);
    field(8, "message", &Notice::message);
    field(9, "args", &Notice::args);
    field(10, "items", &Notice::items);
    field(11, "time", &Notice::time);
    field(12, "personal", &Notice::personal);
  }
};

// A way out. Deliver may be called again with a notice it has had (the server died before it wrote that down), and by
// several threads at once. Errors: INVALID_ARGUMENT will never succeed (give up: an incident); any other may be retried.
class Notifier {
 public:
  virtual ~Notifier() = default;
  // For the log: "log", "mail spool".
  virtual const char* Name() const = 0;
  virtual absl::Status Deliver(const Notice& notice) = 0;
};

// The notice as a letter, in its language.
struct Letter {
  std::string subject;  // one line
  std::string body;     // lines end in \n
};
Letter Compose(const Notice& notice);

}  // namespace arshjul::notify
