// Whom one may be in a demo. Threads: the view's one.
#pragma once

#include <string>
#include <vector>

#include "api/frame.h"
#include "arshjul/v1/demo_service.pb.h"

namespace arshjul::api {

// Persons with a unit or a role today, by name.
std::vector<const organisation::Person*> DemoPersons(engine::View& view);

// `view` is read as nobody: only what a demo tells to whoever asks is filled.
void FillDemoPerson(engine::View& view, const Asker& asker, const organisation::Person& person, v1::DemoPerson& out);

}  // namespace arshjul::api
