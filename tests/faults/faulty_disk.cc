#include "faults/faulty_disk.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace arshjul::faults {
namespace {

int ErrorOf(DiskCall call) {
  switch (call) {
    case DiskCall::kOpen: return SQLITE_CANTOPEN;
    case DiskCall::kRead: return SQLITE_IOERR_READ;
    case DiskCall::kWrite: return SQLITE_IOERR_WRITE;
    case DiskCall::kTruncate: return SQLITE_IOERR_TRUNCATE;
    case DiskCall::kSync: return SQLITE_IOERR_FSYNC;
    case DiskCall::kDelete: return SQLITE_IOERR_DELETE;
    case DiskCall::kLook: return SQLITE_IOERR_ACCESS;
    case DiskCall::kSize: return SQLITE_IOERR_FSTAT;
    case DiskCall::kLock: return SQLITE_IOERR_LOCK;
    case DiskCall::kSharedMemory: return SQLITE_IOERR_SHMMAP;
  }
  return SQLITE_IOERR;
}

std::string ContentOf(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream all;
  all << in.rdbuf();
  return std::move(all).str();
}

uint64_t InodeOf(const std::string& path) {
  struct stat found;
  return stat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

}  // namespace

const char* CallName(DiskCall call) {
  switch (call) {
    case DiskCall::kOpen: return "open";
    case DiskCall::kRead: return "read";
    case DiskCall::kWrite: return "write";
    case DiskCall::kTruncate: return "truncate";
    case DiskCall::kSync: return "sync";
    case DiskCall::kDelete: return "delete";
    case DiskCall::kLook: return "look";
    case DiskCall::kSize: return "size";
    case DiskCall::kLock: return "lock";
    case DiskCall::kSharedMemory: return "shared memory";
  }
  return "";
}

void WriteImage(const DiskImage& image, const std::string& folder) {
  for (const auto& [name, content] : image) {
    std::ofstream out(folder + "/" + name, std::ios::binary);
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
    out.close();
    // A disk of our own that has no room would look like a fault of the store.
    if (!out) std::abort();
  }
}

// --- the VFS ---------------------------------------------------------------------------------------------------------

class FaultyDisk::Vfs {
 public:
  // SQLite's file begins with its methods; the real file, of a size only the real VFS knows, follows ours.
  struct File {
    sqlite3_file base;
    FaultyDisk* disk;
    Node* node;
    bool log, names_unsynced;
  };
  static constexpr size_t kRealAt = (sizeof(File) + 15) / 16 * 16;

  static Vfs& The() {
    static Vfs vfs;
    return vfs;
  }
  void Add(FaultyDisk* disk);
  void Remove(FaultyDisk* disk);
  FaultyDisk* DiskOf(const std::string& path);

  static File& Of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
  static sqlite3_file* Real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + kRealAt);
  }
  static std::string NameOf(const std::string& path) { return path.substr(path.rfind('/') + 1); }

  static int Open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out);
  static int Delete(sqlite3_vfs*, const char* path, int sync_folder);
  static int Access(sqlite3_vfs*, const char* path, int flags, int* out);
  static int Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at);
  static int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at);
  static int Truncate(sqlite3_file* file, sqlite3_int64 size);
  static int Sync(sqlite3_file* file, int flags);
  static int Unfetch(sqlite3_file* file, sqlite3_int64 at, void* mapped);
  // A call that changes nothing, on a file.
  static int Asked(sqlite3_file* file, DiskCall call) {
    FaultyDisk* disk = Of(file).disk;
    if (disk == nullptr) return SQLITE_OK;
    std::lock_guard lock(disk->mutex_);
    return disk->Enter(call);
  }

 private:
  std::mutex mutex_;
  std::map<std::string, FaultyDisk*> disks_;  // by folder
  sqlite3_vfs* real_ = nullptr;
  sqlite3_vfs faulty_{};
};

