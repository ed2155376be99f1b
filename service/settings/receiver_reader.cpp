#include "service/settings/receiver_reader.h"

#include <algorithm>
#include <array>

#include "service/settings/address.h"

namespace tradewatch::settings {
namespace {

constexpr std::array kTypes = {ReceiverType::log, ReceiverType::file, ReceiverType::webhook, ReceiverType::alertmanager,
                               ReceiverType::email};
constexpr std::array kSeverities = {Severity::info, Severity::warning, Severity::critical};
constexpr std::array kMailTls = {MailTls::required, MailTls::if_offered, MailTls::never};

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

// Encrypted, or so near that nobody else listens.
Kind<Address> web_address(bool allow_private) {
  const std::string words = "an address such as \"https://hooks.example.org/tradewatch\"";
  return {words, [words, allow_private](const toml::node& node) -> std::expected<Address, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            auto address = parse_address(string->get(), {"https", "http"});
            if (!address) return address;
            if (address->holds_secret()) {
              return std::unexpected(Miss{"url_file, which names a file with the address: secrets are never inline",
                                          "a secret in the "
                                          "address"});
            }
            if (address->scheme == "http" && !allow_private && !address->is_private()) {
              return miss(
                  "https; http stays within this machine and private networks (a name of one needs "
                  "allow_private = true)");
            }
            return address;
          }};
}

Kind<Address> mail_server() {
  const std::string words = "a mail server such as \"smtp://mail.example.org:587\"";
  return {words, [words](const toml::node& node) -> std::expected<Address, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            auto address = parse_address(string->get(), {"smtp", "smtps"});
            if (!address) return address;
            if (address->path != address->url.size()) return miss(words + ", and nothing after the port");
            return address;
          }};
}

// Keys under which somebody would write a secret itself. What stands there is never shown.
void refuse_secrets(TableReader& table) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kSecrets = {{{"key", "key_file"},
                                                                                      {"old_key", "old_key_file"},
                                                                                      {"secret", "key_file"},
                                                                                      {"token", "url_file"},
                                                                                      {"password", "password_file"}}};
  for (const auto& [key, instead] : kSecrets) {
    if (!table.has(key)) continue;
    table.refused(key);
    table.fault(key, "a secret in the settings", "no such key: name the file that holds it in " + std::string(instead));
  }
}

// What all receivers over a network have.
void read_connection(TableReader& table, const std::filesystem::path& folder, Receiver& receiver) {
  table.into(receiver.timeout_s, "timeout", seconds());
  if (receiver.timeout_s > kMaxReceiverTimeoutS) {
    table.fault("timeout", table.found("timeout"),
                "at most " + std::to_string(kMaxReceiverTimeoutS) + " seconds; what fails is tried again");
  }
  table.into(receiver.ca_file, "ca_file", file_path(folder));
  refuse_secrets(table);
}

// Whether it gets the weekly report.
void read_reports(TableReader& table, Receiver& receiver) { table.into(receiver.reports, "reports", yes_or_no()); }

void read_webhook(TableReader& table, const std::filesystem::path& folder, Receiver& receiver) {
  table.into(receiver.allow_private, "allow_private", yes_or_no());
  table.into(receiver.url_file, "url_file", secret_file(folder));
  if (table.has("url_file") && table.has("url")) {
    table.fault("url_file", table.found("url_file"), "one address: url or url_file");
  }
  const auto address = table.optional("url", web_address(receiver.allow_private));
  if (address) receiver.url = address->url;
  if (!table.has("url") && !table.has("url_file")) table.missing("url", "the address to send to, or url_file");
  table.into(receiver.key_file, "key_file", secret_file(folder));
  table.into(receiver.old_key_file, "old_key_file", secret_file(folder));
  if (table.has("old_key_file") && !table.has("key_file")) table.missing("key_file", "the new key beside the old one");
  read_connection(table, folder, receiver);
}

