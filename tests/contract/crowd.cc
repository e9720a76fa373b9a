// Many callers at once, of a server that is killed while they call. What they were promised must be there afterwards, once;
// what they cannot know is answered when they ask again with the same id.
//
//   crowd ADDRESS MUNICIPALITY CALLERS SEED
//
// Takes words on standard input:
//   call K    calls until the server is gone: "reached" once K calls are acknowledged, "gone ACKNOWLEDGED UNKNOWN" at the end
//   settle    of the server that runs again: "settled THERE", of the unknown so many had happened
// Ends with 0 at the end of input, with 1 and a reason at the first broken promise.
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "arshjul/v1/demo_service.grpc.pb.h"
#include "arshjul/v1/task_service.grpc.pb.h"

namespace arshjul {
namespace {

// The clock stays well before the phase's end, where tasks are withdrawn.
constexpr int kMostDays = 3;
constexpr auto kPatience = std::chrono::seconds(120);

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "crowd: %s\n", why.c_str());
  std::_Exit(1);
}

void Require(bool holds, const std::string& why) {
  if (!holds) Fail(why);
}

struct Work {
  std::string task, person;
};

// One thing asked of the server, under an id of its own.
struct Act {
  enum class Kind { kComment, kComplete, kAdvance };
  Kind kind = Kind::kComment;
  std::string id;
  Work work;
  bool acknowledged = false;
  std::string answer;  // what must be said again
};

struct Answered {
  grpc::Status status;
  std::string text;
};

std::string Moment(const google::protobuf::Timestamp& time) { return std::to_string(time.seconds()) + "." + std::to_string(time.nanos()); }

std::vector<std::string> CommentsSaying(const v1::Task& task, const std::string& text) {
  std::vector<std::string> found;
  for (const v1::Comment& comment : task.comments()) {
    if (comment.text() == text) found.push_back(comment.author() + " " + Moment(comment.time()));
  }
  return found;
}

std::string EndOf(const v1::Task& task) {
  return v1::Task::State_Name(task.state()) + " " + task.completed_by() + " " + task.completed_action() + " " + Moment(task.end_time());
}

// One caller's connection.
class Line {
 public:
  Line(const std::string& address, std::string municipality) : municipality_("municipalities/" + std::move(municipality)) {
    grpc::ChannelArguments arguments;
    // A connection of its own, as callers in the world have.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetMaxReceiveMessageSize(-1);
    auto channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
    tasks_ = v1::TaskService::NewStub(channel);
    demo_ = v1::DemoService::NewStub(channel);
  }

  Answered Do(const Act& act) {
    switch (act.kind) {
      case Act::Kind::kComment: return Comment(act);
      case Act::Kind::kComplete: return Complete(act);
      case Act::Kind::kAdvance: return Advance(act);
    }
    return {};
  }

  v1::Task Get(const std::string& name) {
    v1::GetTaskRequest request;
    request.set_name(name);
    v1::GetTaskResponse response;
    Must(Call(*tasks_, &v1::TaskService::Stub::GetTask, "office", request, response), "GetTask " + name);
    return response.task();
  }

  std::vector<Work> OpenInvolvement() {
    std::vector<Work> work;
    v1::ListTasksRequest request;
    request.set_parent(municipality_);
    request.set_page_size(1000);
    request.set_open_only(true);
    while (true) {
      v1::ListTasksResponse response;
      Must(Call(*tasks_, &v1::TaskService::Stub::ListTasks, "office", request, response), "ListTasks");
      for (const v1::Task& task : response.tasks()) {
        if (task.kind() == "involvement") work.push_back({task.name(), task.assignee()});
      }
      if (response.next_page_token().empty()) return work;
      request.set_page_token(response.next_page_token());
    }
  }

  int64_t Now() {
    v1::GetClockRequest request;
    request.set_name(municipality_ + "/clock");
    v1::GetClockResponse response;
    Must(Call(*demo_, &v1::DemoService::Stub::GetClock, "office", request, response), "GetClock");
    return response.clock().now().seconds();
  }

