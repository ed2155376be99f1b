// What the operator wrote, as typed values.
//
// One TOML file, and beside it the files `targets.d/*.toml`, in order of their names, which may hold targets only.
// Reading is strict: an unknown key, a value of the wrong kind and a key whose work this version cannot do are faults,
// and every fault of every file is told at once. Nothing here reads a clock.

#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "models/alerts/rule.h"
#include "models/targets/target.h"
#include "service/settings/fault.h"

namespace tradewatch::settings {

inline constexpr int kMaxWindowMonths = 120;
inline constexpr int kMaxPullBack = 24;
inline constexpr int kMaxReceiverTimeoutS = 120;  // well under the claim of delivery::DispatchOptions
inline constexpr int kMaxPullBytes = 64 << 20;    // what is fetched is a document: intake::kMaxDocumentBytes
inline constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{4} * 1024 * 1024;  // a thousand targets take under 1 MiB

struct Listen {
  std::string address = "127.0.0.1";  // numeric; loopback unless Web has all three files
  std::uint16_t port = 8640;          // 0: any that is free
};

struct Service {
  Listen listen;
  std::string time_zone = "UTC";  // IANA name
  std::vector<std::string> languages = {"en"};
};

// The door of pages and API. What is empty is not asked for.
struct Web {
  std::filesystem::path tokens_file;  // digests of tokens: service/web/tokens.h
  std::filesystem::path certificate_file;
  std::filesystem::path key_file;

  bool operator==(const Web&) const = default;
};

struct Store {
  std::string url = "sqlite:/var/lib/tradewatch/tradewatch.db";  // an SQLite path is absolute or as the file's folder
  std::optional<int> backup_every_days;
  int keep = 14;                        // backups
  std::filesystem::path backup_folder;  // empty: `backups` beside the store
};

// Figures that are fetched. `url` may hold places that are filled in anew each time: `{period}` 2026-10, `{year}`,
// `{month}` 10 (all three name the newest period that may be out, then older ones), or `{from}` and `{to}`, the dates
// of a span that ends today; and `{key}`, the secret.
struct Pull {
  std::string name;
  std::string url;
  int every_s = 0;
  std::string source;  // of rows that name none; empty: as for a file
  std::string format;  // the only one that is taken; empty: content decides
  int back = 3;        // how many periods older than the newest are asked for when that one has no figures yet
  int months = 12;     // whole months before this one that `{from}` takes in
  std::filesystem::path key_file;
  std::string key_header;          // the header that carries the key; empty: `{key}` in `url` does
  std::vector<std::string> hosts;  // who may answer: the url's own, then those of `allow_hosts`
  int timeout_s = 60;              // of one answer as a whole
  int max_bytes = kMaxPullBytes;   // of one answer, unpacked

  bool operator==(const Pull&) const = default;
};

struct Intake {
  std::filesystem::path inbox = "/var/lib/tradewatch/inbox";
  int rescan_s = 60;
  std::vector<std::filesystem::path> mappings;  // files that say how to read tables of the user's own
  std::vector<Pull> pulls;                      // names are unique
};

enum class ReceiverType { log, file, webhook, alertmanager, email };

// Whether its messages carry the target's chart.
[[nodiscard]] bool shows_charts(ReceiverType type);

enum class Severity { info, warning, critical };

// Whether mail is sent over a connection that is not encrypted.
enum class MailTls { required, if_offered, never };

// Who is told. A secret is in a file of its own and is read when it is used, so that a new one needs no reload.
struct Receiver {
  std::string name;
  ReceiverType type = ReceiverType::log;
  std::string language = "en";
  std::vector<alerts::Rule> rules;     // empty: all
  std::vector<std::string> targets;    // ids; empty: all
  Severity severity = Severity::info;  // the least that it is told

  std::filesystem::path path;  // file

  // webhook, alertmanager, email
  std::string url;                // empty with url_file
  int timeout_s = 30;             // of one try as a whole
  bool allow_private = false;     // the host may be a name that leads into a private network
  std::filesystem::path ca_file;  // certificates to trust instead of the system's; empty: the system's

  // webhook
  std::filesystem::path url_file;      // holds the address where it is itself the secret
  std::filesystem::path key_file;      // signs; empty: unsigned
  std::filesystem::path old_key_file;  // signs too while a new key is brought in

  // alertmanager
  int resend_every_s = 60;  // firing alerts are sent again
  std::string instance;     // its label; empty: the machine's name

  // email
  std::string from;
  std::vector<std::string> to;
  std::string user;  // empty: no login
  std::filesystem::path password_file;
  MailTls tls = MailTls::required;

  bool operator==(const Receiver&) const = default;
};

struct WeeklyMoment {
  std::chrono::weekday day = std::chrono::Monday;
  std::chrono::minutes time_of_day{9 * 60};  // in the service's time zone
};

struct Rates {
  std::vector<std::filesystem::path> files;  // of exchange rates (service/intake/rates_file.h); read when needed
};

struct Report {
  WeeklyMoment every;
};

struct Settings {
  Service service;
  Web web;
  Store store;
  Intake intake;
  std::vector<targets::Target> targets;  // in file order; ids are unique
  std::vector<Receiver> receivers;       // names are unique
  Report report;
  Rates rates;
  std::string file;    // as it was named to us
  std::string digest;  // SHA-256 over the names and bytes of all files read: equal digests, equal settings
};

// Faults are in file order, then by line and column. A relative path inside is taken from the file's folder.
[[nodiscard]] std::expected<Settings, std::vector<SettingsFault>> load_settings(const std::filesystem::path& file);

[[nodiscard]] std::string_view name_of(ReceiverType type);
[[nodiscard]] std::string_view name_of(Severity severity);
[[nodiscard]] std::string_view name_of(MailTls tls);

}  // namespace tradewatch::settings
