#include "models/growth/span_paths.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "models/growth/pulling_in.h"

namespace tradewatch::growth {
namespace {

// Of the weights: points under it are not listed, and their mode is not asked for.
constexpr double kLeastShare = 0.001;

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

std::vector<std::vector<int>> rows_by_point(const std::vector<int>& point_of_row, std::size_t points) {
  std::vector<std::vector<int>> rows(points);
  for (std::size_t r = 0; r < point_of_row.size(); ++r)
    rows[static_cast<std::size_t>(point_of_row[r])].push_back(static_cast<int>(r));
  return rows;
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

// Standard normals, a row a path and a column for each of `months`, from month `last` backwards. Months that figures
// tell are passed over with as many draws, so that the others keep theirs whatever is known.
Eigen::MatrixXd month_normals(const std::vector<int>& months, int last, int paths, NormalDraws& draws) {
  Eigen::MatrixXd normals(paths, static_cast<Eigen::Index>(months.size()));
  Eigen::Index column = normals.cols();
  for (int month = months.empty() ? last : std::max(last, months.back()); column > 0; --month) {
    if (months[static_cast<std::size_t>(column - 1)] == month) {
      --column;
      for (double& x : normals.col(column)) x = draws.next();
    } else {
      for (int path = 0; path < paths; ++path) (void)draws.next();
    }
  }
  return normals;
}

struct Drawn {
  std::vector<int> months;   // of the timeline
  Eigen::ArrayXXd usd;       // a row a path, a column for each of `months`
  Eigen::VectorXd log_mode;  // of the smooth part over the timeline, averaged over the points that count
};

Drawn draw(SpanModel& model, const FrozenFit& fit, const std::vector<GridPoint>& grid, const LogSums& sums,
           std::vector<int> months, int last_month, int rows, NormalDraws& draws) {
  const auto columns = static_cast<Eigen::Index>(months.size());
  Drawn drawn{std::move(months), Eigen::ArrayXXd(rows, columns), Eigen::VectorXd::Zero(sums.months)};
  const auto rows_of = rows_by_point(deal_rows(fit.weight, rows, draws), grid.size());
  const Eigen::MatrixXd normals = month_normals(drawn.months, last_month, rows, draws);
  const double log_cap = std::log(fit.month_cap_usd + sums.offset_usd);
  Eigen::MatrixXd usd;  // of the rows of one point; their logs first
  double described = 0.0;
  for (std::size_t g = 0; g < grid.size(); ++g) {
    if (rows_of[g].empty()) continue;
    (void)model.solve(grid[g]);
    if (fit.weight[g] >= kLeastShare) {
      drawn.log_mode += fit.weight[g] * model.mode();
      described += fit.weight[g];
    }
    if (columns == 0) continue;
    SmoothPosterior at = model.posterior(drawn.months);
    at.covariance.diagonal().array() += grid[g].irregular_sd * grid[g].irregular_sd;
    const Eigen::MatrixXd lower = root(std::move(at.covariance));
    const Eigen::MatrixXd of_rows = normals(rows_of[g], Eigen::all);
    usd.noalias() = of_rows * lower.transpose().triangularView<Eigen::Upper>();
    usd.rowwise() += at.mean.transpose();
    usd = (usd.array().min(log_cap).exp() - sums.offset_usd).max(0.0);
    drawn.usd(rows_of[g], Eigen::all) = usd.array();
  }
  drawn.log_mode /= described;
  return drawn;
}

// One factor of revision noise a path, of mean one.
Eigen::ArrayXd revision_factors(Eigen::Index rows, double sd, NormalDraws& draws) {
  Eigen::ArrayXd factor(rows);
  for (double& f : factor) f = draws.next();
  return (sd * factor - sd * sd / 2.0).exp();
}

// What revisions that pieces share do to each path: a standard normal a vintage, drawn when it is first met.
class SharedDraws {
 public:
  SharedDraws(Eigen::Index rows, NormalDraws& draws) : rows_(rows), draws_(draws) {}

  void add(const trade::Piece& piece, Eigen::ArrayXd& total) {
    if (piece.shared.empty()) return;
    for (const trade::SharedRevision& shared : piece.shared) total += shared.usd * of(shared.vintage);
    total = total.max(0.0);
  }

 private:
  const Eigen::ArrayXd& of(int vintage) {
    const auto [it, is_new] = normal_.try_emplace(vintage, rows_);
    if (is_new)
      for (double& x : it->second) x = draws_.next();
    return it->second;
  }

  Eigen::Index rows_;
  NormalDraws& draws_;
  std::map<int, Eigen::ArrayXd> normal_;
};

void keep_piece(const trade::Piece& piece, const Drawn& drawn, const LogSums& sums, double revision_sd,
                NormalDraws& draws, SharedDraws& shared, Paths& paths) {
  Eigen::ArrayXd total = piece.value_usd * revision_factors(paths.usd.rows(), revision_sd, draws);
  shared.add(piece, total);
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
  SharedDraws shared(paths.usd.rows(), draws);
  for (const trade::Piece& piece : series.pieces) {
    const double revision_sd = piece.revision_sd.value_or(request.choices.revision_sd);
    if (piece.span.overlaps(request.months)) keep_piece(piece, drawn, sums, revision_sd, draws, shared, paths);
  }
  return paths;
}

void describe_points(const std::vector<double>& weight, const std::vector<GridPoint>& grid,
                     const std::vector<double>& prior_weight, ComponentFit& out) {
  for (std::size_t g = 0; g < grid.size(); ++g) {
    const double w = weight[g];
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

// Months cut by an earlier fit are cut again, and others by its bound.
PulledIn pull_in_again(LogSums& sums, const FrozenFit& frozen) {
  for (const CutMonth& cut : frozen.cut) {
    const auto at = std::ranges::find(sums.spans, MonthRange{sums.index_of(cut.month), 1});
    if (at == sums.spans.end()) continue;
    double& value = sums.log_usd[at - sums.spans.begin()];
    value = cut.from > cut.to ? std::min(value, cut.to) : std::max(value, cut.to);
  }
  return frozen.pulling_bound ? pull_in(sums, frozen.pulling_bound) : PulledIn{};
}

PulledIn pull_in_wild(LogSums& sums, const trade::Series& series) {
  return stratum_of(series) == "intermittent" ? PulledIn{} : pull_in(sums);
}

FrozenFit fitted(SpanModel& model, const LogSums& sums, const trade::Series& series, const PriorStratum& stratum,
                 const PanelPrior& prior) {
  FrozenFit fit;
  fit.stratum = stratum.name;
  fit.offset_usd = sums.offset_usd;
  fit.log_mean = model.mean();
  const SpanFit grid = fit_grid(model, prior.grid, stratum.weight);
  fit.weight.assign(grid.weight.begin(), grid.weight.end());
  fit.month_cap_usd = std::max(10.0 / 12.0 * largest_year(series), largest_month(series));
  return fit;
}

const PriorStratum& stratum_named(std::string_view name, const PanelPrior& prior) {
  const auto named = std::ranges::find(prior.strata, name, &PriorStratum::name);
  return named == prior.strata.end() ? prior.strata.front() : *named;
}

}  // namespace

const PriorStratum& stratum_for(const trade::Series& series, const PanelPrior& prior) {
  return stratum_named(stratum_of(series), prior);
}

ComponentPaths span_growth_paths(const trade::Series& series, const ForecastRequest& request, const PanelPrior& prior,
                                 NormalDraws& draws, const FrozenFit* frozen) {
  if (frozen != nullptr && frozen->weight.empty()) frozen = nullptr;
  LogSums sums = make_log_sums(series, request.months, request.choices.offset_share,
                               frozen ? std::optional(frozen->offset_usd) : std::nullopt);
  const PriorStratum& stratum = frozen ? stratum_named(frozen->stratum, prior) : stratum_for(series, prior);
  ComponentPaths out;
  out.fit = describe_sums(series, sums, stratum);
  if (sums.all_zero) {
    out.paths = {request.months.first, Eigen::ArrayXXd::Zero(request.paths, request.months.months())};
    return out;
  }
  const Eigen::VectorXd published = sums.log_usd;
  const PulledIn pulled = frozen ? pull_in_again(sums, *frozen) : pull_in_wild(sums, series);
  const auto model =
      span_model(sums, request.choices.revision_sd, frozen ? std::optional(frozen->log_mean) : std::nullopt);
  out.frozen = frozen ? *frozen : fitted(*model, sums, series, stratum, prior);
  for (const int j : pulled.observations) {
    const trade::Month month = sums.first + sums.spans[static_cast<std::size_t>(j)].begin;
    out.fit.pulled_in.push_back({month, month});
    if (!frozen) out.frozen.cut.push_back({month, published[j], sums.log_usd[j]});
  }
  if (!frozen) out.frozen.pulling_bound = pulled.bound;
  describe_points(out.frozen.weight, prior.grid, stratum.weight, out.fit);
  const Drawn drawn = draw(*model, out.frozen, prior.grid, sums, months_to_draw(series, request.months, sums),
                           sums.index_of(request.months.last), request.paths, draws);
  for (int t = 0; t < sums.months; ++t)
    out.fit.median_usd[static_cast<std::size_t>(t)] = std::max(0.0, std::exp(drawn.log_mode[t]) - sums.offset_usd);
  out.paths = assemble(drawn, series, sums, request, draws);
  return out;
}

}  // namespace tradewatch::growth
