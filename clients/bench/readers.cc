#include "readers.h"

#include "arshjul/v1/task_service.grpc.pb.h"

namespace arshjul::bench {

void Echo(const std::shared_ptr<grpc::Channel>& channel, const std::string& payload) {
  v1::GetTaskRequest request;
  request.set_name(payload);
  v1::GetTaskResponse response;
  grpc::ClientContext context;
  Must(v1::TaskService::NewStub(channel)->GetTask(&context, request, &response), "GetTask");
}

Looked LookBeside(const RealServer& server, const Child& bare, const std::string& bare_address, const std::vector<Work>& work) {
  const std::string payload(MyTasks(server.channel(), work.front().person) / 2, 'x');
  auto write = [&](const std::string& address, const Child& child) {
    Run(address, child, work.size(), kWriters, [&](auto& channel, size_t i) { Complete(channel, work[i]); });
  };
  Looked looked;
  looked.echo = RunBeside(bare_address, bare, kReaders, [&](auto& channel, size_t) { Echo(channel, payload); }, [&] { write(bare_address, bare); });
  looked.mine = RunBeside(server.address(), server.child(), kReaders,
                          [&](auto& channel, size_t i) { MyTasks(channel, work[i % work.size()].person); },
                          [&] { write(server.address(), server.child()); });
  return looked;
}

}  // namespace arshjul::bench
