// Signatures of the Standard Webhooks scheme (https://www.standardwebhooks.com), symmetric: `v1`.
//
//   signature = "v1," + base64(HMAC-SHA256(key, id + "." + timestamp + "." + body))
//
// A key is written `whsec_` and its bytes in base64. While a key is replaced, both sign: the receiver finds the one
// that it knows among signatures separated by a space.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tradewatch::delivery {

// The scheme's bounds, in bytes.
inline constexpr std::size_t kMinWebhookKey = 24;
inline constexpr std::size_t kMaxWebhookKey = 64;

// The key's bytes; none when `text` is no key.
[[nodiscard]] std::string parse_webhook_key(std::string_view text);

// `unix_s` is the time of this try.
[[nodiscard]] std::string webhook_signature(std::string_view key, std::string_view id, std::int64_t unix_s,
                                            std::string_view body);

}  // namespace tradewatch::delivery
