#include "faults/oracle.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "cycle/event.h"
#include "faults/clients.h"
#include "faults/model.h"

namespace arshjul::faults {
namespace {

using engine::Reply;

class Judgement {
 public:
  Judgement(engine::Engine& engine, const std::string& municipality, const Town& town, const History& history)
      : engine_(engine), municipality_(municipality), town_(town), history_(history) {
    for (const Record& record : history.records) {
      Known& known = known_[record.call.mark];
      known.records.push_back(&record);
      if (record.told == Told::kDone) ++known.acknowledged;
    }
  }

  std::vector<std::string> Run() {
    contradictions_ = history_.contradictions;
    if (!Verify("as it was found")) return std::move(contradictions_);
    Read();
    if (!contradictions_.empty()) return std::move(contradictions_);
    CheckOrder();
    AskAgain();
    Verify("after the requests were made again");
    Read();
    return std::move(contradictions_);
  }

 private:
  struct Known {
    std::vector<const Record*> records;  // several only where one of them can be done
    int acknowledged = 0;
    bool done_again = false;
    int64_t sequence = 0;  // of the entry that tells of it; 0: none
  };

  template <class... Args>
  void Find(fmt::format_string<Args...> format, Args&&... args) {
    contradictions_.push_back(fmt::format(format, std::forward<Args>(args)...));
  }

  bool Verify(const char* when) {
    absl::StatusOr<std::vector<std::string>> findings = engine_.Verify(municipality_);
    if (!findings.ok()) {
      Find("{}: cannot be verified: {}", when, findings.status().ToString());
      return false;
    }
    for (const std::string& finding : *findings) Find("{}: {}", when, finding);
    return findings->empty();
  }

  void Read() {
    for (auto& [mark, known] : known_) known.sequence = 0;
    absl::Status read = engine_.Read(municipality_, "", [&](engine::View& view) {
      absl::StatusOr<std::vector<store::LogEntry>> log = view.reader.Log(town_.sequence, 0);
      if (!log.ok()) return Find("the log cannot be read: {}", log.status().ToString());
      Model model;
      for (const store::LogEntry& entry : *log) ReadEntry(entry, model);
      const Date today = view.context.calendar->LocalDate(view.context.now);
      for (const NotedRead& noted : history_.noted) {
        absl::StatusOr<std::vector<store::ReadRecord>> reads = view.reader.Reads(noted.resource, 0);
        const size_t there = reads.ok() ? reads->size() : 0;
        if (there > 1 || (noted.told && there == 0)) Find("the read of {} is noted {} times", noted.resource, there);
      }
      for (const std::string& difference : model.Compare(view.state, today)) Find("{}", difference);
    });
    if (!read.ok()) Find("cannot be read: {}", read.ToString());
    for (const auto& [mark, known] : known_) {
      if (known.acknowledged > 0 && known.sequence == 0) Find("{} was acknowledged and is not there", Name(*known.records.front()));
      const bool could_be = known.acknowledged > 0 || known.done_again || MayBeDone(known);
      if (!could_be && known.sequence != 0) Find("{} was refused and is there", Name(*known.records.front()));
      if (known.done_again && known.sequence == 0) Find("{} was done again and is not there", Name(*known.records.front()));
      if (known.acknowledged > 1) Find("{} was acknowledged {} times", mark, known.acknowledged);
    }
  }

  static bool MayBeDone(const Known& known) {
    for (const Record* record : known.records) {
      if (record->told == Told::kNothing) return true;
    }
    return false;
  }

  static std::string Name(const Record& record) {
    return fmt::format("{} {} ({})", cycle::CommandName(record.call.command), record.call.request_id, record.call.mark);
  }

