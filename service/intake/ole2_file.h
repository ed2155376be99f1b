// The streams of an OLE2 compound file ([MS-CFB]): the container of old .xls workbooks and of encrypted new ones.
//
// A compound file is a small file system: sectors, tables that chain them, and a tree of named streams. Every number
// in it is a claim: a chain longer than the file has sectors goes round in a circle, and a sector outside of the file
// is damage. No more memory is taken than a few times the size of the file.

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/intake/document_fault.h"

namespace tradewatch::intake {

class Ole2File {
 public:
  // `bytes` must outlive this.
  [[nodiscard]] static std::expected<Ole2File, Fault> open(std::string_view bytes);

  // Of the outermost folder alone: workbooks put into a sheet have folders of their own. Names are ASCII here.
  [[nodiscard]] bool has(const std::string& name) const { return streams_.contains(name); }
  [[nodiscard]] std::expected<std::string, Fault> stream(const std::string& name) const;

 private:
  struct Entry {
    std::uint32_t start = 0;
    std::uint64_t size = 0;
  };

  explicit Ole2File(std::string_view bytes) : bytes_(bytes) {}
  [[nodiscard]] std::optional<Fault> read_header();
  [[nodiscard]] std::optional<Fault> read_tables();
  [[nodiscard]] std::optional<Fault> read_directory();
  [[nodiscard]] std::optional<Fault> add_entries(std::string_view directory);
  [[nodiscard]] std::optional<std::string_view> sector(std::uint32_t number) const;
  // The sectors of a chain one behind the other; nothing when it is damaged.
  [[nodiscard]] std::optional<std::string> chain(std::uint32_t start) const;
  [[nodiscard]] std::optional<std::string> small_chain(std::uint32_t start) const;
  [[nodiscard]] std::size_t sectors() const { return bytes_.size() / sector_bytes_; }

  std::string_view bytes_;
  std::size_t sector_bytes_ = 0;
  std::vector<std::uint32_t> next_;        // sector behind each sector
  std::vector<std::uint32_t> next_small_;  // the same for the small sectors inside `small_`
  std::string small_;                      // streams under kSmallStreamBytes stand in here
  std::unordered_map<std::string, Entry> streams_;
};

}  // namespace tradewatch::intake
