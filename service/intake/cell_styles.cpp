#include "service/intake/cell_styles.h"

#include <unordered_map>
#include <utility>

#include "service/intake/sheet_value.h"
#include "service/intake/xml_elements.h"

namespace tradewatch::intake {

// Number formats stand before the styles that use them (ECMA-376, 18.8.39), yet nothing here needs that.
std::expected<CellStyles, Fault> CellStyles::read(PartStream part) {
  std::unordered_map<int, bool> formats;
  std::vector<int> used;
  XmlElements elements(std::move(part), {"numFmt", "xf"});
  for (;;) {
    const auto more = elements.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    const int number = attribute_of(elements.element(), "numFmtId").as_int();
    if (elements.name() == "xf" && elements.parent() == "cellXfs") used.push_back(number);
    if (elements.name() == "numFmt" && elements.parent() == "numFmts") {
      formats[number] = is_date_format(std::string_view(attribute_of(elements.element(), "formatCode").value()));
    }
  }
  CellStyles styles;
  for (const int number : used) {
    const auto written = formats.find(number);
    styles.dates_.push_back(written == formats.end() ? is_date_format(number) : written->second);
  }
  return styles;
}

}  // namespace tradewatch::intake
