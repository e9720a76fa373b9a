// Calls that come again under the same request id.
#include <gtest/gtest.h>

#include <algorithm>

#include "api/live_server.h"

namespace arshjul {
namespace {

using Tasks = v1::TaskService::Stub;

// A map has no order of its own: the form that comes again must be known for the same all the same.
TEST(Repeated, AFormThatComesTwiceIsTakenOnce) {
  LiveServer live;
  live.Found("by");
  live.LaunchCycle("by", 2015);
  v1::ListTasksRequest list;
  list.set_parent("municipalities/by");
  list.set_open_only(true);
  v1::ListTasksResponse listed;
  ASSERT_EQ(live.Call(live.tasks, &Tasks::ListTasks, "office", list, listed).text(), "OK");
  auto task = std::find_if(listed.tasks().begin(), listed.tasks().end(), [](const v1::Task& t) { return t.kind() == "involvement"; });
  ASSERT_NE(task, listed.tasks().end());
  std::vector<std::string> fields = {"how", "how_high", "participation_level", "what_could_be_better", "what_was_good"};
  auto complete = [&](const std::string& text) {
    v1::CompleteTaskRequest request;
    request.set_name(task->name());
    request.set_action("record");
    for (const std::string& field : fields) (*request.mutable_data()->mutable_fields())[field].set_string_value(text);
    (*request.mutable_data()->mutable_fields())["participation_level"].set_string_value("discussed");
    request.set_request_id("form");
    v1::CompleteTaskResponse response;
    return live.Call(live.tasks, &Tasks::CompleteTask, task->assignee(), request, response).text();
  };
  EXPECT_EQ(complete("Bra"), "OK");
  do {
    ASSERT_EQ(complete("Bra"), "OK");
  } while (std::next_permutation(fields.begin(), fields.end()));
  EXPECT_EQ(complete("Bedre"), "ABORTED REQUEST_REUSED");
}

}  // namespace
}  // namespace arshjul
