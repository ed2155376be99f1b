#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "service/report/tables.h"
#include "service/report/text_layout.h"
#include "service/wording/known.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using targets::Assessment;
using targets::Verdict;

constexpr int kTrendMonths = 12;

std::string_view colour_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::achieved:
    case Verdict::on_track:
      return "\x1b[32m";
    case Verdict::at_risk:
      return "\x1b[33m";
    case Verdict::off_track:
    case Verdict::missed:
      return "\x1b[31m";
    case Verdict::unknown:
      return "\x1b[35m";
  }
  return {};
}

std::string probability_cell(const Assessment& a) {
  if (!a.forecast || wording::is_decided(a.verdict)) return "-";
  const targets::TargetForecast& f = *a.forecast;
  return fmt::format("{} \u00b1{:.2f}", wording::percent(f.probability), 100.0 * f.probability_error);
}

std::string range_cell(const Assessment& a) {
  if (!a.forecast || wording::is_decided(a.verdict)) return "-";
  return wording::percent(a.forecast->probability_low) + " to " + wording::percent(a.forecast->probability_high);
}

std::string required_cell(const Assessment& a) {
  if (!a.required || a.required->remaining_months <= 0 || a.verdict == Verdict::achieved) return "-";
  std::string text = wording::money_short(a.required->monthly_usd);
  if (const auto multiple = a.required->multiple_of_best_12)
    text += fmt::format(" ({}x best)", wording::decimal(*multiple, 1));
  return text;
}

std::string gap_cell(const Assessment& a) {
  const auto gap = wording::path_gap(a);
  if (!gap) return "-";
  return gap->share ? wording::share(*gap->share) : wording::money_short(gap->usd);
}

// The trailing totals so far, the newest last, between the lowest and the highest of them; a gap where there is none.
std::string trend_cell(const Assessment& a) {
  constexpr std::array<std::string_view, 8> kLevels = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (a.history.empty()) return "-";
  const trade::Month last = a.history.back().month;
  std::map<trade::Month, double> totals;
  for (const targets::TrailingMonth& t : a.history) {
    if (last - t.month < kTrendMonths && std::isfinite(t.usd)) totals.emplace(t.month, t.usd);
  }
  if (totals.empty()) return "-";
  const auto [least, most] = std::ranges::minmax_element(totals, {}, [](const auto& entry) { return entry.second; });
  const double spread = most->second - least->second;
  std::string out;
  for (trade::Month m = totals.begin()->first; m <= last; m = m + 1) {
    const auto total = totals.find(m);
    if (total == totals.end()) {
      out += ' ';
      continue;
    }
    const double share = spread > 0 ? (total->second - least->second) / spread : 0.5;
    out += kLevels[static_cast<std::size_t>(std::lround(share * static_cast<double>(kLevels.size() - 1)))];
  }
  return out;
}

std::vector<std::string> cells(const Assessment& a) {
  const auto trailing = wording::trailing_usd(a);
  const std::string known =
      a.figures ? fmt::format("{} of {}", a.figures->window_months_known, a.target.window.months()) : "-";
  const std::string total =
      trailing ? fmt::format("{}{}", wording::money_short(*trailing), a.figures->trailing_12.estimated ? " est." : "")
               : "-";
  return {printable(a.target.id),
          wording::verdict_words(a.verdict, a.provisional, wording::Language::en),
          probability_cell(a),
          range_cell(a),
          known,
          a.figures ? trade::format_month(a.figures->latest_month) : "-",
          total,
          trend_cell(a),
          required_cell(a),
          a.forecast && !wording::is_decided(a.verdict) ? wording::money_short(a.forecast->total.median_usd) : "-",
          gap_cell(a)};
}

// What the headline says already is not said again.
std::string reasons_text(const Assessment& a) {
  std::string out;
  const bool in_headline = a.verdict == Verdict::unknown || wording::is_decided(a.verdict);
  for (const targets::Reason& reason : a.reasons) {
    if (in_headline && &reason == &a.reasons.front()) continue;
    if (reason.code == "probability" && wording::is_decided(a.verdict)) continue;
    out += bullet("-", printable(wording::sentence(reason, wording::Language::en)), 2);
  }
  return out;
}

// One line a reading where there are several; the first column says which one rules.
std::string readings_lines(const Assessment& a) {
  std::string out;
  for (const targets::ReadingSummary& reading : a.readings) {
    out += bullet(reading.rules ? "*" : "o",
                  "reading " + printable(wording::reading_line(reading, wording::Language::en)), 2);
  }
  return out;
}

// Colour is added after alignment, so that its codes take no width.
std::string coloured(std::string line, const Assessment& a) {
  const std::string words = wording::verdict_words(a.verdict, wording::Language::en);
  const std::size_t at = line.find("  " + words, a.target.id.size());
  if (at == std::string::npos) return line;
  line.insert(at + 2 + words.size(), "\x1b[0m");
  return line.insert(at + 2, colour_of(a.verdict));
}

}  // namespace

std::string status_table(std::span<const Assessment> assessments, bool colour) {
  if (assessments.empty()) return "No target is set.\n";
  using enum TextTable::Align;
  TextTable table({{"target", left},
                   {"verdict", left},
                   {"probability", right},
                   {"range", right},
                   {"known", right},
                   {"newest", left},
                   {"twelve months", right},
                   {"trend", left},
                   {"needed a month", right},
                   {"window, median", right},
                   {"to path", right}});
  for (const Assessment& a : assessments) table.add(cells(a));
  const std::vector<std::string> lines = table.lines();
  std::string out = lines.front() + "\n";
  for (std::size_t i = 0; i < assessments.size(); ++i) {
    out += (colour ? coloured(lines[i + 1], assessments[i]) : lines[i + 1]) + "\n";
  }
  for (const Assessment& a : assessments) {
    out += "\n" + wrapped(printable(wording::headline(a, wording::Language::en)), 0);
    out += reasons_text(a);
    out += readings_lines(a);
  }
  return out;
}

}  // namespace tradewatch::report
