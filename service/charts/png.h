// A drawing as pixels, for mail: most mail programs show no SVG.
//
// librsvg draws in this process; it shapes Arabic script and needs fonts on the machine. Nothing outside the drawing
// is loaded. The same drawing gives the same bytes on one machine.

#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "service/charts/provenance.h"

namespace tradewatch::charts {

inline constexpr int kMaxPngWidth = 4096;

// On white, `width` pixels wide (1 to kMaxPngWidth) and as high as the drawing's proportions ask. The fault is in
// words: what is wrong with the drawing. What it was made of is kept beside the pixels, where there is something to
// say.
[[nodiscard]] std::expected<std::string, std::string> png(std::string_view svg, int width,
                                                          const Provenance& provenance = {});

}  // namespace tradewatch::charts
