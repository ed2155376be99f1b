#include "models/trade/partner.h"

namespace tradewatch::trade {

Partner find_partner(std::string_view text, CodeList list) {
  Partner partner;
  if (text == "0" || text == "W00" || text == "WLD" || text == "World") {
    partner.group = "World";
    return partner;
  }
  (void)list;
  const auto country = find_country(text);
  if (country) {
    partner.country = *country;
  } else {
    partner.nearest = country.error().nearest;
  }
  return partner;
}

}  // namespace tradewatch::trade
