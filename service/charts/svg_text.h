// Texts and numbers as they may stand in an SVG file.

#pragma once

#include <string>
#include <string_view>

namespace tradewatch::charts {

// `<`, `>`, `&` and quotes escaped; what XML 1.0 forbids (control characters, broken UTF-8) as U+FFFD.
[[nodiscard]] std::string escaped(std::string_view text);

// A coordinate to a tenth of a pixel: `12`, `12.5`. Never an exponent, never a comma. Not finite: `0`.
[[nodiscard]] std::string coordinate(double value);

// US dollars as millions, to four significant digits or whole: `157.2`, `1000`, `0.042`.
[[nodiscard]] std::string millions(double usd);

inline constexpr double kFontPx = 12;  // of the words beside a drawing's lines

// Pixels that `text` takes at `font_px`, roughly: no font is at hand, and readers have different ones.
[[nodiscard]] double text_width(std::string_view text, double font_px);

}  // namespace tradewatch::charts
