#include "models/growth/panel_prior.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

namespace tradewatch::growth {
namespace {

std::string number(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t from = 0;;) {
    const std::size_t comma = line.find(',', from);
    cells.push_back(line.substr(from, comma - from));
    if (comma == std::string_view::npos) return cells;
    from = comma + 1;
  }
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0.0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<std::vector<double>> parse_numbers(const std::vector<std::string_view>& cells, std::size_t from) {
  std::vector<double> values;
  for (std::size_t i = from; i < cells.size(); ++i) {
    const auto value = parse_number(cells[i]);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

// Takes one line; what was expected when it is not that.
std::optional<std::string> take_line(const std::vector<std::string_view>& cells, PanelPrior& prior) {
  const std::string_view kind = cells[0];
  if (kind == "figures_until" && cells.size() == 2) {
    const auto month = trade::parse_month(cells[1]);
    if (!month) return "a month such as 2014-12";
    prior.figures_until = *month;
    return std::nullopt;
  }
  if (kind == "strata" && cells.size() >= 2) {
    for (std::size_t i = 1; i < cells.size(); ++i) prior.strata.push_back({std::string(cells[i]), {}, {}, {}, {}});
    return std::nullopt;
  }
  if (kind == "growth" && cells.size() == 4) {
    const auto named = std::ranges::find(prior.strata, cells[1], &PriorStratum::name);
    const auto values = parse_numbers(cells, 2);
    if (named == prior.strata.end() || !values) return "growth,STRATUM,PROBABILITY,LOG_RATIO after the line of strata";
    named->growth.probability.push_back((*values)[0]);
    named->growth.log_ratio.push_back((*values)[1]);
    return std::nullopt;
  }
  if (kind == "spread" && cells.size() == 5) {
    const auto named = std::ranges::find(prior.strata, cells[1], &PriorStratum::name);
    const auto values = parse_numbers(cells, 2);
    if (named == prior.strata.end() || !values)
      return "spread,STRATUM,MONTHS,SHORT_MONTHS,SUMS after the line of strata";
    named->spread = {(*values)[0], (*values)[1], (*values)[2]};
    return std::nullopt;
  }
  const auto values = parse_numbers(cells, 1);
  if (kind == "smoothing" && values && values->size() == 2 + prior.strata.size()) {
    prior.smoothing.push_back({(*values)[0], (*values)[1]});
    for (std::size_t s = 0; s < prior.strata.size(); ++s) prior.strata[s].smoothing_weight.push_back((*values)[2 + s]);
    return std::nullopt;
  }
  if (kind == "series_used" && values && values->size() == 1) {
    prior.series_used = static_cast<int>((*values)[0]);
    return std::nullopt;
  }
  if (kind != "point" || !values || values->size() != 4 + prior.strata.size())
    return "figures_until, series_used, strata, growth, spread, smoothing with two rates or point with four "
           "parameters, and a weight for each stratum";
  prior.grid.push_back({(*values)[0], (*values)[1], (*values)[2], (*values)[3]});
  for (std::size_t s = 0; s < prior.strata.size(); ++s) prior.strata[s].weight.push_back((*values)[4 + s]);
  return std::nullopt;
}

bool increasing(const std::vector<double>& values, bool strictly) {
  return std::ranges::adjacent_find(values, [strictly](double a, double b) { return strictly ? a >= b : a > b; }) ==
         values.end();
}

std::optional<std::string> check_weights(const std::vector<double>& weights, const std::string& stratum) {
  double sum = 0.0;
  for (const double w : weights) {
    if (w <= 0.0) return "weights above 0 in stratum " + stratum;
    sum += w;
  }
  if (std::abs(sum - 1.0) > 1e-6) return "weights that add up to 1 in stratum " + stratum;
  return std::nullopt;
}

std::optional<std::string> check(const PanelPrior& prior) {
  if (prior.grid.empty() || prior.strata.empty()) return "at least one stratum and one point";
  const auto unsound = [](const GridPoint& p) {
    return p.level_sd <= 0.0 || p.irregular_sd <= 0.0 || p.season_sd <= 0.0 || p.walk_share < 0.0 || p.walk_share > 1.0;
  };
  if (std::ranges::any_of(prior.grid, unsound)) return "standard deviations above 0 and a walk_share from 0 to 1";
  const auto unsound_rates = [](const SmoothingPoint& p) {
    return p.level_rate <= 0.0 || p.level_rate >= 1.0 || p.season_rate < 0.0 || p.season_rate > 1.0;
  };
  if (std::ranges::any_of(prior.smoothing, unsound_rates))
    return "level rates inside (0, 1) and season rates from 0 to 1";
  for (const PriorStratum& s : prior.strata) {
    if (auto expected = check_weights(s.weight, s.name)) return expected;
    if (!prior.smoothing.empty())
      if (auto expected = check_weights(s.smoothing_weight, s.name)) return expected;
    if (std::min({s.spread.months, s.spread.short_months, s.spread.sums}) <= 0.0)
      return "spread factors above 0 in stratum " + s.name;
    const auto& p = s.growth.probability;
    if (p.size() < 2 || p.front() <= 0.0 || p.back() >= 1.0 || !increasing(p, true) ||
        !increasing(s.growth.log_ratio, false))
      return "two or more growth quantiles, increasing, in stratum " + s.name;
  }
  return std::nullopt;
}

}  // namespace

std::string to_text(const PanelPrior& prior) {
  std::string text = "figures_until," + trade::format_month(prior.figures_until) + "\nseries_used," +
                     std::to_string(prior.series_used) + "\nstrata";
  for (const PriorStratum& s : prior.strata) text += "," + s.name;
  text += '\n';
  for (const PriorStratum& s : prior.strata)
    for (std::size_t i = 0; i < s.growth.probability.size(); ++i)
      text += "growth," + s.name + "," + number(s.growth.probability[i]) + "," + number(s.growth.log_ratio[i]) + "\n";
  text += "# point,level_sd,irregular_sd,season_sd,walk_share, then a weight for each stratum\n";
  for (std::size_t g = 0; g < prior.grid.size(); ++g) {
    const GridPoint& p = prior.grid[g];
    text += "point," + number(p.level_sd) + "," + number(p.irregular_sd) + "," + number(p.season_sd) + "," +
            number(p.walk_share);
    for (const PriorStratum& s : prior.strata) text += "," + number(s.weight[g]);
    text += '\n';
  }
  text += "# smoothing,level_rate,season_rate, then a weight for each stratum\n";
  for (std::size_t g = 0; g < prior.smoothing.size(); ++g) {
    text += "smoothing," + number(prior.smoothing[g].level_rate) + "," + number(prior.smoothing[g].season_rate);
    for (const PriorStratum& s : prior.strata) text += "," + number(s.smoothing_weight[g]);
    text += '\n';
  }
  text += "# spread, stratum, then the factor for months, fewer than five years of months, and sums\n";
  for (const PriorStratum& s : prior.strata)
    text += "spread," + s.name + "," + number(s.spread.months) + "," + number(s.spread.short_months) + "," +
            number(s.spread.sums) + "\n";
  return text;
}

std::expected<PanelPrior, std::string> parse_prior(std::string_view text) {
  PanelPrior prior;
  int line_number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    if (const auto expected = take_line(cells_of(line), prior))
      return std::unexpected("line " + std::to_string(line_number) + ": expected " + *expected);
  }
  if (const auto expected = check(prior)) return std::unexpected("the table: expected " + *expected);
  return prior;
}

}  // namespace tradewatch::growth
