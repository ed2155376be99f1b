// An address of another machine as an operator writes it, taken apart as far as rules are about it.

#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "service/settings/value_kind.h"

namespace tradewatch::settings {

struct Address {
  std::string url;       // as written
  std::string scheme;    // small letters: "https"
  std::string host;      // small letters; a numeric one of IPv6 in its brackets
  std::size_t path = 0;  // where in `url` the path begins, or its end

  [[nodiscard]] bool is_loopback() const;  // this machine
  // Its host is a number of a private network, or this machine: nobody else can be meant.
  [[nodiscard]] bool is_private() const;
  // A parameter whose name says that it is a secret, with anything but `{key}`.
  [[nodiscard]] bool holds_secret() const;
};

// `SCHEME://host[:port]...` of visible ASCII, without a user and a password. An empty Miss where the text is no such
// address at all.
[[nodiscard]] std::expected<Address, Miss> parse_address(const std::string& text,
                                                         const std::vector<std::string_view>& schemes);

// Whether a numeric address ("10.0.0.7", "fd00::1", without brackets) is one that no public name should lead to:
// loopback, private, link-local, shared, multicast, reserved, and those of IPv4 inside IPv6. False for a name.
[[nodiscard]] bool is_private_number(const std::string& number);

}  // namespace tradewatch::settings
