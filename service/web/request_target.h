// The target of a request line, `/targets/pak-kaz-1bn?limit=10`, taken apart.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tradewatch::web {

struct RequestTarget {
  std::string path;                          // decoded
  std::map<std::string, std::string> query;  // decoded, `+` is a space; of a repeated name the first
};

// Absent for anything but an absolute path with an optional query, for a broken or control-character escape, and for
// an escaped slash or backslash, which would let one segment pose as two.
[[nodiscard]] std::optional<RequestTarget> parse_request_target(std::string_view target);

}  // namespace tradewatch::web
