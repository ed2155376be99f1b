#include <fmt/format.h>

#include <map>

#include "service/report/backtest_report.h"
#include "service/report/text_layout.h"
#include "service/wording/backtest_words.h"
#include "service/wording/numbers.h"

namespace tradewatch::report {
namespace {

using enum TextTable::Align;
using growth::BacktestSummary;
using growth::ModelSummary;

std::string number(std::optional<double> value, int decimals = 3) {
  return value ? wording::decimal(*value, decimals) : "-";
}

std::string head_of(const BacktestReport& r) {
  const bool panel = r.choices.known_by == growth::KnownBy::period;
  std::string out = panel ? fmt::format("{}: {}", printable(r.name), wording::count(r.series, "series", "series"))
                          : fmt::format("{}: {}", printable(r.name), printable(r.title));
  if (!r.reading.empty()) out += fmt::format(" (reading {})", printable(r.reading));
  out = wrapped(fmt::format("{}; {}, {} ahead.", out, wording::origins_words(r.origins),
                            wording::count(r.choices.horizon, "month", "months")),
                0);
  out += wrapped(wording::known_sentence(r.choices.known_by), 0);
  out += wrapped(wording::truth_sentence(r.choices.known_by, r.choices.truth, r.choices.horizon), 0);
  return out;
}

// What could be scored, and what could not and why.
std::string counts_of(const BacktestReport& r) {
  const BacktestSummary& s = r.summary;
  std::string out = fmt::format("\nScored: {} of {}", s.scored, wording::count(s.origins, "forecast", "forecasts"));
  if (r.choices.known_by == growth::KnownBy::period) out += fmt::format(", of {} of {} series", s.subjects, r.series);
  out += ".\n";
  for (const auto& [why, number_of] : s.not_scored)
    out += bullet("-", fmt::format("not scored, {}: {}", number_of, wording::not_scored_words(why)), 2);
  if (s.without_scale > 0)
    out += bullet(
        "-", fmt::format("{} without a yearly change to scale by: no tsCRPS, ts5 and interval score", s.without_scale),
        2);
  if (s.without_trailing > 0)
    out += bullet("-", fmt::format("{} without twelve known months: no Brier score", s.without_trailing), 2);
  return out;
}

std::string interval(const ModelSummary& m) {
  if (!m.ts5_interval) return "-";
  return number(m.ts5_interval->low) + " to " + number(m.ts5_interval->high);
}

std::string scores_of(const BacktestSummary& s) {
  TextTable table({{"model", left},
                   {"tsCRPS", right},
                   {"ts5", right},
                   {"ts5, 95 %", right},
                   {"CRPS, USD", right},
                   {"cov50", right},
                   {"cov80", right},
                   {"cov95", right},
                   {"int80", right},
                   {"int95", right},
                   {"Brier", right},
                   {"gap", right}});
  for (const ModelSummary& m : s.models) {
    table.add({wording::model_words(m.model), number(m.ts_crps), number(m.ts5), interval(m),
               wording::money_short(m.crps_usd), number(m.coverage[0], 2), number(m.coverage[1], 2),
               number(m.coverage[2], 2), number(m.interval_score[1], 2), number(m.interval_score[2], 2),
               number(m.brier), number(m.reliability_gap)});
  }
  return "\n" + table.text() + wrapped(wording::scores_note(), 0);
}

std::string reliability_of(const ModelSummary& m) {
  TextTable table({{"given", left},
                   {"amounts", right},
                   {"years", right},
                   {"mean given", right},
                   {"reached", right},
                   {"difference", right},
                   {"its error", right}});
  for (const growth::ReliabilityBin& bin : m.reliability) {
    if (bin.calls == 0) continue;
    table.add({fmt::format("{:.0f} to {:.0f} %", 100.0 * bin.from, 100.0 * bin.to), std::to_string(bin.calls),
               std::to_string(bin.years), number(bin.mean_probability), number(bin.happened_share),
               number(bin.happened_share - bin.mean_probability), number(bin.gap_error)});
  }
  if (table.empty()) return {};
  std::string out = "\nReliability of the pool's probabilities\n" + table.text();
  out += fmt::format("Mean distance of given and reached: {}.\n", number(m.reliability_gap));
  return out + wrapped(wording::reliability_note(), 0);
}

std::string pit_of(const ModelSummary& m) {
  std::vector<TextTable::Column> columns = {{"origins of", left}, {"forecasts", right}, {"below median", right}};
  for (int i = 1; i <= growth::kPitBins; ++i) columns.push_back({fmt::format("{}", i), right});
  TextTable table(columns);
  for (const growth::PitYear& year : m.pit) {
    std::vector<std::string> row = {std::to_string(year.year), std::to_string(year.outcomes),
                                    wording::share(year.below_median)};
    for (const int n : year.counts) row.push_back(std::to_string(n));
    table.add(std::move(row));
  }
  return "\nWhere outcomes fell in the pool's forecasts (PIT, tenths)\n" + table.text() +
         wrapped(wording::pit_note(), 0);
}

// Of a target: its origins one by one; runs of origins with the same reason in one line.
std::string origins_of(const BacktestReport& r) {
  TextTable table(
      {{"known by the end of", left}, {"outcome", right}, {"median", right}, {"share below", right}, {"", left}});
  for (std::size_t i = 0; i < r.scores.size();) {
    const growth::OriginScores& o = r.scores[i];
    std::size_t end = i + 1;
    while (o.not_scored && end < r.scores.size() && r.scores[end].not_scored == o.not_scored) ++end;
    const trade::Month last = r.scores[end - 1].origin;
    std::string months = trade::format_month(o.origin);
    if (last != o.origin) months += " to " + trade::format_month(last);
    if (o.not_scored) {
      table.add({months, "-", "-", "-", "not scored: " + wording::not_scored_words(*o.not_scored)});
    } else {
      const growth::ModelScores& pool = o.models.front();
      table.add({months, wording::money_short(o.outcome_usd), wording::money_short(pool.median_usd),
                 wording::share(pool.pit), pool.inside[1] ? "inside the 80 % band" : "outside the 80 % band"});
    }
    i = end;
  }
  return "\n" + table.text();
}

// Of one rule, its words first.
std::vector<std::string> cells_of(const growth::CallRate& rate) {
  return {wording::call_rule_words(rate),
          number(rate.threshold, 2),
          wording::decimal(rate.median_lead_months, 1),
          wording::decimal(rate.mean_lead_months, 1),
          wording::share(rate.never_called),
          wording::share(rate.false_call_rate)};
}

std::vector<TextTable::Column> warning_columns(std::vector<TextTable::Column> first) {
  for (const TextTable::Column& c : {TextTable::Column{"rule", left},
                                     {"called under", right},
                                     {"lead, median", right},
                                     {"mean", right},
                                     {"never", right},
                                     {"false", right}})
    first.push_back(c);
  return first;
}

void add_row(TextTable& table, std::vector<std::string> cells, const growth::CallRate& rate) {
  std::ranges::move(cells_of(rate), std::back_inserter(cells));
  table.add(std::move(cells));
}

std::string warning_of(const growth::WarningSummary& w) {
  TextTable table(warning_columns({{"target", left}, {"missed", right}, {"met", right}}));
  for (const growth::WarningRow& row : w.rows) {
    const std::string target = row.multiple ? fmt::format("{} x", wording::decimal(*row.multiple, 2)) : "all";
    const std::vector<std::string> counted = {target, std::to_string(row.missed), std::to_string(row.met)};
    if (row.rules.empty())
      table.add(
          {target, std::to_string(row.missed), std::to_string(row.met), "nothing to compare", "-", "-", "-", "-", "-"});
    for (const growth::CallRate& rate : row.rules) add_row(table, counted, rate);
  }
  std::string out = fmt::format("\nEarly warning: {} of {} could be watched month by month\n", w.walked,
                                wording::count(w.walks, "window", "windows")) +
                    table.text() + wrapped(wording::early_warning_note(), 0);
  if (w.prices.empty()) return out;
  TextTable prices(warning_columns({{"false calls at most", right}}));
  for (const growth::WarningPrice& price : w.prices) {
    for (const growth::CallRate& rate : price.rules) add_row(prices, {wording::share(price.most_false_calls)}, rate);
  }
  return out + "\n" + prices.text() + wrapped(wording::early_warning_prices_note(), 0);
}

}  // namespace

std::string backtest_text(const BacktestReport& r) {
  std::string out = head_of(r) + counts_of(r);
  if (r.choices.known_by == growth::KnownBy::publication) out += origins_of(r);
  if (!r.summary.models.empty()) {
    out += scores_of(r.summary);
    out += reliability_of(r.summary.models.front());
    out += pit_of(r.summary.models.front());
  }
  if (r.early_warning) out += warning_of(*r.early_warning);
  return out;
}

}  // namespace tradewatch::report
