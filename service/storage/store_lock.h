// Keeps a store's file from being replaced while somebody has it open. For this folder's .cpp files only.
//
// SQLite finds a write-ahead log by the name of its database. A session on a file that has lost its name would meet the
// log of the file that got it, so every session holds a shared lock on FILE-lock, and a restore holds it alone. The
// system ends a lock with its process, however that ends. Where a file system has no locks, or a reader may make no
// file, nothing is locked and a restore relies on SQLite's own locks alone.

#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>

#include "service/storage/store.h"

namespace tradewatch::storage {

class StoreLock {
 public:
  enum class Kind { shared, alone };

  StoreLock() = default;
  // Absent when somebody else's lock is in the way; never waits.
  [[nodiscard]] static std::optional<StoreLock> take(const std::string& store_file, Kind kind, OpenMode mode);
  ~StoreLock();
  StoreLock(StoreLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  StoreLock& operator=(StoreLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

 private:
  explicit StoreLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

[[nodiscard]] std::string lock_file_of(const std::string& store_file);

// A process that has the file open in SQLite, as SQLite's own locks tell. Not for the calling process.
[[nodiscard]] std::optional<pid_t> process_that_has(const std::string& store_file);

}  // namespace tradewatch::storage
