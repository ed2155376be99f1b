// Reads a CSV document in the house format into figures, or tells everything that is wrong with it.
//
// Strict: one bad row refuses the document, and one report names every fault of it. Whatever is taken has passed
// trade::check_figures. The format is in the README of the project.

#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/trade/figure.h"
#include "service/intake/document_fault.h"
#include "service/intake/house_header.h"

namespace tradewatch::intake {

struct ReadOptions {
  std::string document = "-";                    // the name in reports
  std::string default_source;                    // for rows that name none; empty: every row must
  std::optional<trade::Date> default_published;  // for rows that state none; absent: the day of taking, marked so
  trade::Date taken_date{};                      // today, where the document is taken
  UnknownColumns unknown_columns = UnknownColumns::refuse;
};

struct HouseDocument {
  std::vector<trade::Figure> figures;  // in the order of the document, each with its line
  int duplicates = 0;                  // how many repeat an earlier one of the same document
};

[[nodiscard]] std::expected<HouseDocument, Refusal> read_house(std::string_view bytes, const ReadOptions& options);

}  // namespace tradewatch::intake