namespace {

using File = FaultyDisk::Vfs;

template <auto Method, class... Arguments>
int Pass(sqlite3_file* file, Arguments... arguments) {
  return (File::Real(file)->pMethods->*Method)(File::Real(file), arguments...);
}

const sqlite3_io_methods kMethods = {
    3,
    [](sqlite3_file* f) { return Pass<&sqlite3_io_methods::xClose>(f); },
    File::Read,
    File::Write,
    File::Truncate,
    File::Sync,
    [](sqlite3_file* f, sqlite3_int64* size) {
      int code = File::Asked(f, DiskCall::kSize);
      return code == SQLITE_OK ? Pass<&sqlite3_io_methods::xFileSize>(f, size) : code;
    },
    [](sqlite3_file* f, int lock) {
      int code = File::Asked(f, DiskCall::kLock);
      return code == SQLITE_OK ? Pass<&sqlite3_io_methods::xLock>(f, lock) : code;
    },
    [](sqlite3_file* f, int lock) { return Pass<&sqlite3_io_methods::xUnlock>(f, lock); },
    [](sqlite3_file* f, int* held) { return Pass<&sqlite3_io_methods::xCheckReservedLock>(f, held); },
    [](sqlite3_file* f, int what, void* argument) { return Pass<&sqlite3_io_methods::xFileControl>(f, what, argument); },
    [](sqlite3_file* f) { return Pass<&sqlite3_io_methods::xSectorSize>(f); },
    [](sqlite3_file* f) { return Pass<&sqlite3_io_methods::xDeviceCharacteristics>(f); },
    [](sqlite3_file* f, int page, int size, int extend, void volatile** mapped) {
      int code = File::Asked(f, DiskCall::kSharedMemory);
      return code == SQLITE_OK ? Pass<&sqlite3_io_methods::xShmMap>(f, page, size, extend, mapped) : code;
    },
    [](sqlite3_file* f, int at, int n, int flags) { return Pass<&sqlite3_io_methods::xShmLock>(f, at, n, flags); },
    [](sqlite3_file* f) { File::Real(f)->pMethods->xShmBarrier(File::Real(f)); },
    [](sqlite3_file* f, int remove) { return Pass<&sqlite3_io_methods::xShmUnmap>(f, remove); },
    [](sqlite3_file* f, sqlite3_int64 at, int n, void** mapped) { return Pass<&sqlite3_io_methods::xFetch>(f, at, n, mapped); },
    File::Unfetch,
};

}  // namespace

void FaultyDisk::Vfs::Add(FaultyDisk* disk) {
  std::lock_guard lock(mutex_);
  if (disks_.empty()) {
    real_ = sqlite3_vfs_find(nullptr);
    faulty_ = *real_;
    faulty_.pNext = nullptr;
    faulty_.zName = "faulty";
    faulty_.szOsFile = static_cast<int>(kRealAt) + real_->szOsFile;
    faulty_.xOpen = Open;
    faulty_.xDelete = Delete;
    faulty_.xAccess = Access;
    sqlite3_vfs_register(&faulty_, 1);
  }
  disks_[disk->folder_] = disk;
}

void FaultyDisk::Vfs::Remove(FaultyDisk* disk) {
  std::lock_guard lock(mutex_);
  disks_.erase(disk->folder_);
  if (!disks_.empty()) return;
  sqlite3_vfs_unregister(&faulty_);
  sqlite3_vfs_register(real_, 1);
}

FaultyDisk* FaultyDisk::Vfs::DiskOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  std::lock_guard lock(mutex_);
  auto found = disks_.find(path.substr(0, slash == std::string::npos ? 0 : slash));
  return found == disks_.end() ? nullptr : found->second;
}

int FaultyDisk::Vfs::Open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out) {
  sqlite3_vfs* real = The().real_;
  File& opened = Of(file);
  opened = {};
  opened.disk = path == nullptr ? nullptr : The().DiskOf(path);
  if (opened.disk == nullptr) {
    int code = real->xOpen(real, path, Real(file), flags, out);
    opened.base.pMethods = Real(file)->pMethods == nullptr ? nullptr : &kMethods;
    return code;
  }
  FaultyDisk& disk = *opened.disk;
  std::lock_guard lock(disk.mutex_);
  if (int code = disk.Enter(DiskCall::kOpen); code != SQLITE_OK) return code;
  const bool existed = InodeOf(path) != 0;
  int code = real->xOpen(real, path, Real(file), flags, out);
  opened.base.pMethods = Real(file)->pMethods == nullptr ? nullptr : &kMethods;
  opened.log = (flags & SQLITE_OPEN_WAL) != 0;
  // As SQLite does for the files of its own that it creates: the folder is synced with the first sync of the file.
  opened.names_unsynced = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
  if (code == SQLITE_OK && disk.watching_) opened.node = disk.NodeOf(path, existed);
  return code;
}

int FaultyDisk::Vfs::Delete(sqlite3_vfs*, const char* path, int sync_folder) {
  sqlite3_vfs* real = The().real_;
  FaultyDisk* disk = The().DiskOf(path);
  if (disk == nullptr) return real->xDelete(real, path, sync_folder);
  std::lock_guard lock(disk->mutex_);
  if (int code = disk->Enter(DiskCall::kDelete); code != SQLITE_OK) return code;
  auto name = disk->names_.find(NameOf(path));
  if (name != disk->names_.end()) name->second.since.push_back(nullptr);
  if (int code = disk->Change(); code != SQLITE_OK) return code;
  if (sync_folder != 0) disk->SyncNames();
  return real->xDelete(real, path, sync_folder);
}

