#include "service/wording/reason_values.h"

#include <cmath>
#include <limits>

#include "models/trade/date.h"
#include "models/trade/month.h"
#include "service/wording/numbers.h"

namespace tradewatch::wording {
namespace {

constexpr double kMostCounted = 1e6;

}  // namespace

const targets::ReasonValue* ReasonValues::find(std::string_view name) const {
  for (const auto& [key, value] : reason_.values) {
    if (key == name) return &value;
  }
  return nullptr;
}

double ReasonValues::number(std::string_view name) const {
  const targets::ReasonValue* value = find(name);
  const double* number = value != nullptr ? std::get_if<double>(value) : nullptr;
  return number != nullptr ? *number : std::numeric_limits<double>::quiet_NaN();
}

int ReasonValues::count(std::string_view name) const {
  const double value = number(name);
  return value >= 0.0 && value <= kMostCounted ? static_cast<int>(std::lround(value)) : 0;
}

std::string ReasonValues::text(std::string_view name) const {
  const targets::ReasonValue* value = find(name);
  const std::string* text = value != nullptr ? std::get_if<std::string>(value) : nullptr;
  return text != nullptr && !text->empty() ? *text : unknown_word(language_);
}

std::string ReasonValues::usd(std::string_view name) const { return money(number(name), language_); }

std::string ReasonValues::usd_size(std::string_view name) const { return money(std::abs(number(name)), language_); }

std::string ReasonValues::chance(std::string_view name) const { return percent(number(name), language_); }

std::string ReasonValues::range(std::string_view name, std::string_view low, std::string_view high) const {
  return percent_with_range(number(name), number(low), number(high), language_);
}

std::string ReasonValues::share(std::string_view name) const { return wording::share(number(name), language_); }

std::string ReasonValues::times(std::string_view name) const { return wording::times(number(name), language_); }

std::string ReasonValues::whole(std::string_view name) const { return decimal(number(name), 0, language_); }

std::string ReasonValues::points(std::string_view name) const { return decimal(100.0 * number(name), 0, language_); }

std::string ReasonValues::two_decimals(std::string_view name) const { return decimal(number(name), 2, language_); }

std::string ReasonValues::date(std::string_view name) const {
  const std::string written = text(name);
  const auto date = trade::parse_date(written);
  return date ? date_name(*date, language_) : written;
}

std::string ReasonValues::period(std::string_view name) const {
  const std::string written = text(name);
  const auto span = trade::parse_period(written);
  return span ? span_name(*span, language_) : written;
}

std::string ReasonValues::months(std::string_view from, std::string_view to) const {
  const auto first = trade::parse_month(text(from));
  const auto last = trade::parse_month(text(to));
  if (first && last && *first <= *last) return span_name({*first, *last}, language_);
  return say(message("months of two years", "{first} to {last}"), {{"first", text(from)}, {"last", text(to)}});
}

}  // namespace tradewatch::wording
