// The municipality that is measured, and the calls that its people make.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "arshjul/v1/task_service.grpc.pb.h"

namespace arshjul::bench {

// An open task, and who has it.
struct Work {
  std::string name, person;
};

// So many leaders, nine units below each: a file as ImportOrganisation takes it.
std::string OrganisationFile(int leaders);

// How long one call took, in milliseconds.
struct Founded {
  double import = 0, launch = 0;
};

// So many leaders, nine units below each, and the year 2015 launched for them.
Founded Found(const std::shared_ptr<grpc::Channel>& channel, int leaders);
// Another year for them, in milliseconds.
double Launch(const std::shared_ptr<grpc::Channel>& channel, int year);
// Made-up people do their tasks until that day ("YYYY-MM-DD").
void Play(const std::shared_ptr<grpc::Channel>& channel, const std::string& until);
// The middle one of eleven calls, in milliseconds; with a line per unit, or the phases alone.
double Overview(const std::shared_ptr<grpc::Channel>& channel, int year, bool every_unit);
// The first task of that year of every leader.
std::vector<Work> FirstTasks(const std::shared_ptr<grpc::Channel>& channel, int year);
void Complete(const std::shared_ptr<grpc::Channel>& channel, const Work& work);
// The open tasks of one person. Returns the bytes of the answer.
size_t MyTasks(const std::shared_ptr<grpc::Channel>& channel, const std::string& person);
// The municipality's store, copied to a new file by the server.
void Backup(const std::shared_ptr<grpc::Channel>& channel, const std::string& path);

}  // namespace arshjul::bench
