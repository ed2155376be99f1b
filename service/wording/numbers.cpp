#include "service/wording/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "service/wording/amount_change.h"
#include "service/wording/message.h"

namespace tradewatch::wording {
namespace {

// Between digits.
struct Marks {
  std::string_view decimal;
  std::string_view group;
};

constexpr std::string_view kNoBreakSpace = "\u00a0";
constexpr std::size_t kGroupDigits = 3;

Marks marks_of(Language language) {
  switch (language) {
    case Language::en:
    case Language::ur:
      return {".", ","};
    case Language::kk:
    case Language::ru:
      return {",", kNoBreakSpace};
  }
  return {};
}

// Digits as C++ writes them, "-1234.50", with the marks of the language.
std::string marked(std::string_view plain, Language language) {
  const Marks marks = marks_of(language);
  const std::size_t point = std::min(plain.find('.'), plain.size());
  const std::size_t first = plain.starts_with('-') ? 1 : 0;
  std::string out(plain.substr(0, first));
  for (std::size_t i = first; i < point; ++i) {
    if (i > first && (point - i) % kGroupDigits == 0) out += marks.group;
    out += plain[i];
  }
  if (point < plain.size()) out.append(marks.decimal).append(plain.substr(point + 1));
  return out;
}

std::string plain_decimal(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return (value < 0.0 && !zero ? "-" : "") + text;
}

// With up to three decimals.
std::string trimmed(double value, Language language) {
  std::string text = plain_decimal(value, 3);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return marked(text, language);
}

std::string with_percent_sign(double percentage, int decimals, Language language) {
  return say(language, message("percentage", "{number} %"), {{"number", decimal(percentage, decimals, language)}});
}

// An amount in words, and what counts when the currency's plural is chosen.
struct Amount {
  std::string words;
  bool is_one = false;
};

// `plus` stands before an amount above zero, with its digits, so that it stays with them from right to left, too.
Amount amount_of(double usd, Language language, std::string_view plus = "") {
  if (!std::isfinite(usd)) return {unknown_word(language)};
  const double size = std::abs(usd);
  const std::string sign(usd > 0.0 ? plus : "");
  // The limits are where the smaller unit would round to a thousand.
  if (size >= 999.9995e9)
    return {say(language, message("amount", "{number} trillion"), {{"number", sign + trimmed(usd / 1e12, language)}})};
  if (size >= 999.95e6)
    return {say(language, message("amount", "{number} billion"), {{"number", sign + trimmed(usd / 1e9, language)}})};
  if (size >= 999999.5)
    return {say(language, message("amount", "{number} million"), {{"number", sign + decimal(usd / 1e6, 1, language)}})};
  if (size > 0.0 && size < 0.5) return {say(language, message("amount", "under 1")), true};
  std::string whole = sign + decimal(usd, 0, language);
  const bool is_one = whole == "1";
  return {std::move(whole), is_one};
}

Message month_message(trade::Month month) {
  switch (month.month()) {
    case 1:
      return message("month", "January");
    case 2:
      return message("month", "February");
    case 3:
      return message("month", "March");
    case 4:
      return message("month", "April");
    case 5:
      return message("month", "May");
    case 6:
      return message("month", "June");
    case 7:
      return message("month", "July");
    case 8:
      return message("month", "August");
    case 9:
      return message("month", "September");
    case 10:
      return message("month", "October");
    case 11:
      return message("month", "November");
    default:
      return message("month", "December");
  }
}

// Beside a day: Russian declines it.
Message month_of_a_date(trade::Month month) {
  switch (month.month()) {
    case 1:
      return message("month of a date", "January");
    case 2:
      return message("month of a date", "February");
    case 3:
      return message("month of a date", "March");
    case 4:
      return message("month of a date", "April");
    case 5:
      return message("month of a date", "May");
    case 6:
      return message("month of a date", "June");
    case 7:
      return message("month of a date", "July");
    case 8:
      return message("month of a date", "August");
    case 9:
      return message("month of a date", "September");
    case 10:
      return message("month of a date", "October");
    case 11:
      return message("month of a date", "November");
    default:
      return message("month of a date", "December");
  }
}

}  // namespace

std::string unknown_word(Language language) { return say(language, message("a value", "unknown")); }

std::string marked_number(std::string_view plain, Language language) { return marked(plain, language); }

std::string decimal(double value, int decimals, Language language) {
  return std::isfinite(value) ? marked(plain_decimal(value, decimals), language) : unknown_word(language);
}

std::string money_short(double usd, Language language) { return amount_of(usd, language).words; }

std::string money_change(double usd, Language language) { return amount_of(usd, language, "+").words; }

std::string money(double usd, Language language) {
  const Amount amount = amount_of(usd, language);
  if (amount.is_one)
    return say(language, message("one dollar or less", "{amount} US dollar"), {{"amount", amount.words}});
  return say(language, message("an amount", "{amount} US dollars"), {{"amount", amount.words}});
}

std::string percent(double probability, Language language) {
  if (!std::isfinite(probability)) return unknown_word(language);
  if (probability < 0.01) return say(language, message("probability", "under 1 %"));
  if (probability > 0.99) return say(language, message("probability", "over 99 %"));
  return with_percent_sign(100.0 * probability, probability < 0.0995 ? 1 : 0, language);
}

std::string percent_with_range(double probability, double low, double high, Language language) {
  const std::string most_likely = percent(probability, language);
  if (percent(low, language) == percent(high, language))
    return say(language, message("probability", "{probability} throughout"), {{"probability", most_likely}});
  return say(language, message("probability", "{probability}, range {low} to {high}"),
             {{"probability", most_likely}, {"low", percent(low, language)}, {"high", percent(high, language)}});
}

std::string share(double value, Language language) {
  if (!std::isfinite(value)) return unknown_word(language);
  return with_percent_sign(100.0 * value, std::abs(value) < 0.0995 ? 1 : 0, language);
}

std::string times(double multiple, Language language) {
  const double size = std::abs(multiple);
  return say(language, message("a multiple", "{number} times"),
             {{"number", decimal(multiple,
                                 size >= 99.5    ? 0
                                 : size >= 0.995 ? 1
                                                 : 2,
                                 language)}});
}

std::string month_name(trade::Month month, Language language) {
  return say(language, message("month and year", "{month} {year}"),
             {{"month", say(language, month_message(month))}, {"year", std::to_string(month.year())}});
}

std::string span_name(const trade::MonthSpan& span, Language language) {
  if (span.first == span.last) return month_name(span.first, language);
  if (span.first.year() != span.last.year()) {
    return say(language, message("months of two years", "{first} to {last}"),
               {{"first", month_name(span.first, language)}, {"last", month_name(span.last, language)}});
  }
  return say(language, message("months of one year", "{first} to {last} {year}"),
             {{"first", say(language, month_message(span.first))},
              {"last", say(language, month_message(span.last))},
              {"year", std::to_string(span.last.year())}});
}

std::string date_name(trade::Date date, Language language) {
  const std::chrono::year_month_day day{date};
  const trade::Month month = trade::month_of(date);
  return say(language, message("date", "{day} {month} {year}"),
             {{"day", std::to_string(static_cast<unsigned>(day.day()))},
              {"month", say(language, month_of_a_date(month))},
              {"year", std::to_string(month.year())}});
}

std::string money(double usd) { return money(usd, Language::en); }
std::string money_short(double usd) { return money_short(usd, Language::en); }
std::string percent(double probability) { return percent(probability, Language::en); }
std::string share(double value) { return share(value, Language::en); }
std::string times(double multiple) { return times(multiple, Language::en); }
std::string decimal(double value, int decimals) { return decimal(value, decimals, Language::en); }
std::string month_name(trade::Month month) { return month_name(month, Language::en); }
std::string span_name(const trade::MonthSpan& span) { return span_name(span, Language::en); }
std::string date_name(trade::Date date) { return date_name(date, Language::en); }

std::string count(int number, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace tradewatch::wording
