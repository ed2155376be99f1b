// Numbers in old binary files. The caller has made sure that the bytes are there.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tradewatch::intake {

inline std::uint16_t u16_at(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[at + i])); };
  return static_cast<std::uint16_t>(byte(0) | byte(1) << 8U);
}

inline std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
  return u16_at(bytes, at) | static_cast<std::uint32_t>(u16_at(bytes, at + 2)) << 16U;
}

inline std::uint64_t u64_at(std::string_view bytes, std::size_t at) {
  return u32_at(bytes, at) | static_cast<std::uint64_t>(u32_at(bytes, at + 4)) << 32U;
}

}  // namespace tradewatch::intake
