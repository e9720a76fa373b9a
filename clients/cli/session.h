// What every verb has at hand: the server, the municipality, texts, and where to write. Data goes to standard output, all
// else to standard error.
#pragma once

#include <google/protobuf/message.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "channel.h"
#include "display.h"
#include "failure.h"
#include "texts.h"

namespace arshjul::cli {

struct GlobalOptions {
  std::string server = "127.0.0.1:7407";
  std::string municipality;
  std::string as;
  std::string language;    // as wished; ChooseLanguage makes it one of ours
  std::string output = "table";
  std::string request_id;  // of the one mutation; a new one when empty
};

class Session {
 public:
  explicit Session(GlobalOptions options);
  ~Session();

  const Texts& texts() const { return texts_; }
  // Paper of standard output.
  const Paper& paper() const { return paper_; }
  bool json() const { return options_.output == "json"; }
  // What the verb ends with after a call here answered false or nothing.
  int exit_code() const { return exit_code_; }

  // One call. A mutation gets its request id here. False: the refusal has been told.
  bool Call(google::protobuf::Message& request, google::protobuf::Message& response);
  // All pages of a list into one response.
  bool CallAllPages(google::protobuf::Message& request, google::protobuf::Message& response);
  // A call of which nothing is told: the caller weighs the failure.
  std::optional<Failure> Try(google::protobuf::Message& request, google::protobuf::Message& response);
  std::optional<Failure> TryStream(const google::protobuf::Message& request, google::protobuf::Message& response,
                                   const std::function<bool()>& on_message);
  // Tells a failure; the exit code, which is also kept.
  int Fail(const Failure& failure);
  // Tells something wrong in words; keeps and answers `exit_code`.
  int Fail(const std::string& problem, int exit_code = kExitError);

  // "municipalities/{id}": as given, else the server's only one. Empty: told why not.
  std::string Municipality();
  // Whole resource name of what the user typed. Empty: told why not.
  std::string Name(std::string_view collection, const std::string& text);
  // "municipalities/{m}/cycles/{year}": of a year or a name; without either the newest that runs, else the newest.
  std::string CycleName(const std::string& text);

  // A file's bytes, or its data; "-" is standard input. Nothing: told why not.
  std::optional<std::string> ReadFile(const std::string& path);
  // An empty path is no data.
  std::optional<google::protobuf::Struct> ReadDataFile(const std::string& path);

  // Asks whoever sits there to type `word`, since what follows cannot be undone. False: they did not, or nobody sits there,
  // and that has been told.
  bool Confirm(const std::string& word);

  void Write(std::string_view text);  // standard output
  void Note(std::string_view text);   // standard error, with a line break
  // A list as JSON, or its table; where the table is empty the text of `empty_key` on standard error.
  int WriteList(const google::protobuf::Message& response, const Table& table, std::string_view empty_key);

  // Table texts.
  std::string Get(std::string_view key, const Arguments& arguments = {}) const { return texts_.Get(key, arguments); }
  std::string Date(std::string_view date) const;
  std::string Day(const google::protobuf::Timestamp& time) const;     // empty when not set
  std::string Moment(const google::protobuf::Timestamp& time) const;  // empty when not set
  // The text of an enum value: "task.state.OPEN".
  std::string Named(std::string_view prefix, const std::string& value) const;

 private:
  Channel& channel();
  bool Tick();
  void ClearProgress();

  GlobalOptions options_;
  Texts texts_;
  Paper paper_;
  std::unique_ptr<Channel> channel_;
  int exit_code_ = kExitOk;
  int64_t call_started_ms_ = 0;
  int progress_shown_ = -1;  // seconds last written; -1: none
};

// Ctrl-C makes the call under way give up; a second one ends the program at once.
void WatchForInterrupts();

}  // namespace arshjul::cli
