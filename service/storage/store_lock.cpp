#include "service/storage/store_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace tradewatch::storage {
namespace {

constexpr mode_t kMode = 0640;

// SQLite's file format: every session of a database in use has a lock on a byte of this range.
constexpr off_t kSqliteSharedBytes = 0x40000002;
constexpr off_t kSqliteSharedCount = 510;

}  // namespace

std::string lock_file_of(const std::string& store_file) { return store_file + "-lock"; }

std::optional<StoreLock> StoreLock::take(const std::string& store_file, Kind kind, OpenMode mode) {
  const int create = mode == OpenMode::read_write ? O_CREAT : 0;
  const int fd = ::open(lock_file_of(store_file).c_str(), O_RDONLY | O_CLOEXEC | create, kMode);
  if (fd < 0) return StoreLock();
  StoreLock lock(fd);
  if (::flock(fd, (kind == Kind::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return std::nullopt;
  }
  return lock;
}

StoreLock::~StoreLock() {
  if (fd_ >= 0) ::close(fd_);
}

std::optional<pid_t> process_that_has(const std::string& store_file) {
  const int fd = ::open(store_file.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = kSqliteSharedBytes;
  lock.l_len = kSqliteSharedCount;
  const bool asked = ::fcntl(fd, F_GETLK, &lock) == 0;
  ::close(fd);
  if (!asked || lock.l_type == F_UNLCK) return std::nullopt;
  return lock.l_pid;
}

}  // namespace tradewatch::storage
