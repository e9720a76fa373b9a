#include "store/faulty_disk.h"

#include <sqlite3.h>

#include <cstddef>

namespace arshjul::store {

std::atomic<bool> FaultyDisk::full = false;
std::atomic<bool> FaultyDisk::sync_fails = false;
std::atomic<int> FaultyDisk::syncs = 0;
std::atomic<int> FaultyDisk::syncs_left = -1;

namespace {

// SQLite's file begins with its methods; the real file, of a size only the real VFS knows, follows ours.
struct File {
  sqlite3_file base;
  sqlite3_file* Real() { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(this) + kRealAt); }
  static constexpr size_t kRealAt = 16;
};
static_assert(sizeof(File) <= File::kRealAt);

sqlite3_vfs* real = nullptr;
sqlite3_vfs faulty;

sqlite3_file* Real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->Real(); }

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  if (FaultyDisk::full) return SQLITE_FULL;
  return Real(file)->pMethods->xWrite(Real(file), bytes, size, at);
}

int Sync(sqlite3_file* file, int flags) {
  ++FaultyDisk::syncs;
  if (FaultyDisk::syncs_left >= 0 && FaultyDisk::syncs_left-- == 0) FaultyDisk::sync_fails = true;
  if (FaultyDisk::sync_fails) return SQLITE_IOERR_FSYNC;
  return Real(file)->pMethods->xSync(Real(file), flags);
}

const sqlite3_io_methods kMethods = {
    3,
    [](sqlite3_file* f) { return Real(f)->pMethods->xClose(Real(f)); },
    [](sqlite3_file* f, void* b, int n, sqlite3_int64 at) { return Real(f)->pMethods->xRead(Real(f), b, n, at); },
    Write,
    [](sqlite3_file* f, sqlite3_int64 size) { return Real(f)->pMethods->xTruncate(Real(f), size); },
    Sync,
    [](sqlite3_file* f, sqlite3_int64* size) { return Real(f)->pMethods->xFileSize(Real(f), size); },
    [](sqlite3_file* f, int lock) { return Real(f)->pMethods->xLock(Real(f), lock); },
    [](sqlite3_file* f, int lock) { return Real(f)->pMethods->xUnlock(Real(f), lock); },
    [](sqlite3_file* f, int* held) { return Real(f)->pMethods->xCheckReservedLock(Real(f), held); },
    [](sqlite3_file* f, int what, void* argument) { return Real(f)->pMethods->xFileControl(Real(f), what, argument); },
    [](sqlite3_file* f) { return Real(f)->pMethods->xSectorSize(Real(f)); },
    [](sqlite3_file* f) { return Real(f)->pMethods->xDeviceCharacteristics(Real(f)); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** mapped) {
      return Real(f)->pMethods->xShmMap(Real(f), page, size, extend, mapped);
    },
    [](sqlite3_file* f, int at, int n, int flags) { return Real(f)->pMethods->xShmLock(Real(f), at, n, flags); },
    [](sqlite3_file* f) { Real(f)->pMethods->xShmBarrier(Real(f)); },
    [](sqlite3_file* f, int remove) { return Real(f)->pMethods->xShmUnmap(Real(f), remove); },
    [](sqlite3_file* f, sqlite3_int64 at, int n, void** mapped) {
      return Real(f)->pMethods->xFetch(Real(f), at, n, mapped);
    },
    [](sqlite3_file* f, sqlite3_int64 at, void* mapped) { return Real(f)->pMethods->xUnfetch(Real(f), at, mapped); },
};

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  int code = real->xOpen(real, name, Real(file), flags, out);
  file->pMethods = Real(file)->pMethods == nullptr ? nullptr : &kMethods;
  return code;
}

}  // namespace

FaultyDisk::FaultyDisk() {
  full = false;
  sync_fails = false;
  syncs = 0;
  syncs_left = -1;
  real = sqlite3_vfs_find(nullptr);
  faulty = *real;
  faulty.pNext = nullptr;
  faulty.zName = "faulty";
  faulty.szOsFile = static_cast<int>(File::kRealAt) + real->szOsFile;
  faulty.xOpen = Open;
  sqlite3_vfs_register(&faulty, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&faulty);
  sqlite3_vfs_register(real, 1);
}

}  // namespace arshjul::store
