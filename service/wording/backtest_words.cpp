#include "service/wording/backtest_words.h"

#include <fmt/format.h>

#include <array>

#include "service/wording/numbers.h"

namespace tradewatch::wording {
namespace {

std::string ordinal(int number) {
  constexpr std::array kWords = {"first", "second", "third", "fourth", "fifth"};
  if (number >= 1 && number <= static_cast<int>(kWords.size())) return kWords[static_cast<std::size_t>(number - 1)];
  return fmt::format("{}th", number);
}

}  // namespace

std::string not_scored_words(growth::NotScored why) {
  switch (why) {
    case growth::NotScored::nothing_known:
      return "a component had no figure by then";
    case growth::NotScored::too_few_figures:
      return "too few figures were known to forecast from";
    case growth::NotScored::outcome_missing:
      return "figures do not tell the total of the months after it";
    case growth::NotScored::vintage_to_come:
      return "the total was not published that many times yet";
    case growth::NotScored::no_forecast:
      return "no forecast could be made";
  }
  return {};
}

std::string truth_words(const growth::Truth& truth) {
  if (!truth.vintage) return "the latest published total";
  return fmt::format("the {} published total", ordinal(*truth.vintage));
}

std::string origins_words(std::span<const trade::Month> origins) {
  if (origins.empty()) return "no origin";
  if (origins.size() == 1) return month_name(origins.front());
  if (origins.size() == 2) return month_name(origins.front()) + " and " + month_name(origins.back());
  return fmt::format("{} origins from {} to {}", origins.size(), month_name(origins.front()),
                     month_name(origins.back()));
}

std::string model_words(const std::string& model) {
  if (model == "pool") return "pool (the forecast)";
  std::string words = model + " alone";
  if (const auto line = words.find('_'); line != std::string::npos) words[line] = ' ';
  return words;
}

std::string known_sentence(growth::KnownBy known_by) {
  if (known_by == growth::KnownBy::publication)
    return "Known at an origin: what had been published by the last day of its month, as it stood then.";
  return "Known at an origin: figures whose months end by then, as the file has them (it holds one vintage of each).";
}

std::string truth_sentence(growth::KnownBy known_by, const growth::Truth& truth, int horizon) {
  const std::string months = count(horizon, "month", "months");
  if (known_by == growth::KnownBy::period)
    return fmt::format("The truth: the total of the {} after the origin, as the file has them.", months);
  return fmt::format("The truth: {} of the {} after the origin.", truth_words(truth), months);
}

std::string scores_note() {
  return "Lower is better for tsCRPS (error over the usual yearly change of the total), ts5 (the same, each capped at "
         "5), "
         "CRPS, the interval scores (over the same yearly change) and Brier; coverage should be what its name says. "
         "Brier is of the probabilities to reach 0.8, 1, 1.25 and 1.5 times the last known twelve months.";
}

std::string reliability_note() {
  return "Of the amounts that were given these probabilities, how many were reached? The error is that of the "
         "difference, with the year as the unit of evidence, since forecasts of one year err together.";
}

std::string pit_note() {
  return "Outcomes by the tenth of the forecast into which they fell; about as many in each where it is calibrated "
         "over "
         "many years. Errors share the year, so single years are lopsided.";
}

std::string early_warning_note() {
  return "Targets of 1.1, 1.25 and 1.5 times the twelve months before, watched through their year. Lead: months before "
         "the window's end at which a missed one is first called off track; false: met ones that were ever called. The "
         "plain rule's threshold is set to cost no more false calls than the forecast's.";
}

std::string early_warning_prices_note() {
  return "Every rule with a threshold of its own: the greatest at which no more than this share of the met targets is "
         "ever called.";
}

std::string call_rule_words(const growth::CallRate& rate) {
  if (rate.rule == "forecast") return "forecast, probability";
  return fmt::format("Eurostat ratio, from month {}", rate.from_month);
}

}  // namespace tradewatch::wording
