#include <fmt/format.h>

#include "models/trade/figure.h"
#include "service/report/tables.h"
#include "service/report/text_layout.h"

namespace tradewatch::report {
namespace {

constexpr auto left = TextTable::Align::left;
constexpr auto right = TextTable::Align::right;

std::string ratio_text(const std::optional<double>& ratio) { return ratio ? fmt::format("{:.3f}", *ratio) : "-"; }

std::string expectation(const trade::MirrorPair& pair) {
  switch (pair.margin) {
    case trade::MirrorMargin::cif_over_fob:
      return fmt::format("imports (cif) usually stand {:.0f} % over exports (fob)", (trade::kCifOverFob - 1.0) * 100.0);
    case trade::MirrorMargin::same:
      return "both sides value alike: a ratio of 1 is expected";
    case trade::MirrorMargin::unstated:
      return fmt::format("valuation not stated on both sides; a cif-to-fob margin is usually {:.0f} %",
                         (trade::kCifOverFob - 1.0) * 100.0);
    case trade::MirrorMargin::other_measure:
      return "payments beside goods: the two count different things, and no ratio is expected";
  }
  return {};
}

}  // namespace

std::string mirror_table(std::span<const trade::MirrorPair> pairs) {
  if (pairs.empty()) return "No trade that both sides count over the same months.\n";
  std::string text;
  for (const trade::MirrorPair& pair : pairs) {
    if (!text.empty()) text += "\n";
    text +=
        trade::describe(pair.exports) + "  beside  " + trade::describe(pair.imports) + "\n" + expectation(pair) + "; " +
        (pair.usual_ratio ? "usual ratio of this pair " + ratio_text(pair.usual_ratio)
                          : fmt::format("no usual ratio of this pair yet ({} spans are needed)", trade::kUsualSpans)) +
        "\n";
    TextTable table({{"period", left},
                     {"exports USD", right},
                     {"imports USD", right},
                     {"imports / exports", right},
                     {"difference", right}});
    for (const trade::MirrorSpan& span : pair.spans) {
      table.add({trade::format_period(span.span), fmt::format("{:.0f}", span.exports_usd),
                 fmt::format("{:.0f}", span.imports_usd), ratio_text(span.ratio),
                 span.difference ? fmt::format("{:+.0f} %", *span.difference * 100.0) : "-"});
    }
    text += table.text();
  }
  return text;
}

}  // namespace tradewatch::report
