// The parts of a figure that a mapping describes, and what its pieces say on one table. For mapped_tables.cpp only.

#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/intake/mapping.h"
#include "service/intake/table_headings.h"

namespace tradewatch::intake {

enum Field : std::size_t {
  kReporter,
  kPartner,
  kPartnerName,
  kFlow,
  kPeriod,
  kUnit,
  kCommodity,
  kValuation,
  kBasis,
  kStatus,
  kPublished,
  kFields
};

inline constexpr std::array<std::string_view, kFields> kFieldNames = {
    "reporter",  "partner",   "partner_name", "flow",   "period",   "unit",
    "commodity", "valuation", "basis",        "status", "published"};

[[nodiscard]] inline const FieldText& field_of(const Mapping& mapping, std::size_t field) {
  const std::array<const FieldText*, kFields> fields = {
      &mapping.reporter,  &mapping.partner,   &mapping.partner_name, &mapping.flow,   &mapping.period,   &mapping.unit,
      &mapping.commodity, &mapping.valuation, &mapping.basis,        &mapping.status, &mapping.published};
  return *fields[field];
}

// A piece on one table: what it says for every value column, or which column of the row it reads.
struct BoundPiece {
  const Piece* piece = nullptr;
  int column = -1;                                                    // of the row; -1: `fixed`
  std::vector<std::optional<std::string>> fixed;                      // for each value column
  std::unordered_map<std::string, std::optional<std::string>> known;  // what the piece makes of a cell

  // Nothing when the pattern does not match.
  [[nodiscard]] const std::optional<std::string>& text(std::string_view cell, std::size_t value_column) {
    if (column < 0) return fixed[value_column];
    const auto [found, is_new] = known.try_emplace(std::string(cell));
    if (is_new) found->second = drawn_from(*piece, cell);
    return found->second;
  }
};

}  // namespace tradewatch::intake
