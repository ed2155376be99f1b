// What a series of figures counts: who, with whom, which direction, which goods, on which basis.
//
// The key is a series' identity. Figures whose keys differ in anything, valuation and basis included, are never
// mixed: payments that passed a central bank are not goods that passed a border.

#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "models/trade/country.h"

namespace tradewatch::trade {

// As the reporter sees it. Re-exports are part of exports, re-imports of imports.
enum class Flow { export_, import_, re_export, re_import, two_way };

enum class Valuation { unstated, fob, cif };

enum class Basis { unstated, customs, payments };

struct FlowKey {
  std::string source;  // who published: "sbp", "kaz-bns", "imf-imts"
  Country reporter;
  Country partner;
  Flow flow = Flow::export_;
  std::string commodity = "TOTAL";  // or an HS code
  Valuation valuation = Valuation::unstated;
  Basis basis = Basis::unstated;

  auto operator<=>(const FlowKey&) const = default;
};

// For tables in memory; differs between builds and is never kept.
struct FlowKeyHash {
  [[nodiscard]] std::size_t operator()(const FlowKey& key) const;
};

[[nodiscard]] std::string_view name_of(Flow flow);            // "export", "re-export", "two-way"
[[nodiscard]] std::string_view name_of(Valuation valuation);  // "fob", "cif", ""
[[nodiscard]] std::string_view name_of(Basis basis);          // "customs", "payments", ""

// The names above and Comtrade's X, M, RX, RM; any case.
[[nodiscard]] std::optional<Flow> parse_flow(std::string_view text);
[[nodiscard]] std::optional<Valuation> parse_valuation(std::string_view text);
[[nodiscard]] std::optional<Basis> parse_basis(std::string_view text);

// "sbp PAK export KAZ" and, where they are stated, commodity, valuation and basis.
[[nodiscard]] std::string describe(const FlowKey& key);

}  // namespace tradewatch::trade
