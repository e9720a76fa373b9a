#include "session.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <thread>

#include "arshjul/v1/cycle_service.pb.h"
#include "arshjul/v1/municipality_service.pb.h"
#include "data_file.h"
#include "dates.h"
#include "json.h"
#include "names.h"

namespace arshjul::cli {
namespace {

using google::protobuf::Message;

constexpr int kDeadlineSeconds = 600;  // the largest import is far below; a server that hangs is told of before by progress
constexpr int kPageSize = 1000;
constexpr int kMostRetries = 5;
constexpr int kProgressAfterMs = 700;

volatile std::sig_atomic_t interrupted = 0;

void OnInterrupt(int) {
  if (interrupted) _exit(kExitInterrupted);
  interrupted = 1;
}

int64_t NowMs() {
  using std::chrono::steady_clock;
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::string NewRequestId() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}{:08x}", device(), device(), device());
}

void SetText(Message& message, const char* field, const std::string& value, bool only_when_empty) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(field);
  if (descriptor == nullptr) return;
  const auto* reflection = message.GetReflection();
  if (only_when_empty && !reflection->GetString(message, descriptor).empty()) return;
  reflection->SetString(&message, descriptor, value);
}

std::string TextOf(const Message& message, const char* field) {
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(field);
  return descriptor == nullptr ? "" : message.GetReflection()->GetString(message, descriptor);
}

Paper PaperOfOutput() {
  if (!isatty(STDOUT_FILENO)) return {};
  Paper paper;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) paper.width = size.ws_col;
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool wanted = no_colour == nullptr || *no_colour == '\0';
  paper.colour = wanted && terminal != nullptr && std::string_view(terminal) != "dumb";
  return paper;
}

}  // namespace

void WatchForInterrupts() {
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  sigaction(SIGINT, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);  // `arshjul org tree | head`: the write fails, nothing more
}

Session::Session(GlobalOptions options)
    : options_(std::move(options)), texts_(ChooseLanguage(options_.language)), paper_(PaperOfOutput()) {}
Session::~Session() = default;

Channel& Session::channel() {
  if (!channel_) {
    channel_ = std::make_unique<Channel>(Caller{options_.server, options_.as, ChooseLanguage(options_.language)});
  }
  return *channel_;
}

bool Session::Tick() {
  if (!isatty(STDERR_FILENO)) return interrupted != 0;
  const int64_t waited = NowMs() - call_started_ms_;
  if (waited >= kProgressAfterMs && progress_shown_ != waited / 1000) {
    progress_shown_ = static_cast<int>(waited / 1000);
    fmt::print(stderr, "\r{}", texts_.Get("progress.waiting", {{"seconds", std::to_string(progress_shown_)}}));
    std::fflush(stderr);
  }
  return interrupted != 0;
}

void Session::ClearProgress() {
  if (progress_shown_ < 0) return;
  fmt::print(stderr, "\r\x1b[K");
  progress_shown_ = -1;
}

std::optional<Failure> Session::Try(Message& request, Message& response) {
  SetText(request, "request_id", options_.request_id.empty() ? NewRequestId() : options_.request_id, true);
  for (int attempt = 0;; ++attempt) {
    call_started_ms_ = NowMs();
    std::optional<Failure> failure = channel().Call(request, response, kDeadlineSeconds, [this] { return Tick(); });
    ClearProgress();
    // The server is too busy and says when to come back; the request id makes it safe.
    if (!failure || failure->retry_after_ms <= 0 || attempt == kMostRetries) return failure;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::min(failure->retry_after_ms, 5000)));
  }
}

std::optional<Failure> Session::TryStream(const Message& request, Message& response,
                                          const std::function<bool()>& on_message) {
  return channel().Stream(request, response, on_message, [] { return interrupted != 0; });
}

bool Session::Call(Message& request, Message& response) {
  const std::optional<Failure> failure = Try(request, response);
  if (failure) Fail(*failure);
  return !failure;
}

bool Session::CallAllPages(Message& request, Message& response) {
  const auto* size = request.GetDescriptor()->FindFieldByName("page_size");
  request.GetReflection()->SetInt32(&request, size, kPageSize);
  response.Clear();
  do {
    std::unique_ptr<Message> page(response.New());
    if (!Call(request, *page)) return false;
    const std::string next = TextOf(*page, "next_page_token");
    SetText(*page, "next_page_token", "", false);
    response.MergeFrom(*page);
    SetText(request, "page_token", next, false);
  } while (!TextOf(request, "page_token").empty());
  return true;
}

