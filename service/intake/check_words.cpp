#include "service/intake/check_words.h"

#include <utility>

#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

using Why = trade::FigureFault::Why;

}  // namespace

CheckWords words_for(const trade::FigureFault& fault, std::span<const trade::Figure> figures, trade::Date today,
                     const std::string& other_place) {
  const trade::Figure& figure = figures[static_cast<std::size_t>(fault.figure)];
  // Faults without another figure do not speak of it.
  const trade::Figure& other = fault.other < 0 ? figure : figures[static_cast<std::size_t>(fault.other)];
  const auto there = [&] { return other_place.empty() ? "line " + std::to_string(other.line) : other_place; };
  const std::string value = shown(figure.value_text);
  switch (fault.why) {
    case Why::value_not_finite:
      return {Column::value, value, "a finite number", ""};
    case Why::value_negative:
      return {Column::value, value, "0 or more", ""};
    case Why::value_above_limit:
      return {Column::value, value, "at most 1000000000000000 USD (10^15)", ""};
    case Why::value_missing:
      return {Column::value, "", "a value", "only withdrawn figures have none"};
    case Why::value_when_withdrawn:
      return {Column::value, value, "no value: the figure is withdrawn", ""};
    case Why::period_before_1900:
      return {Column::period, trade::format_period(figure.period), "a period from 1900-01 on", ""};
    case Why::period_too_far_ahead:
      return {Column::period, trade::format_period(figure.period),
              "a period that ends by " + trade::format_month(trade::month_of(today) + 12 * trade::kYearsAhead),
              "at most ten years ahead"};
    case Why::published_in_future:
      return {Column::published, trade::format_date(figure.published),
              "a date not after today, " + trade::format_date(today), ""};
    case Why::partner_is_reporter:
      return {Column::partner, std::string(figure.key.partner.alpha3()), "another country than the reporter", ""};
    case Why::two_values: {
      const std::string said = other.value_text.empty() ? "none" : shown(other.value_text) + " " + shown(other.unit);
      return {Column::value, value, "one value for this figure", there() + " says " + said};
    }
    case Why::two_statuses:
      return {Column::status, std::string(trade::name_of(figure.status)), "one status for this figure",
              there() + " says " + std::string(trade::name_of(other.status))};
  }
  std::unreachable();
}

}  // namespace tradewatch::intake
