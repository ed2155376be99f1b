#include "service/settings/pull_reader.h"

#include <algorithm>
#include <array>

#include "service/settings/address.h"

namespace tradewatch::settings {
namespace {

constexpr std::string_view kUrlWords = "an address such as \"https://comtradeapi.un.org/...\"";
constexpr std::array<std::string_view, 6> kFilled = {"period", "year", "month", "from", "to", "key"};
constexpr int kLeastSeconds = 60;  // between questions to somebody else's machine

bool has(const Address& address, std::string_view place) {
  return address.url.find("{" + std::string(place) + "}") != std::string::npos;
}

bool asks_for_a_period(const Address& address) {
  return has(address, "period") || has(address, "year") || has(address, "month");
}

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

std::expected<Address, Miss> pull_address(const std::string& text) {
  auto address = parse_address(text, {"https", "http"});
  if (!address) return address;
  if (auto fault = fault_of_places(std::string_view(text).substr(address->path))) {
    return std::unexpected(*std::move(fault));
  }
  if (address->holds_secret()) {
    return std::unexpected(
        Miss{"{key} in its place: secrets are never inline; name the file in key_file", "a key in the address"});
  }
  if (address->scheme != "https" && !address->is_loopback()) return miss("https; http reaches this machine alone");
  return address;
}

Kind<Address> pull_url() {
  return {std::string(kUrlWords), [](const toml::node& node) -> std::expected<Address, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            return pull_address(string->get());
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
  const bool in_url = has(address, "key");
  const bool in_header = table.has("key_header");
  if (in_url && in_header)
    table.fault("key_header", table.found("key_header"), "one place for the key: {key} in the url or this header");
  if ((in_url || in_header) && !table.has("key_file")) table.missing("key_file", "the file that holds the key");
  if (!in_url && !in_header && table.has("key_file")) {
    table.fault("key_file", table.found("key_file"), "a place for the key too: {key} in the url, or key_header");
  }
}

void check_periods(TableReader& table, const Address& address) {
  const bool span = has(address, "from") || has(address, "to");
  if (span && asks_for_a_period(address)) {
    table.fault("url", table.found("url"), "either {from} and {to}, or {period}, {year} and {month}");
  }
  if (has(address, "to") && !has(address, "from")) table.fault("url", table.found("url"), "{from} where {to} is");
  if (has(address, "month") && !has(address, "year")) table.fault("url", table.found("url"), "{year} where {month} is");
  if (!asks_for_a_period(address) && table.has("back")) {
    table.fault("back", table.found("back"), "no such key: the url has no {period}, {year} or {month}");
  }
  if (!has(address, "from") && table.has("months")) {
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
