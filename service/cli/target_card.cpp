#include "service/cli/target_card.h"

#include <algorithm>

#include "service/cli/alert_rows.h"
#include "service/report/assessment_json.h"
#include "service/report/fan_chart_of.h"
#include "service/report/mirror_chart_of.h"
#include "service/watch/seen_figures.h"
#include "service/watch/uncounted.h"
#include "service/web/labels.h"
#include "service/wording/event_words.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/page_words.h"
#include "service/wording/sentences.h"
#include "service/wording/week_words.h"

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

std::string series_name(const trade::FlowKey& key, Language l) {
  const std::string series = wording::series_words(key, l);
  return key.source.empty() ? series : label("figures_of", l, {{"source", key.source}, {"series", series}});
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
        table.rows.push_back({series_name(f.key, l), wording::span_name(f.period, l), f.value_text + " " + f.unit,
                              wording::date_name(f.published, l), k.document_name + ", " + std::to_string(f.line),
                              f.reference});
      }
    }
  }
  return table;
}

// Whose figures of what are added up.
std::string counted(const std::vector<targets::Component>& components, Language l) {
  std::string out;
  for (const targets::Component& c : components) wording::add_part(out, series_name(targets::key_of(c), l), l);
  return out;
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
    table.rows.push_back({wording::model_words(m.model, l), wording::share(m.weight, l)});
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
    const std::string category = wording::category_words(p.category, l);
    table.rows.push_back(
        {wording::method_words(p.method, l), words(p.actual_annual), words(p.required_annual),
         p.reason ? label("growth_reason", l, {{"category", category}, {"reason", wording::sentence(*p.reason, l)}})
                  : category});
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
                          line.published ? wording::date_name(*line.published, l) : "",
                          wording::decimal(static_cast<double>(line.effect_on_median_usd), 0, l),
                          points(line.effect_on_probability, l)});
  }
  table.rows.push_back({label("news_together", l), "", "",
                        wording::decimal(static_cast<double>(news.median_after_usd - news.median_before_usd), 0, l),
                        points(news.probability_after - news.probability_before, l)});
  return table;
}

// The target as it stands by a word; others by the names that the settings give them.
std::string reading_name(const targets::ReadingSummary& reading, Language l) {
  const std::string name = reading.id == targets::kMainReading ? label("reading_main", l) : reading.id;
  return reading.rules ? label("reading_rules", l, {{"reading", name}}) : name;
}

NamedTable readings_table(const std::vector<targets::ReadingSummary>& readings, Language l) {
  NamedTable table{label("table_readings", l),
                   heads(l, {"reading", "reading_window", "verdict", "probability", "reading_median", "reading_amount",
                             "reading_latest"}),
                   {}};
  for (const targets::ReadingSummary& r : readings) {
    table.rows.push_back({reading_name(r, l), wording::span_name(r.window, l), wording::verdict_words(r.verdict, l),
                          r.probability ? wording::percent(*r.probability, l) : "",
                          r.median_usd ? wording::money_short(*r.median_usd, l) : "",
                          wording::money_short(r.amount_usd, l),
                          r.latest_month ? wording::month_name(*r.latest_month, l) : ""});
  }
  return table;
}

NamedTable sides_table(const wording::TwoSides& sides, Language l) {
  return {label("table_sides", l),
          heads(l, {"sides_months", "sides_own", "sides_partner", "sides_ratio"}),
          {{sides.months, sides.own, sides.partner, sides.ratio}}};
}

// A cell of numbers, and what may stand behind one, with the marks of the language.
std::string with_marks(const std::string& cell, Language l) {
  const std::size_t digits = std::min(cell.find_first_not_of("-.0123456789"), cell.size());
  return wording::marked_number(cell.substr(0, digits), l) + cell.substr(digits);
}

NamedTable months_table(const charts::FanChart& chart, Language l) {
  charts::ChartTable months = charts::table(chart);
  for (std::vector<std::string>& row : months.rows) {
    if (const auto month = trade::parse_month(row.front())) row.front() = wording::month_name(*month, l);
    for (std::size_t i = 1; i < row.size(); ++i) row[i] = with_marks(row[i], l);
  }
  return {label("table_months", l), months.header, months.rows};
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
  if (background.of_now) {
    const auto late = wording::uncounted_sentence(watch::uncounted(a, background.standing.alerts), l);
    if (!late.empty()) alerts.paragraphs.push_back(late);
  }
  if (!background.standing.alerts.empty()) alerts.tables.push_back(alerts_table(background, l));
  sections.add(std::move(alerts));
  PageSection changes{"changes", {}, {}, true};
  if (!background.transitions.empty() || !background.events.empty())
    changes.tables = {alert_history_table(background, l)};
  sections.add(std::move(changes));
  PageSection figures{"figures", {}, {figures_table(a, l)}, true};
  if (figures.tables.front().rows.empty()) figures.tables.clear();
  sections.add(std::move(figures));
  PageSection months{"months", {}, {months_table(chart, l)}, true};
  if (months.tables.front().rows.empty()) months.tables.clear();
  sections.add(std::move(months));
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
  return Background{
      {since, std::move(*alerts)}, std::move(*transitions), std::move(*events), std::move(*revised), true};
}

web::TargetPage make_page(const Assessment& a, const Background& background, Language l) {
  web::TargetPage page;
  page.assessment = report::assessment_json(a, background.standing);
  page.headline = wording::headline(a, l);
  page.summary = wording::summary(a, l);
  page.quote = wording::quotable(a, l);
  page.counted = counted(a.target.components, l);
  page.chart = report::fan_chart(a, l, background.revised);
  page.mirror = report::mirror_chart(a, l);
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
