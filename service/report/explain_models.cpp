#include <fmt/format.h>

#include <algorithm>

#include "service/report/explain_parts.h"
#include "service/report/text_layout.h"
#include "service/wording/numbers.h"

namespace tradewatch::report {
namespace {

constexpr std::size_t kPointsShown = 5;

std::vector<std::string> point_cells(const std::string& name, const growth::GridPoint& p) {
  return {name, fmt::format("{:.4g}", p.level_sd), fmt::format("{:.4g}", p.irregular_sd),
          fmt::format("{:.4g}", p.season_sd), fmt::format("{:.4g}", p.walk_share)};
}

std::string fit_text(const growth::ComponentFit& fit) {
  std::string out = fmt::format(
      "\n{}\n  logarithm of (usd + c) with c = {} a month; kind of flow: {}; {} observations over {} months\n",
      trade::describe(fit.key), exact(fit.offset_usd), fit.stratum, fit.observations_used, fit.months_covered);
  using enum TextTable::Align;
  TextTable table({{"    grid point", left},
                   {"level sd", right},
                   {"irregular sd", right},
                   {"season sd", right},
                   {"walk share", right},
                   {"weight before", right},
                   {"weight", right}});
  for (std::size_t i = 0; i < std::min(fit.points.size(), kPointsShown); ++i) {
    const growth::WeighedPoint& w = fit.points[i];
    auto cells = point_cells(fmt::format("    {}", i + 1), w.point);
    cells.push_back(fmt::format("{:.4f}", w.prior_weight));
    cells.push_back(fmt::format("{:.4f}", w.weight));
    table.add(std::move(cells));
  }
  auto mean = point_cells("    mean of all", fit.mean_point);
  mean.insert(mean.end(), {"", ""});
  table.add(std::move(mean));
  out += table.text();
  for (const trade::MonthSpan& span : fit.pulled_in) {
    out += fmt::format("  pulled in, beyond 8 robust sd of what the others say: {}\n", trade::format_period(span));
  }
  return out;
}

}  // namespace

std::string models_text(const targets::Assessment& a) {
  std::string out = section("Models");
  if (!a.forecast) return out + "No forecast was made.\n";
  for (const growth::Member& m : a.forecast->members) {
    out += fmt::format("{}: {} of the paths\n", growth::name_of(m.model), wording::share(m.weight));
  }
  for (const growth::ComponentFit& fit : a.forecast->fits) out += fit_text(fit);
  return out;
}

}  // namespace tradewatch::report
