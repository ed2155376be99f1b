// JSON documents as they come from outside: parsed within limits, or refused with the line and column of the byte.
//
// Stricter than RFC 8259 where a reader could be deceived: a name that stands twice in one object is refused, since
// programs differ in which of the two counts. Numbers are read exactly: integers of 64 bits as such, all others as the
// nearest double.

#pragma once

#include <boost/json/value.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "service/intake/document_fault.h"

namespace tradewatch::intake {

inline constexpr std::size_t kMaxJsonDepth = 32;  // objects and arrays inside each other

// A value takes up to ten times its text in memory, so values have a limit of their own. The largest answers that were
// seen, of 64 MiB, have three million.
inline constexpr std::size_t kMaxJsonValues = 8'000'000;

// UTF-8, with a byte order mark or without, at most kMaxDocumentBytes. In the fault, `column` counts bytes from 1.
[[nodiscard]] std::expected<boost::json::value, Fault> parse_json(std::string_view bytes);

// A number, text or truth value as text: doubles in the fewest digits that give them back, so that 6804128143.0 is
// "6804128143" and 1032.13 is "1032.13". `null` is an empty text. Nothing for objects and arrays.
[[nodiscard]] std::optional<std::string> scalar_text(const boost::json::value& value);

}  // namespace tradewatch::intake
