// figures: the store's figures and their vintages, as a table, CSV or JSON.

#include <fmt/format.h>

#include <boost/json.hpp>
#include <map>
#include <utility>

#include "models/trade/mirror.h"
#include "service/cli/command.h"
#include "service/report/figure_json.h"
#include "service/report/tables.h"
#include "service/watch/figure_request.h"

namespace tradewatch::cli {
namespace {

struct FiguresOptions {
  watch::FigureRequest request;
  bool csv = false;
  bool mirror = false;
  bool vintages = false;
};

OrStop<storage::FigureFilter> filter_of(const watch::FigureRequest& request) {
  auto filter = watch::checked(request);
  if (filter) return *std::move(filter);
  std::string text;
  for (const watch::RequestFault& f : filter.error())
    text += fmt::format("{}--{}: found {}, expected {}", text.empty() ? "" : "\n", f.field, f.found, f.expected);
  return std::unexpected(Stop{std::move(text), kWrongUsage});
}

boost::json::object span_json(const trade::MirrorSpan& span) {
  boost::json::object o;
  o["period"] = trade::format_period(span.span);
  o["exports_usd"] = span.exports_usd;
  o["imports_usd"] = span.imports_usd;
  if (span.ratio) o["ratio"] = *span.ratio;
  if (span.difference) o["difference"] = *span.difference;
  return o;
}

boost::json::object pair_json(const trade::MirrorPair& pair) {
  boost::json::object o;
  o["exports"] = trade::describe(pair.exports);
  o["imports"] = trade::describe(pair.imports);
  o["expected"] = trade::name_of(pair.margin);
  if (pair.usual_ratio) o["usual_ratio"] = *pair.usual_ratio;
  boost::json::array spans;
  for (const trade::MirrorSpan& span : pair.spans) spans.push_back(span_json(span));
  o["spans"] = std::move(spans);
  return o;
}

// Both sides: the filter names one of them, the other one is looked for.
OrStop<int> mirror(const Shared& shared, const storage::FigureFilter& filter, Reading& reading) {
  storage::FigureFilter other = filter;
  std::swap(other.reporter, other.partner);
  storage::FigureFilter both = filter;
  both.flow = std::nullopt;
  other.flow = std::nullopt;
  auto kept = reading.store.figures_in_force(both, reading.as_of);
  if (!kept) return std::unexpected(stop_of(kept.error()));
  if (filter.reporter || filter.partner) {
    const auto rest = reading.store.figures_in_force(other, reading.as_of);
    if (!rest) return std::unexpected(stop_of(rest.error()));
    kept->insert(kept->end(), rest->begin(), rest->end());
  }
  std::map<trade::FlowKey, std::vector<trade::KeptFigure>> by_key;
  for (trade::KeptFigure& figure : *kept) {
    if (figure.figure.value_usd) by_key[figure.figure.key].push_back(std::move(figure));
  }
  std::vector<trade::Series> series;
  for (const auto& [key, figures] : by_key) series.push_back(trade::make_series(key, figures));
  const auto pairs = trade::mirror_pairs(series);
  if (shared.json) {
    boost::json::array list;
    for (const trade::MirrorPair& pair : pairs) list.push_back(pair_json(pair));
    print_json(list);
  } else {
    print(report::mirror_table(pairs));
  }
  return kDone;
}

OrStop<int> figures(const Shared& shared, const FiguresOptions& options, const runtime::Clock& clock) {
  const auto filter = filter_of(options.request);
  if (!filter) return std::unexpected(filter.error());
  auto reading = open_reading(shared, {}, clock);
  if (!reading) return std::unexpected(reading.error());
  if (options.mirror) return mirror(shared, *filter, *reading);
  const auto vintages = reading->store.vintages(*filter, reading->as_of);
  if (!vintages) return std::unexpected(stop_of(vintages.error()));
  if (shared.json) {
    boost::json::array list;
    for (const storage::Vintage& v : *vintages) list.push_back(report::figure_json(v));
    print_json(list);
  } else {
    print(options.vintages ? report::vintage_triangle(*vintages)
          : options.csv    ? report::figures_csv(*vintages)
                           : report::figures_table(*vintages));
  }
  return kDone;
}

}  // namespace

void add_figures(const Program& program) {
  auto* command = program.app.add_subcommand("figures", "Figures and their vintages");
  auto options = std::make_shared<FiguresOptions>();
  add_shared(*command, program.shared);
  add_past(*command, program.shared);
  command->add_option("--source", options->request.source, "Who published");
  command->add_option("--reporter", options->request.reporter, "Who counts (a country)");
  command->add_option("--partner", options->request.partner, "With whom (a country)");
  command->add_option("--flow", options->request.flow, "export, import, re-export, re-import or two-way");
  command->add_option("--commodity", options->request.commodity, "TOTAL or an HS code");
  command->add_option("--period", options->request.period, "Figures that overlap it: 2026-03, 2026, 2025-07/2025-11");
  auto* csv = command->add_flag("--csv", options->csv, "CSV in the house format: it can be imported again");
  auto* mirror = command->add_flag("--mirror", options->mirror, "Both reporters of a trade side by side");
  auto* vintages = command->add_flag("--vintages", options->vintages, "A row a period, a column a published date");
  csv->excludes(mirror)->excludes(vintages);
  mirror->excludes(vintages);
  command->callback([=] { program.chosen = [=] { return figures(program.shared, *options, program.clock); }; });
}

}  // namespace tradewatch::cli
