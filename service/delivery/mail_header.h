// Header fields of mail, by RFC 5322 and RFC 2047. Nothing that is handed in can end a header or begin another.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include "models/trade/date.h"

namespace tradewatch::delivery {

inline constexpr std::size_t kMaxHeaderLine = 76;   // octets, without the line's end
inline constexpr std::size_t kMaxEncodedWord = 75;  // octets

// `name: text`, with its line's end. Printable ASCII that fits on the line stands as it is; all else goes into encoded
// words of UTF-8, of whole characters each, one a line. Control characters become spaces; bytes that are no UTF-8
// become U+FFFD. Spaces at both ends are left out.
[[nodiscard]] std::string text_header(std::string_view name, std::string_view text);

// `name: a@b, c@d`, one address a line.
[[nodiscard]] std::string address_header(std::string_view name, std::span<const std::string> addresses);

// `Fri, 27 Nov 2026 10:07:34 +0000`.
[[nodiscard]] std::string mail_date(trade::Instant instant);

}  // namespace tradewatch::delivery
