#include "tests/service/web/sample_content.h"

#include <boost/json/parse.hpp>
#include <cmath>
#include <limits>

namespace tradewatch::web {

namespace {

using trade::Month;

boost::json::object parsed(const char* text) { return boost::json::parse(text).as_object(); }

charts::ChartLabels labels() {
  return {.unit = "million US dollars over twelve months",
          .month = "Month",
          .amount = "Target: 1 billion USD",
          .window = "window",
          .trailing = "so far",
          .estimated = "partly estimated",
          .median = "forecast, median",
          .band_80 = "80 % band",
          .band_95 = "95 % band",
          .path = "path to the target",
          .known = "published figures, million US dollars a month",
          .revised = "revised since",
          .no_figure = "no figure",
          .p10 = "10 %",
          .p90 = "90 %",
          .p2_5 = "2.5 %",
          .p97_5 = "97.5 %"};
}

charts::FanChart full_chart() {
  charts::FanChart chart;
  chart.title = "Trailing twelve months, month by month";
  chart.description = "Trade fell from 262 to 205 million; the forecast's median reaches 157 million.";
  chart.labels = labels();
  for (int i = 0; i < 22; ++i) {
    const Month month = Month(2024, 1) + i;
    if (i >= 8 && i < 13) continue;  // five months without a figure
    chart.trailing.push_back({month, (262.0 - 2.6 * i + 6 * std::sin(i)) * 1e6, i < 5});
    if (i % 3 == 0) chart.known.push_back({{month, month + 2}, (22.0 - 0.4 * i) * 1e6});
  }
  for (int i = 0; i <= 16; ++i) {
    const double growth = std::exp(std::log(1000.0 / 205.0) * i / 16.0);
    chart.path.push_back({Month(2025, 10) + i, 205e6 * growth});
    if (i == 0) continue;
    const double spread = std::sqrt(i / 16.0);
    const double median = 205e6 - 3e6 * i;
    chart.forecast.push_back({.month = Month(2025, 10) + i,
                              .median = median,
                              .p10 = median * std::exp(-0.65 * spread),
                              .p90 = median * std::exp(0.9 * spread),
                              .p2_5 = median * std::exp(-1.1 * spread),
                              .p97_5 = median * std::exp(1.6 * spread)});
  }
  chart.amount_usd = 1e9;
  chart.window = trade::MonthSpan{Month(2026, 3), Month(2027, 2)};
  return chart;
}

charts::MirrorChart both_sides() {
  charts::MirrorChart chart;
  chart.id = "mirror-pak-kaz-1bn";
  chart.title = "As both sides count it";
  chart.labels.own = "this side";
  chart.labels.partner = "the partner";
  chart.own = {{{Month(2025, 1), Month(2025, 6)}, 18e6}};
  chart.partner = {{{Month(2025, 1), Month(2025, 6)}, 9e6}};
  chart.rows = {{{Month(2025, 1), Month(2025, 6)}, 108e6, 54e6, "0.50 times"}};
  chart.provenance.source = "kaz-bns, sbp";
  return chart;
}

TargetPage full_page() {
  TargetPage page;
  page.assessment = parsed(R"({
    "id": "pak-kaz-1bn", "title": "Pakistan-Kazakhstan trade: one billion US dollars in a year",
    "amount_usd": 1000000000, "announced": "2026-02-04",
    "announcement": {"text": "One billion within a year", "source": "https://example.org/a", "said_by": "A minister"},
    "since": "2026-01-05T09:00:00Z", "as_of": "2026-03-02T09:00:00Z",
    "figures": {"latest_month": "2025-10", "published": "2025-12-09", "trailing_12_usd": 205000000, "window_months_known": 0},
    "path": {"gap_ratio": -0.224}, "required": {"monthly_usd": 83300000, "multiple_of_recent_12": 4.9},
    "forecast": {"median_usd": 157000000, "p10": 79000000, "p90": 406000000, "probability": 0.027},
    "verdict": "off_track", "likelihood": "very unlikely"})");
  page.headline = "One billion US dollars by February 2027 is very unlikely.";
  page.summary = "Very unlikely (2.7 %) to reach one billion US dollars by February 2027.";
  page.quote = "“Pakistan-Kazakhstan trade” is off track: the probability is 2.7 %.";
  page.chart = full_chart();
  const NamedTable figures = {"Figures used",
                              {"Period", "Flow", "Value", "Source", "Published"},
                              {{"2025-07/2025-10", "export", "38.2 million USD", "sbp", "2025-11-20"},
                               {"2025-07/2025-10", "import", "4.1 million USD", "sbp", ""}}};
  const charts::ChartTable months = charts::table(page.chart);
  page.mirror = both_sides();
  page.sections = {
      {"required", {"It would take 83.3 million a month; the best months on record averaged 36 million."}, {}},
      {"history", {}, {}},
      {"partner", {"The partner counts half of it."}, {}},
      {"figures", {}, {figures}, true},
      {"months", {}, {{"Month by month", months.header, months.rows}}, true}};
  return page;
}

TargetPage hostile_page() {
  TargetPage page;
  page.assessment = parsed(R"j({"id": "x&y", "title": "<script>alert(1)</script>", "verdict": "on_track",
                                "likelihood": "likely\"><img src=x>", "forecast": {"probability": 0.71},
                                "announcement": {"text": "<b>x</b>", "source": "javascript:alert(5)"},
                                "figures": {"latest_month": "<b>", "published": "\"><img src=y>"}})j");
  // What no assessment should hold, and a careless one might.
  page.assessment["required"] = {{"monthly_usd", std::numeric_limits<double>::quiet_NaN()}, {"remaining_months", 3}};
  page.headline = "A & B <b>bold</b>";
  page.summary = page.headline;
  page.quote = "<s>quote</s>";
  page.chart.title = "</title><script>alert(3)</script>";
  page.sections = {
      {"news", {"</article><script>alert(2)</script>"}, {{"<i>caption</i>", {"<u>head</u>"}, {{"<s>cell</s>", ""}}}}}};
  return page;
}

TargetPage unknown_page() {
  TargetPage page;
  page.assessment = parsed(R"({"id": "empty", "title": "Nothing is known of this one", "verdict": "unknown"})");
  page.headline = "There are no figures yet, so nothing can be said.";
  page.summary = page.headline;
  page.chart.title = "No data";
  page.chart.labels.no_figure = "no figure";
  return page;
}

}  // namespace

std::vector<SharedPage> SampleContent::pages(wording::Language /*language*/) const {
  std::vector<SharedPage> pages;
  for (const TargetPage& page : {hostile_page(), unknown_page(), full_page()}) {
    pages.push_back(std::make_shared<const TargetPage>(page));
  }
  return pages;
}

SharedPage SampleContent::page(const std::string& id, wording::Language language) const {
  for (const SharedPage& page : pages(language)) {
    if (page->assessment.at("id").as_string() == id) return page;
  }
  return nullptr;
}

boost::json::array SampleContent::assessments() const {
  boost::json::array all;
  for (const SharedPage& page : pages()) all.push_back(page->assessment);
  return all;
}

std::optional<boost::json::object> SampleContent::assessment(const std::string& id) const {
  const auto found = page(id);
  if (!found) return std::nullopt;
  return found->assessment;
}

}  // namespace tradewatch::web