  // Marks are "<000000>" in texts; of tasks and clocks the event itself tells.
  static std::set<std::string> MarksOf(const store::LogEntry& logged, const cycle::Entry& entry) {
    std::set<std::string> marks;
    for (const cycle::Event& event : entry.events) {
      if (auto* completed = std::get_if<cycle::TaskCompleted>(&event)) return {fmt::format("task:{}", std::stoll(completed->task))};
      if (auto* launched = std::get_if<cycle::CycleLaunched>(&event)) return {"cycle:" + launched->cycle.Key()};
      if (auto* clock = std::get_if<cycle::ClockSet>(&event)) return {"clock:" + FormatInstant(clock->now)};
    }
    for (size_t at = logged.body.find('<'); at != std::string::npos; at = logged.body.find('<', at + 1)) {
      std::string mark = logged.body.substr(at, 8);
      if (mark.size() == 8 && mark.back() == '>' && mark.find_first_not_of("0123456789", 1) == 7) marks.insert(mark);
    }
    return marks;
  }

  void ReadEntry(const store::LogEntry& logged, Model& model) {
    // What the town does by itself.
    if (logged.actor == "system") return;
    cycle::Entry entry;
    if (!Decode(logged.body, entry)) return Find("log entry {} cannot be read", logged.sequence);
    const std::set<std::string> marks = MarksOf(logged, entry);
    if (marks.size() != 1) return Find("log entry {}, {} by {}, has {} marks", logged.sequence, logged.command, logged.actor, marks.size());
    auto found = known_.find(*marks.begin());
    if (found == known_.end()) return Find("log entry {} tells of {}, which nobody asked for", logged.sequence, *marks.begin());
    Known& known = found->second;
    const Call& call = known.records.front()->call;
    if (call.actor != logged.actor || cycle::CommandName(call.command) != logged.command) {
      Find("log entry {} says {} by {}; it was {}", logged.sequence, logged.command, logged.actor, Name(*known.records.front()));
    }
    if (known.sequence != 0) Find("{} is there twice, as {} and {}", Name(*known.records.front()), known.sequence, logged.sequence);
    known.sequence = logged.sequence;
    model.Do(call);
  }

  // What was answered before something else was sent comes before it in the log.
  void CheckOrder() {
    std::map<int64_t, const Record*> by_sequence;
    for (const auto& [mark, known] : known_) {
      if (known.acknowledged == 0 || known.sequence == 0) continue;
      for (const Record* record : known.records) {
        if (record->told == Told::kDone) by_sequence[known.sequence] = record;
      }
    }
    int64_t latest_sent = 0;
    for (const auto& [sequence, record] : by_sequence) {
      if (record->answered < latest_sent) Find("{} was answered before another was sent that stands before it", Name(*record));
      latest_sent = std::max(latest_sent, record->sent);
    }
  }

  void AskAgain() {
    for (const Record& record : history_.records) {
      Known& known = known_[record.call.mark];
      const bool there = known.sequence != 0 && known.records.size() == 1;
      Reply reply = engine_.Run(RequestOf(municipality_, record.call));
      if (!reply.status.ok()) {
        Find("{} made again: {}", Name(record), reply.status.ToString());
      } else if (record.told == Told::kDone) {
        CheckSame(record, reply);
        engine::Request other = RequestOf(municipality_, record.call);
        other.body_hash = "another";
        Reply conflict = engine_.Run(other);
        if (!conflict.refusal || conflict.refusal->reason != Reason::kRequestReused) Find("{} with another body is no conflict", Name(record));
      } else if (there && record.told == Told::kNothing && !reply.repeated) {
        Find("{} is there, and was done again", Name(record));
      } else if (!reply.refusal) {
        known.done_again = true;
        if (record.call.must_be_refused) Find("{} should have been refused", Name(record));
      }
    }
  }

  void CheckSame(const Record& record, const Reply& reply) {
    if (reply.refusal) {
      Find("{} was done, and is refused when it is made again: {}", Name(record), ReasonName(reply.refusal->reason));
    } else if (!reply.repeated) {
      Find("{} was done, and done again", Name(record));
    } else if (reply.resource != record.resource || !(reply.answer == record.answer)) {
      Find("{} has another answer than before", Name(record));
    }
  }

  engine::Engine& engine_;
  const std::string& municipality_;
  const Town& town_;
  const History& history_;
  std::map<std::string, Known> known_;
  std::vector<std::string> contradictions_;
};

}  // namespace

std::vector<std::string> Judge(engine::Engine& engine, const std::string& municipality, const Town& town, const History& history) {
  return Judgement(engine, municipality, town, history).Run();
}

}  // namespace arshjul::faults
