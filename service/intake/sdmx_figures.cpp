#include "service/intake/sdmx_figures.h"

#include <utility>

#include "models/trade/partner.h"
#include "service/intake/foreign_period.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

constexpr std::size_t kMaxNamesTold = 12;

// "2026-03-31T20:30:00Z", also without a zone. A day that is not over where the document is taken says nothing.
std::optional<trade::Date> day_of(std::string_view prepared, trade::Date today) {
  std::optional<trade::Date> day;
  if (const auto instant = trade::parse_instant(prepared)) {
    day = std::chrono::floor<std::chrono::days>(*instant);
  } else {
    day = trade::parse_date(prepared.substr(0, 10));
  }
  return day && *day <= today ? day : std::nullopt;
}

std::string listed(const std::map<std::string, std::size_t>& names) {
  std::string text;
  std::size_t told = 0;
  for (const auto& [name, rows] : names) {
    if (told++ == kMaxNamesTold) return text + " and " + std::to_string(names.size() - kMaxNamesTold) + " more";
    text += (text.empty() ? "" : ", ") + shown(name, 40);
  }
  return text;
}

// "IMTS" of "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=IMF.STA:IMTS(1.0.0)"; other texts as they are.
std::string_view dataflow_id(std::string_view dataflow) {
  const std::size_t equals = dataflow.rfind('=');
  if (equals != std::string_view::npos) dataflow.remove_prefix(equals + 1);
  return dataflow;
}

bool is_trade(std::string_view dataflow) {
  return dataflow.contains("IMTS") || dataflow.contains("DOT");  // DOTS, DSD_IMTS, IMF:DOT(1.0)
}

}  // namespace

SdmxFigures::SdmxFigures(const ReadOptions& options, std::string format, std::string_view prepared)
    : collector_(options, std::move(format), "imf-imts", trade::CodeList::imf),
      prepared_(day_of(prepared, options.taken_date)) {}

void SdmxFigures::of_dataflow(std::string_view dataflow) {
  if (dataflow.empty()) return;
  is_trade_dataflow_ = is_trade_dataflow_ || is_trade(dataflow);
  if (dataflow_.empty()) dataflow_ = dataflow_id(dataflow);
}

void SdmxFigures::begin_series(SdmxValues values) {
  values_ = std::move(values);
  series_ = read_sdmx_series(values_);
  months_ = months_of_frequency(series_.frequency);
  good_series_.reset();
}

// Whether observations of the series can be read; its faults are told once, at the first observation.
bool SdmxFigures::is_good_series(const Place& place) {
  if (good_series_) return *good_series_;
  good_series_ = true;
  if (series_.reporter.empty()) {
    collector_.fault(place, "COUNTRY", "", "a country in COUNTRY or REF_AREA");
    good_series_ = false;
  }
  if (!series_.frequency.empty() && !months_) {
    collector_.fault(place, "FREQ", series_.frequency, "A, Q or M: years, quarters or months");
    good_series_ = false;
  }
  return *good_series_;
}

// The period as the collector reads it; empty when it is a fault. `2025-A1` is a reporting year.
std::string_view SdmxFigures::period_of(std::string_view text, const Place& place) {
  if (text.empty()) {
    collector_.fault(place, "TIME_PERIOD", "", "a period such as 2025-M01 or 2025-01");
    return {};
  }
  if (text.size() == 7 && text.ends_with("-A1")) text.remove_suffix(3);
  const auto span = parse_foreign_period(text);
  if (!span) {
    collector_.fault(place, "TIME_PERIOD", text, span.error().expected, span.error().hint);
    return {};
  }
  if (months_ && span->months() != *months_) {
    const char* const expected = *months_ == 12 ? "a year" : *months_ == 3 ? "a quarter" : "a month";
    collector_.fault(place, "TIME_PERIOD", text,
                     std::string(expected) + ", as the series' FREQ " + series_.frequency + " says");
    return {};
  }
  return text;
}

void SdmxFigures::note_dimensions() {
  if (!dimensions_.empty()) return;
  std::size_t told = 0;
  for (const auto& [name, text] : values_.entries()) {
    if (told++ < kMaxNamesTold) dimensions_ += (dimensions_.empty() ? "" : ", ") + shown(name, 40);
  }
}

