// What a row of UN Comtrade means, in whichever of its four forms it came: the API's JSON, the download of today, and
// the JSON and the download of before 2023.
//
// Comtrade puts next to the total of a flow its parts by second partner, customs procedure, mode of transport and mode
// of supply. Only totals are taken (partner2Code 0, customsCode C00, motCode 0, mosCode 0, or nothing there): parts are
// counted beside their total, and refused without it, because a sum of what happens to be there is not a total.
//
// Values are US dollars. They carry neither valuation nor basis: which ones a country reports is not in the answer.
// legacyEstimationFlag is about quantities and says nothing about values; isReported and isAggregate say who added up.

#pragma once

#include <array>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"
#include "service/intake/figure_collector.h"

namespace tradewatch::intake {

enum class ComtradeField {
  type,       // C goods, S services
  frequency,  // A, M
  period,     // 2010, 202601
  month,      // 1 to 12; 52 for a year
  reporter,
  reporter_letters,  // where there is no code
  partner,
  partner_letters,
  partner_name,
  flow,
  classification,  // H6, S4, B4, EB
  commodity,
  partner2,
  customs,
  supply,
  transport,
  value,
  cif,
  fob,
};
inline constexpr std::size_t kComtradeFields = 19;

// What the fields are called in a form; empty where it has no such field.
struct ComtradeNames {
  std::array<std::string_view, kComtradeFields> names;
  bool is_legacy = false;  // flows are numbered 1 to 4

  [[nodiscard]] constexpr std::string_view of(ComtradeField field) const {
    return names[static_cast<std::size_t>(field)];
  }
};

extern const ComtradeNames kComtradeNames;            // JSON and CSV of today
extern const ComtradeNames kComtradeLegacyJsonNames;  // comtrade.un.org/api/get
extern const ComtradeNames kComtradeLegacyCsvNames;

// Texts are read during ComtradeRows::add alone; empty means absent.
struct ComtradeRow {
  std::array<std::string_view, kComtradeFields> texts{};

  [[nodiscard]] std::string_view operator[](ComtradeField field) const {
    return texts[static_cast<std::size_t>(field)];
  }
  [[nodiscard]] std::string_view& operator[](ComtradeField field) { return texts[static_cast<std::size_t>(field)]; }
};

class ComtradeRows {
 public:
  // `columns` says in which column a field stands, from 1; 0 where it stands in none, and for JSON. `options` and
  // `names` must outlive this.
  ComtradeRows(const ReadOptions& options, std::string format, const ComtradeNames& names,
               const std::array<int, kComtradeFields>& columns = {});

  void add(const ComtradeRow& row, const Place& place);

  // How many rows the source says there are.
  void announce(std::size_t count) { announced_ = count; }
  void fault(Fault fault) { collector_.fault(std::move(fault)); }
  void fault(const Place& place, ComtradeField field, std::string_view found, std::string expected,
             std::string hint = {});

  [[nodiscard]] bool has_faults() const { return collector_.has_faults(); }

  // Refuses answers that were cut and parts without their total; then checks all figures together.
  [[nodiscard]] std::expected<Document, Refusal> finish() &&;

 private:
  struct Parts {
    bool has_total = false;
    std::size_t rows = 0;
    unsigned fields = 0;  // a bit for each field that varies
    Place first = {};
    std::string partner;
    std::string reporter;
  };

  [[nodiscard]] bool is_wanted(const ComtradeRow& row, const Place& place);
  [[nodiscard]] bool is_wanted_commodity(const ComtradeRow& row, const Place& place);
  [[nodiscard]] bool agrees_on_period(const ComtradeRow& row, const Place& place);
  [[nodiscard]] std::string listed(unsigned fields) const;
  void check_parts();
  void check_complete();
  void name_fields(Refusal& refusal) const;

  const ReadOptions& options_;
  const ComtradeNames& names_;
  std::array<int, kComtradeFields> columns_;
  FigureCollector collector_;
  std::size_t rows_ = 0;
  std::optional<std::size_t> announced_;
  std::unordered_map<std::string, Parts> parts_;  // by reporter, partner, flow, period and commodity
};

}  // namespace tradewatch::intake
