// Names that stay: a UUID made of what tells a thing from all others, the same on every machine and after every start.

#pragma once

#include <string>
#include <string_view>

namespace tradewatch::web {

// Version 8 of RFC 9562, with the first bits of the SHA-256 of `name`: "2ee0f4a1-9c3d-8b7e-a5d4-0123456789ab".
[[nodiscard]] std::string name_uuid(std::string_view name);

}  // namespace tradewatch::web
