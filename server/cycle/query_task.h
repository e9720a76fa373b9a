// Tasks as one reader may see them. Pure: asks the state and changes nothing. Access is decided here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cycle/form.h"
#include "cycle/relation.h"

namespace arshjul::cycle {

struct TaskComment {
  std::string author, text;  // name
  Instant time{};
  std::string asked;  // name of the supporter who is asked for help
  std::optional<Date> answer_by;
};

// Texts are in the reader's language; persons are names unless said otherwise.
struct TaskShown {
  int64_t number = 0;
  std::string title, unit, unit_id, cycle, phase, kind;
  TaskState state = TaskState::kOpen;
  std::string assignee;  // person id
  std::string assignee_name, on_behalf_of;
  // Message because.<lower case name>, with these holes.
  organisation::Because because = organisation::Because::kNobody;
  std::map<std::string, std::string> because_args;
  std::string subject, subject_name;  // leader of a pair: id, name
  Instant opened{}, due{};            // due: the end of the due day
  bool overdue = false;
  int64_t revision = 0;  // the etag; 0 where the reader is told the state alone
  // Only GetTask fills these.
  std::string instruction, completed_by, completed_action;
  std::vector<TaskComment> comments;
  Form form;
  std::vector<FormAction> actions;
  std::optional<Instant> ended;
};

struct TaskFilter {
  bool mine = false, open_only = false, overdue_only = false;
  std::string cycle, phase;  // "" = every one
  std::string unit;          // id: it and those below; "" = every one
  std::string assignee;      // person id; "" = everybody
  bool of_office = false;    // those that any holder of the office may do
  size_t most = 100;         // on one page
  std::string after;         // `next` of the page before
};

struct TaskPage {
  // By due day, then number, where they are somebody's, open ones, or of few units; everything of a year, or ever, by number.
  std::vector<TaskShown> tasks;
  std::string next;  // "" on the last page; a page of many that may not be seen can be short, or empty
};

// Open ones that the actor must do, in no order: `mine` and `open_only` of a filter.
std::vector<const Task*> OwnOpenTasks(State& state, const Context& context);

TaskPage ListTasks(State& state, const Context& context, const TaskFilter& filter, const std::string& language);

struct TaskAnswer {
  std::optional<Refusal> refusal;  // kTaskNotFound, kNotVisible
  TaskShown task;
  std::vector<TextRead> reads;  // to be noted before the answer goes out
};

// The form costs most, and reads personnel text: who has just handed it in does not get it back.
enum class FormPart { kWith, kWithout };

TaskAnswer GetTask(State& state, const Context& context, int64_t number, const std::string& language, FormPart form = FormPart::kWith);

// How much of a task somebody may see.
enum class TaskSight {
  kNothing,
  kState,  // of a step of a pair, to those outside it: what, whose, open or done
  kFull,   // and its form, field by field
};
TaskSight SightOf(State& state, const Context& context, const Viewer& viewer, const Task& task);

}  // namespace arshjul::cycle
