// Numbers as our JSON has them: whole dollars, other numbers to six decimals, what is not known left out.

#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "models/targets/assessment.h"

namespace tradewatch::report {

// Nothing is put for an absent value, or one that is not finite.
void put_usd(boost::json::object& out, std::string_view key, std::optional<double> usd);
void put_number(boost::json::object& out, std::string_view key, std::optional<double> value);

[[nodiscard]] boost::json::array variations_json(const std::vector<targets::Variation>& variations);

}  // namespace tradewatch::report
