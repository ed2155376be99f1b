#include "service/settings/settings_reader.h"

#include "service/settings/pull_reader.h"
#include "service/settings/receiver_reader.h"

namespace tradewatch::settings {

void read_main_tables(TableReader& file, const std::filesystem::path& folder, Settings& settings,
                      std::vector<TargetMention>& mentions) {
  std::optional<Place> reachable;  // where an address stands that other machines can reach
  file.table("service", [&](TableReader& table) {
    table.into(settings.service.listen, "listen", listen_address());
    if (!is_loopback(settings.service.listen)) reachable = table.place("listen");
    table.into(settings.service.time_zone, "time_zone", time_zone());
    if (auto languages = table.list("languages", language())) settings.service.languages = *languages;
  });
  file.table("store", [&](TableReader& table) {
    table.into(settings.store.url, "url", store_url(folder));
    settings.store.backup_every_days = table.optional("backup_every", days());
    table.into(settings.store.keep, "keep", whole_number(1, 1000));
    table.into(settings.store.backup_folder, "backup_folder", file_path(folder));
  });
  file.table("intake", [&](TableReader& table) {
    table.into(settings.intake.inbox, "inbox", file_path(folder));
    table.into(settings.intake.rescan_s, "rescan", seconds());
    table.each_table("mapping", [&](TableReader& mapping) {
      if (auto path = mapping.required("file", file_path(folder))) settings.intake.mappings.push_back(*std::move(path));
    });
    table.each_table("pull", [&](TableReader& pull) { read_pull(pull, folder, settings); });
  });
  file.table("report", [&](TableReader& table) { table.into(settings.report.every, "every", weekly_moment()); });
  file.each_table("receiver", [&](TableReader& table) { read_receiver(table, folder, settings, mentions); });
  file.table("rates", [&](TableReader& table) {
    if (auto files = table.list("files", file_path(folder))) settings.rates.files = *std::move(files);
    if (!table.has("files")) table.missing("files", "a list of files of exchange rates");
  });
  file.table("web", [&](TableReader& table) {
    table.into(settings.web.tokens_file, "tokens_file", secret_file(folder));
    table.into(settings.web.certificate_file, "certificate_file", secret_file(folder));
    table.into(settings.web.key_file, "key_file", secret_file(folder));
    if (table.has("certificate_file") != table.has("key_file"))
      table.missing(table.has("key_file") ? "certificate_file" : "key_file", "both a certificate and its key");
  });
  const Web& web = settings.web;
  if (reachable && (web.tokens_file.empty() || web.certificate_file.empty() || web.key_file.empty())) {
    file.faults().add(*reachable, "\"" + settings.service.listen.address + "\", which other machines can reach",
                      "a loopback address, or tokens_file, certificate_file and key_file in [web]");
  }
}

}  // namespace tradewatch::settings
