#include "service/cli/backups.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "service/cli/store_guard.h"

namespace tradewatch::cli {
namespace {

constexpr std::chrono::minutes kLookEvery{1};

std::optional<storage::Backup> newest_until(const storage::BackupFolder& folder, trade::Instant now) {
  for (storage::Backup& backup : folder.list()) {
    if (backup.taken <= now) return std::move(backup);
  }
  return std::nullopt;
}

// A copy that is not sound may be the fault of its own disk; what is wrong with the store itself is for the daemon.
std::optional<storage::StoreFault> damage_in(storage::Store& store, std::stop_token stop) {
  const auto found = store.verify(std::move(stop));
  if (!found || found->faults.empty()) return std::nullopt;
  storage::StoreFault fault = found->faults.front();
  fault.damaged = true;
  return fault;
}

}  // namespace

storage::BackupFolder backup_folder(const settings::Store& store) {
  const bool usual = store.backup_folder.empty();
  return {usual ? storage::usual_backup_folder(store.url) : store.backup_folder, store.url};
}

storage::StoreFault with_backup(storage::StoreFault fault, const settings::Store& store) {
  if (!fault.damaged) return fault;
  const storage::BackupFolder folder = backup_folder(store);
  if (folder.path().empty()) return fault;
  if (const auto newest = folder.newest_sound()) {
    fault.todo =
        fmt::format("stop, keep the file, and bring back the newest sound backup: `tradewatch store restore {}`",
                    newest->file.string());
  } else {
    fault.todo = fmt::format("stop and keep the file; there is no sound backup in {}", folder.path().string());
  }
  return fault;
}

BackupRound look_at_backups(const settings::Store& store, std::chrono::seconds every, trade::Instant now,
                            const std::stop_token& stop) {
  const storage::BackupFolder folder = backup_folder(store);
  BackupRound round;
  round.newest = newest_until(folder, now);
  if (round.newest && now - round.newest->taken < every) return round;
  auto own = storage::Store::open(store.url, storage::OpenMode::read_only);
  if (!own) {
    round.fault = own.error();
    return round;
  }
  auto made = folder.add(*own, now, stop);
  if (!made) {
    round.fault = damage_in(*own, stop).value_or(std::move(made.error()));
    return round;
  }
  round.made = true;
  round.newest = *std::move(made);
  const auto removed = folder.thin_out(store.keep);
  if (removed) {
    round.removed = removed->size();
  } else {
    round.fault = removed.error();
  }
  return round;
}

Backups::Backups(runtime::Loop& loop, const runtime::Clock& clock, web::Metrics& metrics,
                 std::function<void(const storage::StoreFault&)> met)
    : clock_(clock), metrics_(metrics), met_(std::move(met)), thread_(loop, 1) {
  loop.every(kLookEvery, [this] { look(); });
}

Backups::~Backups() { drain(); }

void Backups::set(const settings::Store& store) {
  settings_ = store;
  if (store.backup_every_days && backup_folder(store).path().empty()) {
    spdlog::warn("store.backup_every: a PostgreSQL store is not backed up from here; use pg_dump");
  }
  look();
}

void Backups::look() {
  if (stop_.stop_requested() || busy_ || !settings_.backup_every_days || backup_folder(settings_).path().empty())
    return;
  if (failed_ && clock_.steady() - *failed_ < kRetryAfter) return;
  const std::chrono::days every(*settings_.backup_every_days);
  busy_ = thread_.submit([store = settings_, every, now = clock_.now(),
                          stop = stop_.get_token()] { return look_at_backups(store, every, now, stop); },
                         [this](const BackupRound& round) { take(round); });
}

void Backups::take(const BackupRound& round) {
  busy_ = false;
  if (round.newest) metrics_.set_last_backup(round.newest->taken);
  if (round.made) {
    spdlog::info("backup made file={} removed={}", round.newest->file.string(), round.removed);
    failed_.reset();
  }
  if (!round.fault || stop_.stop_requested()) return;
  failed_ = clock_.steady();
  metrics_.count_backups_failed();
  spdlog::error("backup failed: {}", words_of(*round.fault));
  met_(*round.fault);
}

void Backups::drain() {
  stop();
  thread_.drain();
}

}  // namespace tradewatch::cli