int FaultyDisk::Vfs::Access(sqlite3_vfs*, const char* path, int flags, int* out) {
  sqlite3_vfs* real = The().real_;
  if (FaultyDisk* disk = The().DiskOf(path); disk != nullptr) {
    std::lock_guard lock(disk->mutex_);
    if (int code = disk->Enter(DiskCall::kLook); code != SQLITE_OK) return code;
  }
  return real->xAccess(real, path, flags, out);
}

int FaultyDisk::Vfs::Read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  bool partly = false;
  if (FaultyDisk* disk = Of(file).disk; disk != nullptr) {
    std::lock_guard lock(disk->mutex_);
    if (int code = disk->Enter(DiskCall::kRead, &partly); code != SQLITE_OK) return code;
  }
  int code = Pass<&sqlite3_io_methods::xRead>(file, bytes, size, at);
  if (!partly) return code;
  std::fill_n(static_cast<char*>(bytes) + size / 2, size - size / 2, '\0');
  return SQLITE_IOERR_SHORT_READ;
}

int FaultyDisk::Vfs::Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  File& opened = Of(file);
  if (opened.disk == nullptr) return Pass<&sqlite3_io_methods::xWrite>(file, bytes, size, at);
  FaultyDisk& disk = *opened.disk;
  bool partly = false;
  std::lock_guard lock(disk.mutex_);
  if (int code = disk.Enter(DiskCall::kWrite, &partly); code != SQLITE_OK) return code;
  if (partly) size /= 2;
  if (opened.node != nullptr) opened.node->file->Write(at, {static_cast<const char*>(bytes), static_cast<size_t>(size)});
  if (int code = disk.Change(); code != SQLITE_OK) return code;
  int code = Pass<&sqlite3_io_methods::xWrite>(file, bytes, size, at);
  return partly ? SQLITE_FULL : code;
}

int FaultyDisk::Vfs::Truncate(sqlite3_file* file, sqlite3_int64 size) {
  File& opened = Of(file);
  if (opened.disk == nullptr) return Pass<&sqlite3_io_methods::xTruncate>(file, size);
  FaultyDisk& disk = *opened.disk;
  std::lock_guard lock(disk.mutex_);
  if (int code = disk.Enter(DiskCall::kTruncate); code != SQLITE_OK) return code;
  if (opened.node != nullptr) opened.node->file->Truncate(size);
  if (int code = disk.Change(); code != SQLITE_OK) return code;
  return Pass<&sqlite3_io_methods::xTruncate>(file, size);
}

int FaultyDisk::Vfs::Sync(sqlite3_file* file, int flags) {
  File& opened = Of(file);
  if (opened.disk == nullptr) return Pass<&sqlite3_io_methods::xSync>(file, flags);
  FaultyDisk& disk = *opened.disk;
  std::lock_guard lock(disk.mutex_);
  ++disk.syncs_;
  if (int code = disk.Enter(DiskCall::kSync); code != SQLITE_OK) return code;
  if (int code = disk.Change(); code != SQLITE_OK) return code;
  if (disk.lies_ && opened.log) return SQLITE_OK;
  if (!disk.watching_) return Pass<&sqlite3_io_methods::xSync>(file, flags);
  // The real disk has nothing to do with it: only what the watch keeps survives.
  if (opened.node != nullptr) opened.node->file->Sync();
  if (opened.names_unsynced) disk.SyncNames();
  opened.names_unsynced = false;
  return SQLITE_OK;
}

int FaultyDisk::Vfs::Unfetch(sqlite3_file* file, sqlite3_int64 at, void* mapped) {
  std::function<void()> act;
  if (FaultyDisk* disk = Of(file).disk; disk != nullptr) {
    std::lock_guard lock(disk->mutex_);
    std::swap(act, disk->checkpoint_has_looked_);
  }
  if (act) act();
  return Pass<&sqlite3_io_methods::xUnfetch>(file, at, mapped);
}

// --- the disk --------------------------------------------------------------------------------------------------------

FaultyDisk::FaultyDisk(std::string folder) : folder_(std::move(folder)) { Vfs::The().Add(this); }
FaultyDisk::~FaultyDisk() { Vfs::The().Remove(this); }

