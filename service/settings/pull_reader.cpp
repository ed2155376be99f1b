#include "service/settings/pull_reader.h"

#include <algorithm>
#include <array>

#include "models/trade/letters.h"

namespace tradewatch::settings {
namespace {

constexpr std::string_view kUrlWords = "an address such as \"https://comtradeapi.un.org/...\"";
constexpr std::array<std::string_view, 6> kFilled = {"period", "year", "month", "from", "to", "key"};
constexpr int kLeastSeconds = 60;  // between questions to somebody else's machine

// The parts of an address that rules are about. All small letters but `url`.
struct Address {
  std::string url;
  std::string host;
  bool encrypted = false;

  [[nodiscard]] bool is_loopback() const {
    return host == "localhost" || host == "[::1]" ||
           (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
  }
  [[nodiscard]] bool has(std::string_view place) const {
    return url.find("{" + std::string(place) + "}") != std::string::npos;
  }
  [[nodiscard]] bool asks_for_a_period() const { return has("period") || has("year") || has("month"); }
};

// What is wrong with the places to be filled in, or nothing.
std::optional<Miss> fault_of_places(std::string_view rest) {
  const std::vector<std::string_view> known(kFilled.begin(), kFilled.end());
  while (true) {
    const std::size_t begin = rest.find_first_of("{}");
    if (begin == std::string_view::npos) return std::nullopt;
    const std::size_t end = rest.find('}', begin);
    if (rest[begin] == '}' || end == std::string_view::npos) {
      return Miss{"places such as {period}, each with both its braces", "a single brace"};
    }
    const std::string_view name = rest.substr(begin + 1, end - begin - 1);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return Miss{with_hint("{period}, {year}, {month}, {from}, {to} or {key}", did_you_mean(name, known)),
                  "{" + std::string(name) + "}"};
    }
    rest.remove_prefix(end + 1);
  }
}

// A parameter whose name says that it is a secret, with anything but {key}.
bool holds_secret(std::string_view query) {
  constexpr std::array<std::string_view, 4> kNames = {"key", "token", "secret", "password"};
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end);
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string name = trade::ascii_lower(parameter.substr(0, equals));
    const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
    const bool secret = std::any_of(kNames.begin(), kNames.end(), [&](auto word) { return name.ends_with(word); });
    if (secret && !value.empty() && value != "{key}") return true;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return false;
}

std::expected<Address, Miss> address_in(const std::string& text) {
  Address address{text, "", text.starts_with("https://")};
  if (!address.encrypted && !text.starts_with("http://")) return miss();
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!plain) return miss({}, "an address with spaces or letters that an address cannot hold");
  const std::size_t begin = text.find("://") + 3;
  const std::size_t end = std::min(text.find_first_of("/?#", begin), text.size());
  const std::string_view authority = std::string_view(text).substr(begin, end - begin);
  if (authority.find('@') != std::string_view::npos) {
    return std::unexpected(Miss{"an address without one; name the file that holds the key in key_file",
                                "a user or a password in the address"});
  }
  const std::size_t colon = authority.starts_with('[') ? authority.find(':', authority.find(']')) : authority.find(':');
  address.host = trade::ascii_lower(authority.substr(0, colon));
  if (address.host.empty() || address.host.find_first_of("{}") != std::string::npos) return miss();
  if (auto fault = fault_of_places(std::string_view(text).substr(end))) return std::unexpected(*std::move(fault));
  const std::size_t question = text.find('?', end);
  if (question != std::string::npos && holds_secret(std::string_view(text).substr(question + 1))) {
    return std::unexpected(
        Miss{"{key} in its place: secrets are never inline; name the file in key_file", "a key in the address"});
  }
  if (!address.encrypted && !address.is_loopback()) {
    return miss("https; http reaches this machine alone");
  }
  return address;
}

Kind<Address> pull_url() {
  return {std::string(kUrlWords), [](const toml::node& node) -> std::expected<Address, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            return address_in(string->get());
          }};
}

Kind<std::string> header_name() {
  return {"a header such as \"Ocp-Apim-Subscription-Key\"",
          [](const toml::node& node) -> std::expected<std::string, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr || string->get().empty() || string->get().size() > 100) return miss();
            const bool good = std::all_of(string->get().begin(), string->get().end(), [](char c) {
              return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            });
            if (!good) return miss();
            return string->get();
          }};
}

// Where the key goes: exactly one place, and a file that holds it.
void check_key(TableReader& table, const Address& address) {
  const bool in_url = address.has("key");
  const bool in_header = table.has("key_header");
  if (in_url && in_header)
    table.fault("key_header", table.found("key_header"), "one place for the key: {key} in the url or this header");
  if ((in_url || in_header) && !table.has("key_file")) table.missing("key_file", "the file that holds the key");
  if (!in_url && !in_header && table.has("key_file")) {
    table.fault("key_file", table.found("key_file"), "a place for the key too: {key} in the url, or key_header");
  }
}

void check_periods(TableReader& table, const Address& address) {
  const bool span = address.has("from") || address.has("to");
  if (span && address.asks_for_a_period()) {
    table.fault("url", table.found("url"), "either {from} and {to}, or {period}, {year} and {month}");
  }
  if (address.has("to") && !address.has("from")) table.fault("url", table.found("url"), "{from} where {to} is");
  if (address.has("month") && !address.has("year")) table.fault("url", table.found("url"), "{year} where {month} is");
  if (!address.asks_for_a_period() && table.has("back")) {
    table.fault("back", table.found("back"), "no such key: the url has no {period}, {year} or {month}");
  }
  if (!address.has("from") && table.has("months")) {
    table.fault("months", table.found("months"), "no such key: the url has no {from}");
  }
}

}  // namespace

void read_pull(TableReader& table, const std::filesystem::path& folder, Settings& settings) {
  Pull pull;
  const auto name = table.required("name", identifier());
  const auto& others = settings.intake.pulls;
  if (name && std::any_of(others.begin(), others.end(), [&](const Pull& other) { return other.name == *name; })) {
    table.fault("name", table.found("name"), "a name that no other pull has");
  }
  pull.name = name.value_or("");
  const auto address = table.required("url", pull_url());
  const auto every = table.required("every", interval());
  pull.every_s = every.value_or(0);
  table.into(pull.source, "source", text());
  table.into(pull.format, "format", text());
  table.into(pull.back, "back", whole_number(0, kMaxPullBack));
  table.into(pull.months, "months", whole_number(1, kMaxWindowMonths));
  table.into(pull.key_file, "key_file", file_path(folder));
  table.into(pull.key_header, "key_header", header_name());
  table.into(pull.timeout_s, "timeout", seconds());
  table.into(pull.max_bytes, "max_bytes", whole_number(1, kMaxPullBytes));
  const auto hosts = table.list("allow_hosts", host());
  if (address) {
    pull.url = address->url;
    pull.hosts = {address->host};
    if (hosts) pull.hosts.insert(pull.hosts.end(), hosts->begin(), hosts->end());
    check_key(table, *address);
    check_periods(table, *address);
    if (every && *every < kLeastSeconds && !address->is_loopback()) {
      table.fault("every", table.found("every"), "a minute at least: it is somebody else's machine");
    }
  }
  settings.intake.pulls.push_back(std::move(pull));
}

}  // namespace tradewatch::settings
