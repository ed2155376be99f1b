// Reading vintages. For this folder's .cpp files only.

#pragma once

#include <functional>
#include <string_view>

#include "service/storage/session.h"

namespace tradewatch::storage {

// A vintage with the row that it was compared with when it was taken.
struct ReadVintage {
  Vintage vintage;
  std::optional<std::int64_t> previous_id;
};

// Reads the vintages for which `where` holds; `bind` gives the parameters in the order of their names in `where`.
// `order` is the whole ORDER BY list, and what may follow it. Columns: f figure, s series, d document.
void read_vintages(Store::Impl& impl, std::string_view where, std::string_view order,
                   const std::function<void(Query&)>& bind, const std::function<void(ReadVintage&&)>& take_row);

// What vintages say of how a source revises: key, months, value, status, publication and place in the order of taking.
// All else stays empty, which makes a row cost a third. By series, period, publication and taking.
[[nodiscard]] std::vector<trade::KeptFigure> read_values(Store::Impl& impl, const FigureFilter& filter,
                                                         const AsOf& as_of);

}  // namespace tradewatch::storage
