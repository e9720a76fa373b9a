#include "store/log_damage.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <vector>

namespace arshjul::store {
namespace {

// https://www.sqlite.org/fileformat2.html#the_write_ahead_log
constexpr size_t kHeaderSize = 32;
constexpr size_t kFrameHeaderSize = 24;
constexpr uint32_t kMagic = 0x377f0682;  // its last bit says in which order of bytes the checksums are counted
constexpr uint32_t kLargestPage = 65536;

using Bytes = std::vector<unsigned char>;

uint32_t Number(const unsigned char* at) {
  return uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | uint32_t{at[3]};
}

class Checksum {
 public:
  explicit Checksum(bool big_endian) : big_endian_(big_endian) {}
  // `size` is a multiple of 8.
  void Add(const unsigned char* bytes, size_t size) {
    for (const unsigned char* end = bytes + size; bytes != end; bytes += 8) {
      first_ += Word(bytes) + second_;
      second_ += Word(bytes + 4) + first_;
    }
  }
  bool Is(const unsigned char* at) const { return Number(at) == first_ && Number(at + 4) == second_; }

 private:
  uint32_t Word(const unsigned char* at) const {
    return big_endian_ ? Number(at) : uint32_t{at[3]} << 24 | uint32_t{at[2]} << 16 | uint32_t{at[1]} << 8 | uint32_t{at[0]};
  }
  const bool big_endian_;
  uint32_t first_ = 0, second_ = 0;
};

bool Read(std::ifstream& in, unsigned char* bytes, size_t size) {
  return static_cast<bool>(in.read(reinterpret_cast<char*>(bytes), static_cast<std::streamsize>(size)));
}

}  // namespace

absl::StatusOr<bool> HasTornEnd(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<unsigned char, kHeaderSize> header;
  if (!in || !Read(in, header.data(), header.size())) return false;
  Checksum sum((Number(header.data()) & 1) != 0);
  sum.Add(header.data(), kHeaderSize - 8);
  const uint32_t page = Number(&header[8]);
  // A log that begins anew is of no use until its header is on the disk: nothing that was acknowledged is lost with it.
  if ((Number(header.data()) & ~1u) != kMagic || !sum.Is(&header[24]) || page > kLargestPage || page % 8 != 0) return false;
  Bytes frame(kFrameHeaderSize + page);
  int64_t frames = 0, right = 0;
  int commits_after = 0;
  bool wrong = false, torn = false;
  while (Read(in, frame.data(), frame.size())) {
    ++frames;
    const bool of_this_log = std::memcmp(&frame[8], &header[16], 8) == 0;
    if (!wrong) {
      sum.Add(frame.data(), 8);
      sum.Add(&frame[kFrameHeaderSize], page);
      wrong = !of_this_log || !sum.Is(&frame[16]);
      if (!wrong) right = frames;
    }
    torn |= wrong && of_this_log;
    // The checksums of later frames count on those before, so that only the salts still say whose they are.
    if (wrong && of_this_log && Number(&frame[4]) != 0) ++commits_after;
  }
  if (commits_after < 2) return torn;
  return absl::DataLossError(
      fmt::format("{} is damaged after frame {}: {} commits that follow cannot be read. Put a backup back, and ask what was done since; "
                  "opened without its end the file would forget them",
                  path, right, commits_after));
}

}  // namespace arshjul::store
