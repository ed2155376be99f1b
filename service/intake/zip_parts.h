// The parts of a ZIP package, unpacked piece by piece.
//
// The sizes in a ZIP directory are claims, and so are names: a part is found whatever the case of its letters and the
// direction of its slashes, and what comes out of it is counted against limits.h.

#pragma once

#include <zip.h>

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "service/intake/document_fault.h"

namespace tradewatch::intake {

// One part as a stream. Must not outlive its ZipParts.
class PartStream {
 public:
  PartStream(zip_file_t* file, std::string name, std::size_t& unpacked)
      : file_(file, &zip_fclose), name_(std::move(name)), unpacked_(unpacked) {}

  // At most `room` bytes; 0 at the end. Damage and limits are faults.
  [[nodiscard]] std::expected<std::size_t, Fault> read(char* into, std::size_t room);

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file_;
  std::string name_;
  std::size_t bytes_ = 0;
  std::size_t& unpacked_;  // of all parts
};

class ZipParts {
 public:
  // `bytes` must outlive this. Unpacks every part once, keeping nothing, so that a damaged or oversized package is
  // refused before any of it is used.
  [[nodiscard]] static std::expected<ZipParts, Fault> open(std::string_view bytes);

  [[nodiscard]] bool has(std::string_view name) const;

  // A part that is not there is a fault.
  [[nodiscard]] std::expected<PartStream, Fault> part(std::string_view name);

 private:
  explicit ZipParts(zip_t* archive) : archive_(archive, &zip_discard) {}
  [[nodiscard]] std::expected<PartStream, Fault> part_at(zip_uint64_t index, std::string name);
  [[nodiscard]] std::optional<Fault> weigh();

  std::unique_ptr<zip_t, void (*)(zip_t*)> archive_;
  std::unordered_map<std::string, zip_uint64_t> index_;                       // by name, as normal() has it
  std::unique_ptr<std::size_t> unpacked_ = std::make_unique<std::size_t>(0);  // bytes, since the last weighing
};

// "128 MiB (134217728 bytes)", for refusals.
[[nodiscard]] std::string shown_bytes(std::size_t bytes);

}  // namespace tradewatch::intake
