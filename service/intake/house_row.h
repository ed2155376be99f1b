// One row of a house document as a figure. Keeps what rows share, so that a million rows cost little.

#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "models/trade/figure.h"
#include "service/intake/amount.h"
#include "service/intake/csv_rows.h"
#include "service/intake/document_fault.h"
#include "service/intake/house_header.h"
#include "service/intake/house_reader.h"

namespace tradewatch::intake {

class HouseRow {
 public:
  HouseRow(const HouseHeader& header, const ReadOptions& options, FaultList& faults);

  // Nothing when the row has faults; all of them are in the list then.
  [[nodiscard]] std::optional<trade::Figure> read(const std::vector<Cell>& cells, int line);

 private:
  [[nodiscard]] std::string_view text(Column column) const;
  void fault(Column column, std::string expected, std::string hint);
  [[nodiscard]] bool has_field_faults();
  [[nodiscard]] trade::Country country(Column column);
  void read_key(trade::FlowKey& key);
  void read_source(trade::FlowKey& key);
  void read_commodity(trade::FlowKey& key);
  void read_period(trade::Figure& figure);
  void read_amount(trade::Figure& figure);
  void read_unit();
  void read_published(trade::Figure& figure);
  void read_reference(trade::Figure& figure);

  const HouseHeader& header_;
  const ReadOptions& options_;
  FaultList& faults_;
  const std::vector<Cell>* cells_ = nullptr;
  int line_ = 0;
  bool bad_ = false;
  std::unordered_map<std::string, trade::Country> countries_;
  std::string unit_text_;  // of the row before, as `unit_`: a document seldom changes it
  std::optional<Unit> unit_;
};

}  // namespace tradewatch::intake
