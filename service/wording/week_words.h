// What a week brought, in sentences: for the weekly report.

#pragma once

#include <optional>
#include <string>

#include "models/targets/news.h"
#include "models/targets/verdict.h"
#include "models/trade/flow_key.h"
#include "models/trade/iso_week.h"
#include "models/trade/revision.h"
#include "service/wording/language.h"

namespace tradewatch::wording {

// "Trade targets: week 48 of 2026".
[[nodiscard]] std::string week_title(trade::IsoWeek week, Language language);
// "23 November 2026 to 29 November 2026 (Asia/Karachi)", and that the week is not over where it is not.
[[nodiscard]] std::string week_days(trade::Date monday, trade::Date sunday, const std::string& zone, bool over,
                                    Language language);

// What became of a verdict in a week in which figures came in.
struct VerdictMove {
  targets::Verdict before = targets::Verdict::unknown;
  targets::Verdict after = targets::Verdict::unknown;
  bool before_provisional = false;
  bool after_provisional = false;
};
[[nodiscard]] std::string verdict_move_sentence(const VerdictMove& move, Language language);

// How the week's figures moved forecast and probability, and which of them did most; of `news` between the week's
// beginning and its end.
[[nodiscard]] std::string week_news_sentence(const targets::News& news, Language language);

// "Alert “figures overdue”: standing since 26 November 2026." `rule` and `state` by their codes.
[[nodiscard]] std::string alert_sentence(const std::string& rule, const std::string& state, trade::Date since,
                                         Language language);
// Who saw it, when, until when, and what they wrote.
[[nodiscard]] std::string acknowledged_sentence(const std::string& by, const std::string& note, trade::Date at,
                                                std::optional<trade::Date> until, Language language);

// "The figures of Pakistan: exports to Kazakhstan (sbp) are overdue since 3 March 2026."
[[nodiscard]] std::string overdue_sentence(const std::string& series, trade::Date due, Language language);
[[nodiscard]] std::string unacknowledged_sentence(int alerts, Language language);

// "Kazakhstan", as the language's readers know it.
[[nodiscard]] std::string country_name(const trade::Country& country, Language language);
// "Pakistan: exports to Kazakhstan".
[[nodiscard]] std::string flow_words(const trade::Country& reporter, trade::Flow flow, const trade::Country& partner,
                                     Language language);
// The same with what else tells one series from another: "Pakistan: exports to Kazakhstan, HS 27 (cif)".
[[nodiscard]] std::string series_words(const trade::FlowKey& key, Language language);

// "new", "revision", "rounding", "withdrawn".
[[nodiscard]] std::string change_words(trade::Change change, Language language);

// What each likelihood word means: "virtually certain: over 99 %; very likely: 90 % to 99 %; ...".
[[nodiscard]] std::string likelihood_key(Language language);

}  // namespace tradewatch::wording
