#include "service/settings/settings_reader.h"

#include <algorithm>
#include <array>

#include "service/settings/pull_reader.h"

namespace tradewatch::settings {
namespace {

const std::vector<std::string_view> kLanguages = {"en", "ur", "kk", "ru"};
constexpr std::array kSeverities = {Severity::info, Severity::warning, Severity::critical};

template <typename Enum, std::size_t n>
std::vector<std::string_view> names_of(const std::array<Enum, n>& values) {
  std::vector<std::string_view> names;
  for (const Enum value : values) names.push_back(name_of(value));
  return names;
}

// One of `values` by its name.
template <typename Enum, std::size_t n>
Kind<Enum> named(const std::array<Enum, n>& values) {
  const Kind<std::string> name = one_of(names_of(values));
  return {name.expected, [values, name](const toml::node& node) -> std::expected<Enum, Miss> {
            const auto text = name.read(node);
            if (!text) return std::unexpected(text.error());
            return *std::find_if(values.begin(), values.end(), [&](Enum value) { return name_of(value) == *text; });
          }};
}

Kind<ReceiverType> receiver_type() {
  constexpr std::array kTypes = {ReceiverType::log, ReceiverType::file};
  Kind<ReceiverType> kind = named(kTypes);
  kind.read = [built = kind.read](const toml::node& node) -> std::expected<ReceiverType, Miss> {
    static constexpr std::array<std::string_view, 3> kLater = {"webhook", "alertmanager", "email"};
    const auto* string = node.as_string();
    if (string != nullptr && std::find(kLater.begin(), kLater.end(), string->get()) != kLater.end()) {
      return miss(R"("log" or "file"; )" + string->get() + " receivers are not available yet");
    }
    return built(node);
  };
  return kind;
}

void read_receiver(TableReader& table, const std::filesystem::path& folder, Settings& settings,
                   std::vector<TargetMention>& mentions) {
  Receiver receiver;
  const auto name = table.required("name", identifier());
  const auto& others = settings.receivers;
  if (name && std::any_of(others.begin(), others.end(), [&](const Receiver& other) { return other.name == *name; })) {
    table.fault("name", table.found("name"), "a name that no other receiver has");
  }
  receiver.name = name.value_or("");
  const auto type = table.required("type", receiver_type());
  receiver.type = type.value_or(ReceiverType::log);
  const auto path = table.optional("path", file_path(folder));
  if (path) receiver.path = *path;
  if (type == ReceiverType::file && !table.has("path")) table.missing("path", "the file to write to");
  if (type == ReceiverType::log && table.has("path")) {
    table.fault("path", table.found("path"), "no such key: a log receiver writes to the service's log");
  }
  table.into(receiver.language, "language", one_of(kLanguages));
  if (auto rules = table.list("rules", named(alerts::kRules))) receiver.rules = *std::move(rules);
  std::vector<Place> places;
  if (auto ids = table.list("targets", text(), &places)) receiver.targets = *std::move(ids);
  for (std::size_t i = 0; i < places.size(); ++i) mentions.push_back({places[i], receiver.targets[i]});
  table.into(receiver.severity, "severity", named(kSeverities));
  if (!type) table.ignore_others();  // the keys of another type are no faults of their own
  settings.receivers.push_back(std::move(receiver));
}

}  // namespace

void read_main_tables(TableReader& file, const std::filesystem::path& folder, Settings& settings,
                      std::vector<TargetMention>& mentions) {
  file.table("service", [&](TableReader& table) {
    table.into(settings.service.listen, "listen", loopback_listen());
    table.into(settings.service.time_zone, "time_zone", time_zone());
    if (auto languages = table.list("languages", one_of(kLanguages))) settings.service.languages = *languages;
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

bool shows_charts(ReceiverType type) { return name_of(type) == "email"; }

std::string_view name_of(ReceiverType type) {
  switch (type) {
    case ReceiverType::log:
      return "log";
    case ReceiverType::file:
      return "file";
  }
  return {};
}

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::critical:
      return "critical";
  }
  return {};
}

}  // namespace tradewatch::settings