 private:
  template <class Stub, class Request, class Response>
  grpc::Status Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), const std::string& person,
                    const Request& request, Response& response) {
    while (true) {
      grpc::ClientContext context;
      context.AddMetadata("arshjul-as-bin", person);
      context.set_deadline(std::chrono::system_clock::now() + kPatience);
      grpc::Status status = (stub.*method)(&context, request, &response);
      // Refused early, and not begun: the same again.
      if (status.error_code() != grpc::StatusCode::RESOURCE_EXHAUSTED) return status;
    }
  }

  static void Must(const grpc::Status& status, const std::string& what) {
    Require(status.ok(), what + ": " + std::to_string(status.error_code()) + " " + status.error_message());
  }

  Answered Comment(const Act& act) {
    v1::CommentTaskRequest request;
    request.set_name(act.work.task);
    request.set_text(act.id);
    request.set_request_id(act.id);
    v1::CommentTaskResponse response;
    grpc::Status status = Call(*tasks_, &v1::TaskService::Stub::CommentTask, "office", request, response);
    if (!status.ok()) return {status, ""};
    std::vector<std::string> comments = CommentsSaying(response.task(), act.id);
    Require(comments.size() == 1, act.id + ": the answer has the comment " + std::to_string(comments.size()) + " times");
    return {status, comments.front()};
  }

  Answered Complete(const Act& act) {
    v1::CompleteTaskRequest request;
    request.set_name(act.work.task);
    request.set_action("record");
    auto& fields = *request.mutable_data()->mutable_fields();
    for (const char* field : {"what_was_good", "what_could_be_better", "how_high", "how"}) fields[field].set_string_value(act.id);
    fields["participation_level"].set_string_value("discussed");
    request.set_request_id(act.id);
    v1::CompleteTaskResponse response;
    grpc::Status status = Call(*tasks_, &v1::TaskService::Stub::CompleteTask, act.work.person, request, response);
    return {status, status.ok() ? EndOf(response.task()) : ""};
  }

  // Answered with the clock as it is by then: what it did is seen in the clock itself.
  Answered Advance(const Act& act) {
    v1::AdvanceClockRequest request;
    request.set_name(municipality_ + "/clock");
    request.set_days(1);
    request.set_request_id(act.id);
    v1::AdvanceClockResponse response;
    return {Call(*demo_, &v1::DemoService::Stub::AdvanceClock, "office", request, response), ""};
  }

  const std::string municipality_;
  std::unique_ptr<v1::TaskService::Stub> tasks_;
  std::unique_ptr<v1::DemoService::Stub> demo_;
};

class Crowd {
 public:
  Crowd(std::string address, std::string municipality, int callers, uint64_t seed)
      : address_(std::move(address)), municipality_(std::move(municipality)), callers_(callers), chance_(seed) {}

  void CallUntilGone(int reach) {
    ++round_;
    acts_.clear();
    acknowledged_ = 0;
    reach_ = reach;
    {
      Line line(address_, municipality_);
      began_at_ = line.Now();
      open_ = line.OpenInvolvement();
    }
    Require(!open_.empty(), "no task is open");
    std::shuffle(open_.begin(), open_.end(), chance_);
    next_ = 0;
    std::vector<std::thread> threads;
    for (int caller = 0; caller < callers_; ++caller) {
      threads.emplace_back([this, caller, seed = chance_()] { Caller(caller, seed); });
    }
    for (std::thread& thread : threads) thread.join();
    auto unknown = std::count_if(acts_.begin(), acts_.end(), [](const Act& act) { return !act.acknowledged; });
    Say("gone " + std::to_string(acts_.size() - static_cast<size_t>(unknown)) + " " + std::to_string(unknown));
  }

  void Settle() {
    Line line(address_, municipality_);
    const int there = Check(line, false);
    for (int again = 0; again < 2; ++again) {
      for (Act& act : acts_) {
        Answered answered = line.Do(act);
        Require(answered.status.ok(), act.id + " asked again: " + answered.status.error_message());
        Require(!act.acknowledged || answered.text == act.answer, act.id + " was answered " + act.answer + " and now " + answered.text);
        act.acknowledged = true;
        act.answer = answered.text;
      }
      Check(line, true);
    }
    Say("settled " + std::to_string(there));
  }

