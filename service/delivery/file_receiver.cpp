#include "service/delivery/file_receiver.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tradewatch::delivery {
namespace {

// Closes what it holds.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<DeliveryFault> fault(const std::filesystem::path& path, const char* expected) {
  const int why = errno;
  return std::unexpected(DeliveryFault{fmt::format("{}: {}", path.string(), std::strerror(why)), expected,
                                       why == ENOSPC ? "free some space" : "check the folder and its owner", false});
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

bool ends_torn(int fd, off_t size) {
  char last = '\n';
  return size > 0 && ::pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

}  // namespace

void FileReceiver::rotate() const {
  std::error_code ignored;  // a file that cannot be moved grows on: better than a notice that is not written
  const auto numbered = [&](int n) { return std::filesystem::path(fmt::format("{}.{}", path_.string(), n)); };
  for (int n = kKeptFiles - 1; n >= 1; --n) std::filesystem::rename(numbered(n), numbered(n + 1), ignored);
  std::filesystem::rename(path_, numbered(1), ignored);
}

std::expected<void, DeliveryFault> FileReceiver::deliver(const storage::NoticeRow& notice) {
  std::error_code failed;
  if (const auto size = std::filesystem::file_size(path_, failed); !failed && size >= rotate_bytes_) rotate();
  const File file(::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0640));
  if (file.fd() < 0) return fault(path_, "a file that can be appended to");
  struct stat told{};
  if (::fstat(file.fd(), &told) != 0) return fault(path_, "a file that can be looked at");
  const std::string line = (ends_torn(file.fd(), told.st_size) ? "\n" : "") + notice.body + "\n";
  if (!write_all(file.fd(), line)) return fault(path_, "a whole line written");
  if (::fdatasync(file.fd()) != 0) return fault(path_, "the line on disk");
  return {};
}

}  // namespace tradewatch::delivery
