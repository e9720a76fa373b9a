// Tasks, forms and actions as messages. Pure; any thread.
#pragma once

#include "api/frame.h"
#include "arshjul/v1/task.pb.h"
#include "arshjul/v1/task_service.pb.h"
#include "cycle/query_action.h"
#include "cycle/query_task.h"

namespace arshjul::api {

void FillTask(const cycle::TaskShown& task, const Asker& asker, v1::Task& out);
// `answer` is RemindTasks' (decide_reminder.cc).
void FillReminders(const Value& answer, const Asker& asker, v1::RemindTasksResponse& out);
void FillOffer(const cycle::Offer& offer, const Asker& asker, v1::Action& out);

}  // namespace arshjul::api
