// One row of a house document as a figure. Neighbours share most of their texts, so a column that says what it said in
// the row before is not read again: a million rows cost little.

#pragma once

#include <array>
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

  // Writes to `figure`, a new one. False when the row has faults; all of them are in the list then.
  [[nodiscard]] bool read(const std::vector<Cell>& cells, int line, trade::Figure& figure);

 private:
  [[nodiscard]] std::string_view text(Column column) const;
  void fault(Column column, std::string expected, std::string hint);
  [[nodiscard]] bool has_field_faults();
  [[nodiscard]] bool is_as_before(Column column);
  [[nodiscard]] trade::Country country(Column column);
  void read_key();
  void read_source();
  void read_commodity();
  [[nodiscard]] bool read_status();
  void read_period(trade::Figure& figure);
  void read_amount(trade::Figure& figure);
  void read_unit();
  void read_published();
  void read_reference(trade::Figure& figure);

  const HouseHeader& header_;
  const ReadOptions& options_;
  FaultList& faults_;
  const std::vector<Cell>* cells_ = nullptr;
  int line_ = 0;
  bool bad_ = false;
  std::unordered_map<std::string, trade::Country> countries_;

  // The text of a column in the row before, where it was understood.
  struct Before {
    std::string text;
    bool is_good = false;
  };
  std::array<Before, kColumns> before_;
  // What those texts mean.
  trade::FlowKey key_;
  trade::Status status_ = trade::Status::final;
  std::optional<Unit> unit_;
  trade::Date published_{};
  bool published_stated_ = true;
};

}  // namespace tradewatch::intake
