// Ordinary least squares, and standard errors that hold when errors are autocorrelated.
//
//   y = X b + e,   b = argmin |y - X b|^2,   residual variance s^2 = |y - X b|^2 / (rows - columns),
//   covariance of b: s^2 (X'X)^-1 when the errors are independent with one variance.
//
// Householder QR of X with columns scaled to one length, so that the condition number is not squared as normal
// equations would. The solution is then refined on the system of residuals and coefficients together, its residuals in
// extended precision (Bjorck 1967, "Iterative refinement of linear least squares solutions I", BIT 7): data such as
// polynomials of degree five keep nine correct digits and more.
//
// Newey and West (1987, Econometrica 55): (X'X)^-1 S (X'X)^-1 with
//   S = sum_j w_j (G_j + G_j'),   G_j = sum_t e_t e_{t-j} x_t x_{t-j}',   w_j = 1 - j / (lags + 1)   (Bartlett's
//   weights)
// and w_0 = 1/2, so S is positive semi-definite. Rows carry their time, so a gap is a gap: pairs are j apart in time,
// not in place (Parzen 1963; the same as giving missing times a row of zeros).
//
// Certified data: NIST StRD Norris, Longley and Wampler 1 to 5; Newey-West against statsmodels.

#pragma once

#include <Eigen/Core>
#include <expected>
#include <span>

namespace tradewatch::growth {

enum class LeastSquaresError {
  too_few_rows,    // not more rows than columns
  rank_deficient,  // a column follows from the others to within rounding
};

struct LeastSquaresFit {
  Eigen::VectorXd coefficients;
  Eigen::VectorXd residuals;
  Eigen::MatrixXd inverse_cross_product;  // (X'X)^-1
  double residual_sd = 0.0;
  int degrees_of_freedom = 0;  // rows - columns, >= 1

  // Of the coefficients, for independent errors of one variance.
  [[nodiscard]] Eigen::MatrixXd covariance() const { return residual_sd * residual_sd * inverse_cross_product; }
};

[[nodiscard]] std::expected<LeastSquaresFit, LeastSquaresError> fit_least_squares(const Eigen::MatrixXd& x,
                                                                                  const Eigen::VectorXd& y);

// Covariance of the coefficients by Newey and West. `time` has an entry a row, growing; lags >= 0 in the same unit.
// No correction for the number of columns is made.
[[nodiscard]] Eigen::MatrixXd newey_west_covariance(const Eigen::MatrixXd& x, const LeastSquaresFit& fit,
                                                    std::span<const int> time, int lags);

}  // namespace tradewatch::growth
