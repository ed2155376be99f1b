#include "service/web/key_numbers.h"

#include <array>
#include <boost/json/value.hpp>
#include <cmath>
#include <optional>
#include <utility>

#include "models/trade/month.h"
#include "service/web/labels.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::web {

namespace json = boost::json;

namespace {

using wording::Language;

constexpr std::array<VerdictLook, 6> kLooks = {{
    {"missed", "✕", 0},
    {"off_track", "▼", 1},
    {"at_risk", "◆", 2},
    {"unknown", "?", 3},
    {"on_track", "▲", 4},
    {"achieved", "✓", 5},
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

// Adds numbers with their labels in one language.
class Numbers {
 public:
  explicit Numbers(Language language) : language_(language) {}

  void add_outlook(const json::object& a);
  void add_standing(const json::object& a);
  void add_required(const json::object& a);
  std::vector<KeyNumber> all;

 private:
  [[nodiscard]] std::string text(std::string_view key, wording::Values values = {}) const {
    return label(key, language_, values);
  }
  [[nodiscard]] std::string money(double usd) const { return wording::money(usd, language_); }

  Language language_;
};

void Numbers::add_outlook(const json::object& a) {
  if (const auto median = number_at(a, {"forecast", "median_usd"})) {
    const auto p10 = number_at(a, {"forecast", "p10"});
    const auto p90 = number_at(a, {"forecast", "p90"});
    all.push_back({text("expected"), money(*median),
                   p10 && p90 ? text("band_80", {{"low", wording::money_short(*p10, language_)},
                                                 {"high", wording::money_short(*p90, language_)}})
                              : ""});
  }
  if (const auto probability = number_at(a, {"forecast", "probability"})) {
    all.push_back({text("probability"), wording::percent(*probability, language_),
                   wording::likelihood_words(text_at(a, {"likelihood"}), language_)});
  }
}

void Numbers::add_standing(const json::object& a) {
  const auto month = trade::parse_month(text_at(a, {"figures", "latest_month"}));
  const auto trailing = number_at(a, {"figures", "trailing_12_usd"});
  if (trailing && month) {
    std::string note;
    if (const auto gap = number_at(a, {"path", "gap_ratio"})) {
      note = text(*gap < 0 ? "path_under" : "path_over", {{"share", wording::share(std::abs(*gap), language_)}});
    }
    all.push_back({text("twelve_to", {{"month", wording::month_name(*month, language_)}}), money(*trailing), note});
  }
  if (const auto so_far = number_at(a, {"figures", "window_to_date_usd"})) {
    const auto known = number_at(a, {"figures", "window_months_known"});
    all.push_back({text("window_so_far"), money(*so_far),
                   known ? text("months_known", {{"months", wording::decimal(*known, 0, language_)}}) : ""});
  }
}

void Numbers::add_required(const json::object& a) {
  const auto monthly = number_at(a, {"required", "monthly_usd"});
  if (!monthly) return;
  const auto multiple = number_at(a, {"required", "multiple_of_recent_12"});
  all.push_back({text("each_month"), money(*monthly),
                 multiple ? text("average_multiple", {{"times", wording::times(*multiple, language_)}}) : ""});
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

std::vector<KeyNumber> key_numbers(const json::object& assessment, Language language) {
  Numbers numbers(language);
  numbers.add_outlook(assessment);
  numbers.add_standing(assessment);
  numbers.add_required(assessment);
  return std::move(numbers.all);
}

const VerdictLook& verdict_look(const json::object& assessment) {
  const std::string verdict = text_at(assessment, {"verdict"});
  for (const VerdictLook& look : kLooks) {
    if (look.code == verdict) return look;
  }
  return kLooks[3];
}

}  // namespace tradewatch::web