void read_alertmanager(TableReader& table, const std::filesystem::path& folder, Receiver& receiver) {
  table.into(receiver.allow_private, "allow_private", yes_or_no());
  const auto address = table.required("url", web_address(receiver.allow_private));
  if (address) receiver.url = address->url;
  table.into(receiver.resend_every_s, "resend_every", seconds());
  table.into(receiver.instance, "instance", text());
  read_connection(table, folder, receiver);
}

void read_email(TableReader& table, const std::filesystem::path& folder, Receiver& receiver) {
  table.into(receiver.allow_private, "allow_private", yes_or_no());
  const auto address = table.required("url", mail_server());
  if (address) receiver.url = address->url;
  if (const auto from = table.required("from", mail_address())) receiver.from = *from;
  if (auto to = table.list("to", mail_address())) receiver.to = *std::move(to);
  if (!table.has("to")) table.missing("to", "a list of mail addresses");
  table.into(receiver.user, "user", text());
  table.into(receiver.password_file, "password_file", secret_file(folder));
  if (table.has("user") != table.has("password_file")) {
    table.missing(table.has("user") ? "password_file" : "user", "both user and password_file, or neither");
  }
  table.into(receiver.tls, "tls", named(kMailTls));
  const bool in_clear = receiver.tls != MailTls::required && address && address->scheme == "smtp";
  if (in_clear && table.has("password_file") && !address->is_loopback()) {
    table.fault("tls", table.found("tls"), "\"required\": the password would go over the network in the clear");
  }
  read_connection(table, folder, receiver);
}

void read_by_type(TableReader& table, const std::filesystem::path& folder, Receiver& receiver) {
  switch (receiver.type) {
    case ReceiverType::log:
      if (!table.has("path")) return;
      table.refused("path");
      return table.fault("path", table.found("path"), "no such key: a log receiver writes to the service's log");
    case ReceiverType::file:
      table.into(receiver.path, "path", file_path(folder));
      if (!table.has("path")) table.missing("path", "the file to write to");
      return read_reports(table, receiver);
    case ReceiverType::webhook:
      read_reports(table, receiver);
      return read_webhook(table, folder, receiver);
    case ReceiverType::alertmanager:
      return read_alertmanager(table, folder, receiver);
    case ReceiverType::email:
      read_reports(table, receiver);
      return read_email(table, folder, receiver);
  }
}

}  // namespace

void read_receiver(TableReader& table, const std::filesystem::path& folder, Settings& settings,
                   std::vector<TargetMention>& mentions) {
  Receiver receiver;
  const auto name = table.required("name", identifier());
  const auto& others = settings.receivers;
  if (name && std::any_of(others.begin(), others.end(), [&](const Receiver& other) { return other.name == *name; })) {
    table.fault("name", table.found("name"), "a name that no other receiver has");
  }
  receiver.name = name.value_or("");
  const auto type = table.required("type", named(kTypes));
  receiver.type = type.value_or(ReceiverType::log);
  table.into(receiver.language, "language", language());
  if (auto rules = table.list("rules", named(alerts::kRules))) receiver.rules = *std::move(rules);
  std::vector<Place> places;
  if (auto ids = table.list("targets", text(), &places)) receiver.targets = *std::move(ids);
  for (std::size_t i = 0; i < places.size(); ++i) mentions.push_back({places[i], receiver.targets[i]});
  table.into(receiver.severity, "severity", named(kSeverities));
  if (type) {
    read_by_type(table, folder, receiver);
  } else {
    table.ignore_others();  // which other keys there are depends on the type
  }
  settings.receivers.push_back(std::move(receiver));
}

bool shows_charts(ReceiverType type) { return type == ReceiverType::email; }

std::string_view name_of(ReceiverType type) {
  switch (type) {
    case ReceiverType::log:
      return "log";
    case ReceiverType::file:
      return "file";
    case ReceiverType::webhook:
      return "webhook";
    case ReceiverType::alertmanager:
      return "alertmanager";
    case ReceiverType::email:
      return "email";
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

std::string_view name_of(MailTls tls) {
  switch (tls) {
    case MailTls::required:
      return "required";
    case MailTls::if_offered:
      return "if offered";
    case MailTls::never:
      return "never";
  }
  return {};
}

}  // namespace tradewatch::settings
