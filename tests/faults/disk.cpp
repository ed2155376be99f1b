#include "tests/faults/disk.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <new>
#include <stdexcept>
#include <utility>

namespace tradewatch::faults {
namespace {

constexpr std::size_t kSector = 512;

Disk* disk = nullptr;
sqlite3_vfs* real = nullptr;

// The real file stands behind it in memory.
struct File {
  sqlite3_file base;
  const char* path;  // SQLite keeps it while the file is open
  bool is_new_log;   // its next sync takes the folder's names with it
};

sqlite3_file* behind(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1); }
std::string path_of(sqlite3_file* file) {
  const char* path = reinterpret_cast<File*>(file)->path;
  return path == nullptr ? "" : path;
}
const sqlite3_io_methods* methods(sqlite3_file* file) { return behind(file)->pMethods; }

int close(sqlite3_file* file) { return methods(file)->xClose(behind(file)); }
int read(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
  return methods(file)->xRead(behind(file), to, count, offset);
}
int write(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  if (const auto code = disk->failure_of(Operation::write)) return *code;
  const int done = methods(file)->xWrite(behind(file), from, count, offset);
  const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(count));
  if (done == SQLITE_OK) disk->note(Note::Kind::written, path_of(file), offset, bytes);
  return done;
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (disk->failure_of(Operation::truncate)) return SQLITE_IOERR_TRUNCATE;
  const int done = methods(file)->xTruncate(behind(file), size);
  if (done == SQLITE_OK) disk->note(Note::Kind::cut, path_of(file), size);
  return done;
}
int sync(sqlite3_file* file, int flags) {
  if (disk->failure_of(Operation::sync)) return SQLITE_IOERR_FSYNC;
  const int done = methods(file)->xSync(behind(file), flags);
  if (done != SQLITE_OK) return done;
  disk->note(Note::Kind::synced, path_of(file));
  if (std::exchange(reinterpret_cast<File*>(file)->is_new_log, false)) {
    disk->note(Note::Kind::names_synced, path_of(file));
  }
  return done;
}
int size(sqlite3_file* file, sqlite3_int64* bytes) { return methods(file)->xFileSize(behind(file), bytes); }
int lock(sqlite3_file* file, int level) { return methods(file)->xLock(behind(file), level); }
int unlock(sqlite3_file* file, int level) { return methods(file)->xUnlock(behind(file), level); }
int is_reserved(sqlite3_file* file, int* answer) { return methods(file)->xCheckReservedLock(behind(file), answer); }
int sector_size(sqlite3_file* file) { return methods(file)->xSectorSize(behind(file)); }
int characteristics(sqlite3_file* file) { return methods(file)->xDeviceCharacteristics(behind(file)); }
int map_index(sqlite3_file* file, int page, int bytes, int extend, void volatile** at) {
  return methods(file)->xShmMap(behind(file), page, bytes, extend, at);
}
int lock_index(sqlite3_file* file, int offset, int n, int flags) {
  return methods(file)->xShmLock(behind(file), offset, n, flags);
}
void index_barrier(sqlite3_file* file) { methods(file)->xShmBarrier(behind(file)); }
int unmap_index(sqlite3_file* file, int remove) { return methods(file)->xShmUnmap(behind(file), remove); }

// What the store asks of a connection and the test has decided otherwise is taken and not done.
int control(sqlite3_file* file, int operation, void* argument) {
  if (operation == SQLITE_FCNTL_PRAGMA) {
    const auto* words = static_cast<const char* const*>(argument);
    const std::string_view name = words[1];
    const std::string_view value = words[2] == nullptr ? "" : words[2];
    if (name == "synchronous" && disk->synchronous && value != *disk->synchronous) return SQLITE_OK;
    if (name == "wal_autocheckpoint" && disk->fold_pages && value != std::to_string(*disk->fold_pages)) {
      return SQLITE_OK;
    }
  }
  return methods(file)->xFileControl(behind(file), operation, argument);
}

constexpr sqlite3_io_methods kMethods{
    2,           close,       read,    write,       truncate,        sync,      size,       lock,
    unlock,      is_reserved, control, sector_size, characteristics, map_index, lock_index, index_barrier,
    unmap_index, nullptr,     nullptr};

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* opened) {
  file->pMethods = nullptr;
  if (disk->failure_of(Operation::open)) return SQLITE_CANTOPEN;
  reinterpret_cast<File*>(file)->path = path;
  reinterpret_cast<File*>(file)->is_new_log = false;
  int was_there = 0;
  if (path != nullptr) real->xAccess(real, path, SQLITE_ACCESS_EXISTS, &was_there);
  const int done = real->xOpen(real, path, behind(file), flags, opened);
  if (behind(file)->pMethods == nullptr) return done;
  file->pMethods = &kMethods;
  if (done == SQLITE_OK && path != nullptr && was_there == 0) {
    disk->note(Note::Kind::created, path);
    reinterpret_cast<File*>(file)->is_new_log = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  }
  return done;
}

int remove(sqlite3_vfs*, const char* path, int sync_folder) {
  const int done = real->xDelete(real, path, sync_folder);
  if (done == SQLITE_OK) {
    disk->note(Note::Kind::removed, path);
    if (sync_folder != 0) disk->note(Note::Kind::names_synced, path);
  }
  return done;
}

