#include <fmt/format.h>

#include "service/report/tables.h"
#include "service/report/text_layout.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using enum TextTable::Align;

std::string number(std::optional<double> value) { return value ? fmt::format("{:.6g}", *value) : "-"; }

std::string band_table(const std::string& head, const std::vector<targets::MonthBandOf>& months) {
  TextTable table(
      {{head, left}, {"median", right}, {"10 %", right}, {"90 %", right}, {"2.5 %", right}, {"97.5 %", right}});
  for (const targets::MonthBandOf& m : months) {
    std::vector<std::string> row = {trade::format_month(m.month)};
    for (const double usd : {m.band.median_usd, m.band.p10, m.band.p90, m.band.p2_5, m.band.p97_5}) {
      row.push_back(wording::decimal(usd / 1e6, 1));
    }
    table.add(std::move(row));
  }
  return table.text();
}

}  // namespace

std::string forecast_table(const targets::Assessment& a) {
  std::string out = wrapped(printable(wording::headline(a, wording::Language::en)), 0);
  if (!a.forecast) return out;
  const targets::Band& total = a.forecast->total;
  out += fmt::format("\nTotal of {}, million US dollars: median {}, 80 % {} to {}, 95 % {} to {}.\n",
                     wording::span_name(a.target.window), wording::decimal(total.median_usd / 1e6, 1),
                     wording::decimal(total.p10 / 1e6, 1), wording::decimal(total.p90 / 1e6, 1),
                     wording::decimal(total.p2_5 / 1e6, 1), wording::decimal(total.p97_5 / 1e6, 1));
  if (a.forecast->months.empty()) return out;
  out += "\nEach month ahead, million US dollars\n" + band_table("month", a.forecast->months);
  out += "\nTwelve months to, million US dollars\n" + band_table("month", a.forecast->trailing);
  return out;
}

std::string alerts_table(std::span<const storage::AlertRow> alerts) {
  if (alerts.empty()) return "No alert.\n";
  TextTable table({{"alert", left},
                   {"target", left},
                   {"rule", left},
                   {"state", left},
                   {"severity", left},
                   {"since", left},
                   {"value", right},
                   {"threshold", right},
                   {"acknowledged by", left}});
  for (const storage::AlertRow& a : alerts) {
    table.add({printable(a.id), printable(a.target), a.rule, a.state, a.severity, to_second(a.since), number(a.value),
               number(a.threshold), a.acknowledged ? printable(a.acknowledged->author) : "-"});
  }
  return table.text();
}

std::string figures_table(std::span<const storage::Vintage> figures) {
  if (figures.empty()) return "No figure.\n";
  TextTable table({{"series", left},
                   {"period", left},
                   {"value", right},
                   {"unit", left},
                   {"status", left},
                   {"published", left},
                   {"change", left},
                   {"document", left},
                   {"line", right},
                   {"sequence", right},
                   {"reference", left}});
  for (const storage::Vintage& v : figures) {
    const trade::Figure& f = v.kept.figure;
    table.add({trade::describe(f.key), trade::format_period(f.period), f.value_usd ? f.value_text : "-", f.unit,
               std::string(trade::name_of(f.status)),
               trade::format_date(f.published) + (f.published_stated ? "" : " (taken)"),
               std::string(trade::name_of(v.change)), printable(v.kept.document_name), std::to_string(f.line),
               std::to_string(v.kept.sequence), printable(f.reference)});
  }
  return table.text();
}

}  // namespace tradewatch::report
