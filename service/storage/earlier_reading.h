// Whether bytes that were kept before say today what they said then. For this folder's .cpp files only.
//
// A reading is the same when it has the same format and the same figures. Of the figures that a document stored its
// rows tell; those that it only repeated must equal what was in force then. What depends on the day of taking alone is
// no difference: a figure published on the day on which it was taken is compared as published on the day of then. Nor
// is an exchange rate that was corrected since: figures are compared as they were printed.

#pragma once

#include <cstdint>
#include <span>

#include "service/storage/session.h"

namespace tradewatch::storage {

// Sequences of documents of the same bytes; 0 where there is none.
struct EarlierReadings {
  std::int64_t newest = 0;
  std::int64_t same = 0;  // the newest of those that were read as `figures`
};

// `now` is when the figures were read; inside the transaction that will keep them.
[[nodiscard]] EarlierReadings earlier_readings(Store::Impl& impl, const RawDocument& document,
                                               std::span<const trade::Figure> figures, trade::Instant now);

}  // namespace tradewatch::storage
