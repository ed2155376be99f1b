#include "service/report/changed_figures_json.h"

#include <boost/json/object.hpp>

namespace tradewatch::report {

boost::json::array changed_figures_json(std::span<const storage::Vintage> figures) {
  boost::json::array out;
  for (const storage::Vintage& v : figures) {
    const trade::Figure& f = v.kept.figure;
    boost::json::object o;
    o["series"] = trade::describe(f.key);
    o["period"] = trade::format_period(f.period);
    o["value"] = f.value_text;
    o["unit"] = f.unit;
    o["published"] = trade::format_date(f.published);
    o["document"] = v.kept.document;
    o["line"] = f.line;
    o["change"] = trade::name_of(v.change);
    out.push_back(std::move(o));
  }
  return out;
}

}  // namespace tradewatch::report
