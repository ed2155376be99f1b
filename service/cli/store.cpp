// store: what it holds, whether it is sound, copies of it, and bringing one back.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include <CLI/CLI.hpp>

#include "service/cli/backups.h"
#include "service/cli/command.h"
#include "service/cli/pulls_shown.h"
#include "service/cli/store_copy.h"

namespace tradewatch::cli {
namespace {

boost::json::array receivers_json(const std::vector<storage::ReceiverBacklog>& rows, trade::Instant now) {
  boost::json::array list;
  for (const storage::ReceiverBacklog& row : rows) {
    boost::json::object o = {
        {"receiver", row.receiver}, {"queued", row.queued}, {"delivered", row.delivered}, {"given_up", row.given_up}};
    if (row.oldest) {
      o["oldest"] = trade::format_instant(*row.oldest);
      o["oldest_age_s"] = std::chrono::floor<std::chrono::seconds>(now - *row.oldest).count();
    }
    if (!row.last_error.empty()) o["last_error"] = row.last_error;
    list.push_back(std::move(o));
  }
  return list;
}

std::string receiver_lines(const std::vector<storage::ReceiverBacklog>& rows) {
  std::string lines;
  for (const storage::ReceiverBacklog& row : rows) {
    lines += fmt::format("receiver {}: {} delivered, {} waiting, {} given up", row.receiver, row.delivered, row.queued,
                         row.given_up);
    if (row.oldest) lines += fmt::format(", the oldest since {}", trade::format_instant(*row.oldest));
    if (!row.last_error.empty()) lines += fmt::format(" ({})", row.last_error);
    lines += "\n";
  }
  return lines;
}

// As a table for people, or as JSON.
void tell(const Shared& shared, const boost::json::object& facts) {
  if (shared.json) return print_json(facts);
  for (const auto& [key, value] : facts) {
    fmt::print("{:<18}{}\n", std::string_view(key),
               value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value));
  }
}

void add_footprint(boost::json::object& facts, const storage::Footprint& footprint) {
  if (footprint.file) facts["file_bytes"] = *footprint.file;
  if (footprint.log) facts["log_bytes"] = *footprint.log;
  if (footprint.free_space) facts["free_bytes"] = *footprint.free_space;
}

void add_backups(boost::json::object& facts, const settings::Store& store) {
  const storage::BackupFolder folder = backup_folder(store);
  if (folder.path().empty()) return;
  const auto backups = folder.list();
  facts["backup_folder"] = folder.path().string();
  facts["backups"] = backups.size();
  if (backups.empty()) return;
  facts["newest_backup"] = backups.front().file.string();
  facts["newest_backup_at"] = trade::format_instant(backups.front().taken);
}

OrStop<int> info(const Shared& shared, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  auto store = open_store(*settings, storage::OpenMode::read_only);
  if (!store) return std::unexpected(store.error());
  const auto schema = store->schema_number();
  const auto sequence = store->sequence();
  const auto documents = store->documents_after(0);
  const auto backlog = store->outbox_backlog();
  const auto pulls = store->pulls();
  const auto footprint = store->footprint();
  const auto receivers = store->receiver_backlogs();
  if (!schema || !sequence || !documents || !backlog || !pulls || !footprint || !receivers)
    return std::unexpected(Stop{store->where() + ": cannot be read"});
  boost::json::object o;
  o["store"] = store->where();
  o["schema"] = *schema;
  o["sequence"] = *sequence;
  o["documents"] = documents->size();
  o["notices_queued"] = backlog->queued;
  if (backlog->oldest) o["oldest_notice"] = trade::format_instant(*backlog->oldest);
  add_footprint(o, *footprint);
  add_backups(o, settings->store);
  if (shared.json) o["pulls"] = pulls_json(*pulls);
  if (shared.json) o["receivers"] = receivers_json(*receivers, clock.now());
  tell(shared, o);
  if (!shared.json) print(receiver_lines(*receivers));
  if (!shared.json) print(pull_lines(settings->intake.pulls, *pulls));
  return kDone;
}

OrStop<int> verify(const Shared& shared, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  auto store = open_store(*settings, storage::OpenMode::read_only);
  if (!store) return std::unexpected(store.error());
  const auto found = store->verify();
  if (!found) return std::unexpected(stop_of(with_backup(found.error(), settings->store)));
  for (const storage::StoreFault& fault : found->faults) fmt::print(stderr, "{}\n", stop_of(fault).message);
  boost::json::object o;
  o["store"] = store->where();
  o["documents"] = found->documents;
  o["figures"] = found->figures;
  o["faults"] = found->faults.size();
  if (shared.json) {
    print_json(o);
  } else {
    fmt::print("{}: {} documents, {} figures, {} faults\n", store->where(), found->documents, found->figures,
               found->faults.size());
  }
  return found->faults.empty() ? kDone : kFailed;
}

OrStop<int> backup(const Shared& shared, const std::string& file, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  auto store = open_store(*settings, storage::OpenMode::read_only);
  if (!store) return std::unexpected(store.error());
  const auto held = store->backup_to(file);
  if (!held) return std::unexpected(stop_of(with_backup(held.error(), settings->store)));
  boost::json::object o;
  o["backup"] = file;
  o["documents"] = held->documents;
  o["figures"] = held->figures;
  tell(shared, o);
  return kDone;
}

OrStop<int> restore(const Shared& shared, const std::string& file, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  const auto restored = storage::restore(settings->store.url, file, clock.now());
  if (!restored) return std::unexpected(stop_of(restored.error()));
  boost::json::object o;
  o["restored"] = file;
  o["documents"] = restored->held.documents;
  o["figures"] = restored->held.figures;
  o["sequence"] = restored->sequence;
  o["schema"] = restored->upgrade.to;
  if (restored->upgrade.from != restored->upgrade.to) o["schema_before"] = restored->upgrade.from;
  if (!restored->replaced.empty()) o["replaced_store"] = restored->replaced.string();
  const auto doubted = std::ranges::count_if(
      restored->doubted, [now = clock.now()](const storage::Silence& silence) { return silence.ends > now; });
  if (doubted > 0) o["silences_to_confirm"] = doubted;
  tell(shared, o);
  if (doubted > 0) {
    fmt::print(stderr, "{} silence{} of the backup may have been ended since: not in force until confirmed\n", doubted,
               doubted == 1 ? "" : "s");
  }
  return kDone;
}

OrStop<int> migrate(const Shared& shared, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  auto store = storage::Store::open(settings->store.url, storage::OpenMode::read_write);
  if (!store) return std::unexpected(stop_of(with_backup(store.error(), settings->store)));
  const storage::Upgrade& upgrade = store->upgrade();
  boost::json::object o;
  o["store"] = store->where();
  o["schema"] = upgrade.to;
  o["schema_before"] = upgrade.from;
  boost::json::array copies;
  for (const std::string& copy : upgrade.copies) copies.push_back(boost::json::string(copy));
  if (!copies.empty()) o["copies"] = std::move(copies);
  tell(shared, o);
  return kDone;
}

}  // namespace

