// SDMX-CSV 1.0 and 2.0 of trade: a row an observation, the columns named as dimensions and attributes are.
//
//   DATAFLOW,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,...
//   IMF.STA:IMTS(1.0.0),PAK,XG_FOB_USD,KAZ,M,2025-M01,6478000,6,...
//
// A row may have one empty cell more than the header. With labels (`labels=both`) a header `COUNTRY: Country` has cells
// `PAK: Pakistan`; what stands before the colon counts. Rows that delete (ACTION D) are left out and counted.

#pragma once

#include <expected>
#include <vector>

#include "service/intake/document.h"
#include "service/intake/document_fault.h"
#include "service/intake/rows.h"

namespace tradewatch::intake {

// Whether a header has a period, a value, an indicator and a reporter as SDMX of the IMF names them.
[[nodiscard]] bool is_sdmx_csv(const std::vector<RowCell>& header);

// `rows` from the header on, for which is_sdmx_csv holds.
[[nodiscard]] std::expected<Document, Refusal> read_sdmx_csv(RowSource& rows, const ReadOptions& options);

}  // namespace tradewatch::intake
