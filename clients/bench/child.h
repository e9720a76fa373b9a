// A server in a process of its own: started, measured by the operating system's account of it, stopped by its own id.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace arshjul::bench {

class Child {
 public:
  explicit Child(const std::vector<std::string>& command);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The next line of its standard output; "" at its end.
  std::string Line();
  // User and system time so far, in seconds.
  double CpuSeconds() const;
  // Memory of it that is in use now (resident), in megabytes (2^20).
  double Megabytes() const;
  bool Running() const;
  // kill -9, and waits until it is gone.
  void Kill();

 private:
  pid_t pid_ = -1;
  int in_ = -1, out_ = -1;
};

}  // namespace arshjul::bench
