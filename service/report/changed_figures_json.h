// Figures that a publication changed, with where each stands: notices and replays name their causes in this form.

#pragma once

#include <boost/json/array.hpp>
#include <span>

#include "service/storage/records.h"

namespace tradewatch::report {

// {series, period, value, unit, published, document, line, change}, in the order given.
[[nodiscard]] boost::json::array changed_figures_json(std::span<const storage::Vintage> figures);

}  // namespace tradewatch::report
