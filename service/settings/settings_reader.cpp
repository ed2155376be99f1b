#include "service/settings/settings_reader.h"

#include "service/settings/pull_reader.h"
#include "service/settings/receiver_reader.h"

namespace tradewatch::settings {

void read_main_tables(TableReader& file, const std::filesystem::path& folder, Settings& settings,
                      std::vector<TargetMention>& mentions) {
  file.table("service", [&](TableReader& table) {
    table.into(settings.service.listen, "listen", loopback_listen());
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
  file.not_yet("web", "listen on loopback");
}

}  // namespace tradewatch::settings
