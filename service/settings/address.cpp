#include "service/settings/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "models/trade/letters.h"

namespace tradewatch::settings {
namespace {

struct Network {
  std::uint32_t address;
  int bits;
};

// RFC 6890: this network, private, shared, loopback, link-local, protocol assignments, benchmarks, multicast, reserved.
constexpr std::array<Network, 11> kPrivateNetworks = {{{0x00000000, 8},
                                                       {0x0A000000, 8},
                                                       {0x64400000, 10},
                                                       {0x7F000000, 8},
                                                       {0xA9FE0000, 16},
                                                       {0xAC100000, 12},
                                                       {0xC0000000, 24},
                                                       {0xC0A80000, 16},
                                                       {0xC6120000, 15},
                                                       {0xE0000000, 4},
                                                       {0xF0000000, 4}}};

bool is_private_v4(std::uint32_t address) {
  return std::ranges::any_of(kPrivateNetworks, [&](const Network& network) {
    return (address ^ network.address) >> (32 - network.bits) == 0;
  });
}

std::uint32_t number_of(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

bool is_private_v6(const unsigned char* bytes) {
  constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  constexpr std::array<unsigned char, 12> kTranslated = {0, 0x64, 0xFF, 0x9B};  // 64:ff9b::/96
  const auto begins_with = [&](const auto& prefix) { return std::equal(prefix.begin(), prefix.end(), bytes); };
  if (begins_with(kMapped) || begins_with(kTranslated)) return is_private_v4(number_of(bytes + kMapped.size()));
  const bool unspecified_or_loopback = std::all_of(bytes, bytes + 15, [](auto byte) { return byte == 0; });
  const bool unique_local = (bytes[0] & 0xFEU) == 0xFCU;
  const bool link_local = bytes[0] == 0xFE && (bytes[1] & 0xC0U) == 0x80U;
  return unspecified_or_loopback || unique_local || link_local || bytes[0] == 0xFF;
}

// A parameter whose name says that it is a secret, with anything but {key}.
bool holds_secret_in(std::string_view query) {
  constexpr std::array<std::string_view, 4> kNames = {"key", "token", "secret", "password"};
  while (!query.empty()) {
    const auto end = std::ranges::find(query, '&');
    const auto equals = std::find(query.begin(), end, '=');
    const std::string name = trade::ascii_lower({query.begin(), equals});
    const std::string_view value(equals == end ? end : equals + 1, end);
    const bool secret = std::any_of(kNames.begin(), kNames.end(), [&](auto word) { return name.ends_with(word); });
    if (secret && !value.empty() && value != "{key}") return true;
    query = {end == query.end() ? end : end + 1, query.end()};
  }
  return false;
}

}  // namespace

bool Address::holds_secret() const {
  const std::size_t question = url.find('?', path);
  return question != std::string::npos && holds_secret_in(std::string_view(url).substr(question + 1));
}

bool is_private_number(const std::string& number) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET, number.c_str(), bytes.data()) == 1) return is_private_v4(number_of(bytes.data()));
  return inet_pton(AF_INET6, number.c_str(), bytes.data()) == 1 && is_private_v6(bytes.data());
}

bool Address::is_loopback() const {
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

bool Address::is_private() const {
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  return is_loopback() || is_private_number(bracketed ? host.substr(1, host.size() - 2) : host);
}

std::expected<Address, Miss> parse_address(const std::string& text, const std::vector<std::string_view>& schemes) {
  const std::size_t colon = text.find("://");
  Address address{text, trade::ascii_lower(text.substr(0, colon)), "", 0};
  if (colon == text.npos || std::ranges::find(schemes, address.scheme) == schemes.end()) return miss();
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!plain) return miss({}, "an address with spaces or letters that an address cannot hold");
  const std::size_t begin = colon + 3;
  address.path = std::min(text.find_first_of("/?#", begin), text.size());
  const std::string_view authority = std::string_view(text).substr(begin, address.path - begin);
  if (authority.find('@') != std::string_view::npos) {
    return std::unexpected(
        Miss{"an address without one; name the file that holds the secret in a key that ends in "
             "_file",
             "a user or a password in the address"});
  }
  const std::size_t end_of_number = authority.starts_with('[') ? authority.find(']') : 0;
  if (end_of_number == std::string_view::npos) return miss();
  const std::size_t port = authority.find(':', end_of_number);
  address.host = trade::ascii_lower(authority.substr(0, port));
  if (address.host.empty() || address.host.find_first_of("{}") != std::string::npos) return miss();
  return address;
}

}  // namespace tradewatch::settings
