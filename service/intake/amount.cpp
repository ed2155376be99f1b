#include "service/intake/amount.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "models/trade/currency.h"
#include "models/trade/figure.h"
#include "models/trade/letters.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr const char* kExpected = "digits with an optional decimal point, such as 6478000 or 6.478";

using trade::is_digit;

// Digits, with at most one point that has digits on both sides.
bool is_plain(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point == std::string_view::npos ? "0" : text.substr(point + 1);
  return !whole.empty() && !rest.empty() && std::all_of(whole.begin(), whole.end(), is_digit) &&
         std::all_of(rest.begin(), rest.end(), is_digit);
}

// The same number without thousands marks, when groups of three digits leave no doubt; else empty.
std::string without_groups(std::string_view text, char mark, char point) {
  const std::size_t end = std::min(text.find(point), text.size());
  std::string plain;
  std::size_t in_group = 0;
  bool first = true;
  for (const char c : text.substr(0, end)) {
    if (c == mark) {
      if (first ? in_group < 1 || in_group > 3 : in_group != 3) return {};
      first = false;
      in_group = 0;
    } else if (is_digit(c)) {
      plain += c;
      ++in_group;
    } else {
      return {};
    }
  }
  if (first || in_group != 3) return {};
  if (end < text.size()) plain += "." + std::string(text.substr(end + 1));
  return is_plain(plain) ? plain : std::string();
}

// Spaces of any width and apostrophes as one mark, so that groups can be seen.
std::string with_spaces(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const trade::Letter letter = trade::letter_at(text, at);
    const bool gap = letter.code == 0xA0 || letter.code == 0x2009 || letter.code == 0x202F || letter.code == 0x2019 ||
                     letter.code == '\'';
    out += gap ? std::string(" ") : std::string(text.substr(at, letter.bytes));
    at += letter.bytes;
  }
  return out;
}

std::string comma_hint(std::string_view text) {
  const auto commas = std::count(text.begin(), text.end(), ',');
  if (const std::string plain = without_groups(text, ',', '.');
      !plain.empty() && (commas > 1 || text.find('.') != text.npos)) {
    return "no thousands marks: write " + plain;
  }
  if (const std::string plain = without_groups(text, '.', ','); !plain.empty()) {
    return "no thousands marks and a decimal point: write " + plain;
  }
  std::string pointed(text);
  std::replace(pointed.begin(), pointed.end(), ',', '.');
  const std::size_t behind = text.size() - std::min(text.find(',') + 1, text.size());
  if (commas == 1 && behind != 3 && is_plain(pointed)) return "no decimal comma: write " + pointed;
  return "no thousands marks and no decimal comma";
}

std::string hint_for(std::string_view text) {
  if (text.empty()) return "no figure? leave the row out; taken back by its source? status withdrawn";
  if (text.front() == '-' && is_plain(text.substr(1))) return "an amount of trade is not negative";
  if (text.find(',') != std::string_view::npos) return comma_hint(text);
  const std::string spaced = with_spaces(text);
  if (const std::string plain = without_groups(spaced, ' ', '.'); !plain.empty()) {
    const std::string odd = odd_character(text);
    return "no thousands marks: write " + plain + (odd.empty() ? "" : " (" + odd + ")");
  }
  if (const std::string odd = odd_character(text); !odd.empty()) return odd;
  if (text.front() == ' ' || text.back() == ' ') return "no spaces inside the quotation marks";
  const bool scientific = is_digit(text.front()) && text.find_first_of("eE") != std::string_view::npos &&
                          text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
  if (scientific) return "no exponents: write all digits (a spreadsheet may have rounded them away)";
  if (text.front() == '+' && is_plain(text.substr(1))) return "no sign: write " + std::string(text.substr(1));
  if (std::count(text.begin(), text.end(), '.') > 1) {
    const std::string plain = without_groups(text, '.', ',');
    return plain.empty() ? "one decimal point at most" : "no thousands marks: write " + plain;
  }
  if (text.front() == '.' || text.back() == '.') return "digits on both sides of the decimal point";
  return {};
}

// The significant digits of a plain text: no leading zeros, no zeros at the end.
std::string significant_digits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit(c) && (c != '0' || !digits.empty())) digits += c;
  }
  digits.erase(digits.find_last_not_of('0') + 1);
  return digits;
}

