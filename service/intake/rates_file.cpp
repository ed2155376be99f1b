#include "service/intake/rates_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "models/trade/letters.h"
#include "service/intake/amount.h"
#include "service/intake/conversion.h"
#include "service/intake/csv_rows.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"

namespace tradewatch::intake {
namespace {

enum RateColumn { kCurrency, kPeriod, kUnitsPerUsd, kUsdPerUnit };
constexpr std::array<std::string_view, 4> kNames = {"currency", "period", "units_per_usd", "usd_per_unit"};

class RatesReader {
 public:
  RatesReader(std::string_view bytes, trade::ExchangeRates& rates) : rows_(bytes), rates_(rates) {}

  FaultList read() {
    switch (rows_.next()) {
      case CsvRows::Step::fault:
        faults_.add(rows_.fault());
        break;
      case CsvRows::Step::end:
        faults_.add({1, 0, "", "an empty file", "a header: currency,period,units_per_usd", ""});
        break;
      case CsvRows::Step::row:
        if (!rows_.cells().empty() && rows_.cells()[0].text == "Date") {
          read_ecb();
        } else if (read_header()) {
          each_row([&] { read_house_row(); });
        }
    }
    return std::move(faults_);
  }

 private:
  template <typename ReadRow>
  void each_row(const ReadRow& read_row) {
    for (CsvRows::Step step = rows_.next(); step != CsvRows::Step::end; step = rows_.next()) {
      if (step == CsvRows::Step::fault) {
        faults_.add(rows_.fault());
      } else if (rows_.cells().size() != names_.size()) {
        faults_.add({rows_.line(), 0, "", std::to_string(rows_.cells().size()) + " fields",
                     std::to_string(names_.size()) + " fields, as in the header", ""});
      } else {
        read_row();
      }
    }
  }

  void fault(std::size_t column, std::string expected, std::string hint) {
    const Cell& cell = rows_.cells()[column];
    faults_.add({cell.line, static_cast<int>(column) + 1, names_[column], shown(cell.text), std::move(expected),
                 std::move(hint)});
  }

  // A rate above 0; `column` is where it stands.
  std::optional<double> rate(std::size_t column) {
    const auto number = parse_amount(rows_.cells()[column].text, 0);
    if (number && *number > 0.0) return *number;
    const bool negative = rows_.cells()[column].text.starts_with('-');
    fault(column, "a rate above 0: digits with an optional decimal point",
          number || negative ? "" : number.error().hint);
    return std::nullopt;
  }

  // ---- the ECB's file

  void read_ecb() {
    for (const Cell& cell : rows_.cells()) names_.emplace_back(shown(cell.text, 40));
    for (std::size_t i = 1; i < names_.size(); ++i) {
      const bool last_and_empty = i + 1 == names_.size() && names_[i].empty();  // its lines end with a comma
      if (!last_and_empty && trade::find_currency(names_[i]) == nullptr) fault(i, "an ISO 4217 code", "");
    }
    dollar_ = static_cast<std::size_t>(std::ranges::find(names_, "USD") - names_.begin());
    if (dollar_ == names_.size()) {
      faults_.add({rows_.line(), 0, "USD", "", "a column USD: rates for the euro become rates for the US dollar", ""});
    }
    if (faults_.empty()) each_row([&] { read_ecb_row(); });
  }

  void read_ecb_row() {
    const std::vector<Cell>& cells = rows_.cells();
    const auto day = trade::parse_date(cells[0].text);
    if (!day) return fault(0, "a day such as 2026-03-31", "");
    const auto usd_per_euro = rate(dollar_);
    if (!usd_per_euro) return;
    keep(dollar_, "EUR", *day, 1.0 / *usd_per_euro);
    for (std::size_t i = 1; i < cells.size(); ++i) {
      const std::string_view text = cells[i].text;
      if (i == dollar_ || text.empty() || text == "N/A") continue;
      if (names_[i].empty()) {
        fault(i, "nothing: this column has no name", "");
      } else if (const auto per_euro = rate(i)) {
        keep(i, names_[i], *day, *per_euro / *usd_per_euro);
      }
    }
  }

  // ---- our own

