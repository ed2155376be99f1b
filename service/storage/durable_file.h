// Files that must be whole and on disk before their name says so. For this folder's .cpp files only.
//
// What the system refuses is thrown as std::system_error, which names the file; `attempt` makes a StoreFault of it.

#pragma once

#include <string>

namespace tradewatch::storage {

// Returns once the bytes of `file` are on disk.
void sync_file(const std::string& file);

// Returns once the names in the folder of `file` are on disk.
void sync_folder_of(const std::string& file);

// Renames, durably. The first replaces what has the name `to`, in one step; the second refuses to.
void rename_over(const std::string& from, const std::string& to);
void rename_to_new(const std::string& from, const std::string& to);

// A name beside `file` for what is not whole yet: hidden, and this call's own.
[[nodiscard]] std::string part_of(const std::string& file);

// Those that earlier processes left of `file` and of its log. Nobody may be at work on one.
void remove_parts_of(const std::string& file);

// Removes a file at the end of its scope, unless it is gone by then.
class Removed {
 public:
  explicit Removed(std::string file) : file_(std::move(file)) {}
  ~Removed();
  Removed(const Removed&) = delete;
  Removed& operator=(const Removed&) = delete;

 private:
  std::string file_;
};

}  // namespace tradewatch::storage
