// What is read in other programs: feed readers, calendars, and a badge on somebody's page.

#pragma once

#include <optional>
#include <string>

#include "models/targets/verdict.h"
#include "models/trade/date.h"
#include "service/wording/language.h"

namespace tradewatch::wording {

// "Trade targets: changes of the verdict".
[[nodiscard]] std::string feed_title(Language language);

// What became of a target: the verdict, which it was before (absent: this is the first), the probability, and the
// newest figures that count.
struct VerdictNews {
  std::optional<targets::Verdict> before;
  targets::Verdict verdict = targets::Verdict::unknown;
  std::optional<double> probability;
  std::optional<trade::Date> published;
};
[[nodiscard]] std::string verdict_news_title(const std::string& target, const VerdictNews& news, Language language);
[[nodiscard]] std::string verdict_news_text(const VerdictNews& news, Language language);

// "Trade figures that are expected".
[[nodiscard]] std::string calendar_title(Language language);
// "Figures expected by today: Pakistan: exports to Kazakhstan (sbp)".
[[nodiscard]] std::string expected_figures_title(const std::string& series, Language language);
// Since when the last ones are out, and how the day is known: `learned` from the source's own releases.
[[nodiscard]] std::string expected_figures_text(const std::string& target, trade::Date published, bool learned,
                                                Language language);

// What stands beside the verdict on a badge: "trade target".
[[nodiscard]] std::string badge_label(Language language);
// For those who cannot see it: "One billion in a year: off track".
[[nodiscard]] std::string badge_title(const std::string& target, const std::string& verdict, Language language);

}  // namespace tradewatch::wording
