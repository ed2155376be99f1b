#include "service/runtime/file_owner.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace tradewatch::runtime {
namespace {

std::filesystem::path folder_of(const std::filesystem::path& file) {
  const auto folder = file.parent_path();
  return folder.empty() ? "." : folder;
}

// Where there is no such file, what its folder allows.
bool may(const std::filesystem::path& file, int file_mode, int folder_mode) {
  if (::faccessat(AT_FDCWD, file.c_str(), file_mode, AT_EACCESS) == 0) return true;
  if (errno != ENOENT) return errno != EACCES && errno != EPERM && errno != EROFS;
  return ::faccessat(AT_FDCWD, folder_of(file).c_str(), folder_mode, AT_EACCESS) == 0 || errno == ENOENT;
}

}  // namespace

void give_to_owner_of_folder(const std::filesystem::path& file) {
  struct stat folder{};
  struct stat own{};
  if (::geteuid() != 0 || ::stat(folder_of(file).c_str(), &folder) != 0 || ::lstat(file.c_str(), &own) != 0) return;
  if (own.st_uid != 0 || folder.st_uid == 0 || !S_ISREG(own.st_mode)) return;
  const bool given = ::lchown(file.c_str(), folder.st_uid, folder.st_gid) == 0;
  static_cast<void>(given);  // whoever cannot write it says so by name
}

std::string owner_of(const std::filesystem::path& file) {
  struct stat own{};
  if (::stat(file.c_str(), &own) != 0) return {};
  std::array<char, 4096> texts{};
  struct passwd entry{};
  struct passwd* found = nullptr;
  if (::getpwuid_r(own.st_uid, &entry, texts.data(), texts.size(), &found) != 0 || found == nullptr)
    return std::to_string(own.st_uid);
  return found->pw_name;
}

bool may_read(const std::filesystem::path& file) { return may(file, R_OK, X_OK); }

bool may_write(const std::filesystem::path& file) { return may(file, R_OK | W_OK, W_OK | X_OK); }

}  // namespace tradewatch::runtime