int prepare_connection(sqlite3* connection, const char**, const sqlite3_api_routines*) {
  const auto run = [&](const std::string& sql) {
    return sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr);
  };
  if (disk == nullptr) return SQLITE_OK;
  if (disk->synchronous) run("PRAGMA synchronous = " + *disk->synchronous);
  if (disk->fold_pages) run("PRAGMA wal_autocheckpoint = " + std::to_string(*disk->fold_pages));
  return SQLITE_OK;
}

sqlite3_vfs faulty;

}  // namespace

Disk::Disk() {
  if (disk != nullptr) throw std::logic_error("one disk is enough");
  sqlite3_config(SQLITE_CONFIG_MULTITHREAD);  // as the store has it, unless SQLite is in use already
  real = sqlite3_vfs_find("unix");
  faulty = *real;
  faulty.zName = "faults";
  faulty.szOsFile = static_cast<int>(sizeof(File)) + real->szOsFile;
  faulty.xOpen = open;
  faulty.xDelete = remove;
  disk = this;
  sqlite3_vfs_register(&faulty, 1);
  sqlite3_auto_extension(reinterpret_cast<void (*)()>(prepare_connection));
}

Disk::~Disk() {
  sqlite3_reset_auto_extension();
  sqlite3_vfs_unregister(&faulty);
  disk = nullptr;
}

void Disk::fail(const Failure& failure) {
  failure_ = failure;
  operations_ = failed_ = 0;
}

void Disk::work() { failure_.reset(); }

std::optional<int> Disk::failure_of(Operation operation) {
  if (!failure_ || (failure_->of && *failure_->of != operation)) return std::nullopt;
  ++operations_;
  if (operations_ < failure_->at || (operations_ > failure_->at && !failure_->for_ever)) return std::nullopt;
  ++failed_;
  return failure_->code;
}

void Disk::note(Note::Kind kind, const std::string& path, std::int64_t offset, std::string_view bytes) {
  const std::filesystem::path file(path);
  if (!recorded_ || file.parent_path() != *recorded_) return;
  notes_.push_back({file.filename().string(), kind, offset, std::string(bytes)});
}

namespace {

void apply(std::optional<std::string>& content, const Note& note) {
  switch (note.kind) {
    case Note::Kind::created:
      if (!content) content.emplace();
      return;
    case Note::Kind::written: {
      if (!content) content.emplace();
      const auto end = static_cast<std::size_t>(note.offset) + note.bytes.size();
      if (content->size() < end) content->resize(end, '\0');
      content->replace(static_cast<std::size_t>(note.offset), note.bytes.size(), note.bytes);
      return;
    }
    case Note::Kind::cut:
      if (content) content->resize(static_cast<std::size_t>(note.offset), '\0');
      return;
    case Note::Kind::removed:
      content.reset();
      return;
    case Note::Kind::synced:
    case Note::Kind::names_synced:
      return;
  }
}

// Some sectors of a write, each by a throw of the dice.
void apply_torn(std::optional<std::string>& content, const Note& note, std::mt19937_64& dice) {
  if (note.kind != Note::Kind::written) return apply(content, note);
  for (std::size_t begin = 0; begin < note.bytes.size();) {
    const auto at = static_cast<std::size_t>(note.offset) + begin;
    const std::size_t count = std::min(kSector - at % kSector, note.bytes.size() - begin);
    if (dice() % 2 == 0) {
      apply(content, {note.file, note.kind, static_cast<std::int64_t>(at), note.bytes.substr(begin, count)});
    }
    begin += count;
  }
}

}  // namespace

namespace {
bool is_of_a_name(const Note& note) { return note.kind == Note::Kind::created || note.kind == Note::Kind::removed; }
}  // namespace

void PowerCut::advance(std::size_t notes) {
  for (; done_ < notes; ++done_) {
    const Note& note = notes_[done_];
    if (note.kind == Note::Kind::names_synced) {
      for (auto& [name, file] : files_) file.sync_name();
    } else if (note.kind == Note::Kind::synced) {
      files_[note.file].sync();
    } else {
      files_[note.file].pending.push_back(&note);
    }
  }
}

void PowerCut::File::sync() {
  for (const Note* note : pending) apply(on_disk, *note);
  pending.clear();
}

// Creations and removals are on the disk; what was written to a file that is still there need not be.
void PowerCut::File::sync_name() {
  std::vector<const Note*> left;
  for (const Note* note : pending) {
    if (note->kind == Note::Kind::removed) left.clear();
    if (is_of_a_name(*note)) {
      apply(on_disk, *note);
    } else {
      left.push_back(note);
    }
  }
  pending = std::move(left);
}

namespace {

// Whether a change that was not synced is on the disk all the same.
bool survives(Loss loss, std::mt19937_64& dice) {
  switch (loss) {
    case Loss::none:
      return true;
    case Loss::all:
      return false;
    case Loss::part:
      return dice() % 2 == 0;
    case Loss::torn:
      return dice() % 4 != 0;
  }
  return false;
}

}  // namespace

void PowerCut::write_image(const std::filesystem::path& folder, Loss loss, std::mt19937_64& dice) const {
  for (const auto& [name, file] : files_) {
    std::optional<std::string> content = file.on_disk;
    for (const Note* note : file.pending) {
      if (!survives(loss, dice)) {
        if (is_of_a_name(*note)) break;  // what comes after concerns another file of that name, which nobody would find
        continue;
      }
      if (loss == Loss::torn) {
        apply_torn(content, *note, dice);
      } else {
        apply(content, *note);
      }
    }
    if (content) std::ofstream(folder / name, std::ios::binary) << *content;
  }
}

}  // namespace tradewatch::faults
