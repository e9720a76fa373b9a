// A folder of its own for a test, private to its owner, gone afterwards.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace arshjul::store {

class Place {
 public:
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "arshjul-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~Place() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace arshjul::store
