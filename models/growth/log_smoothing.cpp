#include "models/growth/log_smoothing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/growth/log_sums.h"

namespace tradewatch::growth {
namespace {

constexpr double kClipSd = 2.5;
constexpr double kScaleMemory = 0.98;  // a month, of the running variance
constexpr double kDegreesOfFreedom = 5.0;
constexpr double kDiscount = 0.99;  // a month, of the likelihood
constexpr int kStartMonths = 24;    // whose mean is the first level
constexpr int kSettlingMonths = 12;
constexpr int kErrorMonths = 96;
constexpr double kErrorShare = 0.9;
constexpr int kScaleRounds = 8;
constexpr int kSeasonYears = 5;
constexpr double kSeasonYearsOfNone = 3.0;
constexpr double kLeastVariance = 1e-6;

std::size_t calendar_month(trade::Month first, Eigen::Index t) {
  return static_cast<std::size_t>((first + static_cast<int>(t)).month() - 1);
}

double mean_of(const Eigen::VectorXd& value, Eigen::Index from, Eigen::Index count) {
  double sum = 0.0;
  int seen = 0;
  for (Eigen::Index t = from; t < std::min(from + count, value.size()); ++t) {
    if (std::isnan(value[t])) continue;
    sum += value[t];
    ++seen;
  }
  return seen > 0 ? sum / seen : std::numeric_limits<double>::quiet_NaN();
}

// Mean deviation of each calendar month from its year, drawn towards 0, adding up to 0.
std::array<double, 12> first_season(const MonthlyLogs& logs) {
  std::array<double, 12> sum{};
  std::array<int, 12> years{};
  for (int y = 0; y < kSeasonYears; ++y) {
    const Eigen::Index start = Eigen::Index{12} * y;
    const double year = mean_of(logs.value, start, 12);
    for (Eigen::Index t = start; t < std::min(start + 12, logs.value.size()); ++t) {
      if (std::isnan(logs.value[t])) continue;
      const std::size_t m = calendar_month(logs.first, t);
      sum[m] += logs.value[t] - year;
      ++years[m];
    }
  }
  double mean = 0.0;
  for (std::size_t m = 0; m < 12; ++m) {
    sum[m] /= years[m] + kSeasonYearsOfNone;
    mean += sum[m] / 12.0;
  }
  for (double& s : sum) s -= mean;
  return sum;
}

// The running variance before anything is smoothed: of month-to-month changes in the first two years.
double first_variance(const Eigen::VectorXd& value) {
  double squares = 0.0;
  int changes = 0;
  for (Eigen::Index t = 1; t < std::min<Eigen::Index>(kStartMonths, value.size()); ++t) {
    if (std::isnan(value[t]) || std::isnan(value[t - 1])) continue;
    squares += (value[t] - value[t - 1]) * (value[t] - value[t - 1]);
    ++changes;
  }
  return std::max(kLeastVariance, changes > 0 ? 0.64 * squares / changes : 0.0);
}

struct PastError {
  double error = 0.0;
  double weight = 0.0;  // in the likelihood
};

// Student's t at its most likely scale, found by iterated reweighting (Lange, Little and Taylor 1989).
double student_log_likelihood(const std::vector<PastError>& past) {
  double weights = 0.0, squares = 0.0;
  for (const PastError& p : past) {
    weights += p.weight;
    squares += p.weight * p.error * p.error;
  }
  double variance = std::max(kLeastVariance, squares / weights);
  for (int round = 0; round < kScaleRounds; ++round) {
    double reweighed = 0.0;
    for (const PastError& p : past) {
      const double square = p.error * p.error;
      reweighed += p.weight * square * (kDegreesOfFreedom + 1.0) / (kDegreesOfFreedom + square / variance);
    }
    variance = std::max(kLeastVariance, reweighed / weights);
  }
  double log_likelihood = -0.5 * std::log(variance) * weights;
  for (const PastError& p : past)
    log_likelihood -=
        p.weight * 0.5 * (kDegreesOfFreedom + 1.0) * std::log1p(p.error * p.error / (kDegreesOfFreedom * variance));
  return log_likelihood;
}

std::vector<double> recent_errors(const std::vector<std::pair<Eigen::Index, double>>& errors, Eigen::Index end) {
  std::vector<double> recent;
  for (const auto& [t, e] : errors)
    if (t >= end - kErrorMonths) recent.push_back(e);
  double mean = 0.0;
  for (const double e : recent) mean += e / static_cast<double>(recent.size());
  for (double& e : recent) e = kErrorShare * (e - mean);
  return recent;
}

}  // namespace

std::vector<SmoothingPoint> smoothing_grid() {
  std::vector<SmoothingPoint> grid;
  for (const double level : {.02, .05, .1, .2, .3, .45, .65, .85})
    for (const double season : {0., .03, .08, .2}) grid.push_back({level, season});
  return grid;
}

MonthlyLogs monthly_logs(const trade::Series& series, double offset_usd) {
  MonthlyLogs logs;
  if (series.pieces.empty() || series.pieces.back().span.months() != 1) return logs;
  const trade::Month last = series.pieces.back().span.last;
  trade::Month first = std::max(series.pieces.front().span.first, last - (kMaxHistoryMonths - 1));
  for (const trade::Piece& piece : series.pieces)
    if (piece.span.months() != 1) first = std::max(first, piece.span.last + 1);
  logs.first = first;
  logs.value = Eigen::VectorXd::Constant(last - first + 1, std::numeric_limits<double>::quiet_NaN());
  for (const trade::Piece& piece : series.pieces) {
    if (piece.span.first < first) continue;
    logs.value[piece.span.first - first] = std::log(piece.value_usd + offset_usd);
    ++logs.figures;
  }
  return logs.figures < kMinMonthsToSmooth ? MonthlyLogs{} : logs;
}

SmoothedState smooth(const MonthlyLogs& logs, const SmoothingPoint& point) {
  SmoothedState state;
  state.level = mean_of(logs.value, 0, kStartMonths);
  state.season = first_season(logs);
  double variance = first_variance(logs.value);
  std::vector<std::pair<Eigen::Index, double>> errors;
  std::vector<PastError> past;
  const Eigen::Index end = logs.value.size();
  for (Eigen::Index t = 0; t < end; ++t) {
    if (std::isnan(logs.value[t])) continue;
    double& season = state.season[calendar_month(logs.first, t)];
    const double error = logs.value[t] - state.level - season;
    const double bound = kClipSd * std::sqrt(variance);
    const double clipped = std::clamp(error, -bound, bound);
    variance = std::max(kLeastVariance,
                        kScaleMemory * variance + (1.0 - kScaleMemory) * std::min(error * error, 4.0 * bound * bound));
    state.level += point.level_rate * clipped;
    season += point.season_rate * (1.0 - point.level_rate) * clipped;
    if (t < kSettlingMonths) continue;
    errors.emplace_back(t, error);
    past.push_back({error, std::pow(kDiscount, static_cast<double>(end - 1 - t))});
  }
  state.log_likelihood = student_log_likelihood(past);
  state.errors = recent_errors(errors, end);
  return state;
}

void draw_months(const SmoothedState& state, const SmoothingPoint& point, trade::Month first,
                 const Eigen::Ref<const Eigen::VectorXd>& uniform, Eigen::Ref<Eigen::VectorXd> log_usd) {
  double level = state.level;
  std::array<double, 12> season = state.season;
  const auto errors = static_cast<double>(state.errors.size());
  for (Eigen::Index h = 0; h < log_usd.size(); ++h) {
    double& in_month = season[calendar_month(first, h)];
    const double error = state.errors[static_cast<std::size_t>(uniform[h] * errors)];
    log_usd[h] = level + in_month + error;
    level += point.level_rate * error;
    in_month += point.season_rate * (1.0 - point.level_rate) * error;
  }
}

}  // namespace tradewatch::growth
