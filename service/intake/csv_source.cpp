#include "service/intake/csv_source.h"

namespace tradewatch::intake {

RowSource::Step CsvSource::next() {
  switch (rows_.next()) {
    case CsvRows::Step::fault:
      return Step::fault;
    case CsvRows::Step::end:
      return Step::end;
    case CsvRows::Step::row:
      break;
  }
  cells_.clear();
  for (const Cell& cell : rows_.cells()) cells_.push_back({cell.text, CellKind::text, cell.line});
  return Step::row;
}

}  // namespace tradewatch::intake
