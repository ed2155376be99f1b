// Least squares on NIST's certified data (nist_linear.txt, itself certified in exact fractions by certify_nist.py), and
// Newey-West standard errors by statsmodels (oracle_newey_west.py).

#include "models/growth/least_squares.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iomanip>
#include <map>
#include <numeric>
#include <sstream>
#include <vector>

#include "tests/models/growth/oracle.h"

namespace tradewatch::growth {
namespace {

struct Certified {
  double residual_sd = 0.0;
  bool powers = false;
  std::vector<double> estimate;
  std::vector<double> sd;
  std::vector<std::vector<double>> rows;  // y, then x

  [[nodiscard]] Eigen::VectorXd y() const {
    Eigen::VectorXd out(static_cast<Eigen::Index>(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) out[static_cast<Eigen::Index>(i)] = rows[i][0];
    return out;
  }
  [[nodiscard]] Eigen::MatrixXd x() const {
    Eigen::MatrixXd out(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(estimate.size()));
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = 0; j < estimate.size(); ++j) {
        const double column = powers ? std::pow(rows[i][1], static_cast<double>(j)) : j == 0 ? 1.0 : rows[i][j];
        out(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = column;
      }
    return out;
  }
};

const std::map<std::string, Certified>& nist() {
  static const std::map<std::string, Certified> kSets = [] {
    std::map<std::string, Certified> sets;
    std::ifstream in(TRADEWATCH_SOURCE_DIR "/tests/models/growth/nist_linear.txt");
    Certified* set = nullptr;
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line);
      std::string kind, name;
      words >> kind;
      if (kind == "dataset") {
        words >> name;
        set = &sets[name];
        words >> set->residual_sd;
        set->powers = static_cast<bool>(words >> name);
      } else if (kind == "parameter") {
        words >> set->estimate.emplace_back() >> set->sd.emplace_back();
      } else if (kind == "row") {
        auto& row = set->rows.emplace_back();
        for (double v = 0.0; words >> v;) row.push_back(v);
      }
    }
    return sets;
  }();
  return kSets;
}

// Correct significant digits; of a certified zero, correct decimals.
double digits(double found, double certified) {
  if (found == certified) return 15.0;
  return -std::log10(certified == 0.0 ? std::abs(found) : std::abs(found / certified - 1.0));
}

class NistStRD : public testing::TestWithParam<const char*> {};

TEST_P(NistStRD, IsMetToNineDigitsAndMore) {
  const Certified& set = nist().at(GetParam());
  const auto fit = fit_least_squares(set.x(), set.y());
  ASSERT_TRUE(fit);
  EXPECT_GE(digits(fit->residual_sd, set.residual_sd), 12.0);
  const Eigen::MatrixXd covariance = fit->covariance();
  for (std::size_t j = 0; j < set.estimate.size(); ++j) {
    const auto at = static_cast<Eigen::Index>(j);
    EXPECT_GE(digits(fit->coefficients[at], set.estimate[j]), 9.0) << "parameter " << j;
    EXPECT_GE(digits(std::sqrt(covariance(at, at)), set.sd[j]), 12.0) << "sd of parameter " << j;
  }
}

INSTANTIATE_TEST_SUITE_P(Linear, NistStRD,
                         testing::Values("Norris", "Longley", "Wampler1", "Wampler2", "Wampler3", "Wampler4",
                                         "Wampler5"),
                         [](const auto& set) { return std::string(set.param); });

TEST(LeastSquares, SaysWhenAColumnFollowsFromTheOthers) {
  Eigen::MatrixXd x(5, 3);
  x << 1, 1, 3, 1, 2, 5, 1, 3, 7, 1, 4, 9, 1, 5, 11;  // the third is 1 + 2 times the second
  const Eigen::VectorXd y = Eigen::VectorXd::LinSpaced(5, 0.0, 1.0);
  EXPECT_EQ(fit_least_squares(x, y).error(), LeastSquaresError::rank_deficient);
  EXPECT_EQ(fit_least_squares(Eigen::MatrixXd::Zero(5, 1), y).error(), LeastSquaresError::rank_deficient);
  EXPECT_EQ(fit_least_squares(x.topRows(3), y.head(3)).error(), LeastSquaresError::too_few_rows);
}

// Standard errors of `y` on `x` as statsmodels has them.
std::vector<double> oracle(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, int lags, const std::string& name) {
  const std::string file = testing::TempDir() + "newey_west_" + name + ".txt";
  std::ofstream out(file);
  out << std::setprecision(17) << lags << ' ' << x.cols() << '\n';
  for (Eigen::Index i = 0; i < x.rows(); ++i) out << y[i] << ' ' << x.row(i) << '\n';
  out.close();
  return oracle_numbers("oracle_newey_west.py", file);
}

// A trend with a season of four and wild errors: enough to tell any slip in weights, lags or order.
struct Made {
  Eigen::MatrixXd x;
  Eigen::VectorXd y;
  std::vector<int> time;
};

Made made(int n) {
  Made m{Eigen::MatrixXd::Zero(n, 5), Eigen::VectorXd(n), std::vector<int>(static_cast<std::size_t>(n))};
  std::iota(m.time.begin(), m.time.end(), 7);
  for (int t = 0; t < n; ++t) {
    m.x(t, 0) = 1.0;
    m.x(t, 1) = t;
    if (t % 4 > 0) m.x(t, 1 + t % 4) = 1.0;
    m.y[t] = 3.0 + 0.02 * t + std::sin(0.3 * t) + 0.5 * std::sin(9.1 * t * t);
  }
  return m;
}

TEST(NeweyWest, HasTheStandardErrorsOfStatsmodels) {
  for (const int lags : {0, 1, 4, 12}) {
    const Made m = made(60);
    const auto fit = fit_least_squares(m.x, m.y);
    const Eigen::MatrixXd covariance = newey_west_covariance(m.x, *fit, m.time, lags);
    const auto reference = oracle(m.x, m.y, lags, std::to_string(lags));
    ASSERT_EQ(reference.size(), 10u) << "coefficient and standard error of each column";
    for (int j = 0; j < 5; ++j) {
      const auto at = 2 * static_cast<std::size_t>(j);
      EXPECT_NEAR(fit->coefficients[j], reference[at], 1e-8);
      EXPECT_NEAR(std::sqrt(covariance(j, j)), reference[at + 1], 1e-8 * reference[at + 1]) << lags << " lags";
    }
  }
}

// Times without a row are rows of zeros (Parzen 1963): statsmodels is given those.
TEST(NeweyWest, CountsLagsInTimeAcrossGaps) {
  Made m = made(40);
  Made gappy = m;
  Eigen::Index kept = 0;
  gappy.time.clear();
  for (int t = 0; t < 40; ++t) {
    if (t == 5 || (t > 17 && t < 26)) {
      m.x.row(t).setZero();
      m.y[t] = 0.0;
      continue;
    }
    gappy.x.row(kept) = m.x.row(t);
    gappy.y[kept++] = m.y[t];
    gappy.time.push_back(t);
  }
  gappy.x.conservativeResize(kept, Eigen::NoChange);
  gappy.y.conservativeResize(kept);
  const auto fit = fit_least_squares(gappy.x, gappy.y);
  const Eigen::MatrixXd covariance = newey_west_covariance(gappy.x, *fit, gappy.time, 6);
  const auto reference = oracle(m.x, m.y, 6, "gaps");
  ASSERT_EQ(reference.size(), 10u);
  for (int j = 0; j < 5; ++j)
    EXPECT_NEAR(std::sqrt(covariance(j, j)), reference[2 * static_cast<std::size_t>(j) + 1], 1e-8);
}

}  // namespace
}  // namespace tradewatch::growth
