#include <boost/json/array.hpp>
#include <cmath>

#include "service/report/backtest_report.h"
#include "service/report/json_values.h"
#include "service/wording/backtest_words.h"

namespace tradewatch::report {
namespace {

using boost::json::array;
using boost::json::object;

std::string percent_key(const char* head, double coverage) {
  return head + std::to_string(std::llround(coverage * 100.0));
}

array reliability_json(const std::vector<growth::ReliabilityBin>& bins) {
  array out;
  for (const growth::ReliabilityBin& bin : bins) {
    object o;
    put_number(o, "from", bin.from);
    put_number(o, "to", bin.to);
    o["calls"] = bin.calls;
    if (bin.calls > 0) {
      o["years"] = bin.years;
      put_number(o, "mean_probability", bin.mean_probability);
      put_number(o, "happened_share", bin.happened_share);
      put_number(o, "difference_error", bin.gap_error);
    }
    out.push_back(std::move(o));
  }
  return out;
}

array pit_json(const std::vector<growth::PitYear>& years) {
  array out;
  for (const growth::PitYear& year : years) {
    object o;
    o["year"] = year.year;
    o["forecasts"] = year.outcomes;
    put_number(o, "below_median", year.below_median);
    o["counts"] = array(year.counts.begin(), year.counts.end());
    out.push_back(std::move(o));
  }
  return out;
}

object model_json(const growth::ModelSummary& m) {
  object o;
  o["model"] = m.model;
  o["series"] = m.subjects;
  o["forecasts"] = m.origins;
  put_number(o, "ts_crps", m.ts_crps);
  put_number(o, "ts5", m.ts5);
  if (m.ts5_interval) {
    put_number(o, "ts5_low", m.ts5_interval->low);
    put_number(o, "ts5_high", m.ts5_interval->high);
  }
  put_usd(o, "crps_usd", m.crps_usd);
  for (std::size_t i = 0; i < growth::kBandCoverages.size(); ++i) {
    put_number(o, percent_key("cov", growth::kBandCoverages[i]), m.coverage[i]);
    put_number(o, percent_key("interval_score", growth::kBandCoverages[i]), m.interval_score[i]);
  }
  put_number(o, "brier", m.brier);
  array brier;
  for (std::size_t i = 0; i < growth::kAmountMultiples.size(); ++i) {
    object row;
    put_number(row, "multiple", growth::kAmountMultiples[i]);
    put_number(row, "brier", m.brier_of[i]);
    brier.push_back(std::move(row));
  }
  o["brier_by_amount"] = std::move(brier);
  put_number(o, "reliability_gap", m.reliability_gap);
  o["reliability"] = reliability_json(m.reliability);
  o["pit_by_year"] = pit_json(m.pit);
  return o;
}

object model_scores_json(std::size_t model, const growth::ModelScores& s, bool with_amounts) {
  object o;
  o["model"] = growth::scored_model_name(model);
  put_usd(o, "median_usd", s.median_usd);
  put_usd(o, "crps_usd", s.crps_usd);
  put_usd(o, "quantile_score_usd", s.quantile_score_usd);
  put_number(o, "pit", s.pit);
  for (std::size_t i = 0; i < growth::kBandCoverages.size(); ++i) {
    o[percent_key("inside", growth::kBandCoverages[i])] = s.inside[i];
    put_usd(o, percent_key("interval_score", growth::kBandCoverages[i]) + "_usd", s.interval_score_usd[i]);
  }
  array amounts;
  for (std::size_t i = 0; with_amounts && i < growth::kAmountMultiples.size(); ++i) {
    object row;
    put_number(row, "multiple", growth::kAmountMultiples[i]);
    put_number(row, "probability", s.probability[i]);
    amounts.push_back(std::move(row));
  }
  if (with_amounts) o["amounts"] = std::move(amounts);
  return o;
}

array origins_json(const std::vector<growth::OriginScores>& scores) {
  array out;
  for (const growth::OriginScores& s : scores) {
    object o;
    o["origin"] = trade::format_month(s.origin);
    if (s.not_scored) {
      o["not_scored"] = code_of(*s.not_scored);
      o["text"] = wording::not_scored_words(*s.not_scored);
    } else {
      put_usd(o, "outcome_usd", s.outcome_usd);
      put_usd(o, "yearly_change_usd", s.scale_usd);
      put_usd(o, "trailing_12_usd", s.trailing_usd);
      array models;
      for (std::size_t m = 0; m < s.models.size(); ++m)
        models.push_back(model_scores_json(m, s.models[m], s.trailing_usd.has_value()));
      o["models"] = std::move(models);
    }
    out.push_back(std::move(o));
  }
  return out;
}

array rates_json(const std::vector<growth::CallRate>& rates) {
  array rules;
  for (const growth::CallRate& rate : rates) {
    object r;
    r["rule"] = rate.rule;
    if (rate.from_month > 0) r["from_month"] = rate.from_month;
    put_number(r, "threshold", rate.threshold);
    put_number(r, "median_lead_months", rate.median_lead_months);
    put_number(r, "mean_lead_months", rate.mean_lead_months);
    put_number(r, "never_called", rate.never_called);
    put_number(r, "false_call_rate", rate.false_call_rate);
    rules.push_back(std::move(r));
  }
  return rules;
}

object warning_json(const growth::WarningSummary& w) {
  object out;
  out["windows"] = w.walks;
  out["watched"] = w.walked;
  array rows;
  for (const growth::WarningRow& row : w.rows) {
    object o;
    put_number(o, "multiple", row.multiple);
    o["missed"] = row.missed;
    o["met"] = row.met;
    o["rules"] = rates_json(row.rules);
    rows.push_back(std::move(o));
  }
  out["targets"] = std::move(rows);
  array prices;
  for (const growth::WarningPrice& price : w.prices)
    prices.push_back(object{{"most_false_calls", price.most_false_calls}, {"rules", rates_json(price.rules)}});
  out["at_false_call_rates"] = std::move(prices);
  return out;
}

}  // namespace

std::string_view code_of(growth::NotScored why) {
  switch (why) {
    case growth::NotScored::nothing_known:
      return "nothing_known";
    case growth::NotScored::too_few_figures:
      return "too_few_figures";
    case growth::NotScored::outcome_missing:
      return "outcome_missing";
    case growth::NotScored::vintage_to_come:
      return "vintage_to_come";
    case growth::NotScored::no_forecast:
      return "no_forecast";
  }
  return {};
}

object backtest_json(const BacktestReport& r) {
  const bool panel = r.choices.known_by == growth::KnownBy::period;
  object out;
  out[panel ? "panel" : "id"] = r.name;
  if (panel) {
    out["series"] = r.series;
  } else {
    out["title"] = r.title;
    if (!r.reading.empty()) out["reading"] = r.reading;
  }
  array origins;
  for (const trade::Month m : r.origins) origins.emplace_back(trade::format_month(m));
  out["origins"] = std::move(origins);
  out["horizon"] = r.choices.horizon;
  out["known_by"] = panel ? "period" : "publication";
  if (r.choices.truth.vintage) {
    out["truth_vintage"] = *r.choices.truth.vintage;
  } else {
    out["truth"] = "latest";
  }
  out["forecasts"] = r.summary.origins;
  out["scored"] = r.summary.scored;
  out["scored_series"] = r.summary.subjects;
  object not_scored;
  for (const auto& [why, number] : r.summary.not_scored) not_scored[code_of(why)] = number;
  out["not_scored"] = std::move(not_scored);
  out["without_scale"] = r.summary.without_scale;
  out["without_trailing_12"] = r.summary.without_trailing;
  array models;
  for (const growth::ModelSummary& m : r.summary.models) models.push_back(model_json(m));
  out["models"] = std::move(models);
  if (!panel) out["by_origin"] = origins_json(r.scores);
  if (r.early_warning) out["early_warning"] = warning_json(*r.early_warning);
  return out;
}

}  // namespace tradewatch::report
