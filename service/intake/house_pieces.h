// The rows of a large house document, read in pieces on several threads; the same figures as one after another.
//
// Only rows without a fault are read so. Where there is any, the caller reads all rows one after another and says what
// is wrong, as of any document.

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "models/trade/figure.h"
#include "service/intake/document.h"
#include "service/intake/house_header.h"

namespace tradewatch::intake {

inline constexpr std::size_t kLeastPiecedBytes = std::size_t{1} << 20;  // smaller documents are read at once anyway

// `rows`: what stands behind the header row, whose first line is `line` of the document, from 1. At most `threads` at
// once, the caller's own among them. Nothing where rows have to be read one after another.
[[nodiscard]] std::optional<std::vector<trade::Figure>> read_in_pieces(std::string_view rows, int line,
                                                                       const HouseHeader& header,
                                                                       const ReadOptions& options, unsigned threads);

// Room for the figures of so many bytes of rows, at most kMaxRows, when each line is a figure.
[[nodiscard]] std::vector<trade::Figure> room_for_rows(std::string_view rows);

}  // namespace tradewatch::intake
