// What a page says of a target beside its headline: without the title where that stands above, and as one sentence
// that can be quoted alone.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/targets/assessment.h"
#include "service/wording/language.h"

namespace tradewatch::wording {

// The headline without title and verdict, for where both stand already: "Exceptionally unlikely (under 1 %) to
// reach ..."; what was added up; or why it cannot be judged.
[[nodiscard]] std::string summary(const targets::Assessment& assessment, Language language);

// One sentence that needs no page around it: which target, the verdict, how sure, on which figures, and what it would
// take; the headline where some of that is not known.
[[nodiscard]] std::string quotable(const targets::Assessment& assessment, Language language);

// Both sides of the same trade in one line each; empty where the partner's figures are not known.
struct TwoSides {
  std::string months;   // "August 2024 to July 2025"
  std::string own;      // "225.7 million US dollars"
  std::string partner;  // "107.0 million US dollars"
  std::string ratio;    // "0.47 times": the partner's side over ours
};
[[nodiscard]] std::optional<TwoSides> two_sides(const targets::Assessment& assessment, Language language);

// Since when it is known: the publications of a replay whose verdict is the last one, without a break.
struct KnownSince {
  targets::Verdict verdict = targets::Verdict::unknown;
  trade::Date date{};
  std::optional<trade::Month> latest_month;  // of the figures of that day
  std::optional<double> probability;
  bool or_earlier = false;  // what was before is not known
};
[[nodiscard]] std::string known_since_sentences(const KnownSince& since, Language language);

// "off track below 33 %", across a drawing of probabilities.
[[nodiscard]] std::string verdict_threshold_words(targets::Verdict below, double probability, Language language);

// What a probability chart says to those who cannot see it: where it began, where it stands.
[[nodiscard]] std::string probability_course_sentence(const std::optional<double>& first, trade::Date first_date,
                                                      const std::optional<double>& last, trade::Date last_date,
                                                      Language language);

}  // namespace tradewatch::wording
