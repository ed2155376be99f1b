// JSON has no NaN and no Infinity, and a strict reader refuses a whole document for one of them.
//
// Whoever makes an assessment leaves out what is not known. Should one slip through, its member is dropped here (an
// array's element becomes null, so that the others keep their places) and the log names it.

#pragma once

#include <boost/json/value.hpp>

namespace tradewatch::web {

void drop_non_finite(boost::json::value& value);

}  // namespace tradewatch::web