  bool read_header() {
    at_.fill(kNowhere);
    for (const Cell& cell : rows_.cells()) names_.emplace_back(shown(cell.text, 40));
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const auto known = static_cast<std::size_t>(std::ranges::find(kNames, names_[i]) - kNames.begin());
      if (known == kNames.size()) {
        const auto near = trade::nearest(names_[i], {kNames.begin(), kNames.end()}, 1);
        fault(i, "currency, period, units_per_usd or usd_per_unit", near.empty() ? "" : "write " + near.front());
      } else if (at_[known] != kNowhere) {
        fault(i, "each column once", "");
      } else {
        at_[known] = i;
      }
    }
    if (!faults_.empty()) return false;
    for (const RateColumn needed : {kCurrency, kPeriod}) {
      if (at_[needed] == kNowhere) {
        faults_.add({rows_.line(), 0, std::string(kNames[needed]), "", "a column " + std::string(kNames[needed]), ""});
      }
    }
    if ((at_[kUnitsPerUsd] == kNowhere) == (at_[kUsdPerUnit] == kNowhere)) {
      faults_.add({rows_.line(), 0, "", at_[kUsdPerUnit] == kNowhere ? "no rate" : "two columns of rates",
                   "one column of rates: units_per_usd or usd_per_unit", ""});
    }
    return faults_.empty();
  }

  void read_house_row() {
    const std::vector<Cell>& cells = rows_.cells();
    const std::string code(cells[at_[kCurrency]].text);
    const bool known = trade::find_currency(code) != nullptr && code != "USD";
    if (!known) fault(at_[kCurrency], "an ISO 4217 code such as KZT", code == "USD" ? "USD needs no rate" : "");
    const bool per_unit = at_[kUnitsPerUsd] == kNowhere;
    const auto number = rate(at_[per_unit ? kUsdPerUnit : kUnitsPerUsd]);
    const std::string_view period = cells[at_[kPeriod]].text;
    const auto day = trade::parse_date(period);
    const auto span = day ? trade::MonthSpan{trade::month_of(*day), trade::month_of(*day)}
                          : trade::parse_period(period).value_or(trade::MonthSpan{Month(1, 1), Month(0, 1)});
    if (span.last < span.first) {
      return fault(at_[kPeriod], "a day 2026-03-31, a month 2026-03 or a span 2016-07/2016-12",
                   trade::parse_period(period).error().hint);
    }
    if (!known || !number || !lives(code, span)) return;
    const double units_per_usd = per_unit ? 1.0 / *number : *number;
    if (day) return keep(at_[kPeriod], code, *day, units_per_usd);
    for (Month month = span.first; month <= span.last; month = month + 1) {
      keep(at_[kPeriod], code, month, units_per_usd);
    }
  }

  bool lives(const std::string& code, const trade::MonthSpan& span) {
    const auto rate_then = rates_.average(code, span);
    if (rate_then || rate_then.error().kind == trade::RateGap::Kind::no_rate) return true;
    const AmountFault why = fault_of(rate_then.error());
    fault(at_[kCurrency], why.expected, why.hint);
    return false;
  }

  template <typename When>
  void keep(std::size_t column, const std::string& code, When when, double units_per_usd) {
    if (rates_.add(code, when, units_per_usd)) return;
    fault(column, "one rate of " + code + " for a month or a day", "another one is known already");
  }

  using Month = trade::Month;
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  CsvRows rows_;
  trade::ExchangeRates& rates_;
  FaultList faults_;
  std::vector<std::string> names_;  // of the columns, as shown
  std::array<std::size_t, kNames.size()> at_{};
  std::size_t dollar_ = 0;
};

}  // namespace

std::expected<void, Refusal> read_rates(std::string_view bytes, const std::string& name, trade::ExchangeRates& rates) {
  if (bytes.size() > kMaxDocumentBytes) {
    const std::string limit = std::to_string(kMaxDocumentBytes) + " bytes (64 MiB)";
    return std::unexpected(
        Refusal{name, {{0, 0, "", std::to_string(bytes.size()) + " bytes", "at most " + limit, ""}}, 0});
  }
  trade::ExchangeRates with = rates;
  FaultList faults = RatesReader(bytes, with).read();
  if (!faults.empty()) return std::unexpected(std::move(faults).refusal(name));
  rates = std::move(with);
  return {};
}

}  // namespace tradewatch::intake
