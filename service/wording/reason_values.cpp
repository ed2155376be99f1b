#include "service/wording/reason_values.h"

#include <limits>

#include "models/trade/month.h"
#include "service/wording/numbers.h"

namespace tradewatch::wording {

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

std::string ReasonValues::text(std::string_view name) const {
  const targets::ReasonValue* value = find(name);
  const std::string* text = value != nullptr ? std::get_if<std::string>(value) : nullptr;
  return text != nullptr && !text->empty() ? *text : "unknown";
}

std::string ReasonValues::usd(std::string_view name) const { return money(number(name)); }

std::string ReasonValues::chance(std::string_view name) const { return percent(number(name)); }

std::string ReasonValues::whole(std::string_view name) const { return decimal(number(name), 0); }

std::string ReasonValues::period(std::string_view name) const {
  const std::string written = text(name);
  const auto span = trade::parse_period(written);
  return span ? span_name(*span) : written;
}

std::string ReasonValues::months(std::string_view from, std::string_view to) const {
  const auto first = trade::parse_month(text(from));
  const auto last = trade::parse_month(text(to));
  if (!first || !last || *last < *first) return text(from) + " to " + text(to);
  return span_name({*first, *last});
}

}  // namespace tradewatch::wording
