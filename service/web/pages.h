// The pages for people, made from templates/ with every text escaped.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/web/content.h"

namespace tradewatch::web {

// All targets in the order given: a line for each at the top, then each in full.
[[nodiscard]] std::string dashboard_page(const std::vector<TargetPage>& pages);

// One target in full.
[[nodiscard]] std::string target_page(const TargetPage& page);

// A page that only says something.
[[nodiscard]] std::string message_page(std::string_view title, std::string_view text);

}  // namespace tradewatch::web