int FaultyDisk::Enter(DiskCall call, bool* partly) {
  calls_.push_back(call);
  if (powerless_) return ErrorOf(call);
  if (call == DiskCall::kSync) {
    if (syncs_left_ >= 0 && syncs_left_-- == 0) syncs_fail_ = true;
    if (syncs_fail_) return SQLITE_IOERR_FSYNC;
  }
  if (call == DiskCall::kWrite && full_) return SQLITE_FULL;
  if (static_cast<int64_t>(calls_.size()) != fail_at_) return SQLITE_OK;
  if (failure_ == Failure::kFull && call != DiskCall::kWrite) return SQLITE_OK;
  if (failure_ == Failure::kShortRead && call != DiskCall::kRead) return SQLITE_OK;
  failed_ = call;
  syncs_at_failure_ = syncs_;
  if (failure_ == Failure::kError) return ErrorOf(call);
  *partly = true;
  return SQLITE_OK;
}

int FaultyDisk::Change() {
  if (++changes_ < cut_at_ || cut_at_ < 0) return SQLITE_OK;
  Lose();
  return SQLITE_IOERR;
}

void FaultyDisk::Lose() {
  powerless_ = true;
  for (const auto& [name, nodes] : names_) {
    std::vector<Node*> may_be = nodes.since;
    may_be.push_back(nodes.durable);
    if (Node* node = chance_.Of(may_be); node != nullptr) left_[name] = node->file->AfterPowerCut(chance_);
  }
}

// A file that nobody here has seen before was there when the disk was made, or was made and synced by other means.
FaultyDisk::Node* FaultyDisk::NodeOf(const std::string& path, bool existed) {
  const std::string name_of = Vfs::NameOf(path);
  // Shared memory is memory.
  if (name_of.ends_with("-shm")) return nullptr;
  const uint64_t inode = InodeOf(path);
  const bool known = names_.contains(name_of);
  Name& name = names_[name_of];
  Node* newest = name.since.empty() ? name.durable : name.since.back();
  if (newest != nullptr && newest->inode == inode) return newest;
  nodes_.push_back(std::make_unique<Node>(Node{std::make_unique<DurableFile>(ContentOf(path)), inode}));
  Node* node = nodes_.back().get();
  if (existed && !known) {
    name.durable = node;
  } else {
    name.since.push_back(node);
    ++changes_;
  }
  return node;
}

void FaultyDisk::SyncNames() {
  for (auto& [name, nodes] : names_) {
    if (!nodes.since.empty()) nodes.durable = nodes.since.back();
    nodes.since.clear();
  }
}

void FaultyDisk::SetFull(bool full) {
  std::lock_guard lock(mutex_);
  full_ = full;
}
void FaultyDisk::SetSyncsFail(bool fail) {
  std::lock_guard lock(mutex_);
  syncs_fail_ = fail;
  syncs_left_ = -1;
}
void FaultyDisk::FailSyncsAfter(int64_t count) {
  std::lock_guard lock(mutex_);
  syncs_left_ = count;
}
void FaultyDisk::FailCall(int64_t number, Failure failure) {
  std::lock_guard lock(mutex_);
  fail_at_ = number;
  failure_ = failure;
}
std::vector<DiskCall> FaultyDisk::Calls() const {
  std::lock_guard lock(mutex_);
  return calls_;
}
int64_t FaultyDisk::Syncs() const {
  std::lock_guard lock(mutex_);
  return syncs_;
}
std::optional<DiskCall> FaultyDisk::Failed() const {
  std::lock_guard lock(mutex_);
  return failed_;
}
int64_t FaultyDisk::SyncsSinceFailure() const {
  std::lock_guard lock(mutex_);
  return syncs_ - syncs_at_failure_;
}
void FaultyDisk::SetHarmless() {
  std::lock_guard lock(mutex_);
  full_ = syncs_fail_ = lies_ = false;
  syncs_left_ = fail_at_ = -1;
}
void FaultyDisk::WatchPower(uint64_t seed) {
  std::lock_guard lock(mutex_);
  watching_ = true;
  chance_ = Chance(seed);
}
int64_t FaultyDisk::Changes() const {
  std::lock_guard lock(mutex_);
  return changes_;
}
void FaultyDisk::CutPowerAt(int64_t change) {
  std::lock_guard lock(mutex_);
  cut_at_ = change;
}
void FaultyDisk::CutPower() {
  std::lock_guard lock(mutex_);
  if (!powerless_) Lose();
}
bool FaultyDisk::Powerless() const {
  std::lock_guard lock(mutex_);
  return powerless_;
}
const DiskImage& FaultyDisk::Left() const {
  std::lock_guard lock(mutex_);
  return left_;
}
void FaultyDisk::LieAboutLogSyncs() {
  std::lock_guard lock(mutex_);
  lies_ = true;
}
void FaultyDisk::WhenCheckpointHasLooked(std::function<void()> act) {
  std::lock_guard lock(mutex_);
  checkpoint_has_looked_ = std::move(act);
}

}  // namespace arshjul::faults
