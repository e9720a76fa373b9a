#include "store/page_sums.h"

#include <sodium.h>
#include <sqlite3.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <vector>

namespace arshjul::store {
namespace {

// Where a database's header says how many bytes of each page are reserved.
constexpr int kReservedAt = 20;
constexpr int kHeaderSize = 100;
constexpr int kSmallestPage = 512;

using Sum = std::array<unsigned char, kPageSumBytes>;
static_assert(crypto_shorthash_BYTES == kPageSumBytes);

struct File {
  sqlite3_file base;
  sqlite3_file* real;  // its memory is ours
  bool database, summed;
};

File& Of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* Real(sqlite3_file* file) { return Of(file).real; }
sqlite3_vfs* Disk() { return sqlite3_vfs_find(nullptr); }

// SipHash keyed with the place: a page that lies where another should is wrong too. Not against malice.
Sum SumOf(const unsigned char* page, int size, sqlite3_int64 at) {
  std::array<unsigned char, crypto_shorthash_KEYBYTES> key{};
  static_assert(sizeof at <= crypto_shorthash_KEYBYTES);
  std::memcpy(key.data(), &at, sizeof at);
  Sum sum;
  crypto_shorthash(sum.data(), page, static_cast<unsigned long long>(size - kPageSumBytes), key.data());
  return sum;
}

bool IsPage(int size, sqlite3_int64 at) { return size >= kSmallestPage && (size & (size - 1)) == 0 && at % size == 0; }

// The first page tells of all.
void Look(File& file, const unsigned char* bytes, int size, sqlite3_int64 at) {
  if (file.database && at == 0 && size >= kHeaderSize) file.summed = bytes[kReservedAt] == kPageSumBytes;
}

int Read(sqlite3_file* opened, void* into, int size, sqlite3_int64 at) {
  File& file = Of(opened);
  auto* bytes = static_cast<unsigned char*>(into);
  int code = file.real->pMethods->xRead(file.real, into, size, at);
  if (code == SQLITE_IOERR_SHORT_READ && file.summed && IsPage(size, at)) {
    // SQLite takes what is missing for zeros. Past the end that is right; before it, the disk has not given what it has.
    sqlite3_int64 end = 0;
    if (file.real->pMethods->xFileSize(file.real, &end) != SQLITE_OK || at < end) return SQLITE_IOERR_DATA;
  }
  if (code != SQLITE_OK) return code;
  Look(file, bytes, size, at);
  if (!file.summed || !IsPage(size, at)) return code;
  const Sum sum = SumOf(bytes, size, at);
  return std::memcmp(bytes + size - kPageSumBytes, sum.data(), kPageSumBytes) == 0 ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int Write(sqlite3_file* opened, const void* from, int size, sqlite3_int64 at) {
  File& file = Of(opened);
  const auto* bytes = static_cast<const unsigned char*>(from);
  Look(file, bytes, size, at);
  if (!file.summed || !IsPage(size, at)) return file.real->pMethods->xWrite(file.real, from, size, at);
  std::vector<unsigned char> page(bytes, bytes + size);
  const Sum sum = SumOf(bytes, size, at);
  std::memcpy(page.data() + size - kPageSumBytes, sum.data(), kPageSumBytes);
  return file.real->pMethods->xWrite(file.real, page.data(), size, at);
}

int Close(sqlite3_file* opened) {
  File& file = Of(opened);
  int code = file.real->pMethods->xClose(file.real);
  sqlite3_free(file.real);
  return code;
}

template <auto Method, class... Arguments>
int Pass(sqlite3_file* file, Arguments... arguments) {
  return (Real(file)->pMethods->*Method)(Real(file), arguments...);
}

const sqlite3_io_methods kMethods = {
    3,
    Close,
    Read,
    Write,
    [](sqlite3_file* f, sqlite3_int64 size) { return Pass<&sqlite3_io_methods::xTruncate>(f, size); },
    [](sqlite3_file* f, int flags) { return Pass<&sqlite3_io_methods::xSync>(f, flags); },
    [](sqlite3_file* f, sqlite3_int64* size) { return Pass<&sqlite3_io_methods::xFileSize>(f, size); },
    [](sqlite3_file* f, int lock) { return Pass<&sqlite3_io_methods::xLock>(f, lock); },
    [](sqlite3_file* f, int lock) { return Pass<&sqlite3_io_methods::xUnlock>(f, lock); },
    [](sqlite3_file* f, int* held) { return Pass<&sqlite3_io_methods::xCheckReservedLock>(f, held); },
    [](sqlite3_file* f, int what, void* argument) { return Pass<&sqlite3_io_methods::xFileControl>(f, what, argument); },
    [](sqlite3_file* f) { return Pass<&sqlite3_io_methods::xSectorSize>(f); },
    [](sqlite3_file* f) { return Pass<&sqlite3_io_methods::xDeviceCharacteristics>(f); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** mapped) {
      return Pass<&sqlite3_io_methods::xShmMap>(f, page, size, extend, mapped);
    },
    [](sqlite3_file* f, int at, int n, int flags) { return Pass<&sqlite3_io_methods::xShmLock>(f, at, n, flags); },
    [](sqlite3_file* f) { Real(f)->pMethods->xShmBarrier(Real(f)); },
    [](sqlite3_file* f, int remove) { return Pass<&sqlite3_io_methods::xShmUnmap>(f, remove); },
    // A mapped page would not be checked.
    [](sqlite3_file*, sqlite3_int64, int, void** mapped) {
      *mapped = nullptr;
      return SQLITE_OK;
    },
    [](sqlite3_file* f, sqlite3_int64 at, void* mapped) { return Pass<&sqlite3_io_methods::xUnfetch>(f, at, mapped); },
};

int Open(sqlite3_vfs*, const char* path, sqlite3_file* opened, int flags, int* out) {
  File& file = Of(opened);
  file = {};
  sqlite3_vfs* disk = Disk();
  file.real = static_cast<sqlite3_file*>(sqlite3_malloc(disk->szOsFile));
  if (file.real == nullptr) return SQLITE_NOMEM;
  std::memset(file.real, 0, static_cast<size_t>(disk->szOsFile));
  int code = disk->xOpen(disk, path, file.real, flags, out);
  if (code != SQLITE_OK) {
    if (file.real->pMethods != nullptr) file.real->pMethods->xClose(file.real);
    sqlite3_free(file.real);
    return code;
  }
  file.base.pMethods = &kMethods;
  file.database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  if (!file.database) return SQLITE_OK;
  sqlite3_int64 size = 0;
  std::array<unsigned char, kHeaderSize> header{};
  if (file.real->pMethods->xFileSize(file.real, &size) != SQLITE_OK) return SQLITE_OK;
  // One that is to be filled has them from its first page on, whichever is written first: a cache that is full does not
  // begin with the page that tells.
  file.summed = size == 0;
  if (size >= kHeaderSize &&
      file.real->pMethods->xRead(file.real, header.data(), kHeaderSize, 0) == SQLITE_OK) {
    Look(file, header.data(), kHeaderSize, 0);
  }
  return SQLITE_OK;
}

sqlite3_vfs* Register() {
  static sqlite3_vfs vfs = *Disk();
  vfs.pNext = nullptr;
  vfs.zName = "page-sums";
  vfs.szOsFile = sizeof(File);
  vfs.xOpen = Open;
  vfs.xDelete = [](sqlite3_vfs*, const char* path, int sync) { return Disk()->xDelete(Disk(), path, sync); };
  vfs.xAccess = [](sqlite3_vfs*, const char* path, int flags, int* out) { return Disk()->xAccess(Disk(), path, flags, out); };
  sqlite3_vfs_register(&vfs, 0);
  return &vfs;
}

}  // namespace

bool HasPageSums(sqlite3* database) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  return file != nullptr && file->pMethods == &kMethods && Of(file).summed;
}

const char* PageSumsVfs() {
  static sqlite3_vfs* const vfs = Register();
  return vfs->zName;
}

}  // namespace arshjul::store
