#include "service/report/assessment_json.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "models/targets/readings.h"
#include "service/report/json_values.h"
#include "service/wording/known.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using boost::json::array;
using boost::json::object;
using targets::Assessment;

object window_json(const trade::MonthSpan& span) {
  return {{"from", trade::format_month(span.first)}, {"to", trade::format_month(span.last)}};
}

object figures_json(const Assessment& a) {
  const targets::Figures& f = *a.figures;
  object out;
  out["latest_month"] = trade::format_month(f.latest_month);
  if (f.published) out["published"] = trade::format_date(*f.published);
  out["window_months_known"] = f.window_months_known;
  if (f.window_months_known > 0) {
    put_usd(out, "window_to_date_usd", f.window_to_date_usd);
    put_usd(out, "window_revision_usd", targets::kRevisionReach * f.window_revision_sd_usd);
  }
  if (const std::optional<double> trailing = wording::trailing_usd(a)) {
    put_usd(out, "trailing_12_usd", trailing);
    put_number(out, "estimated_share", f.trailing_12.estimated ? f.estimated_share : 0.0);
  }
  return out;
}

// How much the newest month of each component may still be revised, and how that is known.
array revision_noise_json(const Assessment& a) {
  array out;
  for (std::size_t c = 0; c < a.revision_noise.size(); ++c) {
    const trade::RevisionNoise& noise = a.revision_noise[c];
    object row;
    row["series"] = trade::describe(a.series[c].key);
    row["origin"] = noise.learned() ? "learned" : "default";
    row["revisions"] = noise.revisions;
    const trade::Month newest = *a.series[c].last_month();
    put_number(row, "sd", noise.sd_left(trade::age_months({newest, newest}, noise.newest)));
    out.push_back(std::move(row));
  }
  return out;
}

object trend_json(const targets::QuotedGrowth& quoted) {
  object out;
  if (quoted.reason) out["reason"] = reason_json(*quoted.reason);
  if (!quoted.trend) return out;
  const growth::Trend& trend = *quoted.trend;
  put_number(out, "annual_growth", trend.annual_growth);
  put_number(out, "low", trend.low);
  put_number(out, "high", trend.high);
  out["from"] = trade::format_month(trend.span.first);
  out["to"] = trade::format_month(trend.span.last);
  out["values"] = growth::name_of(trend.values);
  out["values_used"] = trend.values_used;
  out["lags"] = trend.lags;
  return out;
}

object baseline_json(const targets::BaselineTotal& b) {
  object out;
  put_usd(out, "usd", b.usd);
  out["from"] = trade::format_month(b.span.first);
  out["to"] = trade::format_month(b.span.last);
  out["origin"] = b.origin;
  return out;
}

object path_json(const Assessment& a) {
  object out;
  out["kind"] = targets::name_of(a.path->kind);
  put_usd(out, "expected_trailing_12_usd", a.path_expected_usd);
  if (const auto gap = wording::path_gap(a)) {
    put_usd(out, "gap_usd", gap->usd);
    put_number(out, "gap_ratio", gap->share);
  }
  return out;
}

object required_json(const Assessment& a) {
  const targets::Required& r = *a.required;
  object out;
  out["remaining_months"] = r.remaining_months;
  if (r.remaining_months > 0) {
    put_usd(out, "monthly_usd", r.monthly_usd);
    put_number(out, "multiple_of_recent_12", r.multiple_of_recent_12);
    put_number(out, "multiple_of_same_months", r.multiple_of_same_months);
    put_number(out, "multiple_of_best_12", r.multiple_of_best_12);
  }
  if (r.best_12) {
    put_usd(out, "best_12_usd", r.best_12->value_usd);
    out["best_12_months"] = trade::format_period(r.best_12->span);
  }
  put_number(out, "annual_growth", r.annual_growth);
  if (!r.annual_growth && a.baseline && !(a.baseline->usd > 0.0)) {
    out["annual_growth_reason"] = reason_json({"baseline_not_positive", {}});
  }
  return out;
}

array growth_json(const Assessment& a) {
  array out;
  for (const targets::Progress& p : a.progress) {
    object row;
    row["method"] = p.method;
    put_number(row, "actual_annual", p.actual_annual);
    put_number(row, "required_annual", p.required_annual);
    put_number(row, "ratio", p.ratio);
    row["category"] = p.category;
    if (p.reason) row["reason"] = reason_json(*p.reason);
    out.push_back(std::move(row));
  }
  return out;
}

void put_band(object& out, const targets::Band& band, const char* median) {
  put_usd(out, median, band.median_usd);
  put_usd(out, "p2_5", band.p2_5);
  put_usd(out, "p10", band.p10);
  put_usd(out, "p90", band.p90);
  put_usd(out, "p97_5", band.p97_5);
}

