// Units, persons, roles and absences as messages. Threads: the view's one.
#pragma once

#include <string>
#include <unordered_map>

#include "api/frame.h"
#include "arshjul/v1/absence.pb.h"
#include "arshjul/v1/organisation_import.pb.h"
#include "arshjul/v1/person.pb.h"
#include "arshjul/v1/role_binding.pb.h"
#include "arshjul/v1/unit.pb.h"
#include "imports/imports.h"

namespace arshjul::api {

struct OpenTasks {
  int open = 0, overdue = 0;
};
using OpenTasksByUnit = std::unordered_map<std::string, OpenTasks>;

Date TodayOf(const engine::View& view);

// Of every unit.
OpenTasksByUnit CountOpenTasks(engine::View& view);
// Of one.
OpenTasks CountOpenTasks(engine::View& view, const std::string& unit);

void FillUnit(engine::View& view, const Asker& asker, const organisation::Unit& unit, const OpenTasks& tasks, v1::Unit& out);
// With everybody who holds, has held or will hold it.
void FillHoldings(engine::View& view, const organisation::Unit& unit, v1::Unit& out);
void FillRole(engine::View& view, const Asker& asker, const organisation::RoleBinding& binding, v1::RoleBinding& out);
void FillAbsence(engine::View& view, const Asker& asker, const organisation::Absence& absence, v1::Absence& out);
void FillPerson(engine::View& view, const Asker& asker, const organisation::Person& person, v1::Person& out);

// `answer` is the command's (decide_organisation.cc).
void FillImport(const imports::OrganisationFile& file, const Value& answer, const std::string& language, Date today,
                v1::OrganisationImport& out);

}  // namespace arshjul::api
