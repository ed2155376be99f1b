// The alerts of one target as tables of its page: how they stand, and how they came about.

#pragma once

#include "service/cli/target_card.h"
#include "service/web/content.h"
#include "service/wording/language.h"

namespace tradewatch::cli {

[[nodiscard]] web::NamedTable alerts_table(const Background& background, wording::Language language);

// Changes and what was done about them, newest first; at most kAlertChangesShown.
[[nodiscard]] web::NamedTable alert_history_table(const Background& background, wording::Language language);

}  // namespace tradewatch::cli
