#include "rehearsal/rehearsal.h"

#include <absl/strings/str_join.h>
#include <absl/strings/str_split.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/codec.h"
#include "statechart/workflow.h"

namespace arshjul::rehearsal {
namespace {

// A script of lines "event => states | effects | seconds", as chart_test has them. "start" starts, "+n" lets n seconds pass,
// "fact x" makes a fact true. After each macrostep the changes, written and read again, must lead from the state before to
// the state now, which is written and read again too.
class Player {
 public:
  explicit Player(const std::string& states) {
    const auto loaded = statechart::LoadWorkflow("charts: [{id: c, states: " + states + "}]", statechart::Scrutiny::kChart);
    EXPECT_NE(loaded.workflow, nullptr) << states;
    if (loaded.workflow != nullptr) rehearsal_.emplace(loaded.workflow->charts.at("c"));
  }

  void Play(const std::string& script) {
    for (const auto& raw : absl::StrSplit(script, '\n', absl::SkipWhitespace())) {
      const std::string line(absl::StripAsciiWhitespace(raw));
      if (line.starts_with("fact ")) {
        facts_.insert(*FactNamed(line.substr(5)));
        continue;
      }
      const size_t arrow = line.find(" => ");
      ASSERT_NE(arrow, std::string::npos) << line;
      EXPECT_EQ(Happen(line.substr(0, arrow)), line.substr(arrow + 4)) << "at " << line;
    }
  }

 private:
  std::string Happen(const std::string& what) {
    effects_.clear();
    Instant until = instance_.now;
    bool rested = true;
    if (what == "start") {
      rested = Keep(rehearsal_->Start(instance_, facts_));
    } else if (what.starts_with("+")) {
      until += std::chrono::milliseconds(static_cast<int64_t>(std::stod(what.substr(1)) * 1000));
    } else {
      rested = Keep(rehearsal_->Handle(instance_, {what, Object{{"n", 7}}}, facts_));
    }
    while (rested) {
      const auto next = rehearsal_->Next(instance_, until, facts_);
      if (!next.passed && next.changes.changes.empty()) break;
      rested = Keep(next);
    }
    if (!rested) return "limit " + passed_;
    return fmt::format("{} | {} | {}", absl::StrJoin(instance_.configuration.active, " "), arshjul::ToJson(effects_),
                       static_cast<double>(instance_.now.time_since_epoch().count()) / 1000);
  }

  bool Keep(const Ran& ran) {
    if (ran.passed) {
      passed_ = fmt::format("{} {}", NameOf(ran.passed->limit), ran.passed->state);
      return false;
    }
    Changes read;
    EXPECT_TRUE(Decode(Encode(ran.changes), read));
    Apply(read, instance_);
    Instance stored;
    EXPECT_TRUE(Decode(Encode(instance_), stored));
    EXPECT_EQ(stored, instance_);
    for (Value& effect : Effects(read)) effects_.push_back(std::move(effect));
    return true;
  }

  std::optional<Rehearsal> rehearsal_;
  Facts facts_;
  Instance instance_;
  List effects_;
  std::string passed_;
};

TEST(Rehearsal, TimersComeInOrderAtTheirOwnInstant) {
  Player(R"([{id: a, entry: [{send: {event: x, to: self, after: {seconds: 3}}}, {send: {event: y, to: self, after: {seconds: 1.5}}},
                             {send: {event: z, to: self, after: {seconds: 3}}}],
              on: [{after: {seconds: 2}, actions: [{log: two}]}, {event: y, actions: [{log: y}, {send: {event: late, to: self, after: {seconds: 1}}}]},
                   {event: x, actions: [{log: x}]}, {event: z, actions: [{log: z}]}, {event: late, actions: [{log: late}]}]}])")
      .Play(R"(start => a | [] | 0
               +1.4 => a | [] | 1.4
               +10 => a | [{"log":"y"},{"log":"two"},{"log":"late"},{"log":"x"},{"log":"z"}] | 11.4)");
}

TEST(Rehearsal, TimersEndWithTheirStateAndSentOnesWhenTheyAreTakenBack) {
  Player(R"([{id: a, on: [{after: {seconds: 1}, actions: [{log: mine}]}, {event: go, to: b}, {event: send, actions: [{send: {event: e, to: self,
              after: {seconds: 1}}}]}, {event: back, actions: [{send: {event: e, to: self, cancel: true}}]}, {event: e, actions: [{log: e}]}]},
             {id: b, on: [{event: e, actions: [{log: e}]}, {after: {working_days: 1}, to: a}, {after: {slice_start: true}, to: c}]}, {id: c}])")
      .Play(R"(start => a | [] | 0
               send => a | [] | 0
               go => b | [] | 0
               +2 => b | [{"log":"e"}] | 2
               +86398 => a | [] | 86400
               send => a | [] | 86400
               back => a | [] | 86400
               +2 => a | [{"log":"mine"}] | 86402
               go => b | [] | 86402
               after.b.1 => c | [] | 86402)");
}

TEST(Rehearsal, TasksOpenAndEndWithTheirStates) {
  Player(R"([{id: a, tasks: [t, u], on: [{event: task.t.go, to: b}, {event: task.u.go}]}, {id: b, tasks: t, on: [{event: stop, to: c}]}, {id: c, final: true}])")
      .Play(R"(start => a | [{"task_opened":"t"},{"task_opened":"u"}] | 0
               task.u.go => a | [{"task_completed":"u"}] | 0
               task.u.go => a | [] | 0
               task.t.go => b | [{"task_completed":"t"},{"task_opened":"t"}] | 0
               stop => c | [{"task_withdrawn":"t"}] | 0
               task.t.go => c | [] | 0)");
}

