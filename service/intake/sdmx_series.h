// What a series of trade says in SDMX, whatever the message's form and age.
//
//   reporter   COUNTRY, REF_AREA                       partner  COUNTERPART_COUNTRY, COUNTERPART_AREA, VIS_AREA
//   indicator  XG_FOB_USD, TXG_FOB_USD: exports, fob   period   TIME_PERIOD, as long as FREQUENCY or FREQ says
//              MG_CIF_USD, TMG_CIF_USD: imports, cif   value    OBS_VALUE times 10^UNIT_MULT
//              MG_FOB_USD, TMG_FOB_USD: imports, fob   unit     UNIT, UNIT_MEASURE, CURRENCY; else the indicator's
//
// SCALE is never applied: the IMF's values are in units already, and it only says how the portal shows them
// (2019551635133 with SCALE 6 are the exports of the USA in dollars). UNIT_MULT is applied, once.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "models/trade/flow_key.h"
#include "service/intake/sdmx_values.h"

namespace tradewatch::intake {

struct SdmxSeries {
  enum class Kind {
    trade,         // exports or imports between two
    balance,       // TBG_USD: exports less imports
    no_partner,    // trade with nobody named
    foreign,       // another indicator
    no_indicator,  // not a series of this kind at all
  };

  Kind kind = Kind::no_indicator;
  std::string indicator;
  std::string reporter;
  std::string partner;
  std::string_view flow;  // "export", "import"
  trade::Valuation valuation = trade::Valuation::unstated;
  std::string frequency;  // as said; may be empty
};

[[nodiscard]] SdmxSeries read_sdmx_series(const SdmxValues& values);

// Months in a period of frequency A, Q or M; nothing for others.
[[nodiscard]] std::optional<int> months_of_frequency(std::string_view frequency);

// What OBS_STATUS, or STATUS, says of a value (SDMX's list CL_OBS_STATUS).
enum class ObservationMark { published, estimated, provisional, forecast, missing, confidential, unknown };

[[nodiscard]] ObservationMark observation_mark(std::string_view status);

// The power of ten in UNIT_MULT, -20 to 20; 0 for an empty text.
[[nodiscard]] std::optional<int> unit_multiplier(std::string_view text);

}  // namespace tradewatch::intake