void add_store(const Program& program) {
  auto* command = program.app.add_subcommand("store", "What the store holds, whether it is sound, copies of it");
  command->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto from = std::make_shared<std::string>();
  auto to = std::make_shared<std::string>();
  auto* told = command->add_subcommand("info", "Schema, sequence, documents, outbox, pulls, size, backups");
  auto* verified = command->add_subcommand("verify", "Read everything: digests, chain, the database's own check");
  auto* copied = command->add_subcommand("backup", "A consistent copy in a new file, verified (SQLite)");
  copied->add_option("file", *file, "The file to make")->required();
  auto* restored = command->add_subcommand("restore", "Put a backup in the store's place; what was there stays beside");
  restored->add_option("file", *file, "The backup")->required();
  auto* migrated = command->add_subcommand("migrate", "Bring the store to this program's schema, with a copy before");
  auto* moved = command->add_subcommand("copy", "Copy a whole store into an empty one of either database, verified");
  moved->add_option("from", *from, "The store: sqlite:/path/file.db or postgresql://...")->required();
  moved->add_option("to", *to, "The empty place for its copy, written likewise")->required();
  for (auto* sub : {told, verified, copied, restored, migrated, moved}) add_shared(*sub, program.shared);
  command->callback([=] {
    program.chosen = [=]() -> OrStop<int> {
      if (told->parsed()) return info(program.shared, program.clock);
      if (verified->parsed()) return verify(program.shared, program.clock);
      if (copied->parsed()) return backup(program.shared, *file, program.clock);
      if (moved->parsed()) return copy_store(program.shared, *from, *to, program.clock);
      if (restored->parsed()) return restore(program.shared, *file, program.clock);
      return migrate(program.shared, program.clock);
    };
  });
}

}  // namespace tradewatch::cli
