#include "service/intake/file_access.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace tradewatch::intake {

OpenFile::~OpenFile() {
  if (fd_ >= 0) ::close(fd_);
}

InboxFault system_fault(const std::filesystem::path& path, std::string expected) {
  return {path, std::generic_category().message(errno), std::move(expected), ""};
}

Candidate candidate_of(std::string name, const struct ::stat& status) {
  const std::int64_t modified_ns = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
  return {std::move(name), status.st_ino, static_cast<std::uint64_t>(status.st_size), modified_ns};
}

OpenFile open_to_read(const std::filesystem::path& path) {
  return OpenFile(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

std::expected<void, InboxFault> sync_folder(const std::filesystem::path& folder) {
  const OpenFile file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.fd()) != 0) return std::unexpected(system_fault(folder, "to make it durable"));
  return {};
}

std::expected<void, InboxFault> write_durably(const std::filesystem::path& path, std::string_view text) {
  const std::filesystem::path hidden = path.parent_path() / ("." + path.filename().string() + ".tmp");
  const OpenFile file(::open(hidden.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0640));
  if (!file.is_open()) return std::unexpected(system_fault(path, "to write the report"));
  while (!text.empty()) {
    const ssize_t written = ::write(file.fd(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return std::unexpected(system_fault(path, "to write the report"));
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.fd()) != 0 || ::rename(hidden.c_str(), path.c_str()) != 0) {
    return std::unexpected(system_fault(path, "to write the report"));
  }
  return {};
}

std::expected<bool, InboxFault> rename_to_free(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST) return false;
  // Some file systems know no RENAME_NOREPLACE; a hard link refuses to replace too.
  if ((errno == EINVAL || errno == ENOSYS) && ::link(from.c_str(), to.c_str()) == 0) {
    if (::unlink(from.c_str()) == 0) return true;
  } else if (errno == EEXIST) {
    return false;
  }
  InboxFault fault = system_fault(from, "to move it to " + to.string());
  if (errno == EXDEV) fault.hint = "accepted/ and quarantine/ must be on the file system of the inbox";
  return std::unexpected(std::move(fault));
}

}  // namespace tradewatch::intake
