#include "faults/clients.h"

#include <fmt/format.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace arshjul::faults {
namespace {

using engine::Reply;

// Three errors are enough to know that the server has stopped.
constexpr int kMostErrors = 3;
// So many calls come between a request and its late twin.
constexpr size_t kLater = 3;

// What the clients of one municipality share. Lives as long as any of them has something under way.
class Crowd : public std::enable_shared_from_this<Crowd> {
 public:
  Crowd(engine::Engine& engine, std::string municipality, History& history, std::function<void()> done)
      : engine_(engine), municipality_(std::move(municipality)), history_(history), done_(std::move(done)) {}

  void Begin(std::vector<std::vector<Call>> work) {
    working_ = work.size();
    if (work.empty()) return done_();
    for (auto& calls : work) clients_.push_back({{calls.begin(), calls.end()}});
    for (size_t client = 0; client < clients_.size(); ++client) Next(client);
  }

 private:
  struct Client {
    std::deque<Call> calls;
    std::deque<size_t> again;  // records whose request comes a second time
    int errors = 0;
  };

  void Next(size_t client) {
    std::optional<size_t> record;
    bool repeat = false;
    bool last = false;
    {
      std::lock_guard lock(mutex_);
      Client& mine = clients_[client];
      repeat = !mine.again.empty() && (mine.again.size() > kLater || mine.calls.empty());
      if (mine.errors >= kMostErrors || (!repeat && mine.calls.empty())) {
        last = --working_ == 0;
      } else if (repeat) {
        record = mine.again.front();
        mine.again.pop_front();
      } else {
        record = Take(mine);
      }
    }
    if (record) Send(client, *record, repeat);
    if (last) done_();
  }

  size_t Take(Client& mine) {
    Record record;
    record.call = std::move(mine.calls.front());
    record.sent = ++ticks_;
    mine.calls.pop_front();
    if (record.call.sending == Sending::kMuchLater) mine.again.push_back(history_.records.size());
    history_.records.push_back(std::move(record));
    return history_.records.size() - 1;
  }

  void Send(size_t client, size_t record, bool repeat) {
    engine::Request request;
    Sending sending;
    {
      std::lock_guard lock(mutex_);
      request = RequestOf(municipality_, history_.records[record].call);
      sending = history_.records[record].call.sending;
    }
    auto self = shared_from_this();
    auto heard = [self, client, record, repeat](Reply reply) {
      self->Hear(client, record, reply, !repeat);
      self->Next(client);
    };
    if (sending == Sending::kLostReply) {
      engine_.Submit(request, [self, request, heard](const Reply&) { self->engine_.Submit(request, heard); });
    } else if (sending == Sending::kTwice) {
      auto left = std::make_shared<std::atomic<int>>(2);
      auto one = [self, client, record, left](Reply reply) {
        self->Hear(client, record, reply, false);
        if (--*left == 0) self->Next(client);
      };
      engine_.Submit(request, one);
      engine_.Submit(request, one);
    } else {
      engine_.Submit(request, heard);
    }
  }

  void Hear(size_t client, size_t at, const Reply& reply, bool first) {
    std::lock_guard lock(mutex_);
    Record& record = history_.records[at];
    const Call& call = record.call;
    auto contradiction = [&](const std::string& what) {
      history_.contradictions.push_back(fmt::format("{} {} ({}): {}", cycle::CommandName(call.command), call.request_id, call.mark, what));
    };
    if (!reply.status.ok()) {
      ++clients_[client].errors;
      return;
    }
    const Told told = reply.refusal ? Told::kRefused : Told::kDone;
    if (record.told == Told::kDone) {
      if (told == Told::kRefused) {
        contradiction(fmt::format("done, and then refused: {}", ReasonName(reply.refusal->reason)));
      } else if (reply.resource != record.resource || !(reply.answer == record.answer)) {
        contradiction("a second answer that differs from the first");
      }
      return;
    }
    if (first && call.sending == Sending::kOnce && reply.repeated) contradiction("an answer that was given before");
    record.told = told;
    record.answered = ++ticks_;
    if (told == Told::kRefused) {
      record.refusal = ReasonName(reply.refusal->reason);
      if (call.must_not_be_refused) contradiction("refused: " + record.refusal);
    } else {
      record.resource = reply.resource;
      record.answer = reply.answer;
      if (call.must_be_refused) contradiction("done, and should have been refused");
    }
  }

  engine::Engine& engine_;
  const std::string municipality_;
  std::mutex mutex_;
  History& history_;
  std::vector<Client> clients_;
  size_t working_ = 0;
  int64_t ticks_ = 0;
  const std::function<void()> done_;
};

}  // namespace

engine::Request RequestOf(const std::string& municipality, const Call& call) {
  return {municipality, call.actor, call.request_id, call.body_hash, call.command};
}

void SetToWork(engine::Engine& engine, const std::string& municipality, std::vector<std::vector<Call>> work, History& history,
               std::function<void()> done) {
  std::make_shared<Crowd>(engine, municipality, history, std::move(done))->Begin(std::move(work));
}

}  // namespace arshjul::faults
