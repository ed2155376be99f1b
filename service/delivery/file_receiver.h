// The receiver `file`: JSON lines, one notice a line.
//
// "Delivered" means that the line is on disk: written whole in one call at the end of the file, then synced. A crash
// or a full disk may leave a torn last line; the next delivery first ends it with a newline, so that the line after
// it is whole, and the torn notice is written again under its id. Readers skip what does not parse and drop ids that
// they have seen.
//
// A file that would grow past the limit is moved to `path.1`, the one before it to `path.2`, and so on; the oldest
// goes. The file is opened anew for each notice, so anybody else may move it away too. One process writes at a time,
// kept apart by flock(2): a second one gets a fault and tries later.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

inline constexpr std::int64_t kRotateBytes = 16 * 1024 * 1024;  // some ten thousand notices
inline constexpr int kKeptFiles = 5;

struct FileReceiverOptions {
  std::int64_t rotate_bytes = kRotateBytes;  // a single longer line still gets a file of its own
  int kept_files = kKeptFiles;               // old ones beside the file itself; at least 1
};

class FileReceiver final : public Receiver {
 public:
  // The folder of `path` must exist when a notice is delivered; the file need not.
  FileReceiver(std::string name, std::filesystem::path path, FileReceiverOptions options = {});
  [[nodiscard]] const std::string& name() const override { return name_; }
  // The body is one line; one with a newline inside is refused for good.
  [[nodiscard]] Delivery deliver(const storage::NoticeRow& notice, trade::Instant now) override;

 private:
  [[nodiscard]] std::expected<void, DeliveryFault> append(std::string line);

  std::string name_;
  std::filesystem::path path_;
  FileReceiverOptions options_;
  bool name_is_durable_ = false;  // the folder was synced since this object or the file began
};

// A failed system call in words: `doing` is "open", "write to"; `error_number` is errno's value.
[[nodiscard]] DeliveryFault file_fault(const std::filesystem::path& path, std::string_view doing, int error_number);

}  // namespace tradewatch::delivery
