// The words for what trade::check_figures found: which column, what stands there, what was expected.

#pragma once

#include <span>
#include <string>

#include "models/trade/figure_checks.h"
#include "service/intake/house_header.h"

namespace tradewatch::intake {

struct CheckWords {
  Column column;
  std::string found;
  std::string expected;
  std::string hint;
};

// `other_place` says where the figure that is contradicted stands; empty: its line.
[[nodiscard]] CheckWords words_for(const trade::FigureFault& fault, std::span<const trade::Figure> figures,
                                   trade::Date today, const std::string& other_place = {});

}  // namespace tradewatch::intake
