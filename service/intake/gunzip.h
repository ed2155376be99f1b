// Unpacks gzip piece by piece, so that what comes out is bounded by what is asked for, never by what the file claims.
//
// Several members one behind the other are one document, as gzip itself reads them.

#pragma once

#include <zlib.h>

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace tradewatch::intake {

[[nodiscard]] bool is_gzip(std::string_view bytes);

class Gunzip {
 public:
  explicit Gunzip(std::string_view packed);  // must outlive this
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  // Writes at most `room` bytes to `into`; 0 at the end or when the data are damaged.
  [[nodiscard]] std::size_t read(char* into, std::size_t room);

  // Why reading ended too early, or empty.
  [[nodiscard]] const std::string& damage() const { return damage_; }

 private:
  void feed();

  std::string_view rest_;
  z_stream stream_{};
  bool ended_ = false;
  std::string damage_;
};

// The whole document, or why not: damaged, or larger than `limit` bytes.
[[nodiscard]] std::expected<std::string, std::string> gunzip(std::string_view packed, std::size_t limit);

}  // namespace tradewatch::intake
