// What the tests of delivery share: a folder that goes away, a store in it, and notices.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "service/storage/store.h"

namespace tradewatch::delivery {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "tradewatch-delivery-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline trade::Instant at(std::string_view instant) { return trade::parse_instant(instant).value(); }

inline storage::NoticeRow notice(const std::string& id, const std::string& body, const std::string& target = "a",
                                 const std::string& receiver = "ministry") {
  return {id, target, "", "firing", receiver, body, at("2026-03-01T09:00:00Z")};
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

inline void write_file(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

template <typename T, typename E>
T must(std::expected<T, E> result) {
  if (!result) throw std::runtime_error(result.error().found);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace tradewatch::delivery
