// The client's end of a control socket, and what both ends know of its address. For this folder's .cpp files only.

#pragma once

#include <chrono>
#include <expected>
#include <filesystem>

#include "service/runtime/control_socket.h"

namespace tradewatch::runtime {

// A descriptor that is closed at its end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// Whether the kernel takes a path of this length as an address.
[[nodiscard]] bool fits(const std::filesystem::path& path);
[[nodiscard]] ControlFault too_long(const std::filesystem::path& path);

[[nodiscard]] std::expected<Descriptor, ControlFault> connect_to(const std::filesystem::path& path,
                                                                 std::chrono::milliseconds patience);

}  // namespace tradewatch::runtime
