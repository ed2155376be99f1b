#include "service/wording/page_words.h"

#include <fmt/format.h>

#include "service/wording/known.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using targets::Assessment;
using targets::Verdict;

std::string title_of(const Assessment& a) { return a.target.title.empty() ? a.target.id : a.target.title; }

std::string upper_first(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// "With figures to October 2025, published by 9 December 2025": what a statement stands on.
std::string basis(const Assessment& a) {
  if (!a.figures) return {};
  const std::string published =
      a.figures->published ? fmt::format(", published by {}", date_name(*a.figures->published)) : std::string();
  return fmt::format("with figures to {}{}", month_name(a.figures->latest_month), published);
}

std::string required_words(const Assessment& a) {
  if (!a.required || a.required->remaining_months <= 0) return {};
  std::string text = fmt::format(", and it would take {} a month", money(a.required->monthly_usd));
  if (const auto& best = a.required->best_12) {
    text += fmt::format(" where the best on record averaged {}", money_short(best->value_usd / best->span.months()));
  }
  return text;
}

}  // namespace

std::string summary(const Assessment& a) {
  if (is_decided(a.verdict)) {
    return fmt::format("Published figures of {} add up to {}; the target is {}.", span_name(a.target.window),
                       money(a.figures ? a.figures->window_to_date_usd : 0.0), money(a.target.amount_usd));
  }
  if (a.verdict != Verdict::unknown && a.forecast) {
    const targets::TargetForecast& f = *a.forecast;
    return fmt::format("{} ({}) to reach {} by {}.",
                       upper_first(std::string(targets::name_of(targets::likelihood_of(f.probability)))),
                       percent_with_range(f.probability, f.probability_low, f.probability_high, Language::en),
                       money(a.target.amount_usd), month_name(a.target.window.last));
  }
  return a.reasons.empty() ? std::string() : sentence(a.reasons.front(), Language::en);
}

std::string quotable(const Assessment& a) {
  if (is_decided(a.verdict) || a.verdict == Verdict::unknown || !a.forecast || !a.figures)
    return headline(a, Language::en);
  return fmt::format("“{}” is {}: {}, the probability that {} add up to {} is {}{}.", title_of(a),
                     verdict_words(a.verdict, Language::en), basis(a), span_name(a.target.window),
                     money(a.target.amount_usd), percent(a.forecast->probability), required_words(a));
}

std::optional<TwoSides> two_sides(const Assessment& a) {
  if (!a.mirror || !a.mirror->span || !a.mirror->partner_trailing_12_usd || !a.mirror->own_same_months_usd) {
    return std::nullopt;
  }
  return TwoSides{.months = span_name(*a.mirror->span),
                  .own = money(*a.mirror->own_same_months_usd),
                  .partner = money(*a.mirror->partner_trailing_12_usd),
                  .ratio = a.mirror->ratio ? times(*a.mirror->ratio) : std::string()};
}

std::string known_since_sentence(const KnownSince& since) {
  const std::string figures =
      since.latest_month ? fmt::format(", when figures to {} were out", month_name(*since.latest_month)) : "";
  const std::string chance =
      since.probability ? fmt::format("; the probability was {} that day", percent(*since.probability)) : "";
  return fmt::format("The verdict has been “{}” since {}{}{}{}.", verdict_words(since.verdict, Language::en),
                     date_name(since.date), since.or_earlier ? " or earlier" : "", figures, chance);
}

std::string verdict_threshold_words(Verdict below, double probability) {
  return fmt::format("{} below {}", verdict_words(below, Language::en), percent(probability));
}

std::string probability_course_sentence(const std::optional<double>& first, trade::Date first_date,
                                        const std::optional<double>& last, trade::Date last_date) {
  const auto words = [](const std::optional<double>& p) { return p ? percent(*p) : std::string("no forecast"); };
  return fmt::format("From {} on {} to {} on {}.", words(first), date_name(first_date), words(last),
                     date_name(last_date));
}

}  // namespace tradewatch::wording
