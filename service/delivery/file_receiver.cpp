#include "service/delivery/file_receiver.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include "service/runtime/file_owner.h"

namespace tradewatch::delivery {
namespace {

namespace fs = std::filesystem;
using Done = std::expected<void, DeliveryFault>;

constexpr mode_t kFileMode = 0640;  // the service's group may read

// An open file; closing it also lets go of its lock.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// The file that is ours to write, as it stood when its lock was taken.
struct OpenFile {
  Descriptor descriptor;
  std::int64_t size_bytes = 0;
  bool torn = false;  // its last line has no end
};

std::unexpected<DeliveryFault> failure(const fs::path& path, std::string_view doing) {
  return std::unexpected(file_fault(path, doing, errno));
}

std::unexpected<DeliveryFault> in_use(const fs::path& path) {
  return std::unexpected(DeliveryFault{.found = fmt::format("{} is being written or moved", path.string()),
                                       .expected = "one writer at a time",
                                       .todo = "give each receiver and each service a file of its own"});
}

std::expected<OpenFile, DeliveryFault> open_file(const fs::path& path) {
  Descriptor descriptor(::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, kFileMode));
  if (descriptor.number() < 0) return failure(path, "open");
  runtime::give_to_owner_of_folder(path);  // a test that root sends may come before the daemon's first notice
  if (::flock(descriptor.number(), LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK ? in_use(path) : failure(path, "lock");
  }
  struct stat ours{};
  struct stat named{};
  if (::fstat(descriptor.number(), &ours) != 0) return failure(path, "look at");
  if (!S_ISREG(ours.st_mode)) {
    return std::unexpected(DeliveryFault{.found = fmt::format("{} is not a file", path.string()),
                                         .expected = "a regular file, or nothing, under that name",
                                         .todo = "name another file in the settings"});
  }
  // Another writer may have moved the file away between our open and our lock.
  if (::stat(path.c_str(), &named) != 0 || named.st_ino != ours.st_ino || named.st_dev != ours.st_dev) {
    return in_use(path);
  }
  char last = '\n';
  if (ours.st_size > 0 && ::pread(descriptor.number(), &last, 1, ours.st_size - 1) != 1) return failure(path, "read");
  return OpenFile{std::move(descriptor), ours.st_size, last != '\n'};
}

fs::path old_file(const fs::path& path, int number) { return fmt::format("{}.{}", path.string(), number); }

// Shifts the old files by one, the oldest out, and the file itself to `path.1`.
Done rotate(const fs::path& path, int kept_files) {
  for (int number = kept_files; number > 0; --number) {
    const fs::path from = number == 1 ? path : old_file(path, number - 1);
    if (::rename(from.c_str(), old_file(path, number).c_str()) != 0 && errno != ENOENT) return failure(from, "move");
  }
  return {};
}

// Makes new and moved names durable.
Done sync_folder(const fs::path& path) {
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.number() < 0) return failure(folder, "open");
  if (::fsync(descriptor.number()) != 0) return failure(folder, "sync");
  return {};
}

Done write_whole(const fs::path& path, const OpenFile& file, const std::string& line) {
  ssize_t written = -1;
  do {
    written = ::write(file.descriptor.number(), line.data(), line.size());
  } while (written < 0 && errno == EINTR);
  if (written < 0) return failure(path, "write to");
  // The system gives no reason for a short write to a file; in practice it is space.
  if (static_cast<std::size_t>(written) != line.size()) {
    return std::unexpected(file_fault(path, "write a whole line to", ENOSPC));
  }
  if (::fdatasync(file.descriptor.number()) != 0) return failure(path, "sync");
  return {};
}

}  // namespace

FileReceiver::FileReceiver(std::string name, fs::path path, FileReceiverOptions options)
    : name_(std::move(name)), path_(std::move(path)), options_(options) {
  options_.kept_files = std::max(options_.kept_files, 1);
}

Delivery FileReceiver::deliver(const storage::NoticeRow& notice, trade::Instant /*now*/) {
  if (notice.body.contains('\n')) {
    return std::unexpected(DeliveryFault{.found = "a body of more than one line",
                                         .expected = "JSON on one line",
                                         .todo = "report this as an error of the program that queued the notice",
                                         .permanent = true});
  }
  if (auto written = append(notice.body + "\n"); !written) return std::unexpected(std::move(written.error()));
  return {};
}

Done FileReceiver::append(std::string line) {
  auto file = open_file(path_);
  if (!file) return std::unexpected(file.error());
  if (file->size_bytes > 0 && file->size_bytes + std::ssize(line) > options_.rotate_bytes) {
    if (auto moved = rotate(path_, options_.kept_files); !moved) return moved;
    file = open_file(path_);
    if (!file) return std::unexpected(file.error());
  }
  if (file->torn) line.insert(0, 1, '\n');
  if (file->size_bytes == 0) name_is_durable_ = false;
  if (auto written = write_whole(path_, *file, line); !written) return written;
  // The name of a new or moved file must outlive a power cut just as its bytes do.
  if (!name_is_durable_) {
    if (auto synced = sync_folder(path_); !synced) return synced;
    name_is_durable_ = true;
  }
  return {};
}

DeliveryFault file_fault(const fs::path& path, std::string_view doing, int error_number) {
  DeliveryFault fault{
      .found = fmt::format("cannot {} {}: {}", doing, path.string(), std::generic_category().message(error_number)),
      .expected = "a file that the service may write, in a folder that exists",
      .todo = fmt::format("look at {}", path.string())};
  const std::string folder = path.has_parent_path() ? path.parent_path().string() : ".";
  switch (error_number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      fault.expected = "space for one more line";
      fault.todo = fmt::format("make room on the disk (or in the quota) that holds {}", folder);
      break;
    case ENOENT:
    case ENOTDIR:
      fault.todo = fmt::format("make the folder {}", folder);
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      fault.todo = fmt::format("let the service's user write in {}", folder);
      break;
    default:
      break;
  }
  return fault;
}

}  // namespace tradewatch::delivery
