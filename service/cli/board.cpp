#include "service/cli/board.h"

#include <algorithm>
#include <utility>

#include "service/report/assessment_json.h"
#include "service/report/fan_chart_of.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::cli {
namespace {

web::NamedTable alerts_table(const std::vector<storage::AlertRow>& alerts) {
  web::NamedTable table{"Alerts", {"Rule", "State", "Severity", "Since"}, {}};
  for (const storage::AlertRow& a : alerts) {
    table.rows.push_back({a.rule, a.state, a.severity, trade::format_instant(a.since).substr(0, 16) + " UTC"});
  }
  return table;
}

// Every published figure behind the assessment, with its source.
web::NamedTable figures_table(const targets::Assessment& a) {
  web::NamedTable table{
      "Published figures", {"Series", "Period", "Value", "Published", "Document, line", "Read at"}, {}};
  for (const auto* side : {&a.used, &a.mirror_used}) {
    for (const auto& figures : *side) {
      for (const trade::KeptFigure& k : figures) {
        const trade::Figure& f = k.figure;
        table.rows.push_back({trade::describe(f.key), trade::format_period(f.period), f.value_text + " " + f.unit,
                              trade::format_date(f.published), k.document_name + ", " + std::to_string(f.line),
                              f.reference});
      }
    }
  }
  return table;
}

web::NamedTable range_table(const targets::TargetForecast& forecast) {
  web::NamedTable table{"What the probability depends on", {"Choice", "Probability", "Median of the window"}, {}};
  table.rows.push_back({"as shown", wording::percent(forecast.probability), wording::money(forecast.total.median_usd)});
  for (const targets::Variation& v : forecast.variations) {
    const std::string name = v.kind == "without_figure" ? "without " + v.what : v.kind + " " + v.what;
    table.rows.push_back({name, wording::percent(v.probability), wording::money(v.median_usd)});
  }
  return table;
}

web::NamedTable news_table(const targets::News& news) {
  web::NamedTable table{
      "What moved the forecast since " + trade::format_date(news.published),
      {"Figure", "Kind", "Published", "Effect on the median, US dollars", "Effect on the probability"},
      {}};
  for (const targets::NewsLine& line : news.lines) {
    const bool all = line.kind == targets::NewsKind::re_estimation;
    table.rows.push_back({all ? "everything fitted anew" : line.figure + (line.withdrawn ? " (withdrawn)" : ""),
                          std::string(targets::name_of(line.kind)),
                          line.published ? trade::format_date(*line.published) : "",
                          wording::decimal(static_cast<double>(line.effect_on_median_usd), 0),
                          wording::decimal(100.0 * line.effect_on_probability, 4) + " points"});
  }
  table.rows.push_back({"together", "", "",
                        wording::decimal(static_cast<double>(news.median_after_usd - news.median_before_usd), 0),
                        wording::decimal(100.0 * (news.probability_after - news.probability_before), 4) + " points"});
  return table;
}

web::NamedTable readings_table(const std::vector<targets::ReadingSummary>& readings) {
  web::NamedTable table{
      "Readings of the announcement", {"Reading", "Verdict", "Probability", "Median", "Amount", "Newest month"}, {}};
  for (const targets::ReadingSummary& r : readings) {
    table.rows.push_back(
        {r.id + (r.rules ? " (the headline)" : ""), wording::verdict_words(r.verdict, wording::Language::en),
         r.probability ? wording::percent(*r.probability) : "", r.median_usd ? wording::money(*r.median_usd) : "",
         wording::money(r.amount_usd), r.latest_month ? trade::format_month(*r.latest_month) : ""});
  }
  return table;
}

}  // namespace

Card make_card(const targets::Assessment& a, const report::Standing& standing) {
  Card card;
  card.assessment = report::assessment_json(a, standing);
  card.page.assessment = card.assessment;
  card.page.headline = wording::headline(a, wording::Language::en);
  card.page.paragraphs = wording::paragraphs(a, wording::Language::en);
  card.page.chart = report::fan_chart(a, wording::Language::en);
  if (!standing.alerts.empty()) card.page.tables.push_back(alerts_table(standing.alerts));
  if (!a.readings.empty()) card.page.tables.push_back(readings_table(a.readings));
  if (a.news) card.page.tables.push_back(news_table(*a.news));
  card.page.tables.push_back(figures_table(a));
  if (a.forecast) card.page.tables.push_back(range_table(*a.forecast));
  card.verdict_line = card.page.headline;
  return card;
}

void Board::set_targets(const std::vector<targets::Target>& targets) {
  order_.clear();
  for (const targets::Target& t : targets) order_.push_back(t.id);
  std::erase_if(cards_, [&](const auto& entry) { return std::ranges::find(order_, entry.first) == order_.end(); });
}

boost::json::array Board::assessments() const {
  boost::json::array out;
  for (const std::string& id : order_) {
    if (const auto it = cards_.find(id); it != cards_.end()) out.push_back(it->second.assessment);
  }
  return out;
}

std::optional<boost::json::object> Board::assessment(const std::string& id) const {
  const auto it = cards_.find(id);
  return it == cards_.end() ? std::nullopt : std::optional(it->second.assessment);
}

std::vector<web::TargetPage> Board::pages() const {
  std::vector<web::TargetPage> out;
  for (const std::string& id : order_) {
    if (const auto it = cards_.find(id); it != cards_.end()) out.push_back(it->second.page);
  }
  return out;
}

std::optional<web::TargetPage> Board::page(const std::string& id) const {
  const auto it = cards_.find(id);
  return it == cards_.end() ? std::nullopt : std::optional(it->second.page);
}

bool Board::set_trouble(const std::string& where, const std::string& reason) {
  if (reason.empty()) return troubles_.erase(where) > 0;
  return std::exchange(troubles_[where], reason) != reason;
}

web::Health Board::health() const {
  if (guard_.is_damaged()) return {false, guard_.damage(), false};
  if (!troubles_.empty()) return {false, troubles_.begin()->second};
  if (!complete()) return {false, "targets are being assessed for the first time"};
  return {true, "all targets are assessed"};
}

}  // namespace tradewatch::cli