array bands_json(const std::vector<targets::MonthBandOf>& months) {
  array out;
  for (const targets::MonthBandOf& m : months) {
    object row;
    row["month"] = trade::format_month(m.month);
    put_band(row, m.band, "median");
    out.push_back(std::move(row));
  }
  return out;
}

array reach_json(const targets::TargetForecast& f) {
  array out;
  for (const auto& [month, probability] : f.reach_probability_by_month) {
    object row;
    row["month"] = trade::format_month(month);
    put_number(row, "probability", probability);
    out.push_back(std::move(row));
  }
  return out;
}

array models_json(const targets::TargetForecast& f) {
  array out;
  for (const growth::Member& m : f.members) {
    object row;
    row["name"] = std::string(growth::name_of(m.model));
    put_number(row, "weight", m.weight);
    out.push_back(std::move(row));
  }
  return out;
}

object forecast_json(const targets::TargetForecast& f) {
  object out;
  put_usd(out, "mean_usd", f.mean_usd);
  put_band(out, f.total, "median_usd");
  put_number(out, "probability", f.probability);
  put_number(out, "probability_error", f.probability_error);
  object range;
  put_number(range, "low", f.probability_low);
  put_number(range, "high", f.probability_high);
  out["probability_range"] = std::move(range);
  if (f.reach_month) out["reach_month"] = trade::format_month(*f.reach_month);
  put_number(out, "never_within_ten_years", f.never_share);
  out["reach_probability_by_month"] = reach_json(f);
  out["models"] = models_json(f);
  out["months"] = bands_json(f.months);
  out["trailing_12"] = bands_json(f.trailing);
  out["variations"] = variations_json(f.variations);
  out["paths"] = f.paths;
  return out;
}

object mirror_json(const targets::Mirror& m) {
  object out;
  put_usd(out, "partner_side_trailing_12_usd", m.partner_trailing_12_usd);
  put_number(out, "ratio", m.ratio);
  if (m.note) out["note"] = reason_json(*m.note);
  if (m.span) {
    out["from"] = trade::format_month(m.span->first);
    out["to"] = trade::format_month(m.span->last);
  }
  put_usd(out, "own_same_months_usd", m.own_same_months_usd);
  return out;
}

object announcement_json(const targets::Announcement& announcement) {
  object out;
  if (!announcement.text.empty()) out["text"] = announcement.text;
  if (!announcement.source.empty()) out["source"] = announcement.source;
  if (!announcement.said_by.empty()) out["said_by"] = announcement.said_by;
  return out;
}

array news_json(const Assessment& a) {
  array out;
  if (!a.news) return out;
  for (const targets::NewsLine& line : a.news->lines) {
    object row;
    if (!line.figure.empty()) row["figure"] = line.figure;
    row["kind"] = targets::name_of(line.kind);
    if (line.withdrawn) row["withdrawn"] = true;
    if (line.published) row["published"] = trade::format_date(*line.published);
    row["effect_on_median_usd"] = line.effect_on_median_usd;
    put_number(row, "effect_on_probability", line.effect_on_probability);
    out.push_back(std::move(row));
  }
  return out;
}

array readings_json(const Assessment& a) {
  array out;
  for (const targets::ReadingSummary& reading : a.readings) {
    object row = {{"id", reading.id}, {"verdict", targets::name_of(reading.verdict)}};
    if (reading.provisional) row["provisional"] = true;
    row["rules"] = reading.rules;
    put_number(row, "probability", reading.probability);
    put_usd(row, "median_usd", reading.median_usd);
    put_usd(row, "amount_usd", reading.amount_usd);
    row["window"] = window_json(reading.window);
    if (reading.latest_month) row["latest_month"] = trade::format_month(*reading.latest_month);
    if (reading.reason) row["reason"] = reason_json(*reading.reason);
    out.push_back(std::move(row));
  }
  return out;
}

void put_target(object& out, const Assessment& a) {
  out["id"] = a.target.id;
  if (!a.readings.empty()) out["reading"] = targets::reading_name(a.target);
  out["title"] = a.target.title;
  put_usd(out, "amount_usd", a.target.amount_usd);
  out["announced"] = trade::format_date(a.target.announced);
  if (a.target.announcement) out["announcement"] = announcement_json(*a.target.announcement);
  out["window"] = window_json(a.target.window);
  if (a.as_of) out["as_of"] = trade::format_instant(*a.as_of);
  if (a.sequence > 0) out["sequence"] = a.sequence;
}

