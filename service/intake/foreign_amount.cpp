#include "service/intake/foreign_amount.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "models/trade/letters.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr const char* kExpected = "a number such as 6478000, 1,032.13 or 1.5E+7, or a mark for no value";
constexpr std::size_t kExactDigits = 15;  // what every double gives back
constexpr std::size_t kDoubleDigits = 17;

using trade::is_digit;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// Why a text that is no number says that there is none; empty when it says nothing of the kind.
std::string_view absence(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kMarks = {{
      {"", "no value"},
      {":", "not available"},
      {"..", "not available"},
      {"...", "not available"},
      {"-", "no value"},
      {"\u2013", "no value"},
      {"\u2014", "no value"},
      {"\u2026", "not available"},
      {"na", "not available"},
      {"n.a.", "not available"},
      {"n/a", "not available"},
      {"n.a", "not available"},
      {"nan", "not available"},
      {"null", "no value"},
      {"x", "confidential"},
      {"c", "confidential"},
      {"#n/a", "not available"},
  }};
  const std::string small = trade::ascii_lower(text);
  const auto* const found =
      std::ranges::find(kMarks, std::string_view(small), &std::pair<std::string_view, std::string_view>::first);
  return found == kMarks.end() ? std::string_view() : found->second;
}

// Takes a mark of one letter off the end, behind a space: `0.04 e`.
bool take_mark(std::string_view& text, trade::Status& status) {
  if (text.size() < 3 || !is_digit(text[text.size() - 3]) || text[text.size() - 2] != ' ') return true;
  switch (text.back()) {
    case 'e':
    case 'E':
    case 'i':
      status = trade::Status::estimated;
      break;
    case 'p':
    case 'P':
      status = trade::Status::provisional;
      break;
    case 'r':
    case 'R':
    case 'n':
    case 'b':
      break;
    default:
      return false;
  }
  text = trimmed(text.substr(0, text.size() - 2));
  return true;
}

// Digits before and behind the point, and the power of ten they carry.
struct Decimal {
  std::string whole;
  std::string rest;
  int exponent = 0;
};

// Commas must stand between groups of three, and the first group has one to three digits.
bool take_whole(std::string_view text, std::string& whole) {
  const std::size_t first = std::min(text.find(','), text.size());
  if (first == 0 || !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(first), is_digit))
    return false;
  whole = text.substr(0, first);
  if (first < text.size() && first > 3) return false;
  for (std::size_t at = first; at < text.size(); at += 4) {
    const std::string_view group = text.substr(at + 1, 3);
    if (text[at] != ',' || group.size() != 3 || !std::all_of(group.begin(), group.end(), is_digit)) return false;
    whole += group;
  }
  return true;
}

std::optional<Decimal> decimal_of(std::string_view text) {
  Decimal decimal;
  if (const std::size_t e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    const bool negative = power.starts_with('-');
    if (negative || power.starts_with('+')) power.remove_prefix(1);
    if (power.empty() || power.size() > 3 || !std::all_of(power.begin(), power.end(), is_digit)) return std::nullopt;
    for (const char c : power) decimal.exponent = decimal.exponent * 10 + (c - '0');
    if (negative) decimal.exponent = -decimal.exponent;
    text = text.substr(0, e);
  }
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos) {
    decimal.rest = text.substr(point + 1);
    if (!std::all_of(decimal.rest.begin(), decimal.rest.end(), is_digit)) return std::nullopt;
    text = text.substr(0, point);
    if (text.empty() && decimal.rest.empty()) return std::nullopt;
  }
  if (text.empty() && point != std::string_view::npos) return decimal;  // ".5"
  if (!take_whole(text, decimal.whole)) return std::nullopt;
  return decimal;
}

// The same number with at most kExactDigits significant digits; nothing when it has more than a double ever needs.
bool round_noise(Decimal& decimal) {
  std::string digits = decimal.whole + decimal.rest;
  const std::size_t first = digits.find_first_not_of('0');
  const std::size_t last = digits.find_last_not_of('0');
  if (first == std::string::npos || last - first + 1 <= kExactDigits) return true;
  if (last - first + 1 > kDoubleDigits) return false;
  const std::size_t cut = first + kExactDigits;
  const bool up = digits[cut] >= '5';
  std::fill(digits.begin() + static_cast<std::ptrdiff_t>(cut), digits.end(), '0');
  for (std::size_t at = cut; up && at-- > 0;) {
    if (digits[at] != '9') {
      ++digits[at];
      break;
    }
    digits[at] = '0';
    if (at == 0) digits.insert(0, "1");
  }
  const std::size_t whole = digits.size() - decimal.rest.size();
  decimal.whole = digits.substr(0, whole);
  decimal.rest = digits.substr(whole);
  return true;
}

// "123.45" with its point moved by `places`, to the left too.
std::string moved(const Decimal& decimal, int places) {
  std::string whole = decimal.whole;
  std::string rest = decimal.rest;
  for (; places > 0; --places) {
    whole += rest.empty() ? '0' : rest.front();
    if (!rest.empty()) rest.erase(0, 1);
  }
  for (; places < 0; ++places) {
    rest.insert(rest.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
  return (whole.empty() ? "0" : whole) + "." + (rest.empty() ? "0" : rest);
}

}  // namespace

std::expected<ForeignAmount, AmountFault> parse_foreign_amount(std::string_view text, int exponent, double most) {
  ForeignAmount amount;
  std::string_view plain = trimmed(text);
  if (const std::string_view cause = absence(plain); !cause.empty()) {
    amount.cause = cause;
    return amount;
  }
  if (!take_mark(plain, amount.status)) {
    return std::unexpected(AmountFault{kExpected, "the mark behind the number is not known"});
  }
  amount.text = plain;
  bool negative = plain.starts_with('-');
  if (negative || plain.starts_with('+')) plain.remove_prefix(1);
  auto decimal = decimal_of(plain);
  if (!decimal) return std::unexpected(AmountFault{kExpected, odd_character(text)});
  if (!round_noise(*decimal)) {
    return std::unexpected(AmountFault{"no more digits than a number holds (15 to 17)", "round it to 15 digits"});
  }
  const std::string digits = moved(*decimal, decimal->exponent + exponent);
  double value = 0.0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (negative && value > 0.0) return std::unexpected(AmountFault{"0 or more", "an amount of trade is never negative"});
  if (negative) amount.text.erase(0, 1);  // "-0.0" is 0
  if (read.ec != std::errc() || value > most) {
    return std::unexpected(AmountFault{
        most > trade::kMaxValueUsd ? "at most 10^21" : "at most 1000000000000000 USD (10^15)", "is the unit right?"});
  }
  amount.value = value;
  return amount;
}

}  // namespace tradewatch::intake
