#include "models/growth/span_paths.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "models/growth/pulling_in.h"

namespace tradewatch::growth {
namespace {

constexpr double kLeastShare = 0.001;  // of a grid point that is told of

// Months of the timeline to draw: those that no single figure tells, whole pieces even where the request cuts them.
std::vector<int> months_to_draw(const trade::Series& series, const trade::MonthSpan& request, const LogSums& sums) {
  enum class Need : char { no, drawn, told };
  std::vector<Need> need(static_cast<std::size_t>(sums.months), Need::no);
  const auto mark = [&](const trade::MonthSpan& span, Need as) {
    for (int t = sums.index_of(span.first); t <= sums.index_of(span.last); ++t) need[static_cast<std::size_t>(t)] = as;
  };
  mark(request, Need::drawn);
  for (const trade::Piece& piece : series.pieces)
    if (piece.span.overlaps(request)) mark(piece.span, piece.span.months() == 1 ? Need::told : Need::drawn);
  std::vector<int> months;
  for (int t = 0; t < sums.months; ++t)
    if (need[static_cast<std::size_t>(t)] == Need::drawn) months.push_back(t);
  return months;
}

// The rows of each grid point: systematic sampling of the points for rows in random order.
std::vector<std::vector<int>> deal_rows(const Eigen::VectorXd& weight, std::vector<int> rows, NormalDraws& draws) {
  draws.shuffle(rows);
  const auto count = static_cast<double>(rows.size());
  std::vector<std::vector<int>> rows_of(static_cast<std::size_t>(weight.size()));
  Eigen::Index point = 0;
  double reached = weight[0];
  for (std::size_t r = 0; r < rows.size(); ++r) {
    while ((static_cast<double>(r) + 0.5) / count > reached && point + 1 < weight.size()) reached += weight[++point];
    rows_of[static_cast<std::size_t>(point)].push_back(rows[r]);
  }
  return rows_of;
}

// Lower triangular square root of a covariance that may be singular to rounding.
Eigen::MatrixXd root(Eigen::MatrixXd covariance) {
  Eigen::LLT<Eigen::MatrixXd> factor(covariance);
  for (double lift = 1e-12; factor.info() != Eigen::Success; lift *= 10.0) {
    covariance.diagonal().array() += lift;
    factor.compute(covariance);
  }
  return factor.matrixL();
}

struct Drawn {
  std::vector<int> months;   // of the timeline
  Eigen::ArrayXXd usd;       // a row a path, a column for each of `months`
  Eigen::VectorXd log_mode;  // of the smooth part over the timeline, averaged over the points that count
};

std::vector<int> others(int rows, const std::vector<int>& own) {
  std::vector<int> all(static_cast<std::size_t>(rows)), left;
  std::iota(all.begin(), all.end(), 0);
  std::ranges::set_difference(all, own, std::back_inserter(left));
  return left;
}

// Draws of the first months of a Gaussian with `mean` and triangular root `lower`, as dollars, for some rows.
void draw_rows(const Eigen::VectorXd& mean, const Eigen::MatrixXd& lower, Eigen::Index months, double log_cap,
               double offset_usd, const std::vector<int>& rows, NormalDraws& draws, Eigen::ArrayXXd& usd) {
  const auto count = static_cast<Eigen::Index>(rows.size());
  Eigen::ArrayXXd normal(count, months), block(count, months);
  for (Eigen::Index r = 0; r < count; ++r)
    for (Eigen::Index i = 0; i < months; ++i) normal(r, i) = draws.next();
  for (Eigen::Index i = 0; i < months; ++i) {
    auto column = block.col(i);
    column.setConstant(mean[i]);
    for (Eigen::Index k = 0; k <= i; ++k) column += lower(i, k) * normal.col(k);
    column = (column.min(log_cap).exp() - offset_usd).max(0.0);
    for (Eigen::Index r = 0; r < count; ++r) usd(rows[static_cast<std::size_t>(r)], i) = column[r];
  }
}

// The rows that SpanGrowth has (`own`) get all months; the others those up to the last figure, which every member's
// paths share: months that a published sum does not tell one by one.
Drawn draw(SpanModel& model, const SpanFit& fit, const std::vector<GridPoint>& grid, const LogSums& sums,
           std::vector<int> months, double month_cap_usd, int rows, const std::vector<int>& own, NormalDraws& draws) {
  const auto columns = static_cast<Eigen::Index>(months.size());
  const auto shared = static_cast<Eigen::Index>(std::ranges::lower_bound(months, sums.end) - months.begin());
  Drawn drawn{std::move(months), Eigen::ArrayXXd::Zero(rows, columns), Eigen::VectorXd::Zero(sums.months)};
  const auto own_of = deal_rows(fit.weight, own, draws);
  const auto others_of = deal_rows(fit.weight, shared > 0 ? others(rows, own) : std::vector<int>{}, draws);
  const double log_cap = std::log(month_cap_usd + sums.offset_usd);
  double described = 0.0;
  for (std::size_t g = 0; g < grid.size(); ++g) {
    const double share = fit.weight[static_cast<Eigen::Index>(g)];
    const bool has_rows = columns > 0 && !(own_of[g].empty() && others_of[g].empty());
    if (!has_rows && share < kLeastShare) continue;
    model.solve(grid[g]);
    if (share >= kLeastShare) {
      drawn.log_mode += share * model.mode();
      described += share;
    }
    if (!has_rows) continue;
    SmoothPosterior at = model.posterior(drawn.months);
    at.covariance.diagonal().array() += grid[g].irregular_sd * grid[g].irregular_sd;
    const Eigen::MatrixXd lower = root(std::move(at.covariance));
    draw_rows(at.mean, lower, columns, log_cap, sums.offset_usd, own_of[g], draws, drawn.usd);
    draw_rows(at.mean, lower, shared, log_cap, sums.offset_usd, others_of[g], draws, drawn.usd);
  }
  drawn.log_mode /= described;
  return drawn;
}

// One factor of revision noise a path, of mean one.
Eigen::ArrayXd revision_factors(Eigen::Index rows, double sd, NormalDraws& draws) {
  Eigen::ArrayXd factor(rows);
  for (double& f : factor) f = std::exp(sd * draws.next() - sd * sd / 2.0);
  return factor;
}

void keep_piece(const trade::Piece& piece, const Drawn& drawn, const LogSums& sums, double revision_sd,
                NormalDraws& draws, Paths& paths) {
  const Eigen::ArrayXd total = piece.value_usd * revision_factors(paths.usd.rows(), revision_sd, draws);
  const int begin = sums.index_of(piece.span.first), count = piece.span.months();
  const int column = begin - sums.index_of(paths.first);
  if (count == 1) {
    paths.usd.col(column) = total;
    return;
  }
  const auto from = std::ranges::lower_bound(drawn.months, begin) - drawn.months.begin();
  const auto block = drawn.usd.middleCols(from, count);
  const Eigen::ArrayXd sum = block.rowwise().sum();
  for (int i = 0; i < count; ++i) {
    if (column + i < 0 || column + i >= paths.usd.cols()) continue;
    paths.usd.col(column + i) = (sum > 0.0).select(block.col(i) * total / sum.max(1e-300), total / count);
  }
}

Paths assemble(const Drawn& drawn, const trade::Series& series, const LogSums& sums, const ForecastRequest& request,
               NormalDraws& draws) {
  Paths paths{request.months.first, Eigen::ArrayXXd::Zero(request.paths, request.months.months())};
  const int begin = sums.index_of(request.months.first);
  for (std::size_t i = 0; i < drawn.months.size(); ++i) {
    const int column = drawn.months[i] - begin;
    if (column >= 0 && column < paths.usd.cols()) paths.usd.col(column) = drawn.usd.col(static_cast<Eigen::Index>(i));
  }
  for (const trade::Piece& piece : series.pieces)
    if (piece.span.overlaps(request.months)) keep_piece(piece, drawn, sums, request.choices.revision_sd, draws, paths);
  return paths;
}

void describe_points(const SpanFit& fit, const std::vector<GridPoint>& grid, const std::vector<double>& prior_weight,
                     ComponentFit& out) {
  for (std::size_t g = 0; g < grid.size(); ++g) {
    const double w = fit.weight[static_cast<Eigen::Index>(g)];
    out.mean_point.level_sd += w * grid[g].level_sd;
    out.mean_point.irregular_sd += w * grid[g].irregular_sd;
    out.mean_point.season_sd += w * grid[g].season_sd;
    out.mean_point.walk_share += w * grid[g].walk_share;
    if (w >= kLeastShare) out.points.push_back({grid[g], prior_weight[g], w});
  }
  std::ranges::sort(out.points, std::greater{}, &WeighedPoint::weight);
}

ComponentFit describe_sums(const trade::Series& series, const LogSums& sums, const PriorStratum& stratum) {
  ComponentFit fit;
  fit.key = series.key;
  fit.stratum = stratum.name;
  fit.offset_usd = sums.offset_usd;
  fit.observations_used = sums.observations();
  fit.months_covered = sums.months_covered();
  fit.mean_point.walk_share = 0.0;
  for (int t = 0; t < sums.months; ++t) fit.months.push_back(sums.first + t);
  fit.median_usd.assign(static_cast<std::size_t>(sums.months), 0.0);
  return fit;
}

}  // namespace

const PriorStratum& stratum_for(const trade::Series& series, const PanelPrior& prior) {
  const auto named = std::ranges::find(prior.strata, stratum_of(series), &PriorStratum::name);
  return named == prior.strata.end() ? prior.strata.front() : *named;
}

ComponentPaths span_growth_paths(const trade::Series& series, const ForecastRequest& request, const PanelPrior& prior,
                                 const std::vector<int>& rows, NormalDraws& draws) {
  LogSums sums = make_log_sums(series, request.months, request.choices.offset_share);
  const PriorStratum& stratum = stratum_for(series, prior);
  ComponentPaths out;
  out.fit = describe_sums(series, sums, stratum);
  if (sums.all_zero) {
    out.paths = {request.months.first, Eigen::ArrayXXd::Zero(request.paths, request.months.months())};
    return out;
  }
  if (stratum_of(series) != "intermittent")
    for (const int j : pull_in(sums)) {
      const MonthRange& r = sums.spans[static_cast<std::size_t>(j)];
      out.fit.pulled_in.push_back({sums.first + r.begin, sums.first + (r.end() - 1)});
    }
  out.month_cap_usd = std::max(10.0 / 12.0 * largest_year(series), largest_month(series));
  const auto model = span_model(sums, request.choices.revision_sd);
  const SpanFit fit = fit_grid(*model, prior.grid, stratum.weight);
  describe_points(fit, prior.grid, stratum.weight, out.fit);
  const Drawn drawn = draw(*model, fit, prior.grid, sums, months_to_draw(series, request.months, sums),
                           out.month_cap_usd, request.paths, rows, draws);
  for (int t = 0; t < sums.months; ++t)
    out.fit.median_usd[static_cast<std::size_t>(t)] = std::max(0.0, std::exp(drawn.log_mode[t]) - sums.offset_usd);
  out.paths = assemble(drawn, series, sums, request, draws);
  return out;
}

}  // namespace tradewatch::growth