// Up to 15 digits every double gives back; beyond them this double must print the very digits that were written.
bool gives_back(double value, const std::string& digits) {
  constexpr std::size_t kAlways = 15;
  constexpr std::size_t kMost = 100;
  if (digits.size() <= kAlways) return true;
  if (digits.size() > kMost) return false;
  std::array<char, 160> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific,
                                 static_cast<int>(digits.size()) - 1)
                       .ptr;
  const std::string_view printed(text.data(), static_cast<std::size_t>(end - text.data()));
  return significant_digits(printed.substr(0, printed.find('e'))) == digits;
}

// `text` with its decimal point `places` to the right.
std::string shifted(std::string_view text, int places) {
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string whole(text.substr(0, point));
  std::string rest(point < text.size() ? text.substr(point + 1) : std::string_view());
  const auto moved = static_cast<std::size_t>(places);
  if (rest.size() < moved) rest.append(moved - rest.size(), '0');
  return whole + rest.substr(0, moved) + "." + rest.substr(moved) + "0";
}

// The amount of a plain text of at most 15 digits, which is nearly every one; else nothing, and the long way decides.
// Digits and power of ten are doubles exactly, so one multiplication or division rounds once, as reading the whole
// decimal does (W. D. Clinger, "How to read floating point numbers accurately", 1990).
std::optional<double> short_amount(std::string_view text, int exponent) {
  constexpr std::size_t kMostBytes = 16;  // 15 digits and a point
  constexpr std::array kPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                               1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  if (text.empty() || text.size() > kMostBytes || !is_digit(text.front()) || !is_digit(text.back())) return {};
  std::uint64_t digits = 0;
  int count = 0;
  int decimals = -1;  // no point yet
  for (const char c : text) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
      continue;
    }
    if (!is_digit(c)) return {};
    digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
    ++count;
    if (decimals >= 0) ++decimals;
  }
  const int power = exponent - std::max(decimals, 0);
  const auto size = static_cast<std::size_t>(std::abs(power));
  if (count > 15 || size >= kPowers.size()) return {};
  return power < 0 ? static_cast<double>(digits) / kPowers[size] : static_cast<double>(digits) * kPowers[size];
}

}  // namespace

std::expected<double, AmountFault> parse_amount(std::string_view text, int exponent, double most) {
  if (const auto amount = short_amount(text, exponent); amount && *amount <= most) return *amount;
  std::string_view plain = text;
  if (text.starts_with('-') && significant_digits(text).empty()) plain.remove_prefix(1);
  if (!is_plain(plain)) return std::unexpected(AmountFault{kExpected, hint_for(text)});
  const std::string usd = shifted(plain, exponent);
  double value = 0.0;
  const auto read = std::from_chars(usd.data(), usd.data() + usd.size(), value);
  const std::string digits = significant_digits(plain);
  if (read.ec != std::errc() && value == 0.0 && usd.find_first_not_of('0') > usd.find('.')) {
    return std::unexpected(AmountFault{"an amount that can be told from 0", ""});
  }
  if (read.ec != std::errc() || value > most) {
    return std::unexpected(AmountFault{
        most > trade::kMaxValueUsd ? "at most 10^21" : "at most 1000000000000000 USD (10^15)", "is the unit right?"});
  }
  if (!gives_back(value, digits)) {
    return std::unexpected(AmountFault{"no more digits than a number holds (15 to 17)", "round it to 15 digits"});
  }
  return value;
}

std::expected<Unit, AmountFault> parse_unit(std::string_view text) {
  const std::string upper = trade::ascii_upper(text);
  constexpr std::array<std::pair<std::string_view, int>, 4> kScales = {
      {{"", 0}, {" THOUSAND", 3}, {" MILLION", 6}, {" BILLION", 9}}};
  const std::string code = upper.substr(0, 3);
  if (trade::find_currency(code) != nullptr) {
    for (const auto& [scale, exponent] : kScales) {
      if (upper.substr(3) == scale) return Unit{exponent, code};
    }
  }
  static const std::vector<std::string_view> kUnits = {"USD", "USD thousand", "USD million", "USD billion"};
  std::string hint = odd_character(text);
  if (hint.empty()) {
    const auto near = trade::nearest(text, kUnits, 1);
    if (!near.empty()) hint = "write " + near.front();
  }
  if (hint.empty() && trade::find_currency(code) != nullptr) hint = "write " + code + ", " + code + " thousand, ...";
  return std::unexpected(AmountFault{"a currency, alone or with thousand, million or billion: USD million", hint});
}

}  // namespace tradewatch::intake
