#include <fmt/format.h>

#include <cmath>

#include "models/targets/readings.h"
#include "service/report/explain_parts.h"
#include "service/report/text_layout.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

std::string signed_usd(std::int64_t usd) {
  return (usd < 0 ? "-" : "+") + wording::decimal(std::abs(static_cast<double>(usd)), 0);
}

std::string figure_names(const targets::NewsLine& line, const FigureNumbers& numbers) {
  std::string out;
  for (const targets::FigureAt& at : line.figures) {
    out += (out.empty() ? "" : ", ") + numbers.name(Side::own, at.component, at.figure);
  }
  return out;
}

std::string what_of(const targets::NewsLine& line) {
  if (line.kind == targets::NewsKind::re_estimation) return "everything fitted anew, and what rounding leaves";
  return printable(line.figure) + (line.withdrawn ? " (withdrawn)" : "");
}

}  // namespace

std::string news_text(const targets::Assessment& a, const FigureNumbers& numbers) {
  if (!a.news) return {};
  const targets::News& news = *a.news;
  std::string out = section("What moved the forecast");
  out += fmt::format(
      "Against the figures published before {}. Revisions enter first, then new figures, each in the order of\n"
      "publication, with everything else held as it was fitted before them ({} paths a line).\n",
      trade::format_date(news.published), targets::kNewsPaths);
  using enum TextTable::Align;
  TextTable table({{"  kind", left},
                   {"median, US dollars", right},
                   {"probability", right},
                   {"published", left},
                   {"what", left},
                   {"figures", left}});
  const auto total = [&](const std::string& name, std::int64_t usd, double probability) {
    table.add(
        {"  " + name, wording::decimal(static_cast<double>(usd), 0), fmt::format("{:.6f}", probability), "", "", ""});
  };
  total("before", news.median_before_usd, news.probability_before);
  for (const targets::NewsLine& line : news.lines) {
    table.add({"  " + std::string(targets::name_of(line.kind)), signed_usd(line.effect_on_median_usd),
               fmt::format("{:+.6f}", line.effect_on_probability),
               line.published ? trade::format_date(*line.published) : "", what_of(line), figure_names(line, numbers)});
  }
  total("= now", news.median_after_usd, news.probability_after);
  return out + table.text();
}

std::string readings_text(const targets::Assessment& a) {
  if (a.readings.empty()) return {};
  std::string out = section("Readings");
  out += fmt::format("All above is of the reading {}.\n", targets::reading_name(a.target));
  for (const targets::ReadingSummary& reading : a.readings) {
    out += bullet(reading.rules ? "*" : "-", printable(wording::reading_line(reading, wording::Language::en)), 0);
  }
  return out;
}

}  // namespace tradewatch::report
