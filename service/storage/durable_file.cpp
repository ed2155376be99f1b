#include "service/storage/durable_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace tradewatch::storage {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

void sync(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags);
  if (fd < 0) fail(path);
  const bool synced = ::fsync(fd) == 0;
  const int error = errno;
  ::close(fd);
  errno = error;
  if (!synced) fail(path);
}

}  // namespace

void sync_file(const std::string& file) { sync(file, 0); }

void sync_folder_of(const std::string& file) {
  const auto folder = std::filesystem::path(file).parent_path();
  sync(folder.empty() ? "." : folder.string(), O_DIRECTORY);
}

void rename_over(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(to);
  sync_folder_of(to);
}

void rename_to_new(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return sync_folder_of(to);
  // Some file systems know no RENAME_NOREPLACE.
  if (errno != EINVAL && errno != ENOSYS) fail(to);
  if (std::filesystem::exists(to)) {
    errno = EEXIST;
    fail(to);
  }
  rename_over(from, to);
}

std::string part_of(const std::string& file) {
  static std::atomic<unsigned> parts = 0;
  const std::filesystem::path path(file);
  const std::string name = fmt::format(".{}.{}-{}.part", path.filename().string(), ::getpid(),
                                       parts.fetch_add(1, std::memory_order_relaxed));
  return (path.parent_path() / name).string();
}

void remove_parts_of(const std::string& file) {
  const std::filesystem::path path(file);
  const auto folder = path.parent_path().empty() ? std::filesystem::path(".") : path.parent_path();
  const std::string begin = "." + path.filename().string() + ".";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(begin) && name.find(".part", begin.size()) != std::string::npos) {
      std::filesystem::remove(entry.path());
    }
  }
}

Removed::~Removed() {
  std::error_code gone;
  std::filesystem::remove(file_, gone);
}

}  // namespace tradewatch::storage
