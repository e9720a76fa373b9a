// For the tests of this room: a small workflow that uses every part of the language, and what they do with it.
#pragma once

#include <absl/strings/str_join.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "statechart/workflow.h"

namespace arshjul::statechart {

inline constexpr const char* kSmallYear = R"(id: small-year
language: 1
title: {nb: Et lite år, nn: Eit lite år, sv: Ett litet år, en: A small year}
description: Ett forslag, én avtale.
parameters:
  - {id: ambition_opens, type: date, default: Y-1-08-15, title: Ambisjon åpner}
  - {id: ambition_ends, type: date, default: Y-1-09-25}
  - {id: talk_ends, type: date, default: Y+1-03-10}
  - {id: talk_at, type: set, default: "in_budget, after_results", options: [before_ambition, in_budget, after_results]}
  - {id: span, type: number, default: 40}
phases:
  - {id: ambition, title: Ambisjon, scope: unit, chart: ambition, opens: ambition_opens, ends: ambition_ends,
     sliced_by_height: true, overtaken_by: decision}
  - {id: decision, title: Vedtak, scope: municipality, chart: decision, opens: ambition_ends, ends: ambition_ends}
  - {id: talk, title: Samtale, scope: pair, chart: talk, ends: talk_ends, after: ambition,
     when: {parameter: talk_at, has: after_results}}
charts:
  - id: ambition
    states:
      - id: waiting
        title: Venter på rapportene
        on:
          - {when: {fact: reports_ended}, to: proposing}
          - {after: {slice_start: true}, to: proposing}
      - id: proposing
        title: {nb: Foreslår}
        tasks: propose
        on:
          - {event: task.propose.submit, to: reviewing, actions: [record: proposal]}
      - id: reviewing
        parallel: true
        states:
          - {id: review, states: [{id: asked, tasks: [review], on: [
              {event: task.review.agree, to: agreed, actions: [record: review]},
              {event: task.review.return, to: proposing, actions: [{assign: {variable: comment, from_field: comment}}, notify: {to: leader, message: task_returned}]}]},
              {id: agreed, final: true}]}
          - {id: watch, states: [{id: watching, on: [{after: {working_days: 10}, to: late}]}, {id: late, final: true}]}
        on:
          - {event: done.state.review, to: ended}
      - {id: ended, final: true}
  - id: decision
    states:
      - {id: deciding, tasks: decide, on: [{event: task.decide.decide, to: done, actions: [record: decision, {send: {event: decided, to: phase, phase: ambition}}]}]}
      - {id: done, final: true}
  - id: talk
    initial: preparing
    states:
      - id: preparing
        states:
          - {id: past, history: shallow, on: [{to: preparation}]}
          - {id: preparation, tasks: prepare, on: [{event: task.prepare.done, to: held}]}
        on:
          - {event: moved, to: away}
      - {id: away, on: [{event: back, to: past}]}
      - {id: held, final: true}
tasks:
  - id: propose
    title: Foreslå mål
    party: leader
    due: {slice_end: true}
    fields:
      - {id: targets, label: Mål, type: table, source: targets, audience: line, purpose: Det vi måles på, columns: [
          {id: indicator, label: Indikator, type: text, read_only: true},
          {id: target, label: Mål, type: number, min: 0, max: 100}]}
    actions: [{id: submit, title: Send, leads: forward}]
  - id: review
    title: Vurder
    party: superior
    due: {working_days: 10, reports_per_day: 4}
    fields:
      - {id: comment, label: Kommentar, type: text, audience: line, purpose: Forklarer, max_length: 500}
      - {id: grade, label: Trinn, type: choice, audience: line, purpose: Måler, options: [{id: 1, label: Lav}, {id: NO, label: Norge}, {id: yes, label: Ja}, {id: 08, label: Åtte}]}
    actions:
      - {id: agree, title: Enig, leads: forward, fields: grade}
      - {id: return, title: Tilbake, leads: back, fields: [comment, grade], required: comment}
  - id: decide
    title: Vedta
    party: office
    due: {at: ambition_ends}
    fields:
      - {id: published, label: Lagt ut, type: date, audience: municipality, purpose: Frist, latest: {today: true}}
      - {id: vote, label: Vedtatt, type: date, audience: municipality, purpose: Frist, earliest: {field: published, days: 14}}
    actions: [{id: decide, title: Vedtatt}]
  - id: prepare
    title: Forbered
    party: leader
    personal: true
    fields:
      - {id: notes, label: Notater, type: text, audience: private, purpose: Egne tanker, never: Helse}
    actions: [{id: done, title: Ferdig}]
)";

// Replaces `from`, which must stand there once.
inline std::string Replaced(const std::string& text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << "not in the small year: " << from;
  if (at == std::string::npos) return text;
  EXPECT_EQ(text.find(from, at + 1), std::string::npos) << "more than once in the small year: " << from;
  return text.substr(0, at) + to + text.substr(at + from.size());
}

inline std::string Told(const std::vector<FieldViolation>& violations) {
  std::vector<std::string> lines;
  for (const auto& violation : violations) {
    lines.push_back(violation.field + ": " + violation.problem + " " +
                    absl::StrJoin(violation.args, " ", absl::PairFormatter("=")));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace arshjul::statechart
