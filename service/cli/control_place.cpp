#include "service/cli/control_place.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "service/intake/digest.h"

namespace tradewatch::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNameDigits = 16;  // of the digest of the settings' path
constexpr const char* kServiceFolder = "/run/tradewatch";

std::string socket_name(const std::string& settings_file) {
  const fs::path whole = fs::absolute(settings_file).lexically_normal();
  return "control-" + intake::sha256_hex(whole.native()).substr(0, kNameDigits);
}

// systemd separates several folders by colons; the first is the unit's own.
std::string variable(const char* name) {
  const char* value = std::getenv(name);
  const std::string text = value == nullptr ? "" : value;
  return text.substr(0, text.find(':'));
}

// Without a service manager.
fs::path folder_by_hand() {
  const std::string runtime = variable("XDG_RUNTIME_DIR");
  return runtime.empty() ? fs::path(fmt::format("/tmp/tradewatch-{}", geteuid())) : fs::path(runtime) / "tradewatch";
}

// Under /tmp anybody may make a folder of that name first.
bool is_ours_alone(const fs::path& folder) {
  struct stat status{};
  return lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

OrStop<fs::path> place_to_answer(const std::string& settings_file) {
  const std::string given = variable("RUNTIME_DIRECTORY");
  if (!given.empty()) return fs::path(given) / socket_name(settings_file);
  const fs::path folder = folder_by_hand();
  ::mkdir(folder.c_str(), 0700);
  if (!is_ours_alone(folder)) {
    return std::unexpected(
        Stop{fmt::format("{}: found no folder of this user alone, expected one; remove it, or name another in "
                         "RUNTIME_DIRECTORY",
                         folder.string()),
             kFailed});
  }
  return folder / socket_name(settings_file);
}

std::vector<fs::path> places_to_ask(const std::string& settings_file) {
  std::vector<fs::path> folders;
  if (const std::string given = variable("RUNTIME_DIRECTORY"); !given.empty()) folders.emplace_back(given);
  if (is_ours_alone(folder_by_hand())) folders.push_back(folder_by_hand());
  folders.emplace_back(kServiceFolder);
  for (fs::path& folder : folders) folder /= socket_name(settings_file);
  return folders;
}

}  // namespace tradewatch::cli
