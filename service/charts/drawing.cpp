#include "service/charts/drawing.h"

#include <fmt/format.h>

#include "service/charts/marks.h"
#include "service/charts/svg_text.h"

namespace tradewatch::charts {

std::string_view stylesheet() {
  // Text and lines keep 4.5:1 or better against their ground in both schemes; the bands are told apart by the lines
  // at their edges as well.
  return ".tw-text{font:12px system-ui,sans-serif;fill:#26323f}.tw-soft{fill:#52606d}.tw-strong{font-weight:600}"
         ".tw-grid{stroke:#dde3ea}.tw-axis{stroke:#7b8794}.tw-window{fill:#eef3f8}.tw-pointer{fill:transparent}"
         ".tw-trailing{fill:none;stroke:#0b4a7a;stroke-width:2.5;stroke-linejoin:round}.dot{fill:currentColor}"
         ".tw-trailing.dot{fill:#0b4a7a}.tw-estimated{fill:#fff;stroke:#0b4a7a;stroke-width:1.5}"
         ".tw-path{fill:none;stroke:#3b6e22;stroke-width:2;stroke-dasharray:2 4;stroke-linecap:round}"
         ".tw-median{fill:none;stroke:#a34100;stroke-width:2.5;stroke-dasharray:8 4}"
         ".tw-band-80{fill:#a34100;fill-opacity:.26;stroke:#a34100;stroke-opacity:.6;stroke-width:.8}"
         ".tw-band-95{fill:#a34100;fill-opacity:.12;stroke:#a34100;stroke-opacity:.45;stroke-width:.8;"
         "stroke-dasharray:3 3}"
         ".tw-amount{stroke:#8c1127;stroke-width:1.75}.tw-known{fill:#5b7f9f}"
         ".tw-revised{fill:#5b7f9f;fill-opacity:.35;stroke:#5b7f9f;stroke-width:1.5}"
         ".tw-threshold{stroke:#8c1127;stroke-dasharray:6 3}"
         "@media(prefers-color-scheme:dark){.tw-text{fill:#e4e9ef}.tw-soft{fill:#a9b4c0}.tw-grid{stroke:#36414d}"
         ".tw-axis{stroke:#8795a3}.tw-window{fill:#222c37}.tw-trailing,.tw-estimated{stroke:#7cc0f5}"
         ".tw-trailing.dot{fill:#7cc0f5}.tw-estimated{fill:#151b22}.tw-path{stroke:#9fd27e}.tw-median{stroke:#ffab70}"
         ".tw-band-80,.tw-band-95{fill:#ffab70;stroke:#ffab70}.tw-amount,.tw-threshold{stroke:#ff8fa0}.tw-known{fill:#"
         "6f98bd}"
         ".tw-revised{fill:#6f98bd;stroke:#6f98bd}}";
}

std::string drawing_id(std::string_view id) {
  std::string out = "tw-chart-";
  for (const char c : id) {
    const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (allowed) out += c;
  }
  return out;
}

std::string opening(std::string_view id, std::string_view title, std::string_view description,
                    const Provenance& provenance, const Size& size) {
  const std::string name = drawing_id(id);
  std::string out = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" class="tw-chart" viewBox="0 0 {} {}" width="{}" height="{}" )"
      R"(role="img" aria-labelledby="{}-title {}-desc"><title id="{}-title">{}</title><desc id="{}-desc">{}</desc>)",
      size.width, size.height, size.width, size.height, name, name, name, escaped(title), name, escaped(description));
  if (!provenance.source.empty()) {
    out += fmt::format("<metadata>Source: {}. Vintage: {}. {}</metadata>", escaped(provenance.source),
                       escaped(provenance.vintage), escaped(kTerms));
  }
  return out + fmt::format("<style>{}</style>", stylesheet());
}

std::string empty_frame(std::string_view words, const Size& size) {
  std::string out =
      fmt::format(R"(<rect class="tw-window" x="1" y="1" width="{}" height="{}"/>)", size.width - 2, size.height - 2);
  draw_text(out, size.width / 2.0, size.height / 2.0, "middle", words);
  return out;
}

}  // namespace tradewatch::charts
