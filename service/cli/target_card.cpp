#include "service/cli/target_card.h"

#include <algorithm>

#include "models/alerts/rule.h"
#include "service/report/alert_history.h"
#include "service/report/assessment_json.h"
#include "service/report/fan_chart_of.h"
#include "service/report/text_layout.h"
#include "service/watch/seen_figures.h"
#include "service/web/labels.h"
#include "service/wording/numbers.h"
#include "service/wording/page_words.h"
#include "service/wording/sentences.h"

namespace tradewatch::cli {
namespace {

using targets::Assessment;
using web::label;
using web::NamedTable;
using web::PageSection;
using wording::Language;
using wording::Topic;

std::vector<std::string> heads(Language l, std::initializer_list<std::string_view> keys) {
  std::vector<std::string> out;
  for (const std::string_view key : keys) out.push_back(label(key, l));
  return out;
}

NamedTable alerts_table(const std::vector<storage::AlertRow>& alerts, Language l) {
  NamedTable table{label("table_alerts", l),
                   heads(l, {"alert_rule", "alert_state", "alert_severity", "alert_since", "alert_why"}),
                   {}};
  for (const storage::AlertRow& a : alerts) {
    const auto rule = alerts::parse_rule(a.rule);
    const auto state = alerts::parse_state(a.state);
    table.rows.push_back({rule ? wording::rule_words(*rule, l) : a.rule,
                          state ? wording::state_words(*state, l) : a.state, wording::severity_words(a.severity, l),
                          report::to_second(a.since), wording::sentence(report::reason_of(a.reason_json), l)});
  }
  return table;
}

NamedTable changes_table(const Background& background, Language l) {
  const auto history = report::history_of(background.transitions, background.events, kAlertChangesShown);
  return {label("table_alert_history", l), heads(l, {"alert_at", "alert_rule", "alert_change", "alert_why"}),
          report::history_rows(history)};
}

// Every published figure behind the assessment, with its source.
NamedTable figures_table(const Assessment& a, Language l) {
  NamedTable table{label("table_figures", l),
                   heads(l, {"figures_series", "figures_period", "figures_value", "figures_published",
                             "figures_document", "figures_read_at"}),
                   {}};
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

NamedTable range_table(const targets::TargetForecast& forecast, Language l) {
  NamedTable table{label("table_range", l), heads(l, {"variation", "probability", "variation_median"}), {}};
  table.rows.push_back({label("variation_headline", l), wording::percent(forecast.probability, l),
                        wording::money(forecast.total.median_usd, l)});
  for (const targets::Variation& v : forecast.variations) {
    table.rows.push_back(
        {wording::variation_name(v, l), wording::percent(v.probability, l), wording::money(v.median_usd, l)});
  }
  return table;
}

NamedTable members_table(const targets::TargetForecast& forecast, Language l) {
  NamedTable table{label("table_fits", l), heads(l, {"model", "weight"}), {}};
  for (const growth::Member& m : forecast.members) {
    table.rows.push_back({std::string(growth::name_of(m.model)), wording::share(m.weight, l)});
  }
  return table;
}

NamedTable growth_table(const std::vector<targets::Progress>& progress, Language l) {
  NamedTable table{
      label("table_growth", l), heads(l, {"method", "growth_actual", "growth_required", "growth_category"}), {}};
  for (const targets::Progress& p : progress) {
    const auto words = [&](const std::optional<double>& rate) {
      return rate ? wording::share(*rate, l) : std::string();
    };
    table.rows.push_back({std::string(p.method), words(p.actual_annual), words(p.required_annual),
                          std::string(p.category) + (p.reason ? ": " + wording::sentence(*p.reason, l) : "")});
  }
  return table;
}

std::string points(double change_of_probability, Language l) {
  return label("points", l, {{"number", wording::decimal(100.0 * change_of_probability, 4, l)}});
}

std::string figure_of(const targets::NewsLine& line, Language l) {
  return line.withdrawn ? label("news_withdrawn", l, {{"figure", line.figure}}) : line.figure;
}

std::string kind_of(targets::NewsKind kind, Language l) {
  switch (kind) {
    case targets::NewsKind::revision:
      return label("news_revision", l);
    case targets::NewsKind::release:
      return label("news_release", l);
    case targets::NewsKind::re_estimation:
      return label("news_re_estimation", l);
  }
  return {};
}

NamedTable news_table(const targets::News& news, Language l) {
  NamedTable table{label("table_news", l, {{"date", wording::date_name(news.published, l)}}),
                   heads(l, {"news_figure", "news_kind", "figures_published", "news_median", "news_probability"}),
                   {}};
  for (const targets::NewsLine& line : news.lines) {
    const bool all = line.kind == targets::NewsKind::re_estimation;
    table.rows.push_back({all ? label("news_refit", l) : figure_of(line, l), kind_of(line.kind, l),
                          line.published ? trade::format_date(*line.published) : "",
                          wording::decimal(static_cast<double>(line.effect_on_median_usd), 0, l),
                          points(line.effect_on_probability, l)});
  }
  table.rows.push_back({label("news_together", l), "", "",
                        wording::decimal(static_cast<double>(news.median_after_usd - news.median_before_usd), 0, l),
                        points(news.probability_after - news.probability_before, l)});
  return table;
}

NamedTable readings_table(const std::vector<targets::ReadingSummary>& readings, Language l) {
  NamedTable table{
      label("table_readings", l),
      heads(l, {"reading", "verdict", "probability", "reading_median", "reading_amount", "reading_latest"}),
      {}};
  for (const targets::ReadingSummary& r : readings) {
    table.rows.push_back(
        {r.rules ? label("reading_rules", l, {{"reading", r.id}}) : r.id, wording::verdict_words(r.verdict, l),
         r.probability ? wording::percent(*r.probability, l) : "", r.median_usd ? wording::money(*r.median_usd, l) : "",
         wording::money(r.amount_usd, l), r.latest_month ? trade::format_month(*r.latest_month) : ""});
  }
  return table;
}

NamedTable sides_table(const wording::TwoSides& sides, Language l) {
  return {label("table_sides", l),
          heads(l, {"sides_months", "sides_own", "sides_partner", "sides_ratio"}),
          {{sides.months, sides.own, sides.partner, sides.ratio}}};
}

// The paragraphs of some topics.
std::vector<std::string> about(const std::vector<wording::Paragraph>& paragraphs, std::initializer_list<Topic> topics) {
  std::vector<std::string> out;
  for (const wording::Paragraph& p : paragraphs) {
    if (std::ranges::find(topics, p.topic) != topics.end()) out.push_back(p.text);
  }
  return out;
}

// Adds sections that have something to say.
class Sections {
 public:
  void add(PageSection section) {
    if (!section.paragraphs.empty() || !section.tables.empty()) all.push_back(std::move(section));
  }
  std::vector<PageSection> all;
};

std::vector<NamedTable> model_tables(const Assessment& a, Language l) {
  std::vector<NamedTable> tables;
  if (a.forecast) tables = {members_table(*a.forecast, l), range_table(*a.forecast, l)};
  if (!a.progress.empty()) tables.push_back(growth_table(a.progress, l));
  return tables;
}

std::vector<PageSection> sections_of(const Assessment& a, const Background& background, const charts::FanChart& chart,
                                     Language l) {
  const std::vector<wording::Paragraph> texts = wording::paragraphs_by_topic(a, l);
  Sections sections;
  sections.add({"standing", about(texts, {Topic::not_judged, Topic::standing}), {}});
  sections.add({"required", about(texts, {Topic::required}), {}});
  sections.all.push_back({"history", {}, {}});
  sections.add({"forecast", about(texts, {Topic::forecast, Topic::uncertain}), {}});
  PageSection partner{"partner", about(texts, {Topic::partner}), {}};
  if (const auto sides = wording::two_sides(a, l)) partner.tables.push_back(sides_table(*sides, l));
  sections.add(std::move(partner));
  PageSection news{"news", about(texts, {Topic::news}), {}};
  if (a.news) news.tables.push_back(news_table(*a.news, l));
  sections.add(std::move(news));
  PageSection readings{"readings", about(texts, {Topic::readings}), {}};
  if (!a.readings.empty()) readings.tables.push_back(readings_table(a.readings, l));
  sections.add(std::move(readings));
  PageSection alerts{"alerts", {}, {}};
  if (!background.standing.alerts.empty()) alerts.tables.push_back(alerts_table(background.standing.alerts, l));
  sections.add(std::move(alerts));
  PageSection changes{"changes", {}, {}, true};
  if (!background.transitions.empty() || !background.events.empty()) changes.tables = {changes_table(background, l)};
  sections.add(std::move(changes));
  PageSection figures{"figures", {}, {figures_table(a, l)}, true};
  if (figures.tables.front().rows.empty()) figures.tables.clear();
  sections.add(std::move(figures));
  const charts::ChartTable months = charts::table(chart);
  if (!months.rows.empty()) {
    sections.add({"months", {}, {{label("table_months", l), months.header, months.rows}}, true});
  }
  sections.add({"models", {}, model_tables(a, l), true});
  return std::move(sections.all);
}

}  // namespace

std::expected<std::vector<trade::MonthSpan>, storage::StoreFault> revised_spans(storage::Store& store,
                                                                                const targets::Target& target,
                                                                                const storage::AsOf& as_of) {
  std::vector<trade::MonthSpan> spans;
  for (const targets::Component& component : target.components) {
    const auto vintages = store.vintages(watch::filter_of(component), as_of);
    if (!vintages) return std::unexpected(vintages.error());
    for (const storage::Vintage& v : *vintages) {
      if (v.change == trade::Change::revision) spans.push_back(v.kept.figure.period);
    }
  }
  return spans;
}

std::expected<Background, storage::StoreFault> background_of(storage::Store& store, const targets::Target& target,
                                                             std::optional<trade::Instant> since) {
  auto alerts = store.alerts(target.id);
  if (!alerts) return std::unexpected(alerts.error());
  auto transitions = store.transitions(target.id, kAlertChangesShown);
  if (!transitions) return std::unexpected(transitions.error());
  auto events = store.alert_events(target.id, kAlertChangesShown);
  if (!events) return std::unexpected(events.error());
  auto revised = revised_spans(store, target, {});
  if (!revised) return std::unexpected(revised.error());
  return Background{{since, std::move(*alerts)}, std::move(*transitions), std::move(*events), std::move(*revised)};
}

web::TargetPage make_page(const Assessment& a, const Background& background, Language l) {
  web::TargetPage page;
  page.assessment = report::assessment_json(a, background.standing);
  page.headline = wording::headline(a, l);
  page.summary = wording::summary(a, l);
  page.quote = wording::quotable(a, l);
  page.chart = report::fan_chart(a, l, background.revised);
  page.sections = sections_of(a, background, page.chart, l);
  return page;
}

TargetCard::TargetCard(std::shared_ptr<const Assessment> assessment, Background background)
    : assessment_(std::move(assessment)), background_(std::move(background)) {
  (void)page(Language::en);
}

const web::SharedPage& TargetCard::page(Language language) {
  web::SharedPage& made = pages_[language];
  if (!made) made = std::make_shared<const web::TargetPage>(make_page(*assessment_, background_, language));
  return made;
}

}  // namespace tradewatch::cli
