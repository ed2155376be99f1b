// Whose files are: a command that root runs must not leave behind what the service's own account cannot write.

#pragma once

#include <filesystem>
#include <string>

namespace tradewatch::runtime {

// Run as root, a file of root's in a folder of another account gets the folder's owner and group. Otherwise nothing
// happens, nor where the system refuses.
void give_to_owner_of_folder(const std::filesystem::path& file);

// The account that owns the file, by name or else by number; empty where there is no such file.
[[nodiscard]] std::string owner_of(const std::filesystem::path& file);

// Whether this process may read, or read and write, what has this name, were there any. Nothing is opened.
[[nodiscard]] bool may_read(const std::filesystem::path& file);
[[nodiscard]] bool may_write(const std::filesystem::path& file);

}  // namespace tradewatch::runtime
