#include "models/growth/least_squares.h"

#include <Eigen/QR>
#include <cmath>
#include <limits>

namespace tradewatch::growth {
namespace {

using Extended = Eigen::Matrix<long double, Eigen::Dynamic, 1>;
using ExtendedMatrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;

constexpr int kRefinements = 3;

// The QR factors of X with columns of one length, and what solves with them.
struct Factors {
  Eigen::HouseholderQR<Eigen::MatrixXd> qr;
  Eigen::MatrixXd upper;   // R
  Eigen::VectorXd length;  // of the columns of X

  [[nodiscard]] Eigen::Index columns() const { return length.size(); }
  [[nodiscard]] bool full_rank() const {
    const Eigen::ArrayXd diagonal = qr.matrixQR().diagonal().array().abs();
    const auto bound = std::numeric_limits<double>::epsilon() * static_cast<double>(qr.rows());
    return length.minCoeff() > 0.0 && diagonal.minCoeff() > bound * diagonal.maxCoeff();
  }
  [[nodiscard]] Eigen::MatrixXd inverse_cross_product() const {
    Eigen::MatrixXd inverse = Eigen::MatrixXd::Identity(columns(), columns());
    upper.triangularView<Eigen::Upper>().solveInPlace(inverse);
    inverse.array().colwise() /= length.array();
    return inverse * inverse.transpose();
  }
  // The residuals e and coefficients b (of scaled columns) with e + X b = f and X'e = g.
  void solve_augmented(const Eigen::VectorXd& f, const Eigen::VectorXd& g, Eigen::VectorXd& e,
                       Eigen::VectorXd& b) const {
    Eigen::VectorXd rotated = qr.householderQ().adjoint() * f;
    const Eigen::VectorXd h = upper.transpose().triangularView<Eigen::Lower>().solve(g);
    b = upper.triangularView<Eigen::Upper>().solve(rotated.head(columns()) - h);
    rotated.head(columns()) = h;
    e = qr.householderQ() * rotated;
  }
};

}  // namespace

std::expected<LeastSquaresFit, LeastSquaresError> fit_least_squares(const Eigen::MatrixXd& x,
                                                                    const Eigen::VectorXd& y) {
  if (x.rows() <= x.cols() || x.cols() == 0) return std::unexpected(LeastSquaresError::too_few_rows);
  Factors factors;
  factors.length = x.colwise().norm();
  for (double& length : factors.length)
    if (length > 0.0) length = std::exp2(std::round(std::log2(length)));  // a power of two scales without rounding
  if (!(factors.length.minCoeff() > 0.0)) return std::unexpected(LeastSquaresError::rank_deficient);
  const Eigen::MatrixXd scaled = x * factors.length.cwiseInverse().asDiagonal();
  factors.qr.compute(scaled);
  factors.upper = factors.qr.matrixQR().topRows(x.cols()).triangularView<Eigen::Upper>();
  if (!factors.full_rank()) return std::unexpected(LeastSquaresError::rank_deficient);

  const ExtendedMatrix exact = scaled.cast<long double>();
  Extended residuals = Extended::Zero(x.rows());
  Extended coefficients = Extended::Zero(x.cols());
  Eigen::VectorXd e, b;
  for (int step = 0; step <= kRefinements; ++step) {
    const Extended f = y.cast<long double>() - residuals - exact * coefficients;
    const Extended g = -(exact.transpose() * residuals);
    factors.solve_augmented(f.cast<double>(), g.cast<double>(), e, b);
    residuals += e.cast<long double>();
    coefficients += b.cast<long double>();
  }

  LeastSquaresFit fit;
  fit.coefficients = coefficients.cast<double>().cwiseQuotient(factors.length);
  fit.residuals = residuals.cast<double>();
  fit.inverse_cross_product = factors.inverse_cross_product();
  fit.degrees_of_freedom = static_cast<int>(x.rows() - x.cols());
  fit.residual_sd = fit.residuals.norm() / std::sqrt(fit.degrees_of_freedom);
  return fit;
}

Eigen::MatrixXd newey_west_covariance(const Eigen::MatrixXd& x, const LeastSquaresFit& fit, std::span<const int> time,
                                      int lags) {
  const Eigen::MatrixXd score = x.array().colwise() * fit.residuals.array();
  Eigen::MatrixXd middle = score.transpose() * score;
  for (Eigen::Index later = 0; later < x.rows(); ++later) {
    for (Eigen::Index earlier = later - 1; earlier >= 0; --earlier) {
      const int apart = time[static_cast<std::size_t>(later)] - time[static_cast<std::size_t>(earlier)];
      if (apart > lags) break;
      const double weight = 1.0 - apart / (lags + 1.0);
      const Eigen::MatrixXd pair = score.row(later).transpose() * score.row(earlier);
      middle += weight * (pair + pair.transpose());
    }
  }
  return fit.inverse_cross_product * middle * fit.inverse_cross_product;
}

}  // namespace tradewatch::growth