void put_judgement(object& out, const Assessment& a, const Standing& standing) {
  out["verdict"] = targets::name_of(a.verdict);
  if (a.provisional) out["provisional"] = true;
  if (a.likelihood) out["likelihood"] = targets::name_of(*a.likelihood);
  if (standing.since) out["since"] = trade::format_instant(*standing.since);
  out["headline"] = wording::headline(a, wording::Language::en);
  array reasons;
  for (const targets::Reason& reason : a.reasons) reasons.push_back(reason_json(reason));
  out["reasons"] = std::move(reasons);
}

}  // namespace

object assessment_json(const Assessment& a, const Standing& standing) {
  object out;
  put_target(out, a);
  if (a.figures) out["figures"] = figures_json(a);
  if (a.baseline) out["baseline"] = baseline_json(*a.baseline);
  if (a.path) out["path"] = path_json(a);
  if (a.required) out["required"] = required_json(a);
  out["growth"] = growth_json(a);
  if (a.forecast) {
    object forecast = forecast_json(*a.forecast);
    if (a.quoted_growth) forecast["trend"] = trend_json(*a.quoted_growth);
    forecast["revision_noise"] = revision_noise_json(a);
    out["forecast"] = std::move(forecast);
  }
  if (a.mirror) out["mirror"] = mirror_json(*a.mirror);
  put_judgement(out, a, standing);
  out["news"] = news_json(a);
  out["readings"] = readings_json(a);
  array alerts;
  for (const storage::AlertRow& alert : standing.alerts) alerts.push_back(alert_json(alert));
  out["alerts"] = std::move(alerts);
  return out;
}

object reason_json(const targets::Reason& reason) {
  object values;
  for (const auto& [name, value] : reason.values) {
    if (const double* number = std::get_if<double>(&value)) {
      if (name.ends_with("usd")) {
        put_usd(values, name, *number);
      } else {
        put_number(values, name, *number);
      }
    } else {
      values[name] = std::get<std::string>(value);
    }
  }
  return {
      {"code", reason.code}, {"values", std::move(values)}, {"text", wording::sentence(reason, wording::Language::en)}};
}

void translate_reasons(boost::json::value& value, wording::Language language) {
  if (array* list = value.if_array()) {
    for (boost::json::value& part : *list) translate_reasons(part, language);
  }
  object* whole = value.if_object();
  if (whole == nullptr) return;
  if (whole->contains("code") && whole->contains("values") && whole->contains("text")) {
    (*whole)["text"] = wording::sentence(reason_of(*whole), language);
    return;
  }
  for (auto& [name, part] : *whole) translate_reasons(part, language);
}

targets::Reason reason_of(std::string_view json) {
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(json, error);
  const object* whole = error ? nullptr : parsed.if_object();
  return whole == nullptr ? targets::Reason{} : reason_of(*whole);
}

targets::Reason reason_of(const object& whole) {
  targets::Reason reason;
  if (const auto* code = whole.if_contains("code"); code != nullptr && code->is_string()) {
    reason.code = std::string_view(code->as_string());
  }
  const auto* values = whole.if_contains("values");
  if (values == nullptr || !values->is_object()) return reason;
  for (const auto& [name, value] : values->as_object()) {
    if (value.is_string()) {
      reason.values.emplace_back(name, std::string(value.as_string()));
    } else if (value.is_number()) {
      reason.values.emplace_back(name, value.to_number<double>());
    }
  }
  return reason;
}

object alert_json(const storage::AlertRow& alert) {
  object out;
  out["id"] = alert.id;
  out["target"] = alert.target;
  out["rule"] = alert.rule;
  out["state"] = alert.state;
  out["severity"] = alert.severity;
  out["since"] = trade::format_instant(alert.since);
  out["opened"] = trade::format_instant(alert.opened);
  put_number(out, "value", alert.value);
  put_number(out, "threshold", alert.threshold);
  if (alert.acknowledged) {
    out["acknowledged_by"] = alert.acknowledged->author;
    out["acknowledged_note"] = alert.acknowledged->note;
    if (alert.acknowledged->until) out["acknowledged_until"] = trade::format_instant(*alert.acknowledged->until);
  }
  boost::json::error_code error;
  boost::json::value reason = boost::json::parse(alert.reason_json, error);
  if (!error && reason.is_object()) out["reason"] = std::move(reason);
  return out;
}

object alert_json(const storage::AlertRow& alert, std::span<const storage::NoticeFate> fates) {
  object out = alert_json(alert);
  array notices;
  for (const storage::NoticeFate& fate : fates) {
    if (fate.alert_id != alert.id) continue;
    object o;
    o["receiver"] = fate.receiver;
    o["kind"] = fate.kind;
    o["state"] = fate.state;
    o["tries"] = fate.attempts;
    if (!fate.last_error.empty()) o["last_error"] = fate.last_error;
    notices.push_back(std::move(o));
  }
  if (!notices.empty()) out["notices"] = std::move(notices);
  return out;
}

}  // namespace tradewatch::report
