#include "service/intake/json_rows.h"

#include <boost/json/serialize.hpp>

#include "service/intake/json_text.h"

namespace tradewatch::intake {
namespace {

namespace json = boost::json;

// A value as a cell; what is no single value is shown as it stands, and no field will read it.
std::string text_of(const json::value& value) { return scalar_text(value).value_or(json::serialize(value)); }

// A column is a text, or an object that names it.
std::string name_of_column(const json::value& column) {
  const auto* object = column.if_object();
  const json::value* name = object != nullptr ? object->if_contains("name") : nullptr;
  return text_of(name != nullptr ? *name : column);
}

class JsonRows final : public RowSource {
 public:
  explicit JsonRows(const json::object& table)
      : columns_(table.at("columns").get_array()), rows_(table.at("rows").get_array()) {}

  [[nodiscard]] Step next() override {
    texts_.clear();
    cells_.clear();
    const json::array* row = nullptr;
    if (next_ > 0) {
      if (next_ > rows_.size()) return Step::end;
      row = rows_[next_ - 1].if_array();
      if (row == nullptr) {
        fault_ = {static_cast<int>(++next_),
                  0,
                  "",
                  "no list",
                  "a row: a list of values",
                  "",
                  "rows[" + std::to_string(next_ - 2) + "]"};
        return Step::fault;
      }
    }
    ++next_;
    const json::array& values = row != nullptr ? *row : columns_;
    for (const json::value& value : values) {
      texts_.push_back(row != nullptr ? text_of(value) : name_of_column(value));
    }
    for (const std::string& text : texts_) cells_.push_back({text, CellKind::text, line()});
    return Step::row;
  }
  [[nodiscard]] const std::vector<RowCell>& cells() const override { return cells_; }
  [[nodiscard]] int line() const override { return static_cast<int>(next_); }
  [[nodiscard]] const Fault& fault() const override { return fault_; }
  [[nodiscard]] std::string_view sheet() const override { return {}; }

 private:
  const json::array& columns_;
  const json::array& rows_;
  std::size_t next_ = 0;  // 0: the names; then row next_ - 1
  std::vector<std::string> texts_;
  std::vector<RowCell> cells_;
  Fault fault_;
};

}  // namespace

bool is_json_table(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return false;
  const auto is_list = [&](const char* key) {
    const json::value* list = object->if_contains(key);
    return list != nullptr && list->is_array();
  };
  return is_list("columns") && is_list("rows");
}

std::vector<Table> tables_of_json(const json::value& value) {
  return {{"", [&value] { return std::make_unique<JsonRows>(value.get_object()); }}};
}

}  // namespace tradewatch::intake
