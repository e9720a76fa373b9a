// The pages: a folder as the browser UI's build leaves it, read once. Nothing outside it can be asked for, since nothing is
// looked up on disk afterwards.
//
//   assets/<name>     named by their content: kept for ever; what is not there is not found
//   any other path    the file of that name, else index.html, which finds its own way; asked for anew each time
//
// Immutable once read; any thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "http.h"
#include "path.h"

namespace arshjul::gateway {

class StaticFiles {
 public:
  // NOT_FOUND: no such folder, or no index.html in it. RESOURCE_EXHAUSTED: more than kMostBytes.
  static absl::StatusOr<std::unique_ptr<StaticFiles>> Read(const std::string& folder);

  // 200, 304 or 404 without a body. `path` was for nothing else.
  Answer Serve(const Path& path, const Head& head) const;

 private:
  struct File {
    std::shared_ptr<const std::string> plain, gzip, brotli;
    std::string type, etag;
  };
  std::map<std::string, File, std::less<>> files_;  // "/assets/index-1a2b.js"
};

// "text/html; charset=utf-8" for "index.html".
std::string_view MediaTypeOf(std::string_view file_name);

// Does the field Accept-Encoding take this coding? "br;q=0" does not.
bool Takes(std::string_view accept_encoding, std::string_view coding);

}  // namespace arshjul::gateway
