// The frame that every drawing of this folder stands in.

#pragma once

#include <string>
#include <string_view>

#include "service/charts/provenance.h"

namespace tradewatch::charts {

struct Size {
  int width = 760;
  int height = 420;
};

// The style block inside every drawing, exactly: a Content-Security-Policy can name it by its digest.
[[nodiscard]] std::string_view stylesheet();

// What an id of a page may be made of: letters, digits and '-' of `id`, after "tw-chart-".
[[nodiscard]] std::string drawing_id(std::string_view id);

// The SVG element's beginning with title, description, provenance and style; whoever opens it closes it.
[[nodiscard]] std::string opening(std::string_view id, std::string_view title, std::string_view description,
                                  const Provenance& provenance, const Size& size);

// A frame that says that there is nothing to draw.
[[nodiscard]] std::string empty_frame(std::string_view words, const Size& size);

}  // namespace tradewatch::charts
