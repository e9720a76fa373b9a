// Every way to write a workflow wrong, and where it is told.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "statechart/small_year.h"
#include "statechart/workflow.h"

namespace arshjul::statechart {
namespace {

// Where "¦" stands in the wrong text is where the violation must be.
struct WrongText {
  const char* name;
  const char* good;   // stands once in kSmallYear,
  const char* wrong;  // and is replaced by this
  const char* problem;
  const char* argument;      // "hint=title"; "" when none is looked at
  const char* place = "";    // another part of kSmallYear with "¦" in it, when the violation is told somewhere else
  const char* also = "";     // a second problem that follows from the first
};

// Takes the mark out and says where it stood.
std::string TakeMark(std::string& text) {
  const std::string mark = "¦";
  const size_t at = text.find(mark);
  if (at == std::string::npos) return "no mark";
  text.erase(at, mark.size());
  int line = 1, column = 1;
  for (char c : text.substr(0, at)) {
    if (c == '\n') {
      ++line;
      column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++column;
    }
  }
  return fmt::format("line {}, column {}", line, column);
}

void Refuse(const WrongText& row) {
  SCOPED_TRACE(row.name);
  std::string text = Replaced(kSmallYear, row.good, row.wrong);
  const std::string place = row.place;
  if (!place.empty()) {
    std::string unmarked = place;
    TakeMark(unmarked);
    text = Replaced(text, unmarked, place);
  }
  const std::string position = TakeMark(text);
  const Loaded loaded = LoadWorkflow(text);
  EXPECT_EQ(loaded.workflow, nullptr);
  const std::string also = row.also;
  ASSERT_EQ(loaded.violations.size(), also.empty() ? 1u : 2u) << Told(loaded.violations);
  const FieldViolation& first = loaded.violations.front();
  EXPECT_EQ(first.field + ": " + first.problem, position + ": " + row.problem) << Told(loaded.violations);
  if (!also.empty()) {
    EXPECT_EQ(loaded.violations.back().problem, also);
  }
  const std::string argument = row.argument;
  if (!argument.empty()) {
    const size_t equals = argument.find('=');
    const auto it = first.args.find(argument.substr(0, equals));
    ASSERT_NE(it, first.args.end()) << Told(loaded.violations);
    EXPECT_EQ(it->second, argument.substr(equals + 1));
  }
}

void RefuseAll(const std::vector<WrongText>& rows) {
  for (const auto& row : rows) Refuse(row);
}

TEST(RefusalTest, Shape) {
  RefuseAll({
      {"unknown key, with the nearest known one", "description: Ett",
       "¦descripton: Ett", "unknown_key", "hint=description"},
      {"a key of another message", "scope: unit, chart: ambition",
       "scope: unit, ¦states: [], chart: ambition", "unknown_key", "name=states"},
      {"duplicate key", "language: 1", "language: 1\n¦language: 1", "duplicate_key", "name=language"},
      {"nothing after the colon", "description: Ett forslag, én avtale.",
       "¦description:", "empty_value", "name=description"},
      {"a list where a map belongs", "  - id: ambition\n    states:",
       "  - ¦[id]\n  - id: ambition\n    states:", "map_expected", ""},
      {"a map where a list belongs", "on: [{event: back, to: past}]",
       "on: ¦{event: back, to: past}", "list_expected", "name=on"},
      {"a list where a scalar belongs", "{event: back, to: past}",
       "{event: ¦[back], to: past}", "scalar_expected", "name=event"},
      {"a word where a number belongs", "working_days: 10}, to: late",
       "working_days: ¦ten}, to: late", "whole_number_expected", "value=ten"},
      {"a fraction where a whole number belongs", "reports_per_day: 4",
       "reports_per_day: ¦4.5", "whole_number_expected", "value=4.5"},
      {"a word where a number belongs, with a fraction allowed", "min: 0, max: 100",
       "min: ¦low, max: 100", "number_expected", "value=low"},
      {"yes is not true", "personal: true", "personal: ¦yes", "bool_expected", "value=yes"},
      {"unknown enum value", "scope: pair", "scope: ¦pairs", "unknown_value", "hint=pair"},
      {"enum value in capitals", "party: office",
       "party: ¦OFFICE", "unknown_value", "allowed=leader, superior, conductor, office"},
      {"the unspecified value is none", "leads: back", "leads: ¦unspecified", "unknown_value", ""},
      {"two of a oneof", "{when: {fact: reports_ended}, to: proposing}",
       "{when: {fact: reports_ended, ¦in: waiting}, to: proposing}", "only_one_of", "other=fact"},
      {"no guard kind", "{when: {fact: reports_ended}, to: proposing}",
       "{when: ¦{}, to: proposing}", "exactly_one_of", ""},
      {"no action kind", "actions: [record: proposal]", "actions: [¦{}]", "exactly_one_of", ""},
      {"an empty list of guards", "{when: {fact: reports_ended}, to: proposing}",
       "{when: {all: ¦[]}, to: proposing}", "missing", "name=of"},
      {"columns are counted in characters", "title: Ambisjon åpner}",
       "title: Ambisjon åpner, ¦titel: Ø}", "unknown_key", "hint=title"},
  });
}

TEST(RefusalTest, IdsAndTexts) {
  RefuseAll({
      {"bad id", "id: small-year", "id: ¦Small_Year", "bad_id", "name=Small_Year"},
      {"no id", "  - {id: span, type: number", "  - ¦{type: number", "missing", "name=id"},
      {"the same parameter twice", "{id: span, type: number, default: 40}",
       "{id: ¦talk_at, type: number, default: 40}", "duplicate_id", "name=talk_at"},
      {"the same state twice", "{id: late, final: true}]}", "{id: late, final: true}, {id: ¦agreed}]}", "duplicate_id",
       "name=agreed"},
      {"the same field twice", "- {id: grade,",
       "- {id: ¦comment, label: K, type: text, audience: line, purpose: P}\n      - {id: grade,", "duplicate_id",
       "name=comment"},
      {"the same name twice in a list", "fields: [comment, grade], required",
       "fields: [comment, grade, ¦grade], required", "duplicate_name", "name=grade"},
      {"a text without bokmål", "title: {nb: Foreslår}", "title: ¦{nn: Foreslår}", "text_without_nb", ""},
      {"a blank text", "title: Vedta\n", "title: ¦\"\"\n", "text_without_nb", ""},
      {"a clause without text", "language: 1", "language: 1\nclauses: [¦{id: a, heading: A}]", "missing", "name=text"},
      {"another language version", "language: 1", "language: ¦2", "unknown_language", "hint=1"},
  });
}

TEST(RefusalTest, Year) {
  RefuseAll({
      {"not a relative date", "default: Y-1-08-15", "default: ¦2014-08-15", "bad_relative_date", "value=2014-08-15"},
      {"a day that does not exist", "default: Y-1-09-25",
       "default: ¦Y-1-09-31", "bad_relative_date", "value=Y-1-09-31"},
      {"a negative number", "default: 40", "default: ¦-4", "whole_number_expected", "value=-4"},
      {"an option that does not exist", "default: \"in_budget, after_results\"",
       "default: ¦\"in_budget, after_result\"", "unknown_option", "hint=after_results"},
      {"a set without options", "{id: span, type: number, default: 40}",
       "¦{id: span, type: set, default: 40}", "set_without_options", "name=span"},
      {"unknown chart", "scope: unit, chart: ambition",
       "scope: unit, chart: ¦ambitions", "unknown_chart", "hint=ambition"},
      {"unknown parameter", "opens: ambition_opens, ends: ambition_ends",
       "opens: ¦ambition_open, ends: ambition_ends", "unknown_parameter", "hint=ambition_opens"},
      {"a window that is not a date", "opens: ambition_opens, ends: ambition_ends",
       "opens: ¦span, ends: ambition_ends", "parameter_not_date", "name=span"},
      {"the end before the opening", "opens: ambition_opens, ends: ambition_ends",
       "opens: talk_ends, ends: ¦ambition_ends", "ends_before_opening", ""},
      {"a phase that nothing opens", "chart: decision, opens: ambition_ends,",
       "chart: decision,", "phase_never_opens", "", "  - ¦{id: decision, title: Vedtak"},
      {"a phase without an end", "ends: talk_ends, after: ambition",
       "after: ambition", "missing", "", "  - ¦{id: talk, title: Samtale"},
      {"after a phase that does not exist", "after: ambition", "after: ¦ambitious", "unknown_phase", "hint=ambition"},
      {"after itself", "after: ambition", "after: ¦talk", "join_cannot_fill", "name=talk"},
      {"in a circle", "sliced_by_height: true, overtaken",
       "sliced_by_height: true, after: talk, overtaken", "join_cannot_fill", "", "after: ¦ambition"},
      {"overtaken by a phase of pairs", "overtaken_by: decision",
       "overtaken_by: ¦talk", "overtaker_not_municipality", "name=talk"},
      {"overtaken by nobody known", "overtaken_by: decision",
       "overtaken_by: ¦decisions", "unknown_phase", "hint=decision"},
      {"two conditions", "when: {parameter: talk_at, has",
       "when: ¦{first_cycle: true, parameter: talk_at, has", "exactly_one_of", ""},
      {"a condition on a date", "when: {parameter: talk_at, has",
       "when: {parameter: ¦talk_ends, has", "parameter_not_set", "name=talk_ends"},
      {"a condition on an unknown option", "has: after_results}",
       "has: ¦after_result}", "unknown_option", "hint=after_results"},
      {"new leaders of the whole municipality", "chart: decision, opens", "chart: decision, for_new_leaders: ¦true, opens",
       "new_leaders_in_municipality", "name=decision"},
      {"changed targets of the whole municipality", "chart: decision, opens", "chart: decision, on_target_change: ¦true, opens",
       "target_change_in_municipality", "name=decision"},
      {"days below zero", "chart: decision, opens", "chart: decision, within_working_days: ¦-1, opens", "below_zero",
       "name=within_working_days"},
      {"slices of a pair's phase", "ends: talk_ends, after",
       "ends: talk_ends, sliced_by_height: ¦true, after", "slice_needs_unit_scope", ""},
  });
}

TEST(RefusalTest, States) {
  RefuseAll({
      {"unknown target", "{event: back, to: past}", "{event: back, to: ¦pst}", "unknown_state", "hint=past"},
      {"initial is no child", "initial: preparing\n",
       "initial: ¦preparation\n", "initial_not_a_child", "name=preparation"},
      {"a start beside an initial", "initial: preparing\n", "initial: preparing\n    start: ¦{to: preparing}\n", "only_one_of", "other=initial"},
      {"a start without a state", "initial: preparing\n", "start: ¦{actions: [{log: x}]}\n", "missing", "name=to"},
      {"a start at a state that is none", "initial: preparing\n", "start: {to: ¦prepering}\n", "unknown_state", "hint=preparing"},
      {"a start outside", "- id: preparing\n", "- id: preparing\n        start: {to: ¦away}\n", "start_outside", "name=away"},
      {"a start of two states that exclude each other", "initial: preparing\n", "start: {to: [preparing, ¦away]}\n", "targets_conflict",
       "other=preparing"},
      {"a start of a parallel state", "- id: reviewing\n        parallel: true\n",
       "- id: reviewing\n        parallel: true\n        start: ¦{to: review}\n", "initial_in_parallel", "name=reviewing"},
      {"a history with a start", "history: shallow, on: [{to: preparation}]}", "history: shallow, start: {to: preparation}, on: [{to: preparation}]}",
       "history_with_content", "name=past", "- ¦{id: past", "start_outside"},
      {"a record that may not be made", "actions: [record: review]}", "actions: [{if: {when: {fact: is_top}, then: [¦record: review]}}]}",
       "record_in_other_action", "name=if"},
      {"an if without actions", "actions: [record: review]}", "actions: [{if: ¦{when: {fact: is_top}}}]}", "missing", "name=then"},
      {"a guard of an if", "actions: [record: review]}", "actions: [{if: {when: {in: ¦astray}, then: [{log: x}]}}]}", "unknown_state", ""},
      {"unreachable", "- {id: done, final: true}\n  - id: talk",
       "- {id: done, final: true}\n      - ¦{id: lost}\n  - id: talk", "unreachable_state", "name=lost"},
      {"final with transitions", "{id: held, final: true}",
       "{id: held, final: true, on: [¦{event: back, to: away}]}", "final_with_transitions", "name=held"},
      {"final with children", "{id: held, final: true}",
       "{id: held, final: true, states: [¦{id: in}]}", "final_with_children", "name=held"},
      {"a history without default", "history: shallow, on: [{to: preparation}]}",
       "history: shallow}", "history_without_default", "", "- ¦{id: past"},
      {"a history whose default is guarded", "on: [{to: preparation}]",
       "on: [{to: preparation, when: {fact: is_top}}]", "history_without_default", "", "- ¦{id: past"},
      {"a history whose default lies outside", "on: [{to: preparation}]",
       "on: [{to: ¦away}]", "history_default_outside", "name=away"},
      {"parallel without children", "{id: watching, on:",
       "{id: watching, parallel: true, on:", "parallel_without_children", "", "states: [¦{id: watching"},
      {"final in parallel", "- {id: watch, states:",
       "- ¦{id: stop, final: true}\n          - {id: watch, states:", "final_in_parallel", "name=stop"},
      {"two targets that exclude each other", "{event: moved, to: away}",
       "{event: moved, to: [held, ¦away]}", "targets_conflict", "other=held"},
      {"an eventless circle of one", "- {event: moved, to: away}",
       "- {event: moved, to: away}\n          - ¦{to: preparing}", "loops_forever", "name=preparing"},
      {"eventless without target", "- {event: moved, to: away}",
       "- {event: moved, to: away}\n          - ¦{actions: [raise: moved]}", "loops_forever", "name=preparing"},
  });
}

TEST(RefusalTest, Flow) {
  RefuseAll({
      {"a join that cannot fill", "{event: done.state.review, to: ended}",
       "{event: ¦done.state.asked, to: ended}", "join_cannot_fill", "name=asked"},
      {"a join on nothing", "{event: done.state.review, to: ended}",
       "{event: ¦done.state.reviews, to: ended}", "unknown_state", "hint=review"},
      {"a task that does not exist", "tasks: propose", "tasks: [propose, ¦proposal]", "unknown_task", "hint=propose"},
      {"an event of an unknown task", "event: moved, to: away",
       "event: ¦task.prepar.done, to: away", "unknown_task", "hint=prepare"},
      {"an event of an unknown action", "{event: moved, to: away}",
       "{event: ¦task.prepare.don, to: away}", "unknown_task_action", "hint=done"},
      {"a task that is not open here", "{event: back, to: past}",
       "{event: ¦back task.prepare, to: past}", "task_not_open_here", "name=prepare"},
      {"an action that nothing handles", "actions: [{id: done, title: Ferdig}]",
       "actions: [{id: done, title: Ferdig}, {id: later, title: Senere}]", "task_action_unhandled", "", "preparation, tasks: ¦prepare"},
      {"a task that nothing opens", "  - id: prepare\n    title",
       "  - ¦{id: idle, title: T, party: leader, actions: [{id: a, title: A}]}\n  - id: prepare\n    title", "task_never_opened", "name=idle"},
      {"an event name with a hole", "event: moved", "event: ¦moved..away", "bad_event", "name=moved..away"},
      {"two kinds of waiting", "{event: moved, to: away}",
       "¦{event: moved, after: {seconds: 1}, to: away}", "exactly_one_of", "allowed=event, after"},
      {"a timer without a time", "after: {working_days: 10}", "after: ¦{}", "exactly_one_of", ""},
      {"a timer at no date", "after: {working_days: 10}",
       "after: {at: ¦talk_end}", "unknown_parameter", "hint=talk_ends"},
      {"a slice where there is none", "{event: moved, to: away}",
       "{event: moved, to: away}\n          - {after: {slice_start: ¦true}, to: away}", "slice_needs_sliced_phase", ""},
      {"an unknown state in a guard", "{event: moved, to: away}",
       "{event: moved, when: {in: ¦aways}, to: away}", "unknown_state", "hint=away"},
      {"a field and a variable", "{event: task.review.agree, to",
       "{event: task.review.agree, when: {compare: ¦{field: grade, variable: x, equals: a}}, to", "exactly_one_of", ""},
      {"a field that the form does not have", "{event: task.review.agree, to",
       "{event: task.review.agree, when: {compare: {field: ¦grad, equals: NO}}, to", "unknown_field", "hint=grade"},
      {"a text compared as a number", "{event: task.review.agree, to",
       "{event: task.review.agree, when: {compare: ¦{field: comment, is: 1}}, to", "test_does_not_suit_field", "name=comment"},
      {"an option that cannot be chosen", "{event: task.review.agree, to",
       "{event: task.review.agree, when: {compare: {field: grade, equals: ¦SE}}, to", "unknown_option", "name=SE"},
      {"an unknown column", "{event: task.propose.submit, to",
       "{event: task.propose.submit, when: {compare: {field: targets, some_row: {column: ¦targt, equals: a}}}, to", "unknown_column", "hint=target"},
      {"personnel text in a guard", "{event: task.prepare.done, to",
       "{event: task.prepare.done, when: {compare: {field: ¦notes, present: true}}, to", "personnel_text_stays_in_vault", "name=notes"},
      {"copying a field that does not exist", "from_field: comment",
       "from_field: ¦coment", "unknown_field", "hint=comment"},
      {"an unknown phase to send to", "phase: ambition}}", "phase: ¦ambitio}}", "unknown_phase", "hint=ambition"},
      {"no phase to send to", "to: phase, phase: ambition}}", "to: phase}}", "missing", "", "{send: ¦{event: decided"},
      {"a phase where none is asked for", "to: phase, phase: ambition}}",
       "to: self, phase: ¦ambition}}", "phase_without_to_phase", ""},
      {"later, to others", "to: phase, phase: ambition}}",
       "to: phase, phase: ambition, after: {seconds: 1}}}", "later_only_to_self", "", "{send: ¦{event: decided"},
      {"nobody above the municipality", "to: phase, phase: ambition}}", "to: ¦superior}}", "send_reaches_nobody", ""},
      {"nobody to tell", "actions: [record: decision,",
       "actions: [{notify: {to: ¦leader, message: m}}, record: decision,", "role_nobody_holds", ""},
  });
}

// In place of an action of the small year, in an answer to a form.
TEST(RefusalTest, Values) {
  const char* form = "actions: [{assign: {variable: comment, from_field: comment}}";
  const char* timer = "{id: watching, on: [{after: {working_days: 10}, to: late}]}";
  RefuseAll({
      {"no value", form, "actions: [{assign: {variable: comment, from: ¦{}}}", "exactly_one_of", "allowed=text, number, truth, variable, field, event, own, list"},
      {"two values", form, "actions: [{assign: {variable: comment, from: {text: x, ¦number: 1}}}", "only_one_of", "other=text"},
      {"two values of one variable", form, "actions: [{assign: {variable: comment, from_field: comment, ¦from: {text: x}}}", "only_one_of", "other=from_field"},
      {"a field that no form has", form, "actions: [{assign: {variable: comment, from: {field: ¦coment}}}", "unknown_field", "hint=comment"},
      {"a part that no event has", form, "actions: [{assign: {variable: comment, from: {event: ¦nam}}}", "unknown_value", "hint=name"},
      {"something of one's own that there is not", form, "actions: [{assign: {variable: comment, from: {own: ¦state}}}", "unknown_value", "allowed=chart, step"},
      {"a list that is none", form, "actions: [{assign: {variable: comment, from: {list: ¦{text: x}}}}", "list_expected", "name=list"},
      {"a number too large", form, "actions: [{assign: {variable: comment, number: ¦9007199254740993}}", "number_too_large", "limit=9007199254740991"},
      {"a variable of the platform", form, "actions: [{assign: {variable: ¦_name, text: x}}", "reserved_variable", "name=_name"},
      {"a loop over a variable of the platform", form, "actions: [{for_each: {of: {variable: l}, as: ¦_l, do: [{log: x}]}}", "reserved_variable", "name=_l"},
      {"a loop that does nothing", form, "actions: [{for_each: ¦{of: {variable: l}}}", "missing", "name=do"},
      {"a record in a loop", "actions: [record: review]}", "actions: [{for_each: {of: {list: [{text: x}]}, do: [¦record: review]}}]}", "record_in_other_action", "name=for_each"},
      {"a record behind what may fail", "actions: [record: review]}", "actions: [{assign: {variable: v, from: {field: grade}}}, ¦record: review]}", "record_after_error", ""},
      {"a record behind what may fail, in an if", "actions: [record: review]}",
       "actions: [{if: {when: {in: asked}, then: [{cancel: {id: {text: i}}}]}}, {log: x}, ¦record: review]}", "record_after_error", ""},
      {"a block of nothing", form, "actions: [{block: ¦[]}", "missing", "name=of"},
      {"a field of a comparison's other side", "{when: {fact: reports_ended}, to: proposing}", "{when: {compare: {variable: v, below: {field: ¦gone}}}, to: proposing}", "unknown_field", ""},
      {"a comparison of two things", "{when: {fact: reports_ended}, to: proposing}", "{when: {compare: ¦{variable: v, event: name, present: true}}, to: proposing}", "exactly_one_of",
       "allowed=field, variable, event"},
      {"a time that is worked out, of a state", timer, "{id: watching, on: [{after: {seconds_from: ¦{number: 3}}, to: late}]}", "seconds_from_only_in_send", ""},
      {"two times", timer, "{id: watching, entry: [{send: {event: x, to: self, after: ¦{seconds: 1, seconds_from: {number: 3}}}}], on: [{after: {working_days: 10}, to: late}]}",
       "exactly_one_of", "allowed=at, slice_start, working_days, seconds, seconds_from, recorded"},
      {"more days than a working life", timer, "{id: watching, on: [{after: {working_days: ¦10001}, to: late}]}", "number_too_large", "limit=10000"},
      {"more seconds than any year", timer, "{id: watching, on: [{after: {seconds: ¦1e11}, to: late}]}", "number_too_large", "name=seconds"},
      {"a due day beyond a working life", "due: {working_days: 10, reports_per_day: 4}", "due: {working_days: ¦99999, reports_per_day: 4}", "number_too_large", "name=working_days"},
      {"a final state's data at the top", "- {id: ended, final: true}", "- ¦{id: ended, final: true, content: {text: x}}", "data_at_top", "name=ended"},
      {"data of a state that goes on", timer, "¦{id: watching, data: [{id: n, value: {number: 1}}], on: [{after: {working_days: 10}, to: late}]}", "data_without_final", "name=watching"},
  });
}

TEST(RefusalTest, Sends) {
  const char* good = "{send: {event: decided, to: phase, phase: ambition}}";
  RefuseAll({
      {"no event", good, "{send: ¦{to: self}}", "missing", "name=event"},
      {"an event in two ways", good, "{send: {event: e, event_from: ¦{text: e}, to: self}}", "only_one_of", "other=event"},
      {"an id in two ways", good, "{send: {event: e, to: self, id: i, id_to: ¦v}}", "only_one_of", "other=id"},
      {"no step", good, "{send: ¦{event: e, to: step}}", "missing", "name=step"},
      {"a step beside another target", good, "{send: {event: e, to: self, step: ¦{own: step}}}", "step_without_to_step", ""},
      {"within, later", good, "{send: ¦{event: e, to: internal, after: {seconds: 1}}}", "later_only_to_self", ""},
      {"data in two ways", good, "{send: {event: e, to: self, data: [{id: a, value: {text: x}}], content: ¦{text: x}}}", "only_one_of", "other=data"},
      {"data without a name", good, "{send: {event: e, to: self, data: [¦{value: {text: x}}]}}", "missing", "name=id"},
      {"data without a value", good, "{send: {event: e, to: self, data: [¦{id: a}]}}", "missing", "name=value"},
      {"data twice under a name", good, "{send: {event: e, to: self, data: [{id: a, value: {text: x}}, {id: ¦a, value: {text: y}}]}}", "duplicate_id", "name=a"},
      {"a variable of the platform for the id", good, "{send: {event: e, to: self, id_to: ¦_v}}", "reserved_variable", "name=_v"},
      {"taken back by more than the name", good, "{send: {event: e, to: self, cancel: ¦true, id: i}}", "cancel_by_event_alone", ""},
      {"taken back without an id", good, "{cancel: ¦{}}", "missing", "name=id"},
  });
}

// What a form says of persons is told to nobody else, not even as a part of all that an event carries.
TEST(RefusalTest, PersonnelTextStays) {
  const char* good = "on: [{event: task.prepare.done, to: held}]";
  RefuseAll({
      {"in an event", good, "on: [{event: task.prepare.done, to: held, actions: [{send: {event: e, to: self, data: [{id: n, value: {field: ¦notes}}]}}]}]",
       "personnel_text_stays_in_vault", "name=notes"},
      {"in a variable", good, "on: [{event: task.prepare.done, to: held, actions: [{assign: {variable: v, from: {event: ¦data}}}]}]", "personnel_text_stays_in_vault", "name=notes"},
      {"in a comparison", good, "on: [{event: task.prepare.done, to: held, when: {compare: {event: ¦data, equals: x}}}]", "personnel_text_stays_in_vault", "name=notes"},
      {"in a list that is gone through", good, "on: [{event: task.prepare.done, to: held, actions: [{for_each: {of: {list: [{field: ¦notes}]}, do: [{log: x}]}}]}]",
       "personnel_text_stays_in_vault", "name=notes"},
  });
}

TEST(RefusalTest, Tasks) {
  RefuseAll({
      {"a due without a day", "due: {slice_end: true}",
       "due: ¦{reports_per_day: 3}", "due_without_day", "name=propose"},
      {"two dues", "due: {slice_end: true}", "due: ¦{slice_end: true, working_days: 5}", "exactly_one_of", ""},
      {"due at a number", "due: {at: ambition_ends}", "due: {at: ¦span}", "parameter_not_date", "name=span"},
      {"a slice end where there is none", "due: {at: ambition_ends}",
       "due: {slice_end: ¦true}", "slice_needs_sliced_phase", ""},
      {"a remainder of a day", "due: {slice_end: true}", "due: {slice_end: true, on_migration: ¦keep_remainder}", "remainder_of_date", ""},
      {"a negative due", "due: {working_days: 10, ", "due: {working_days: ¦-1, ", "below_zero", "name=working_days"},
      {"the office has no person", "party: office",
       "party: office\n    personal: ¦true", "personal_office", "name=decide"},
      {"a role that nobody holds", "party: office", "party: ¦conductor", "role_nobody_holds", "name=decide"},
      {"a task without actions", "actions: [{id: decide, title: Vedtatt}]",
       "instruction: Ingen", "missing", "", "  - ¦id: decide\n    title: Vedta"},
      {"an action on an unknown field", "fields: grade}", "fields: ¦grad}", "unknown_field", "hint=grade"},
      {"no fields, and one", "fields: grade}", "fields: grade, no_fields: ¦true}", "only_one_of", "other=fields"},
      {"required, where none is taken", "fields: grade}", "no_fields: true, required: ¦grade}", "unknown_field", "name=grade"},
      {"required, but not taken", "fields: [comment, grade], required: comment",
       "fields: [grade], required: ¦comment", "unknown_field", "name=comment"},
  });
}

TEST(RefusalTest, Forms) {
  RefuseAll({
      {"a field without audience", "type: date, audience: municipality, purpose: Frist, latest",
       "type: date, purpose: Frist, latest", "field_without_audience", "", "- ¦{id: published"},
      {"a field without purpose", "audience: municipality, purpose: Frist, latest",
       "audience: municipality, latest", "field_without_purpose", "", "- ¦{id: published"},
      {"a purpose without words", "purpose: Forklarer", "purpose: ¦''", "text_without_nb", ""},
      {"personnel text outside a pair", "label: Lagt ut, type: date, audience: municipality",
       "label: Lagt ut, type: date, audience: ¦parties", "vault_outside_pair", "name=published"},
      {"a choice without options", "{id: comment, label: Kommentar, type: text, audience: line",
       "¦{id: comment, label: Kommentar, type: choice, audience: line", "choice_without_options", "", "", "max_length_without_text"},
      {"options without a choice", "type: date, audience: municipality, purpose: Frist, latest",
       "type: date, options: [¦{id: a, label: A}], audience: municipality, purpose: Frist, latest", "options_without_choice", "name=published"},
      {"a table without columns", "{id: notes, label: Notater, type: text",
       "¦{id: notes, label: Notater, open_rows: true, type: table", "table_without_columns", "name=notes"},
      {"columns without a table", "label: Notater, type: text",
       "label: Notater, columns: [¦{id: a, label: A, type: text}], type: text", "columns_without_table", "name=notes"},
      {"a table in a table", "{id: target, label: Mål, type: number, min: 0, max: 100}",
       "¦{id: target, label: Mål, type: table}", "nested_table", "name=target"},
      {"a table that never has rows", "type: table, source: targets, audience",
       "type: table, audience", "table_without_rows", "", "- ¦{id: targets", "read_only_without_source"},
      {"rows for a text", "label: Notater, type: text",
       "label: Notater, source: ¦targets, type: text", "source_needs_table", "name=notes"},
      {"limits of a text", "label: Notater, type: text",
       "label: Notater, min: ¦1, type: text", "limits_without_number", "name=notes"},
      {"the least above the most", "min: 0, max: 100", "min: 200, max: ¦100", "min_above_max", "name=target"},
      {"read only, with nothing to read", "label: Notater, type: text",
       "label: Notater, read_only: ¦true, type: text", "read_only_without_source", "name=notes"},
      {"a bound on a field that does not exist", "earliest: {field: published",
       "earliest: {field: ¦publishd", "unknown_field", "hint=published"},
      {"a bound on itself", "earliest: {field: published", "earliest: {field: ¦vote", "bound_by_itself", "name=vote"},
      {"a bound on nothing", "latest: {today: true}", "latest: ¦{days: 3}", "exactly_one_of", "allowed=field, today"},
      {"a bound of a text", "label: Notater, type: text",
       "label: Notater, latest: ¦{today: true}, type: text", "bound_without_date", "name=notes"},
      {"a column with an audience", "type: text, read_only: true",
       "type: text, audience: ¦line, read_only: true", "column_with_audience", "name=indicator"},
  });
}

// What cannot even be read: whole texts, with the mark.
TEST(RefusalTest, Unreadable) {
  const struct {
    const char* name;
    std::string text;
    const char* problem;
  } rows[] = {
      {"nothing", "¦", "source_empty"},
      {"a bracket that never closes", "id: [a, b\n¦", "yaml_syntax"},
      {"a tab for indentation", "id:\n\ta¦: b\n", "yaml_syntax"},
      {"an anchor", "id: ¦&a b\n", "alias_refused"},
      {"an alias", "id: ¦*a\n", "yaml_syntax"},
      {"a tag", "id: ¦!!str b\n", "tag_refused"},
      {"two documents", "id: a\n¦---\nid: b\n", "one_document_only"},
      {"bytes that are no text", "id: å¦\xff\n", "source_not_text"},
      {"a control character", "id: ¦\x01\n", "source_not_text"},
      {"a list as a key", "¦[a]: b\n", "key_not_plain"},
      {"too deep", std::string(50, '[') + "¦[" + std::string(51, ']'), "too_deep"},
      {"too large", "¦" + std::string(1'000'001, ' '), "source_too_large"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.name);
    std::string text = row.text;
    const std::string position = TakeMark(text);
    const Loaded loaded = LoadWorkflow(text);
    EXPECT_EQ(loaded.workflow, nullptr);
    ASSERT_EQ(loaded.violations.size(), 1u) << Told(loaded.violations);
    EXPECT_EQ(loaded.violations[0].field + ": " + loaded.violations[0].problem, position + ": " + row.problem)
        << Told(loaded.violations);
  }
}

TEST(RefusalTest, AllErrorsAtOnceInTheOrderOfTheText) {
  std::string text = Replaced(kSmallYear, "type: number, default: 40", "type: numbr, default: 40");
  text = Replaced(text, "{event: back, to: past}", "{event: back, to: pst}");
  text = Replaced(text, "id: small-year", "id: Small");
  const Loaded loaded = LoadWorkflow(text);
  std::vector<std::string> problems;
  for (const auto& violation : loaded.violations) problems.push_back(violation.problem);
  EXPECT_THAT(problems, testing::ElementsAre("bad_id", "unknown_value", "unknown_state"));
}

TEST(RefusalTest, EarlierVersions) {
  const char* deciding =
      "      - {id: deciding, tasks: decide, on: [{event: task.decide.decide, to: done, actions: [record: decision, {send: {event: decided, to: phase, phase: ambition}}]}]}\n"
      "      - {id: done, final: true}";
  RefuseAll({
      {"an earlier name that is in use", deciding,
       "      - {id: deciding, migrate_from: [before, ¦done], tasks: decide, on: [{event: task.decide.decide, to: done, actions: [record: decision, {send: {event: decided, to: phase, phase: ambition}}]}]}\n"
       "      - {id: done, final: true}",
       "earlier_name_in_use", "name=done"},
      {"an earlier name taken twice", deciding,
       "      - {id: deciding, migrate_from: before, tasks: decide, on: [{event: task.decide.decide, to: done, actions: [record: decision, {send: {event: decided, to: phase, phase: ambition}}]}]}\n"
       "      - {id: done, migrate_from: ¦before, final: true}",
       "earlier_name_taken", "other=deciding"},
      {"an earlier name twice in one list", deciding,
       "      - {id: deciding, migrate_from: [before, ¦before], tasks: decide, on: [{event: task.decide.decide, to: done, actions: [record: decision, {send: {event: decided, to: phase, phase: ambition}}]}]}\n"
       "      - {id: done, final: true}",
       "duplicate_name", "name=before"},
      {"a task withdrawn that is there", "charts:\n  - id: ambition\n", "withdrawn_tasks: ¦propose\ncharts:\n  - id: ambition\n",
       "earlier_name_in_use", "name=propose"},
      {"a remainder of a date", "{after: {slice_start: true}, to: proposing}",
       "{after: {slice_start: true, on_migration: ¦keep_remainder}, to: proposing}", "remainder_of_date", ""},
      {"a policy nobody knows", "{after: {slice_start: true}, to: proposing}",
       "{after: {slice_start: true, on_migration: ¦keep}, to: proposing}", "unknown_value", "name=on_migration"},
  });
}

}  // namespace
}  // namespace arshjul::statechart
