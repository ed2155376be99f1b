// A made-up target on Kazakhstan's figures, one billion US dollars in a year, and releases of it in the house format.

#pragma once

#include <fmt/format.h>

#include <string>
#include <utility>

#include "models/targets/target.h"

namespace tradewatch::watch {

inline constexpr const char* kMadeHeader = "reporter,partner,flow,period,value,unit,source,published\n";

inline targets::Component made_component(trade::Flow flow) {
  targets::Component c;
  c.source = "kaz-bns";
  c.reporter = trade::Country("KAZ");
  c.partner = trade::Country("PAK");
  c.flow = flow;
  return c;
}

inline targets::Target made_target() {
  targets::Target t;
  t.id = "t";
  t.title = "One billion in a year";
  t.amount_usd = 1e9;
  t.announced = *trade::parse_date("2026-02-04");
  t.window = *trade::parse_period("2026-03/2027-02");
  t.components = {made_component(trade::Flow::export_), made_component(trade::Flow::import_)};
  return t;
}

// Both flows of one month, as rows under kMadeHeader.
inline std::string made_rows(trade::Month m, double export_million, double import_million,
                             const std::string& published) {
  std::string out;
  for (const auto& [flow, value] : {std::pair{"export", export_million}, std::pair{"import", import_million}})
    out += fmt::format("KAZ,PAK,{},{},{},USD million,kaz-bns,{}\n", flow, trade::format_month(m), value, published);
  return out;
}

}  // namespace tradewatch::watch