void SdmxFigures::add(const SdmxValues& observation, const Place& place) {
  switch (series_.kind) {
    case SdmxSeries::Kind::balance:
      ++balances_[series_.indicator];
      return;
    case SdmxSeries::Kind::foreign:
      ++other_[series_.indicator];
      return;
    case SdmxSeries::Kind::no_indicator:
      note_dimensions();
      return collector_.leave_out("series without an indicator");
    case SdmxSeries::Kind::no_partner:
      return collector_.leave_out("trade of which no partner is named");
    case SdmxSeries::Kind::trade:
      break;
  }
  ++trade_rows_;
  if (!is_good_series(place)) return;
  const std::string_view period = period_of(observation.first_of({"TIME_PERIOD", "TIME"}), place);
  if (!period.empty()) add_trade(observation, period, place);
}

void SdmxFigures::add_trade(const SdmxValues& observation, std::string_view period, const Place& place) {
  // What an observation says goes before what its series says.
  const auto said = [&](std::initializer_list<std::string_view> names) {
    const std::string_view own = observation.first_of(names);
    return own.empty() ? values_.first_of(names) : own;
  };
  const std::string_view multiplier = said({"UNIT_MULT"});
  const auto exponent = unit_multiplier(multiplier);
  if (!exponent) {
    return collector_.fault(place, "UNIT_MULT", multiplier, "a power of ten from -20 to 20, such as 6 for millions");
  }
  const std::string_view unit = said({"UNIT", "UNIT_MEASURE", "CURRENCY"});
  const std::string_view status = said({"OBS_STATUS", "STATUS"});
  const std::string* value = observation.find("OBS_VALUE");
  ForeignRow row;
  row.reporter = series_.reporter;
  row.partner = series_.partner;
  row.flow = series_.flow;
  row.period = period;
  if (value != nullptr) row.value = *value;
  row.unit = unit.empty() ? "USD" : unit;
  row.exponent = *exponent;
  row.valuation = series_.valuation;
  row.basis = trade::Basis::customs;
  row.published = prepared_;
  row.published_stated = false;
  const std::string_view confidentiality = said({"CONF_STATUS"});
  row.confidential = !confidentiality.empty() && confidentiality != "F";
  switch (observation_mark(status)) {
    case ObservationMark::published:
      break;
    case ObservationMark::estimated:
      row.status = trade::Status::estimated;
      break;
    case ObservationMark::provisional:
      row.status = trade::Status::provisional;
      break;
    case ObservationMark::forecast:
      return collector_.leave_out("the source's own forecasts");
    case ObservationMark::missing:
      row.value = {};
      break;
    case ObservationMark::confidential:
      row.value = {};
      row.confidential = true;
      break;
    case ObservationMark::unknown:
      ++unknown_statuses_[std::string(status)];
      break;
  }
  collector_.add(row, place);
}

// Why a message without one trade observation is refused; nothing when it is a mere empty answer.
std::optional<std::string> SdmxFigures::no_trade() const {
  if (trade_rows_ > 0) return std::nullopt;
  std::map<std::string, std::size_t> indicators = other_;
  indicators.insert(balances_.begin(), balances_.end());
  if (!indicators.empty()) return "no trade flows in it: indicators " + listed(indicators);
  if (!dimensions_.empty()) return "no trade flows in it: series of " + dimensions_;
  if (!dataflow_.empty() && !is_trade_dataflow_) return "no trade flows in it: data of " + shown(dataflow_, 80);
  return std::nullopt;
}

// The rows left out by each of `names`, those behind the first kMaxNamesTold together.
void SdmxFigures::leave_out_each(const std::map<std::string, std::size_t>& names, const std::string& what) {
  std::size_t told = 0;
  for (const auto& [name, rows] : names) {
    collector_.leave_out(what + " " + (++told > kMaxNamesTold ? "of further names" : shown(name, 40)), rows);
  }
}

std::expected<Document, Refusal> SdmxFigures::finish() && {
  if (const auto found = no_trade()) {
    collector_.fault({0, 0, "", *found, "trade between countries: XG_FOB_USD, MG_CIF_USD or MG_FOB_USD",
                      "ask for the dataflow IMTS", ""});
    return std::move(collector_).finish();
  }
  leave_out_each(balances_, "trade balance");
  leave_out_each(other_, "indicator");
  if (!unknown_statuses_.empty()) {
    collector_.note("taken as published, for their status is in no list: " + listed(unknown_statuses_));
  }
  return std::move(collector_).finish();
}

}  // namespace tradewatch::intake
