#include "static_files.h"

#include <sodium.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace arshjul::gateway {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMostBytes = 64 << 20;  // held in memory; the pages are some hundred kB
constexpr char kAssets[] = "assets";

std::string EtagOf(const std::string& bytes) {
  unsigned char hash[crypto_generichash_BYTES_MIN];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
  char text[sizeof hash * 2 + 1];
  sodium_bin2hex(text, sizeof text, hash, sizeof hash);
  return text;
}

std::shared_ptr<const std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return std::make_shared<const std::string>(bytes.str());
}

// Any of the tags of If-None-Match.
bool Names(std::string_view tags, const std::string& etag) { return tags == "*" || tags.find('"' + etag) != std::string_view::npos; }

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string_view MediaTypeOf(std::string_view file_name) {
  static const std::map<std::string_view, std::string_view> kTypes = {
      {"html", "text/html; charset=utf-8"}, {"js", "text/javascript; charset=utf-8"}, {"mjs", "text/javascript; charset=utf-8"},
      {"css", "text/css; charset=utf-8"},   {"json", "application/json"},             {"svg", "image/svg+xml"},
      {"png", "image/png"},                 {"jpg", "image/jpeg"},                    {"webp", "image/webp"},
      {"ico", "image/x-icon"},              {"woff2", "font/woff2"},                  {"woff", "font/woff"},
      {"txt", "text/plain; charset=utf-8"}, {"webmanifest", "application/manifest+json"}};
  const size_t dot = file_name.rfind('.');
  const auto found = kTypes.find(dot == std::string_view::npos ? "" : file_name.substr(dot + 1));
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

bool Takes(std::string_view accept_encoding, std::string_view coding) {
  while (!accept_encoding.empty()) {
    const size_t comma = accept_encoding.find(',');
    const std::string_view one = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(comma == std::string_view::npos ? accept_encoding.size() : comma + 1);
    const size_t semicolon = one.find(';');
    if (!SameWord(Trimmed(one.substr(0, semicolon)), coding)) continue;
    const std::string_view weight = semicolon == std::string_view::npos ? "" : Trimmed(one.substr(semicolon + 1));
    return !weight.starts_with("q=0") || weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

absl::StatusOr<std::unique_ptr<StaticFiles>> StaticFiles::Read(const std::string& folder) {
  auto out = std::make_unique<StaticFiles>();
  std::error_code error;
  size_t bytes = 0;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    // No links: they may lead out of the folder.
    if (entry->is_symlink() || !entry->is_regular_file()) continue;
    const std::string name = "/" + entry->path().lexically_relative(folder).generic_string();
    std::shared_ptr<const std::string> content = ReadFile(entry->path());
    bytes += content->size();
    if (bytes > kMostBytes) return absl::ResourceExhaustedError(folder);
    const bool gzip = name.ends_with(".gz"), brotli = name.ends_with(".br");
    File& file = out->files_[gzip || brotli ? name.substr(0, name.size() - 3) : name];
    (gzip ? file.gzip : brotli ? file.brotli : file.plain) = content;
    if (gzip || brotli) continue;
    file.type = MediaTypeOf(name);
    file.etag = EtagOf(*content);
  }
  std::erase_if(out->files_, [](const auto& file) { return file.second.plain == nullptr; });
  if (error || out->files_.find("/index.html") == out->files_.end()) return absl::NotFoundError(folder);
  return out;
}

Answer StaticFiles::Serve(const Path& path, const Head& head) const {
  const bool asset = !path.segments.empty() && path.segments[0] == kAssets;
  auto found = files_.find(path.Joined());
  if (found == files_.end() && asset) return {.status = 404};
  if (found == files_.end()) found = files_.find("/index.html");
  const File& file = found->second;
  const std::string_view accepted = head.Value("Accept-Encoding");
  const bool brotli = file.brotli != nullptr && Takes(accepted, "br");
  const bool gzip = !brotli && file.gzip != nullptr && Takes(accepted, "gzip");
  Answer answer;
  answer.fields = {{"Content-Type", file.type},
                   {"Cache-Control", asset ? "public, max-age=31536000, immutable" : "no-cache"},
                   // Each coding is another representation, with a tag of its own.
                   {"ETag", "\"" + file.etag + (brotli ? "-br" : gzip ? "-gz" : "") + "\""},
                   {"Vary", "Accept-Encoding"}};
  if (Names(head.Value("If-None-Match"), file.etag)) {
    answer.status = 304;
    return answer;
  }
  if (brotli || gzip) answer.fields.push_back({"Content-Encoding", brotli ? "br" : "gzip"});
  answer.kept = brotli ? file.brotli : gzip ? file.gzip : file.plain;
  return answer;
}

}  // namespace arshjul::gateway
