// Which settings a target was assessed under.
//
// The digest covers what changes a target's numbers, verdict or alert rules: its id (seeds come from it), amount,
// dates, baseline, path, components, mirror, readings, and the alert settings but for the reminder. A changed title or
// announcement assesses nothing anew and tells nobody anything.

#pragma once

#include <string>
#include <string_view>

#include "models/targets/target.h"

namespace tradewatch::settings {

[[nodiscard]] std::string assessment_digest(const targets::Target& target);

// SHA-256 as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

}  // namespace tradewatch::settings