int Session::Fail(const Failure& failure) {
  for (const std::string& line : Tell(texts_, failure, options_.server)) Note(line);
  return exit_code_ = ExitCodeOf(failure);
}

int Session::Fail(const std::string& problem, int exit_code) {
  Note(texts_.Get("failure.plain", {{"message", problem}}));
  return exit_code_ = exit_code;
}

std::string Session::Municipality() {
  if (!options_.municipality.empty()) return MunicipalityOf(options_.municipality);
  v1::ListMunicipalitiesRequest request;
  v1::ListMunicipalitiesResponse response;
  if (!CallAllPages(request, response)) return "";
  if (response.municipalities_size() == 1) return options_.municipality = response.municipalities(0).name();
  std::string ids;
  for (const auto& municipality : response.municipalities()) {
    ids += (ids.empty() ? "" : ", ") + municipality.id();
  }
  if (ids.empty()) {
    Fail(Get("municipality.none"), kExitNotFound);
  } else {
    Fail(Get("municipality.which", {{"ids", ids}}), kExitUsage);
  }
  return "";
}

std::string Session::Name(std::string_view collection, const std::string& text) {
  if (IsResourceName(text)) return text;
  const std::string municipality = Municipality();
  return municipality.empty() ? "" : NameIn(municipality, collection, text);
}

std::string Session::CycleName(const std::string& text) {
  if (!text.empty()) return Name("cycles", text);
  v1::ListCyclesRequest request;
  v1::ListCyclesResponse response;
  request.set_parent(Municipality());
  if (request.parent().empty() || !CallAllPages(request, response)) return "";
  const v1::Cycle* chosen = nullptr;
  int running = 0;
  for (const v1::Cycle& cycle : response.cycles()) {
    const bool runs = cycle.state() == v1::Cycle::RUNNING || cycle.state() == v1::Cycle::SUSPENDED;
    if (runs && ++running == 1) chosen = &cycle;
  }
  if (chosen == nullptr && response.cycles_size() > 0) chosen = &response.cycles(0);
  if (chosen == nullptr) {
    Fail(Get("cycle.none"), kExitNotFound);
    return "";
  }
  if (running > 1) Note(Get("cycle.several", {{"year", std::to_string(chosen->year())}}));
  return chosen->name();
}

std::optional<std::string> Session::ReadFile(const std::string& path) {
  std::string problem;
  std::optional<std::string> bytes = ReadBytes(texts_, path, problem);
  if (!bytes) Fail(problem);
  return bytes;
}

std::optional<google::protobuf::Struct> Session::ReadDataFile(const std::string& path) {
  if (path.empty()) return google::protobuf::Struct();
  const std::optional<std::string> bytes = ReadFile(path);
  if (!bytes) return std::nullopt;
  std::string problem;
  std::optional<google::protobuf::Struct> data = ReadData(texts_, *bytes, problem);
  if (!data) Fail(Get("data.unreadable", {{"file", path}, {"problem", problem}}));
  return data;
}

bool Session::Confirm(const std::string& word) {
  if (!isatty(STDIN_FILENO)) {
    Fail(Get("usage.confirm_with_yes"), kExitUsage);
    return false;
  }
  std::fflush(stdout);
  fmt::print(stderr, "{} ", Get("confirm.type", {{"word", word}}));
  std::fflush(stderr);
  std::string typed;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) typed += static_cast<char>(c);
  if (typed == word) return true;
  Fail(Get("confirm.not_given"));
  return false;
}

void Session::Write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) exit_code_ = kExitPartial;
}

void Session::Note(std::string_view text) { fmt::print(stderr, "{}\n", text); }

int Session::WriteList(const Message& response, const Table& table, std::string_view empty_key) {
  if (json()) {
    Write(ListToJson(response));
  } else if (table.empty()) {
    Note(Get(empty_key));
  } else {
    Write(table.Render(paper_));
  }
  return exit_code_;
}

std::string Session::Date(std::string_view date) const { return DateText(texts_, date); }

std::string Session::Day(const google::protobuf::Timestamp& time) const {
  return time.seconds() == 0 ? "" : DayText(texts_, time.seconds());
}

std::string Session::Moment(const google::protobuf::Timestamp& time) const {
  return time.seconds() == 0 ? "" : MomentText(texts_, time.seconds());
}

std::string Session::Named(std::string_view prefix, const std::string& value) const {
  const std::string key = fmt::format("{}.{}", prefix, value);
  return texts_.Has(key) ? texts_.Get(key) : "";
}

}  // namespace arshjul::cli
