// System calls on files, with errors as values. Only the inbox uses them.

#pragma once

#include <sys/stat.h>

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "service/intake/inbox.h"

namespace tradewatch::intake {

// An open file, closed when it goes out of scope.
class OpenFile {
 public:
  explicit OpenFile(int fd) : fd_(fd) {}
  ~OpenFile();
  OpenFile(OpenFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OpenFile& operator=(OpenFile&&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

// The fault that errno tells just now.
[[nodiscard]] InboxFault system_fault(const std::filesystem::path& path, std::string expected);

[[nodiscard]] Candidate candidate_of(std::string name, const struct ::stat& status);

// Opens for reading; never follows a symbolic link, never waits for a pipe.
[[nodiscard]] OpenFile open_to_read(const std::filesystem::path& path);

[[nodiscard]] std::expected<void, InboxFault> sync_folder(const std::filesystem::path& folder);

// Writes `text` to `path` by way of a hidden file, so that the name never holds half of it; durable on return.
[[nodiscard]] std::expected<void, InboxFault> write_durably(const std::filesystem::path& path, std::string_view text);

// Renames without ever replacing; false when `to` is taken.
[[nodiscard]] std::expected<bool, InboxFault> rename_to_free(const std::filesystem::path& from,
                                                             const std::filesystem::path& to);

}  // namespace tradewatch::intake
