#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "service/storage/backup.h"
#include "service/storage/dialect.h"
#include "service/storage/durable_file.h"
#include "service/storage/page_check.h"
#include "service/storage/schema.h"

namespace tradewatch::storage {
namespace {

constexpr std::string_view kEnd = ".db";
constexpr std::string_view kPart = ".part";

std::optional<trade::Instant> from_name(std::string_view text) {
  if (text.size() != 16) return std::nullopt;
  const auto part = [&](std::size_t begin, std::size_t count) { return text.substr(begin, count); };
  return trade::parse_instant(
      fmt::format("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 2), part(6, 2), part(9, 2), part(11, 2), part(13, 2)));
}

std::filesystem::path file_of(const std::string& store_url) {
  return store_url.starts_with(kSqliteScheme) ? store_url.substr(kSqliteScheme.size()) : "";
}

bool has_sound_pages(const std::filesystem::path& file) {
  auto impl = connect("sqlite:" + file.string(), OpenMode::read_only);
  if (!impl) return false;
  const auto sound = attempt(**impl, "check a backup", [&] {
    const auto number = read_schema_number(**impl);
    return number && *number > 0 && page_faults(**impl, PageCheck::quick).empty();
  });
  return sound && *sound;
}

StoreFault not_done(const std::filesystem::path& file, const std::error_code& error, std::string_view expected) {
  StoreFault fault{file.string(), error.message(), std::string(expected), "check the folder's owner, mode and disk"};
  fault.no_space = error == std::errc::no_space_on_device;
  return fault;
}

}  // namespace

std::string in_name(trade::Instant instant) {
  constexpr std::size_t kWholeSeconds = std::string_view("2026-02-04T09:30:00").size();
  std::string text = trade::format_instant(instant).substr(0, kWholeSeconds) + "Z";
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::filesystem::path usual_backup_folder(const std::string& store_url) {
  const auto file = file_of(store_url);
  return file.empty() ? file : file.parent_path() / "backups";
}

BackupFolder::BackupFolder(std::filesystem::path folder, const std::string& store_url)
    : folder_(std::move(folder)), stem_(file_of(store_url).stem().string()) {}

std::vector<Backup> BackupFolder::list() const {
  std::vector<Backup> found;
  if (stem_.empty()) return found;
  const std::string begin = stem_ + "-";
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(begin) || !name.ends_with(kEnd) || name.size() < begin.size() + kEnd.size()) continue;
    const auto taken = from_name(std::string_view(name).substr(begin.size(), name.size() - begin.size() - kEnd.size()));
    if (taken) found.push_back({entry->path(), *taken});
  }
  std::ranges::sort(found, std::ranges::greater(), &Backup::taken);
  return found;
}

std::optional<Backup> BackupFolder::newest_sound() const {
  for (Backup& backup : list()) {
    if (has_sound_pages(backup.file)) return std::move(backup);
  }
  return std::nullopt;
}

std::expected<Backup, StoreFault> BackupFolder::add(Store& store, trade::Instant now, std::stop_token stop) const {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) return std::unexpected(not_done(folder_, error, "a folder for backups"));
  const trade::Instant second = std::chrono::floor<std::chrono::seconds>(now);
  Backup backup{folder_ / fmt::format("{}-{}{}", stem_, in_name(second), kEnd), second};
  auto made = store.backup_to(backup.file.string(), std::move(stop));
  if (!made) return std::unexpected(std::move(made.error()));
  return backup;
}

std::expected<std::vector<Backup>, StoreFault> BackupFolder::thin_out(int keep) const {
  const std::vector<Backup> all = list();
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder_, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with("." + stem_ + "-") || !name.ends_with(kPart)) continue;
    std::error_code ignored;  // it is in nobody's way
    std::filesystem::remove(entry->path(), ignored);
  }
  const auto kept = std::min(all.size(), static_cast<std::size_t>(std::max(keep, 1)));
  std::vector<Backup> removed;
  for (auto old = all.begin() + static_cast<std::ptrdiff_t>(kept); old != all.end(); ++old) {
    if (!std::filesystem::remove(old->file, error) && error) {
      return std::unexpected(not_done(old->file, error, "to remove an old backup"));
    }
    removed.push_back(*old);
  }
  return removed;
}

}  // namespace tradewatch::storage
