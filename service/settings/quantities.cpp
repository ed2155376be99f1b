// Kinds of value that are quantities: amounts, durations, probabilities, shares, counts.

#include <charconv>
#include <cmath>
#include <optional>

#include "models/trade/figure.h"
#include "service/settings/value_kind.h"

namespace tradewatch::settings {
namespace {

constexpr std::string_view kAmountWords = "an amount such as \"1 billion USD\" or 1_000_000_000";

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// Digits with at most one decimal point inside, times ten to the `exponent`; rounded once.
std::optional<double> decimal(std::string_view text, int exponent) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  int points = 0;
  for (const char c : text) {
    if (c == '.') ++points;
    if (c != '.' && !is_digit(c)) return std::nullopt;
  }
  if (text.empty() || points > 1 || !is_digit(text.front()) || !is_digit(text.back())) return std::nullopt;
  const std::string scientific = std::string(text) + "e" + std::to_string(exponent);
  double value = 0.0;
  const auto end = std::from_chars(scientific.data(), scientific.data() + scientific.size(), value);
  if (end.ec != std::errc{} || end.ptr != scientific.data() + scientific.size()) return std::nullopt;
  return value;
}

std::optional<int> exponent_of(std::string_view word) {
  if (word == "thousand") return 3;
  if (word == "million") return 6;
  if (word == "billion") return 9;
  if (word == "trillion") return 12;
  return std::nullopt;
}

std::expected<double, Miss> amount_in(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  if (words.size() < 2 || words.size() > 3) return miss();
  const std::optional<int> exponent = words.size() == 3 ? exponent_of(words[1]) : std::optional(0);
  if (!exponent) return miss();
  if (words.back() != "USD") {
    if (exponent_of(words.back())) return miss();
    return std::unexpected(
        Miss{"an amount in US dollars such as \"1 billion USD\"; other currencies are not available yet", {}});
  }
  const std::optional<double> value = decimal(words.front(), *exponent);
  if (!value) return miss();
  return *value;
}

std::optional<std::chrono::seconds> duration_in(std::string_view text) {
  const std::vector<std::string_view> words = words_of(text);
  if (words.size() != 2) return std::nullopt;
  int count = 0;
  const auto end = std::from_chars(words[0].data(), words[0].data() + words[0].size(), count);
  if (end.ec != std::errc{} || end.ptr != words[0].data() + words[0].size() || count < 1) return std::nullopt;
  std::string_view unit = words[1];
  if (unit.ends_with('s')) unit.remove_suffix(1);
  if (unit == "second") return std::chrono::seconds(count);
  if (unit == "minute") return std::chrono::minutes(count);
  if (unit == "hour") return std::chrono::hours(count);
  if (unit == "day") return std::chrono::days(count);
  if (unit == "week") return std::chrono::weeks(count);
  return std::nullopt;
}

Kind<int> duration(std::string expected, std::chrono::seconds unit, std::chrono::seconds most) {
  return {std::move(expected), [unit, most](const toml::node& node) -> std::expected<int, Miss> {
            const auto* string = node.as_string();
            const auto length = string != nullptr ? duration_in(string->get()) : std::nullopt;
            if (!length || *length > most || *length % unit != std::chrono::seconds(0)) return miss();
            return static_cast<int>(*length / unit);
          }};
}

// A TOML integer or float, finite.
std::optional<double> number_in(const toml::node& node) {
  if (const auto* whole = node.as_integer()) return static_cast<double>(whole->get());
  if (const auto* number = node.as_floating_point(); number != nullptr && std::isfinite(number->get())) {
    return number->get();
  }
  return std::nullopt;
}

}  // namespace

Kind<int> whole_number(int least, int most) {
  return {"a whole number from " + std::to_string(least) + " to " + std::to_string(most),
          [least, most](const toml::node& node) -> std::expected<int, Miss> {
            const auto* whole = node.as_integer();
            if (whole == nullptr || whole->get() < least || whole->get() > most) return miss();
            return static_cast<int>(whole->get());
          }};
}

Kind<double> amount_usd() {
  return {std::string(kAmountWords), [](const toml::node& node) -> std::expected<double, Miss> {
            std::optional<double> value = number_in(node);
            if (const auto* string = node.as_string()) {
              const auto stated = amount_in(string->get());
              if (!stated) return std::unexpected(stated.error());
              value = *stated;
            }
            if (!value) return miss();
            if (*value <= 0.0 || *value > trade::kMaxValueUsd) {
              return miss("an amount over 0 and up to 1000 trillion USD");
            }
            return *value;
          }};
}

Kind<double> probability() {
  return {"a probability from 0 to 1 such as 0.33", [](const toml::node& node) -> std::expected<double, Miss> {
            const std::optional<double> value = number_in(node);
            if (!value || *value < 0.0 || *value > 1.0) return miss();
            return *value;
          }};
}

Kind<double> share() {
  return {"a share such as \"10 %\", over 0 % and under 100 %",
          [](const toml::node& node) -> std::expected<double, Miss> {
            const auto* string = node.as_string();
            if (string == nullptr) return miss();
            std::string_view text = string->get();
            if (!text.ends_with('%')) return miss();
            text.remove_suffix(1);
            while (text.ends_with(' ')) text.remove_suffix(1);
            const std::optional<double> value = decimal(text, -2);
            if (!value || *value <= 0.0 || *value >= 1.0) return miss();
            return *value;
          }};
}

Kind<int> days() {
  return duration("days or weeks such as \"75 days\" or \"4 weeks\", up to 3650 days", std::chrono::days(1),
                  std::chrono::days(3650));
}

Kind<int> seconds() {
  return duration("a duration such as \"60 seconds\" or \"5 minutes\", up to 1 day", std::chrono::seconds(1),
                  std::chrono::days(1));
}

Kind<int> interval() {
  return duration("an interval such as \"1 day\" or \"6 hours\", up to 10 weeks", std::chrono::seconds(1),
                  std::chrono::weeks(10));
}

}  // namespace tradewatch::settings
