#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "service/wording/known.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using targets::NewsKind;
using targets::NewsLine;

std::string change_words(const NewsLine& line) {
  const double usd = static_cast<double>(line.effect_on_median_usd);
  return (usd < 0.0 ? "-" : "+") + money_short(std::abs(usd));
}

std::string line_words(const NewsLine& line) {
  switch (line.kind) {
    case NewsKind::revision:
      return (line.withdrawn ? "the withdrawal of " : "the revision of ") + line.figure;
    case NewsKind::release:
      return (line.figures.size() > 1 ? "the new figures " : "the new figure ") + line.figure;
    case NewsKind::re_estimation:
      return "the models fitted anew";
  }
  return {};
}

std::string moved(const std::string& from, const std::string& to, std::string_view unit) {
  return (from == to ? "stays at " + to : "goes from " + from + " to " + to) + std::string(unit);
}

}  // namespace

std::string news_sentence(const targets::Assessment& a) {
  if (!a.news || a.news->lines.empty() || !a.forecast || is_decided(a.verdict)) return {};
  const targets::News& news = *a.news;
  const auto before = static_cast<double>(news.median_before_usd);
  const auto after = static_cast<double>(news.median_after_usd);
  std::string text =
      fmt::format("With the figures published since {} the middle forecast {} and the probability {}",
                  date_name(news.published), moved(money_short(before), money_short(after), " US dollars"),
                  moved(percent(news.probability_before), percent(news.probability_after), ""));
  std::vector<const NewsLine*> largest;
  for (const NewsLine& line : news.lines) {
    if (line.effect_on_median_usd != 0) largest.push_back(&line);
  }
  if (largest.empty()) return text + ".";
  std::ranges::stable_sort(largest, std::ranges::greater{},
                           [](const NewsLine* line) { return std::abs(line->effect_on_median_usd); });
  text += fmt::format("; most of it comes from {} ({})", line_words(*largest.front()), change_words(*largest.front()));
  if (largest.size() > 1) text += fmt::format(", then {} ({})", line_words(*largest[1]), change_words(*largest[1]));
  return text + ".";
}

std::string reading_line(const targets::ReadingSummary& reading) {
  std::string text = fmt::format("{}{}: {}", reading.id, reading.rules ? " (the headline)" : "",
                                 verdict_words(reading.verdict) + (reading.provisional ? " (provisional)" : ""));
  if (reading.verdict == targets::Verdict::unknown || is_decided(reading.verdict)) {
    return reading.reason ? text + ". " + sentence(*reading.reason) : text + ".";
  }
  if (reading.probability && reading.median_usd) {
    text += fmt::format(", {} to reach {} in {}, median {}", percent(*reading.probability), money(reading.amount_usd),
                        span_name(reading.window), money_short(*reading.median_usd));
  }
  if (reading.latest_month) text += fmt::format(", figures to {}", month_name(*reading.latest_month));
  return text + ".";
}

std::string readings_sentence(const targets::Assessment& a) {
  std::string text;
  for (const targets::ReadingSummary& reading : a.readings) {
    text += (text.empty() ? "The announcement is read in more than one way. Reading " : " Reading ") +
            reading_line(reading);
  }
  return text;
}

}  // namespace tradewatch::wording
