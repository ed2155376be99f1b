#include "service/web/key_numbers.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/value.hpp>
#include <cmath>
#include <optional>

namespace tradewatch::web {

namespace json = boost::json;

namespace {

constexpr std::array<VerdictLook, 6> kLooks = {{
    {"missed", "Missed", "✕", 0},
    {"off_track", "Off track", "▼", 1},
    {"at_risk", "At risk", "◆", 2},
    {"unknown", "Not known yet", "?", 3},
    {"on_track", "On track", "▲", 4},
    {"achieved", "Achieved", "✓", 5},
}};

const json::value* value_at(const json::object& object, std::initializer_list<std::string_view> path) {
  const json::object* at = &object;
  const json::value* found = nullptr;
  for (const std::string_view key : path) {
    if (at == nullptr) return nullptr;
    found = at->if_contains(json::string_view(key.data(), key.size()));
    if (found == nullptr) return nullptr;
    at = found->if_object();
  }
  return found;
}

// A share as a percentage with the digits that it deserves: `22 %`, `3.4 %`.
std::string percent(double share) {
  const double value = std::abs(share) * 100;
  return fmt::format("{:.{}f} %", value, value < 10 ? 1 : 0);
}

void add(std::vector<KeyNumber>& numbers, std::string label, std::string value, std::string note) {
  numbers.push_back({std::move(label), std::move(value), std::move(note)});
}

void add_standing(std::vector<KeyNumber>& numbers, const json::object& a) {
  const auto trailing = number_at(a, {"figures", "trailing_12_usd"});
  const std::string latest = text_at(a, {"figures", "latest_month"});
  if (trailing) {
    std::string note;
    if (const auto gap = number_at(a, {"path", "gap_ratio"})) {
      note = percent(*gap) + (*gap < 0 ? " under the path" : " over the path");
    }
    add(numbers, latest.empty() ? "Last twelve months" : "Twelve months to " + latest, money(*trailing), note);
  }
  if (const auto so_far = number_at(a, {"figures", "window_to_date_usd"})) {
    const auto known = number_at(a, {"figures", "window_months_known"});
    add(numbers, "In the window so far", money(*so_far), known ? fmt::format("{:.0f} months known", *known) : "");
  }
}

void add_outlook(std::vector<KeyNumber>& numbers, const json::object& a) {
  if (const auto median = number_at(a, {"forecast", "median_usd"})) {
    const auto p10 = number_at(a, {"forecast", "p10"});
    const auto p90 = number_at(a, {"forecast", "p90"});
    add(numbers, "Expected in the window", money(*median),
        p10 && p90 ? fmt::format("80 % between {} and {}", money(*p10), money(*p90)) : "");
  }
  if (const auto probability = number_at(a, {"forecast", "probability"})) {
    add(numbers, "Probability to arrive", percent_of_probability(*probability), text_at(a, {"likelihood"}));
  }
}

void add_required(std::vector<KeyNumber>& numbers, const json::object& a) {
  const auto monthly = number_at(a, {"required", "monthly_usd"});
  if (!monthly) return;
  const auto multiple = number_at(a, {"required", "multiple_of_recent_12"});
  add(numbers, "Needed each remaining month", money(*monthly),
      multiple ? fmt::format("{:.1f} times the last twelve months' average", *multiple) : "");
}

}  // namespace

std::optional<double> number_at(const json::object& object, std::initializer_list<std::string_view> path) {
  const json::value* found = value_at(object, path);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  const double value = found->to_number<double>();
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string text_at(const json::object& object, std::initializer_list<std::string_view> path) {
  const json::value* found = value_at(object, path);
  const json::string* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

std::string percent_of_probability(double probability) {
  if (probability < 0.01) return "under 1 %";
  if (probability > 0.99) return "over 99 %";
  return fmt::format("{:.0f} %", probability * 100);
}

std::string money(double usd) {
  struct Scale {
    double unit;
    std::string_view word;
  };
  static constexpr std::array<Scale, 3> kScales = {{{1e9, "billion"}, {1e6, "million"}, {1e3, "thousand"}}};
  for (const Scale& scale : kScales) {
    // From 999.5 up three digits would round to 1000 of the smaller unit.
    if (std::abs(usd) < 0.9995 * scale.unit) continue;
    const double value = usd / scale.unit;
    const int decimals = std::abs(value) >= 99.95 ? 0 : scale.unit == 1e9 ? 2 : 1;
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (text.find('.') != std::string::npos) {
      text.erase(text.find_last_not_of('0') + 1);
      if (text.back() == '.') text.pop_back();
    }
    return fmt::format("{} {} USD", text, scale.word);
  }
  return fmt::format("{:.0f} USD", usd);
}

std::vector<KeyNumber> key_numbers(const json::object& assessment) {
  std::vector<KeyNumber> numbers;
  add_outlook(numbers, assessment);
  add_standing(numbers, assessment);
  add_required(numbers, assessment);
  return numbers;
}

const VerdictLook& verdict_look(const json::object& assessment) {
  const std::string verdict = text_at(assessment, {"verdict"});
  for (const VerdictLook& look : kLooks) {
    if (look.code == verdict) return look;
  }
  return kLooks[3];
}

}  // namespace tradewatch::web
