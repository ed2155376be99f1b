#include "service/report/figure_json.h"

namespace tradewatch::report {

boost::json::object figure_json(const storage::Vintage& vintage) {
  const trade::Figure& f = vintage.kept.figure;
  boost::json::object o;
  o["id"] = vintage.kept.id;
  o["source"] = f.key.source;
  o["reporter"] = f.key.reporter.alpha3();
  o["partner"] = f.key.partner.alpha3();
  o["flow"] = trade::name_of(f.key.flow);
  o["commodity"] = f.key.commodity;
  if (f.key.valuation != trade::Valuation::unstated) o["valuation"] = trade::name_of(f.key.valuation);
  if (f.key.basis != trade::Basis::unstated) o["basis"] = trade::name_of(f.key.basis);
  o["period"] = trade::format_period(f.period);
  if (f.value_usd) {
    o["value"] = f.value_text;
    o["unit"] = f.unit;
    o["value_usd"] = *f.value_usd;
  }
  o["status"] = trade::name_of(f.status);
  o["published"] = trade::format_date(f.published);
  o["published_stated"] = f.published_stated;
  if (!f.reference.empty()) o["reference"] = f.reference;
  o["change"] = trade::name_of(vintage.change);
  o["sequence"] = vintage.kept.sequence;
  o["taken"] = trade::format_instant(vintage.kept.taken);
  o["document"] = vintage.kept.document;
  o["document_name"] = vintage.kept.document_name;
  o["line"] = f.line;
  return o;
}

}  // namespace tradewatch::report
