// A file of JSON lines, for programs that read alerts and for people with `tail -f`.
//
// A line is written in one go and is on disk before the notice counts as delivered. After a crash the last line may
// be torn: it is ended first, so that the next one is whole, and the notice that was on its way comes again with the
// same id. At kRotateBytes the file moves to PATH.1 and the older ones one number up; kKeptFiles of them stay.

#pragma once

#include <cstdint>
#include <filesystem>

#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

inline constexpr std::uintmax_t kRotateBytes = std::uintmax_t{16} << 20U;  // 16 MiB
inline constexpr int kKeptFiles = 8;

class FileReceiver final : public Receiver {
 public:
  FileReceiver(std::string name, std::filesystem::path path, std::uintmax_t rotate_bytes = kRotateBytes)
      : name_(std::move(name)), path_(std::move(path)), rotate_bytes_(rotate_bytes) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  [[nodiscard]] std::expected<void, DeliveryFault> deliver(const storage::NoticeRow& notice) override;

 private:
  void rotate() const;

  std::string name_;
  std::filesystem::path path_;
  std::uintmax_t rotate_bytes_;
};

}  // namespace tradewatch::delivery
