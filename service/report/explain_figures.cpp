#include <fmt/format.h>

#include "service/report/explain_parts.h"
#include "service/report/text_layout.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using targets::Assessment;

struct Sides {
  Side side;
  const std::vector<trade::Series>& series;
  const std::vector<std::vector<trade::KeptFigure>>& used;
};

void add_rows(TextTable& table, const Sides& s, const FigureNumbers& numbers) {
  for (std::size_t c = 0; c < s.used.size(); ++c) {
    for (std::size_t i = 0; i < s.used[c].size(); ++i) {
      const trade::KeptFigure& f = s.used[c][i];
      table.add({numbers.name(s.side, c, static_cast<int>(i)), trade::describe(f.figure.key),
                 trade::format_period(f.figure.period), f.figure.value_usd ? printable(f.figure.value_text) : "-",
                 f.figure.unit, std::string(trade::name_of(f.figure.status)),
                 trade::format_date(f.figure.published) + (f.figure.published_stated ? "" : " (taken)"),
                 printable(f.document_name), f.document.substr(0, 12), std::to_string(f.figure.line),
                 printable(f.figure.reference)});
    }
  }
}

std::string series_text(const Sides& s, std::size_t c, const FigureNumbers& numbers) {
  const trade::Series& series = s.series[c];
  if (series.empty()) return {};
  std::string out = "\n" + trade::describe(series.key) + "\n  what the models see\n";
  for (const trade::ObservedSum& o : series.observations) {
    out += fmt::format("    {} = {} = {}, published {}\n", trade::format_period(o.span),
                       numbers.sum(s.side, c, o.terms), exact(o.value_usd), trade::format_date(o.published));
  }
  out += "  what figures determine by addition\n";
  for (const trade::Piece& p : series.pieces) {
    out += fmt::format("    {} = {} = {}\n", trade::format_period(p.span), numbers.sum(s.side, c, p.terms),
                       exact(p.value_usd));
  }
  if (series.set_aside.empty()) return out;
  out += "  set aside\n";
  for (const trade::SetAside& aside : series.set_aside) {
    out += wrapped(
        numbers.name(s.side, c, aside.figure) + ": " + printable(wording::set_aside_sentence(aside, s.used[c])), 4);
  }
  return out;
}

}  // namespace

std::string section(const std::string& title) { return "\n" + title + "\n" + std::string(title.size(), '-') + "\n"; }

std::string figures_text(const Assessment& a, const FigureNumbers& numbers) {
  const Sides own{Side::own, a.series, a.used};
  const Sides partner{Side::partner, a.mirror_series, a.mirror_used};
  using enum TextTable::Align;
  TextTable table({{"", right},
                   {"series", left},
                   {"period", left},
                   {"value", right},
                   {"unit", left},
                   {"status", left},
                   {"published", left},
                   {"document", left},
                   {"digest", left},
                   {"line", right},
                   {"reference", left}});
  add_rows(table, own, numbers);
  add_rows(table, partner, numbers);
  std::string out = section("Figures") + (table.empty() ? "No figure.\n" : table.text());
  out += section("Sums, in US dollars");
  for (std::size_t c = 0; c < a.series.size(); ++c) out += series_text(own, c, numbers);
  if (!a.mirror_series.empty()) out += "\nThe partner's side\n";
  for (std::size_t c = 0; c < a.mirror_series.size(); ++c) out += series_text(partner, c, numbers);
  return out;
}

}  // namespace tradewatch::report
