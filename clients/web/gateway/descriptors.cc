#include "descriptors.h"

#include <algorithm>
#include <cstdlib>
#include <string>

// Made by protoc in the build (CMakeLists.txt); too large for a compiler to read as text.
asm(".section .rodata\n"
    ".global arshjul_api_files\n"
    ".global arshjul_api_files_end\n"
    "arshjul_api_files:\n"
    ".incbin \"" ARSHJUL_API_FILES "\"\n"
    "arshjul_api_files_end:\n"
    ".byte 0\n"
    ".previous\n");
extern "C" const char arshjul_api_files[];
extern "C" const char arshjul_api_files_end[];

namespace arshjul::gateway {
namespace {

google::protobuf::FileDescriptorSet Read() {
  google::protobuf::FileDescriptorSet files;
  // Our own bytes: what cannot be read is a broken build.
  if (!files.ParseFromArray(arshjul_api_files, static_cast<int>(arshjul_api_files_end - arshjul_api_files))) std::abort();
  return files;
}

}  // namespace

const google::protobuf::FileDescriptorSet& ApiFiles() {
  static const google::protobuf::FileDescriptorSet kFiles = Read();
  return kFiles;
}

std::vector<const google::protobuf::ServiceDescriptor*> ApiServices() {
  std::vector<std::string> names;
  for (const auto& file : ApiFiles().file()) {
    if (file.package() == "arshjul.v1") names.push_back(file.name());
  }
  std::sort(names.begin(), names.end());
  std::vector<const google::protobuf::ServiceDescriptor*> services;
  for (const std::string& name : names) {
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    for (int i = 0; file != nullptr && i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

}  // namespace arshjul::gateway