TEST(Rehearsal, WhatIsAskedOfTheWorldAndWhatComesBack) {
  Player(R"([{id: a, on: [{event: go, actions: [{send: {event: back, to: self}}, {send: {event: up, to: superior}}, {send: {event: over, to: phase,
              phase: talk}}, {notify: {to: office, message: overdue}}, {record: minutes}, {raise: inside}]},
              {event: inside, actions: [{log: inside}]}, {event: back, actions: [{log: back}]}]}])")
      .Play(R"(start => a | [] | 0
               go => a | [{"send":{"event":"up","to":"superior"}},{"send":{"event":"over","phase":"talk","to":"phase"}},{"notify":{"message":"overdue","to":"office"}},{"record":"minutes"},{"log":"inside"},{"log":"back"}] | 0)");
}

TEST(Rehearsal, VariablesAreSeenAtOnceAndFactsWhenTheyChange) {
  Player(R"([{id: a, entry: [{assign: {variable: v, number: 1}}], on: [{event: go, actions: [{assign: {variable: v, from_field: n}}]},
              {when: {compare: {variable: v, is: 7}}, to: b}]}, {id: b, on: [{when: {fact: has_frame}, to: c}]}, {id: c, on: [{event: go, to: d}]},
             {id: d, on: [{to: d}]}])")
      .Play(R"(start => a | [] | 0
               go => b | [] | 0
               fact has_frame
               nothing => c | [] | 0
               go => limit microsteps d)");
}

TEST(Rehearsal, EventsCarryDataThroughTheQueueAndThroughTime) {
  Player(R"([{id: a, on: [{event: go, actions: [{assign: {variable: v, from: {field: n}}}, {send: {event: now, to: self, id: i, data: [{id: m, value: {variable: v}}]}},
              {send: {event: later, to: self, after: {seconds: 2}, content: {variable: v}}}, {assign: {variable: v, number: 1}}]},
              {event: now, when: {all: [{compare: {field: m, is: 7}}, {compare: {event: send_id, equals: i}}, {compare: {event: origin, equals: rehearsal}}]}, to: b}]},
             {id: b, on: [{event: later, when: {all: [{compare: {event: data, is: 7}}, {compare: {event: type, equals: external}}]}, to: c}]},
             {id: c, on: [{after: {seconds: 1}, when: {compare: {event: type, equals: platform}}, to: d}]}, {id: d}])")
      .Play(R"(start => a | [] | 0
               go => b | [] | 0
               +2 => c | [] | 2
               +1 => d | [] | 3)");
}

TEST(Rehearsal, WhoAmongSeveralIsTakenBackAndWhoIsSentTo) {
  Player(R"([{id: a, on: [{event: go, actions: [{send: {event: e, to: self, id_to: first, after: {seconds: 1}}}, {send: {event: e, to: self, after: {seconds: 2}}},
              {cancel: {id: {variable: first}}}, {send: {event: me, to: step, step: {own: step}}}, {send: {event: who, to: superior, data: [{id: n, value: {field: n}}]}}]},
              {event: me, actions: [{send: {event: back, to: sender}}]}, {event: back, actions: [{log: back}]}, {event: e, actions: [{log: e}]},
              {event: nobody, actions: [{send: {event: x, to: step, step: {text: nobody}}}, {log: never}]}, {event: error.communication, actions: [{log: nobody}]}]}])")
      .Play(R"(start => a | [] | 0
               go => a | [{"send":{"data":{"n":7},"event":"who","to":"superior"}},{"log":"back"}] | 0
               +1 => a | [] | 1
               +1 => a | [{"log":"e"}] | 2
               nobody => a | [{"log":"nobody"}] | 2)");
}

TEST(Rehearsal, AStepHasOnlySoManyTimersTasksAndEvents) {
  std::string eleven = "[", tasks;
  for (int i = 0; i < 11; ++i) eleven += fmt::format("{}{{number: {}}}", i == 0 ? "" : ", ", i);
  eleven += "]";
  for (int i = 0; i <= statechart::kMaxTasks; ++i) tasks += fmt::format("{}t{}", i == 0 ? "" : ", ", i);
  auto deep = [&](int levels, const std::string& action) {
    std::string actions = action;
    for (int i = 0; i < levels; ++i) actions = "{for_each: {of: {list: " + eleven + "}, do: [" + actions + "]}}";
    return "[{id: a, on: [{event: go, to: b}]}, {id: b, entry: [" + actions + "]}]";
  };
  for (const auto& [states, limit] : std::map<std::string, std::string>{
           {deep(3, "{send: {event: e, to: self, after: {seconds: 1}}}"), "timers b"},
           {deep(4, "{send: {event: e, to: self}}"), "queue b"},
           {"[{id: a, on: [{event: go, to: b}]}, {id: b, tasks: [" + tasks + "]}]", "tasks b"},
       }) {
    Player(states).Play("start => a | [] | 0\ngo => limit " + limit);
  }
  Player("[{id: a, tasks: [" + tasks + "]}]").Play("start => limit tasks a");
}

TEST(Rehearsal, FactsAreNamedAsTheLanguageNamesThem) {
  EXPECT_EQ(FactNamed("reports_ended"), workflow::v1::FACT_REPORTS_ENDED);
  for (const char* wrong : {"", "unspecified", "Reports_ended", "reports", "FACT_IS_TOP"}) EXPECT_FALSE(FactNamed(wrong)) << wrong;
}

}  // namespace
}  // namespace arshjul::rehearsal
