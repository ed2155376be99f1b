// store: what it holds, and whether it is sound.

#include <fmt/format.h>

#include <boost/json.hpp>

#include <CLI/CLI.hpp>

#include "service/cli/command.h"
#include "service/cli/pulls_shown.h"

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
  const auto receivers = store->receiver_backlogs();
  if (!schema || !sequence || !documents || !backlog || !pulls || !receivers)
    return std::unexpected(Stop{store->where() + ": cannot be read"});
  boost::json::object o;
  o["store"] = store->where();
  o["schema"] = *schema;
  o["sequence"] = *sequence;
  o["documents"] = documents->size();
  o["notices_queued"] = backlog->queued;
  if (backlog->oldest) o["oldest_notice"] = trade::format_instant(*backlog->oldest);
  if (shared.json) {
    o["pulls"] = pulls_json(*pulls);
    o["receivers"] = receivers_json(*receivers, clock.now());
    print_json(o);
    return kDone;
  }
  for (const auto& [key, value] : o) {
    fmt::print("{:<16}{}\n", std::string_view(key),
               value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value));
  }
  print(receiver_lines(*receivers));
  print(pull_lines(settings->intake.pulls, *pulls));
  return kDone;
}

OrStop<int> verify(const Shared& shared, const runtime::Clock& clock) {
  const auto settings = load(shared, clock);
  if (!settings) return std::unexpected(settings.error());
  auto store = open_store(*settings, storage::OpenMode::read_only);
  if (!store) return std::unexpected(store.error());
  const auto found = store->verify();
  if (!found) return std::unexpected(stop_of(found.error()));
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
  if (const auto done = store->backup_to(file); !done) return std::unexpected(stop_of(done.error()));
  fmt::print("{}: written\n", file);
  return kDone;
}

}  // namespace

void add_store(const Program& program) {
  auto* command = program.app.add_subcommand("store", "What the store holds, whether it is sound, a copy of it");
  command->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto* told = command->add_subcommand("info", "Schema, sequence, documents, outbox, pulls");
  auto* verified = command->add_subcommand("verify", "Read everything: digests, chain, the database's own check");
  auto* copied = command->add_subcommand("backup", "A consistent copy in a new file (SQLite)");
  copied->add_option("file", *file, "The file to make")->required();
  for (auto* sub : {told, verified, copied}) add_shared(*sub, program.shared);
  command->callback([=] {
    program.chosen = [=]() -> OrStop<int> {
      if (told->parsed()) return info(program.shared, program.clock);
      if (verified->parsed()) return verify(program.shared, program.clock);
      return backup(program.shared, *file, program.clock);
    };
  });
}

}  // namespace tradewatch::cli
