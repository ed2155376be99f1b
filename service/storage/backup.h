// Copies of an SQLite store: a folder of them, named by the instant, and bringing one of them back.
//
// A copy gets its name only when it is whole, on disk and verified (Store::backup_to), so whatever carries a backup's
// name can be trusted as far as its disk can. Bringing one back never removes what it replaces.

#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "service/storage/store.h"

namespace tradewatch::storage {

// In a file's name: 20260204T093000Z, which every file system takes.
[[nodiscard]] std::string in_name(trade::Instant instant);

struct Backup {
  std::filesystem::path file;
  trade::Instant taken{};  // whole seconds, as its name says
};

// `tradewatch-20260204T093000Z.db` and its like, in one folder, of one store. Other files are left alone.
class BackupFolder {
 public:
  // `folder` need not be there yet. Of a store that is no SQLite file there are none.
  BackupFolder(std::filesystem::path folder, const std::string& store_url);

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

  // Newest first.
  [[nodiscard]] std::vector<Backup> list() const;

  // The newest one whose pages are sound. Reads a second per gigabyte or so of each that it tries.
  [[nodiscard]] std::optional<Backup> newest_sound() const;

  // A verified copy named for `now`. The folder is made when missing.
  [[nodiscard]] std::expected<Backup, StoreFault> add(Store& store, trade::Instant now,
                                                      std::stop_token stop = {}) const;

  // Removes all but the newest `keep` (at least 1), and what an interrupted copy left; those that were removed.
  [[nodiscard]] std::expected<std::vector<Backup>, StoreFault> thin_out(int keep) const;

 private:
  std::filesystem::path folder_;
  std::string stem_;  // empty: no SQLite file
};

// `backups` beside the file of an SQLite store; empty for another.
[[nodiscard]] std::filesystem::path usual_backup_folder(const std::string& store_url);

struct Restored {
  VerifyReport held;               // of what was brought back
  std::int64_t sequence = 0;       // its newest document
  Upgrade upgrade;                 // from the backup's schema to this program's
  std::vector<Silence> doubted;    // silences that have not ended, as far as the backup knows: out of force
  std::filesystem::path replaced;  // where the store that was there is now; empty when there was none
};

// Puts the store of `backup` in the place of the SQLite store `url`. The backup is read whole first: whose it is, its
// pages, and once it has this program's schema its digests and chain. A fault, and the store is as it was, when the
// backup is unsound, when somebody has the store open, or when anything fails. The copy takes its name in one step once
// it is on disk; what had the name is beside it as FILE.replaced-INSTANT. An interruption in that very step leaves a
// store that refuses to open until this is called again, never an empty or an older one that seems whole.
[[nodiscard]] std::expected<Restored, StoreFault> restore(const std::string& url, const std::filesystem::path& backup,
                                                          trade::Instant now);

}  // namespace tradewatch::storage
