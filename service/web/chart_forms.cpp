#include "service/web/chart_forms.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "service/charts/marks.h"
#include "service/charts/png.h"
#include "service/web/api_answers.h"
#include "service/web/chart_sheets.h"
#include "service/web/pages.h"

namespace tradewatch::web {
namespace {

namespace json = boost::json;

constexpr int kPictureWidth = 1520;  // twice the drawing's, for screens with small pixels

Response ok(std::string_view content_type, std::string body) {
  return {.status = 200, .content_type = std::string(content_type), .headers = {}, .body = std::move(body)};
}

// Every row says what it was made of: a row that is copied keeps it.
charts::ChartTable with_provenance(charts::ChartTable table, const charts::Provenance& provenance) {
  table.header.insert(table.header.end(), {"source", "vintage"});
  for (std::vector<std::string>& row : table.rows) row.insert(row.end(), {provenance.source, provenance.vintage});
  return table;
}

void put(json::object& out, const charts::Provenance& provenance) {
  if (provenance.source.empty()) return;
  out["source"] = provenance.source;
  out["vintage"] = provenance.vintage;
  out["terms"] = charts::kTerms;
}

// What is not known is left out.
void put(json::object& out, const char* key, const std::optional<double>& value) {
  if (charts::usable(value)) out[key] = *value;
}

json::object data_of(const charts::FanChart& chart) {
  json::object out = {{"title", chart.title}, {"description", chart.description}, {"unit", "USD"}};
  put(out, chart.provenance);
  put(out, "amount_usd", chart.amount_usd);
  if (chart.window) out["window"] = trade::format_period(*chart.window);
  json::array trailing, path, forecast, known;
  for (const charts::TrailingTotal& t : chart.trailing) {
    json::object row = {{"month", trade::format_month(t.month)}};
    put(row, "usd", t.usd);
    if (t.estimated) row["estimated"] = true;
    trailing.push_back(std::move(row));
  }
  for (const charts::PathMonth& p : chart.path) {
    json::object row = {{"month", trade::format_month(p.month)}};
    put(row, "usd", p.usd);
    path.push_back(std::move(row));
  }
  for (const charts::ForecastMonth& f : chart.forecast) {
    json::object row = {{"month", trade::format_month(f.month)}};
    put(row, "median_usd", f.median);
    put(row, "p2_5", f.p2_5);
    put(row, "p10", f.p10);
    put(row, "p90", f.p90);
    put(row, "p97_5", f.p97_5);
    forecast.push_back(std::move(row));
  }
  for (const charts::KnownSpan& k : chart.known) {
    json::object row = {{"months", trade::format_period(k.span)}};
    put(row, "usd_per_month", k.usd_per_month);
    if (k.revised) row["revised"] = true;
    known.push_back(std::move(row));
  }
  out["trailing_12"] = std::move(trailing);
  out["path"] = std::move(path);
  out["forecast_trailing_12"] = std::move(forecast);
  out["published"] = std::move(known);
  return out;
}

json::object data_of(const charts::StepChart& chart) {
  json::object out = {{"title", chart.title}, {"description", chart.description}};
  put(out, chart.provenance);
  json::array steps;
  for (const charts::Step& s : chart.steps) {
    json::object row = {{"date", trade::format_date(s.date)}};
    put(row, "probability", s.value);
    row["text"] = s.words;
    steps.push_back(std::move(row));
  }
  out["steps"] = std::move(steps);
  return out;
}

json::object data_of(const charts::MirrorChart& chart) {
  json::object out = {{"title", chart.title}, {"description", chart.description}, {"unit", "USD"}};
  put(out, chart.provenance);
  json::array spans;
  for (const charts::SidesRow& r : chart.rows) {
    json::object row = {{"months", trade::format_period(r.span)}};
    put(row, "own_usd", r.own_usd);
    put(row, "partner_usd", r.partner_usd);
    spans.push_back(std::move(row));
  }
  out["spans"] = std::move(spans);
  return out;
}

json::object data_of(const charts::ReliabilityChart& chart) {
  json::object out = {{"title", chart.title}, {"description", chart.description}};
  put(out, chart.provenance);
  json::array classes;
  for (const charts::ReliabilityPoint& p : chart.points) {
    classes.push_back(
        {{"said", p.name}, {"assessments", p.calls}, {"mean_probability", p.said}, {"met_share", p.came}});
  }
  out["classes"] = std::move(classes);
  return out;
}

template <typename Chart>
Response in_form(const Chart& chart, std::string_view form, const charts::Size& size) {
  if (form == "svg") return ok("image/svg+xml", charts::svg(chart, size));
  if (form == "csv")
    return ok("text/csv; charset=utf-8", csv_of(with_provenance(charts::table(chart), chart.provenance)));
  if (form == "xlsx") return workbook(sheet_of(chart));
  if (form == "json") return ok("application/json", json::serialize(data_of(chart)) + "\n");
  auto picture = charts::png(charts::svg(chart, size), kPictureWidth, chart.provenance);
  if (!picture) return problem(500, "The picture could not be drawn: " + picture.error());
  return ok("image/png", std::move(*picture));
}

}  // namespace

wording::Language chart_language(std::string_view form, std::optional<wording::Language> asked) {
  const bool drawn = form == "svg" || form == "png";
  return drawn ? asked.value_or(wording::Language::en) : wording::Language::en;
}

Response chart_response(const charts::FanChart& chart, std::string_view form, const charts::Size& size) {
  return in_form(chart, form, size);
}

Response chart_response(const charts::StepChart& chart, std::string_view form, const charts::Size& size) {
  return in_form(chart, form, size);
}

Response chart_response(const charts::MirrorChart& chart, std::string_view form) {
  return in_form(chart, form, charts::kMirrorSize);
}

Response no_mirror() {
  return problem(404,
                 "The two sides of this target cannot be drawn: expected figures of this side and of the partner.");
}

Response chart_response(const charts::ReliabilityChart& chart, std::string_view form) {
  return in_form(chart, form, charts::kReliabilitySize);
}

}  // namespace tradewatch::web