 private:
  static void Say(const std::string& text) {
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
  }

  // Each waits for its answer before it asks again; the first moves the clock.
  void Caller(int caller, uint64_t seed) {
    Line line(address_, municipality_);
    std::minstd_rand chance(static_cast<uint32_t>(seed));
    for (int number = 0;; ++number) {
      Act act;
      act.id = std::to_string(round_) + "-" + std::to_string(caller) + "-" + std::to_string(number);
      act.work = open_[chance() % open_.size()];
      if (caller == 0 && number < kMostDays) {
        act.kind = Act::Kind::kAdvance;
      } else if (size_t own = 0; caller % 2 == 1 && number % 4 == 0 && (own = next_++) < open_.size()) {
        act.kind = Act::Kind::kComplete;
        act.work = open_[own];
      }
      Answered answered = line.Do(act);
      const auto code = answered.status.error_code();
      act.acknowledged = answered.status.ok();
      act.answer = answered.text;
      Require(act.acknowledged || code == grpc::StatusCode::UNAVAILABLE || code == grpc::StatusCode::CANCELLED,
              act.id + ": " + std::to_string(code) + " " + answered.status.error_message());
      const bool goes_on = act.acknowledged;
      {
        std::lock_guard lock(mutex_);
        acts_.push_back(std::move(act));
      }
      if (!goes_on) return;
      if (++acknowledged_ == reach_) Say("reached");
    }
  }

  // What happened of the acts, each as it must; how many of the unknown ones did. `all`: none may be missing.
  int Check(Line& line, bool all) {
    int there = 0, advanced = 0, unknown_advances = 0;
    std::map<std::string, v1::Task> tasks;
    for (const Act& act : acts_) {
      if (act.kind == Act::Kind::kAdvance) {
        ++(act.acknowledged ? advanced : unknown_advances);
        continue;
      }
      auto [task, added] = tasks.try_emplace(act.work.task);
      if (added) task->second = line.Get(act.work.task);
      std::vector<std::string> found = CommentsSaying(task->second, act.id);
      if (act.kind == Act::Kind::kComplete && task->second.state() == v1::Task::DONE) found.push_back(EndOf(task->second));
      Require(found.size() <= 1, act.id + " happened " + std::to_string(found.size()) + " times");
      Require(!found.empty() || !(all || act.acknowledged), act.id + (act.acknowledged ? " was acknowledged and is gone" : " did not happen"));
      Require(found.empty() || !act.acknowledged || found.front() == act.answer, act.id + " is not what was answered");
      there += !act.acknowledged && !found.empty();
    }
    const int64_t days = (line.Now() - began_at_) / 86'400;
    Require(days >= advanced && days <= advanced + (all ? 0 : unknown_advances),
            "the clock went " + std::to_string(days) + " days, of which " + std::to_string(advanced) + " were acknowledged");
    return there + static_cast<int>(days) - advanced;
  }

  const std::string address_, municipality_;
  const int callers_;
  std::mt19937_64 chance_;
  int round_ = 0;
  int reach_ = 0;
  int64_t began_at_ = 0;  // what the clock showed
  std::vector<Work> open_;
  std::atomic<size_t> next_ = 0;
  std::atomic<int> acknowledged_ = 0;
  std::mutex mutex_;  // guards what follows, while callers run
  std::vector<Act> acts_;
};

}  // namespace
}  // namespace arshjul

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: crowd ADDRESS MUNICIPALITY CALLERS SEED\n", stderr);
    return 2;
  }
  arshjul::Crowd crowd(argv[1], argv[2], std::atoi(argv[3]), std::strtoull(argv[4], nullptr, 10));
  for (std::string word; std::cin >> word;) {
    int reach = 0;
    if (word == "call" && std::cin >> reach) {
      crowd.CallUntilGone(reach);
    } else if (word == "settle") {
      crowd.Settle();
    } else {
      std::fprintf(stderr, "crowd: what is '%s'?\n", word.c_str());
      return 2;
    }
  }
  return 0;
}
