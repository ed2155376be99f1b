#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "service/wording/amount_change.h"
#include "service/wording/known.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using targets::NewsKind;
using targets::NewsLine;

std::string change_words(const NewsLine& line, Language l) {
  return money_change(static_cast<double>(line.effect_on_median_usd), l);
}

// The two headlines side by side: whether one of them moved decides the sentence.
std::string moved_sentence(const targets::News& news, Language l) {
  const std::string median_before = money_short(static_cast<double>(news.median_before_usd), l);
  const std::string median = money(static_cast<double>(news.median_after_usd), l);
  const bool same_median = median_before == money_short(static_cast<double>(news.median_after_usd), l);
  const std::string probability_before = percent(news.probability_before, l);
  const std::string probability = percent(news.probability_after, l);
  const Value date = {"date", date_name(news.published, l)};
  const Value to = {"median", median};
  const Value chance = {"probability", probability};
  if (same_median && probability_before == probability) {
    return say(l,
               message("news",
                       "With the figures published since {date} the middle forecast stays at {median} and the "
                       "probability stays at {probability}."),
               {date, to, chance});
  }
  if (same_median) {
    return say(l,
               message("news",
                       "With the figures published since {date} the middle forecast stays at {median} and the "
                       "probability goes from {probability_before} to {probability}."),
               {date, to, {"probability_before", probability_before}, chance});
  }
  if (probability_before == probability) {
    return say(l,
               message("news",
                       "With the figures published since {date} the middle forecast goes from {median_before} to "
                       "{median} and the probability stays at {probability}."),
               {date, {"median_before", median_before}, to, chance});
  }
  return say(l,
             message("news",
                     "With the figures published since {date} the middle forecast goes from {median_before} to "
                     "{median} and the probability goes from {probability_before} to {probability}."),
             {date, {"median_before", median_before}, to, {"probability_before", probability_before}, chance});
}

}  // namespace

std::string news_line_words(const NewsLine& line, Language l) {
  const int figures = std::max(1, static_cast<int>(line.figures.size()));
  const Value figure = {"figure", line.figure};
  switch (line.kind) {
    case NewsKind::revision:
      if (line.withdrawn) return say(l, message("news line", "the withdrawal of {figure}"), {figure});
      return say(l, message("news line", "the revision of {figure}"), {figure});
    case NewsKind::release:
      return say(l, plural("news line", "the new figure {figure}", "the new figures {figure}"), figures, {figure});
    case NewsKind::re_estimation:
      return say(l, message("news line", "the models fitted anew"));
  }
  return {};
}

std::string largest_news_sentence(const targets::News& news, Language l) {
  std::vector<const NewsLine*> largest;
  for (const NewsLine& line : news.lines) {
    if (line.effect_on_median_usd != 0) largest.push_back(&line);
  }
  if (largest.empty()) return {};
  std::ranges::stable_sort(largest, std::ranges::greater{},
                           [](const NewsLine* line) { return std::abs(line->effect_on_median_usd); });
  const Value first = {"first", news_line_words(*largest[0], l)};
  const Value effect = {"effect", change_words(*largest[0], l)};
  if (largest.size() == 1)
    return say(l, message("news", "The effect comes from: {first} ({effect})."), {first, effect});
  return say(
      l, message("news", "The largest effects: {first} ({effect}), then {second} ({second_effect})."),
      {first, effect, {"second", news_line_words(*largest[1], l)}, {"second_effect", change_words(*largest[1], l)}});
}

std::string news_sentence(const targets::Assessment& a, Language l) {
  if (!a.news || a.news->lines.empty() || !a.forecast || is_decided(a.verdict)) return {};
  std::string text = moved_sentence(*a.news, l);
  const std::string largest = largest_news_sentence(*a.news, l);
  return largest.empty() ? text : text + " " + largest;
}

std::string reading_line(const targets::ReadingSummary& reading, Language l) {
  const std::string name =
      reading.rules ? say(l, message("reading", "{id} (the headline)"), {{"id", reading.id}}) : isolated(l, reading.id);
  const Value id = {"reading", name};
  const Value verdict = {"verdict", verdict_words(reading.verdict, reading.provisional, l)};
  if (reading.verdict == targets::Verdict::unknown || is_decided(reading.verdict)) {
    std::string text = say(l, message("reading", "{reading}: {verdict}."), {id, verdict});
    return reading.reason ? text + " " + sentence(*reading.reason, l) : text;
  }
  std::string text;
  if (reading.probability && reading.median_usd) {
    text = say(
        l, message("reading", "{reading}: {verdict}, {probability} to reach {amount} in {months}, median {median}."),
        {id,
         verdict,
         {"probability", percent(*reading.probability, l)},
         {"amount", money(reading.amount_usd, l)},
         {"months", span_name(reading.window, l)},
         {"median", money_short(*reading.median_usd, l)}});
  } else {
    text = say(l, message("reading", "{reading}: {verdict}."), {id, verdict});
  }
  if (!reading.latest_month) return text;
  return text + " " +
         say(l, message("reading", "Figures to {month}."), {{"month", month_name(*reading.latest_month, l)}});
}

std::string readings_sentence(const targets::Assessment& a, Language l) {
  if (a.readings.empty()) return {};
  std::string text = say(l, message("reading", "The announcement is read in more than one way."));
  for (const targets::ReadingSummary& reading : a.readings)
    text += " " + say(l, message("reading", "Reading {line}"), {{"line", reading_line(reading, l)}});
  return text;
}

}  // namespace tradewatch::wording
