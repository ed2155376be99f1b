#include "service/web/badge.h"

#include <fmt/format.h>

#include "models/targets/verdict.h"
#include "service/charts/svg_text.h"
#include "service/web/key_numbers.h"
#include "service/wording/sentences.h"
#include "service/wording/subscription_words.h"

namespace tradewatch::web {
namespace {

using charts::coordinate;
using charts::escaped;

constexpr double kFontPx = 11;
constexpr double kMargin = 7;  // beside each text
constexpr double kHeight = 20;
constexpr double kBaseline = 14;
constexpr std::string_view kLabelGround = "#3f4c5a";

// White letters keep 4.5:1 against each of them.
std::string_view ground_of(targets::Verdict verdict) {
  using enum targets::Verdict;
  switch (verdict) {
    case achieved:
    case on_track:
      return "#1c5f33";
    case at_risk:
      return "#7a4a00";
    case off_track:
    case missed:
      return "#8c1127";
    case unknown:
      return "#52606d";
  }
  return {};
}

std::string half(double x, double width, std::string_view ground, const std::string& text) {
  return fmt::format(
      "<rect x=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>"
      "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" fill=\"#ffffff\">{}</text>",
      coordinate(x), coordinate(width), coordinate(kHeight), ground, coordinate(x + width / 2), coordinate(kBaseline),
      escaped(text));
}

}  // namespace

std::string badge_of(const boost::json::object& assessment, wording::Language l) {
  const targets::Verdict verdict =
      targets::parse_verdict(text_at(assessment, {"verdict"})).value_or(targets::Verdict::unknown);
  const boost::json::value* provisional = assessment.if_contains("provisional");
  const std::string words = wording::verdict_words(verdict, provisional != nullptr, l);
  const std::string shown = std::string(verdict_look(assessment).sign) + " " + words;
  const std::string label = wording::badge_label(l);
  const std::string title = text_at(assessment, {"title"});
  const std::string name = escaped(wording::badge_title(title.empty() ? text_at(assessment, {"id"}) : title, words, l));
  const bool from_right = wording::direction_of(l) == "rtl";
  const double label_width = charts::text_width(label, kFontPx) + 2 * kMargin;
  const double verdict_width = charts::text_width(shown, kFontPx) + 2 * kMargin;
  const double width = label_width + verdict_width;
  // The label comes first in the direction of the line.
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
      "aria-label=\"{2}\" xml:lang=\"{3}\" direction=\"{4}\" font-family=\"Verdana, 'DejaVu Sans', 'Noto Sans', "
      "'Noto Naskh Arabic', sans-serif\" font-size=\"{5}\"><title>{2}</title>{6}{7}</svg>\n",
      coordinate(width), coordinate(kHeight), name, wording::name_of(l), wording::direction_of(l), coordinate(kFontPx),
      half(from_right ? verdict_width : 0, label_width, kLabelGround, label),
      half(from_right ? 0 : label_width, verdict_width, ground_of(verdict), shown));
}

}  // namespace tradewatch::web
