// arshjul-admin: verify and back up a stopped store, or a copy of one; a live one by asking its server. Exit codes: 0 all
// is well, 1 something is wrong or could not be done, 2 told wrongly.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "admin/live.h"
#include "admin/stopped.h"
#include "messages/messages.h"

namespace arshjul::admin {
namespace {

struct Wishes {
  std::string data, keys, municipality, to, server, as = "office";
  std::vector<std::string> files;
};

std::string Language() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value != nullptr && *value != '\0') return messages::ChooseLanguage(value);
  }
  return messages::ChooseLanguage("");
}

std::string Say(const std::string& key, const messages::Arguments& args) { return messages::Render(Language(), "admin." + key, args); }

int Complain(const std::string& what, const absl::Status& status) {
  fmt::print(stderr, "arshjul-admin: {}: {}\n", what, std::string(status.message()));
  return 1;
}

int Report(const std::string& what, const absl::StatusOr<Verified>& verified) {
  if (!verified.ok()) return Complain(what, verified.status());
  for (const std::string& finding : verified->findings) fmt::print("{}: {}\n", what, finding);
  const std::string key = verified->findings.empty() ? "clean" : "findings";
  fmt::print("{}\n", Say(key, {{"what", what},
                               {"entries", std::to_string(verified->entries)},
                               {"count", std::to_string(verified->findings.size())}}));
  return verified->findings.empty() ? 0 : 1;
}

absl::StatusOr<std::vector<Place>> PlacesOf(const Wishes& wishes) {
  std::vector<Place> places;
  for (const std::string& file : wishes.files) places.push_back({file, "", ""});
  if (wishes.data.empty()) return places;
  std::string data = wishes.data;
  while (data.size() > 1 && data.back() == '/') data.pop_back();
  absl::StatusOr<std::vector<Place>> found = PlacesIn(data, wishes.keys.empty() ? data + "-keys" : wishes.keys, wishes.municipality);
  if (!found.ok()) return found.status();
  places.insert(places.end(), found->begin(), found->end());
  return places;
}

int RunVerify(const Wishes& wishes) {
  if (!wishes.server.empty()) {
    return Report(wishes.municipality, Verify(LiveServer{wishes.server, wishes.as, Language()}, wishes.municipality));
  }
  absl::StatusOr<std::vector<Place>> places = PlacesOf(wishes);
  if (!places.ok()) return Complain(wishes.data, places.status());
  int worst = 0;
  for (const Place& place : *places) {
    worst = std::max(worst, Report(place.file, Verify(place)));
    if (place.keys_missing.empty()) continue;
    fmt::print("{}\n", Say("keys_missing", {{"what", place.file}, {"path", place.keys_missing}}));
    worst = 1;
  }
  return worst;
}

int RunBackup(const Wishes& wishes) {
  absl::Status done;
  if (!wishes.server.empty()) {
    done = Backup(LiveServer{wishes.server, wishes.as, Language()}, wishes.municipality, wishes.to);
  } else {
    absl::StatusOr<std::vector<Place>> places = PlacesOf(wishes);
    done = places.ok() ? Backup(places->front(), wishes.to) : places.status();
  }
  if (!done.ok()) return Complain(wishes.municipality, done);
  fmt::print("{}\n", Say("backed_up", {{"municipality", wishes.municipality}, {"path", wishes.to}}));
  return 0;
}

// Where the store is: a folder and a municipality, or a server that has it open.
void AddPlace(CLI::App& verb, Wishes& wishes) {
  auto* data = verb.add_option("--data", wishes.data, "data folder of a server that is stopped");
  verb.add_option("--keys", wishes.keys, "folder of its keys [the data folder's name with -keys after it]");
  auto* municipality = verb.add_option("--municipality,-m", wishes.municipality, "id of the municipality");
  auto* server = verb.add_option("--server", wishes.server, "ask the server that has it open [ARSHJUL_SERVER, where nothing else says where]");
  verb.add_option("--as", wishes.as, "who asks the server [office]")->envname("ARSHJUL_AS");
  data->excludes(server);
  server->needs(municipality);
}

// What is said goes before the environment: a server named there does not keep a copy from being verified.
void RequirePlace(Wishes& wishes) {
  if (!wishes.data.empty() || !wishes.server.empty() || !wishes.files.empty()) return;
  if (const char* server = std::getenv("ARSHJUL_SERVER")) wishes.server = server;
  if (wishes.server.empty()) throw CLI::RequiredError("--data, --server or a file");
  if (wishes.municipality.empty()) throw CLI::RequiredError("--municipality");
}

int Main(int count, char** arguments) {
  CLI::App app(
      "Verifies and backs up what a municipality's server keeps.\n\n"
      "  arshjul-admin verify --data ./data\n"
      "  arshjul-admin verify loten-2016-03-20.db\n"
      "  arshjul-admin verify --server 127.0.0.1:7407 --municipality loten\n"
      "  arshjul-admin backup --data ./data --municipality loten --to loten-2016-03-20.db\n",
      "arshjul-admin");
  app.set_version_flag("--version", ARSHJUL_VERSION);
  app.require_subcommand(1);
  app.fallthrough();
  Wishes wishes;
  CLI::App* verify = app.add_subcommand("verify", "Does what is stored agree with the log? Says everything that does not.");
  AddPlace(*verify, wishes);
  verify->add_option("file", wishes.files, "copies made by backup");
  CLI::App* backup = app.add_subcommand("backup", "Copies one municipality's store, checked, to a new file.");
  AddPlace(*backup, wishes);
  backup->get_option("--municipality")->required();
  backup->add_option("--to", wishes.to, "the new file")->required();
  try {
    app.parse(count, arguments);
    RequirePlace(wishes);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return verify->parsed() ? RunVerify(wishes) : RunBackup(wishes);
}

}  // namespace
}  // namespace arshjul::admin

int main(int count, char** arguments) { return arshjul::admin::Main(count, arguments); }
