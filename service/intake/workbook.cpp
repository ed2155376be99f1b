#include "service/intake/workbook.h"

namespace tradewatch::intake {
namespace {

// A sheet cannot fail: what was wrong with it was said when the workbook was read.
class SheetSource final : public RowSource {
 public:
  explicit SheetSource(const Sheet& sheet) : sheet_(sheet) {}

  [[nodiscard]] Step next() override {
    if (at_ == sheet_.rows.size()) return Step::end;
    const SheetRow& row = sheet_.rows[at_++];
    line_ = row.number;
    cells_.clear();
    for (const SheetCell& cell : row.cells) {
      cells_.resize(static_cast<std::size_t>(cell.column) - 1, {{}, CellKind::text, line_});
      cells_.push_back({cell.text, cell.kind, line_});
    }
    return Step::row;
  }

  [[nodiscard]] const std::vector<RowCell>& cells() const override { return cells_; }
  [[nodiscard]] int line() const override { return line_; }
  [[nodiscard]] const Fault& fault() const override { return none_; }
  [[nodiscard]] std::string_view sheet() const override { return sheet_.name; }

 private:
  const Sheet& sheet_;
  std::size_t at_ = 0;
  int line_ = 0;
  std::vector<RowCell> cells_;
  Fault none_;
};

}  // namespace

std::unique_ptr<RowSource> rows_of(const Sheet& sheet) { return std::make_unique<SheetSource>(sheet); }

}  // namespace tradewatch::intake
