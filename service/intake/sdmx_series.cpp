#include "service/intake/sdmx_series.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tradewatch::intake {
namespace {

struct Indicator {
  std::string_view code;
  std::string_view flow;
  trade::Valuation valuation;
};

constexpr std::array<Indicator, 6> kIndicators = {{
    {"XG_FOB_USD", "export", trade::Valuation::fob},
    {"TXG_FOB_USD", "export", trade::Valuation::fob},
    {"MG_CIF_USD", "import", trade::Valuation::cif},
    {"TMG_CIF_USD", "import", trade::Valuation::cif},
    {"MG_FOB_USD", "import", trade::Valuation::fob},
    {"TMG_FOB_USD", "import", trade::Valuation::fob},
}};

}  // namespace

SdmxSeries read_sdmx_series(const SdmxValues& values) {
  SdmxSeries series;
  series.indicator = values.first_of({"INDICATOR"});
  series.reporter = values.first_of({"COUNTRY", "REF_AREA"});
  series.partner = values.first_of({"COUNTERPART_COUNTRY", "COUNTERPART_AREA", "VIS_AREA"});
  series.frequency = values.first_of({"FREQUENCY", "FREQ"});
  if (series.indicator.empty()) return series;
  if (series.indicator.starts_with("TBG")) {
    series.kind = SdmxSeries::Kind::balance;
    return series;
  }
  const auto* const known = std::ranges::find(kIndicators, std::string_view(series.indicator), &Indicator::code);
  if (known == kIndicators.end()) {
    series.kind = SdmxSeries::Kind::foreign;
    return series;
  }
  series.kind = series.partner.empty() ? SdmxSeries::Kind::no_partner : SdmxSeries::Kind::trade;
  series.flow = known->flow;
  series.valuation = known->valuation;
  return series;
}

std::optional<int> months_of_frequency(std::string_view frequency) {
  if (frequency == "A") return 12;
  if (frequency == "Q") return 3;
  if (frequency == "M") return 1;
  return std::nullopt;
}

ObservationMark observation_mark(std::string_view status) {
  if (status.empty()) return ObservationMark::published;
  if (status.size() != 1) return ObservationMark::unknown;
  switch (status.front()) {
    case 'A':  // normal
    case 'B':  // a break
    case 'D':  // definition differs
    case 'G':  // experimental
    case 'N':  // not significant
    case 'R':  // revised
    case 'S':  // a strike
    case 'U':  // low reliability
    case 'V':  // unvalidated
    case 'W':  // includes data of another category
      return ObservationMark::published;
    case 'E':
    case 'I':  // imputed
      return ObservationMark::estimated;
    case 'P':
      return ObservationMark::provisional;
    case 'F':
      return ObservationMark::forecast;
    case 'H':  // holiday
    case 'J':  // derogation
    case 'K':  // data included in another category
    case 'L':  // exists, not collected
    case 'M':  // cannot exist
    case 'O':  // missing
    case 'Q':  // suppressed
      return ObservationMark::missing;
    case 'C':
      return ObservationMark::confidential;
    default:
      return ObservationMark::unknown;
  }
}

std::optional<int> unit_multiplier(std::string_view text) {
  if (text.empty()) return 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  int exponent = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), exponent);
  const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
  return whole && exponent >= -20 && exponent <= 20 ? std::optional(exponent) : std::nullopt;
}

}  // namespace tradewatch::intake
