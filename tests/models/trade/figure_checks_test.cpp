#include "models/trade/figure_checks.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace tradewatch::trade {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Why = FigureFault::Why;

const Date kToday = *parse_date("2026-11-25");

Figure figure(double value_usd, const char* period = "2026-01") {
  Figure figure;
  figure.key = {"sbp", Country("PAK"), Country("KAZ")};
  figure.period = *parse_period(period);
  figure.value_usd = value_usd;
  figure.published = *parse_date("2026-11-01");
  return figure;
}

std::vector<Why> faults_of(const Figure& one) {
  std::vector<Why> why;
  for (const FigureFault& fault : check_figures(std::span(&one, 1), kToday).faults) why.push_back(fault.why);
  return why;
}

TEST(FigureChecks, AcceptAmountsFromZeroToTheLimit) {
  EXPECT_THAT(faults_of(figure(0.0)), IsEmpty());
  EXPECT_THAT(faults_of(figure(kMaxValueUsd)), IsEmpty());
  EXPECT_THAT(faults_of(figure(std::nextafter(kMaxValueUsd, 1e16))), ElementsAre(Why::value_above_limit));
  EXPECT_THAT(faults_of(figure(-1.0)), ElementsAre(Why::value_negative));
  EXPECT_THAT(faults_of(figure(std::numeric_limits<double>::quiet_NaN())), ElementsAre(Why::value_not_finite));
  EXPECT_THAT(faults_of(figure(std::numeric_limits<double>::infinity())), ElementsAre(Why::value_not_finite));
}

TEST(FigureChecks, WantAValueUnlessWithdrawn) {
  Figure none = figure(1.0);
  none.value_usd.reset();
  EXPECT_THAT(faults_of(none), ElementsAre(Why::value_missing));
  none.status = Status::withdrawn;
  EXPECT_THAT(faults_of(none), IsEmpty());
  none.value_usd = 1.0;
  EXPECT_THAT(faults_of(none), ElementsAre(Why::value_when_withdrawn));
}

TEST(FigureChecks, KnowTheYearsThatFiguresAreOf) {
  EXPECT_THAT(faults_of(figure(1.0, "1900-01")), IsEmpty());
  EXPECT_THAT(faults_of(figure(1.0, "1899-12")), ElementsAre(Why::period_before_1900));
  EXPECT_THAT(faults_of(figure(1.0, "2036-11")), IsEmpty());
  EXPECT_THAT(faults_of(figure(1.0, "2036-12")), ElementsAre(Why::period_too_far_ahead));
  EXPECT_THAT(faults_of(figure(1.0, "2036")), ElementsAre(Why::period_too_far_ahead));
}

TEST(FigureChecks, RefuseFiguresPublishedInTheFuture) {
  Figure tomorrow = figure(1.0);
  tomorrow.published = *parse_date("2026-11-26");  // already tomorrow where the source is
  EXPECT_THAT(faults_of(tomorrow), IsEmpty());
  tomorrow.published = *parse_date("2026-11-27");
  EXPECT_THAT(faults_of(tomorrow), ElementsAre(Why::published_in_future));
}

TEST(FigureChecks, RefuseTradeOfACountryWithItself) {
  Figure self = figure(1.0);
  self.key.partner = self.key.reporter;
  EXPECT_THAT(faults_of(self), ElementsAre(Why::partner_is_reporter));
}

TEST(FigureChecks, RefuseTwoValuesForOneFigureInAnyOrder) {
  const std::vector<Figure> figures = {figure(1000.0), figure(5.0, "2026-02"), figure(2000.0)};
  EXPECT_THAT(check_figures(figures, kToday).faults, ElementsAre(FigureFault{2, 0, Why::two_values}));
  const std::vector<Figure> turned = {figure(2000.0), figure(1000.0)};
  EXPECT_THAT(check_figures(turned, kToday).faults, ElementsAre(FigureFault{1, 0, Why::two_values}));
}

TEST(FigureChecks, CountTheSameValueTwiceAsADuplicate) {
  const std::vector<Figure> figures = {figure(1000.0), figure(1000.0), figure(1000.0)};
  const FigureChecks checks = check_figures(figures, kToday);
  EXPECT_THAT(checks.faults, IsEmpty());
  EXPECT_EQ(checks.duplicates, 2);
}

TEST(FigureChecks, LetVintagesOfOneDocumentDiffer) {
  std::vector<Figure> figures = {figure(1000.0), figure(2000.0)};
  figures[1].published = *parse_date("2026-11-02");
  EXPECT_THAT(check_figures(figures, kToday).faults, IsEmpty());
  figures[1] = figure(1000.0);
  figures[1].status = Status::provisional;
  EXPECT_THAT(check_figures(figures, kToday).faults, ElementsAre(FigureFault{1, 0, Why::two_statuses}));
}

}  // namespace
}  // namespace tradewatch::trade
