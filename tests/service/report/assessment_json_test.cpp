#include "service/report/assessment_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>

#include "service/report/explain.h"
#include "service/report/fan_chart_of.h"
#include "service/report/tables.h"
#include "service/report/text_layout.h"
#include "service/wording/sentences.h"
#include "tests/service/report/made_up.h"

namespace tradewatch::report {
namespace {

using boost::json::object;
using boost::json::value;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> keys(const value& v) {
  std::vector<std::string> out;
  for (const auto& member : v.as_object()) out.emplace_back(member.key());
  return out;
}

// Strict: what is written is read again, and nothing in it is null or not finite.
void expect_sound(const value& v) {
  EXPECT_FALSE(v.is_null());
  if (v.is_double()) {
    EXPECT_TRUE(std::isfinite(v.as_double()));
  }
  if (v.is_array()) {
    for (const value& element : v.as_array()) expect_sound(element);
  }
  if (v.is_object()) {
    for (const auto& member : v.as_object()) {
      SCOPED_TRACE(std::string(member.key()));
      expect_sound(member.value());
    }
  }
}

object json_of(const targets::Assessment& a) {
  const std::string text = boost::json::serialize(assessment_json(a, {}));
  const value back = boost::json::parse(text);
  expect_sound(back);
  return back.as_object();
}

const targets::Assessment& usual() {
  static const targets::Assessment kUsual = assessed(input_of({}, 1e9));
  return kUsual;
}

TEST(AssessmentJson, HasTheContractsKeysInItsOrder) {
  const object out = json_of(usual());
  EXPECT_THAT(keys(out), ElementsAre("id", "title", "amount_usd", "announced", "window", "as_of", "sequence", "figures",
                                     "baseline", "path", "required", "growth", "forecast", "verdict", "likelihood",
                                     "headline", "reasons", "news", "readings", "alerts"));
  EXPECT_THAT(keys(out.at("figures")),
              ElementsAre("latest_month", "published", "window_months_known", "trailing_12_usd", "estimated_share"));
  EXPECT_THAT(keys(out.at("baseline")), ElementsAre("usd", "from", "to", "origin"));
  EXPECT_THAT(keys(out.at("growth").at(0)), ElementsAre("method", "required_annual", "category", "reason"));
  EXPECT_EQ(out.at("amount_usd"), 1'000'000'000);
  EXPECT_EQ(out.at("window").at("from"), "2026-02");
  EXPECT_TRUE(out.at("forecast").at("median_usd").is_int64());
  EXPECT_EQ(out.at("forecast").at("months").as_array().size(), 15U);
}

TEST(AssessmentJson, HasTheQuotedGrowthAndTheRevisionNoiseUnderTheForecast) {
  const object out = json_of(usual());
  const value& trend = out.at("forecast").at("trend");
  EXPECT_THAT(keys(trend), ElementsAre("annual_growth", "low", "high", "from", "to", "values", "values_used", "lags"));
  // Made up with half a per cent of growth a month under a season of twelve months.
  EXPECT_NEAR(trend.at("annual_growth").as_double(), std::expm1(12 * 0.005), 1e-4);
  EXPECT_LE(trend.at("low").as_double(), trend.at("annual_growth").as_double());
  EXPECT_EQ(out.at("growth").as_array().size(), 2U) << "the two progress methods alone";
  const auto& noises = out.at("forecast").at("revision_noise").as_array();
  ASSERT_EQ(noises.size(), 2U);
  EXPECT_THAT(keys(noises[0]), ElementsAre("series", "origin", "revisions", "sd"));
  EXPECT_EQ(noises[0].at("origin"), "default");
  EXPECT_EQ(noises[0].at("sd").as_double(), trade::kDefaultRevisionSd);
}

TEST(AssessmentJson, SaysWhyNoGrowthIsQuoted) {
  MadeUp zero;
  zero.zero = true;
  const object out = json_of(assessed(input_of(zero, 1e9)));
  EXPECT_EQ(out.at("forecast").at("trend").at("reason").at("code"), "zero_in_the_trend");
}

TEST(AssessmentJson, SaysWhatARevisionMayBringToTheWindow) {
  MadeUp made;
  made.last = trade::Month(2026, 4);  // three months of the window
  targets::AssessmentInput in = input_of(made, 1e9);
  for (auto& component : in.components) {
    component.revision_noise.source = "sbp";
    component.revision_noise.revisions = 33;
    for (const int from : trade::kAgeClassFrom) component.revision_noise.ages.push_back({from, 100, 33, 0.07});
  }
  const object out = json_of(assessed(in));
  const double to_date = static_cast<double>(out.at("figures").at("window_to_date_usd").as_int64());
  const double may_bring = static_cast<double>(out.at("figures").at("window_revision_usd").as_int64());
  EXPECT_GT(may_bring, 1.96 * 0.07 * to_date / std::sqrt(6.0) * 0.99) << "six independent figures, some larger";
  EXPECT_LT(may_bring, 1.96 * 0.07 * to_date);
  EXPECT_EQ(out.at("forecast").at("revision_noise").at(0).at("origin"), "learned");
  EXPECT_EQ(out.at("forecast").at("revision_noise").at(0).at("sd").as_double(), 0.07);
}

TEST(AssessmentJson, IsTheSameBytesTwice) {
  const auto again = assessed(input_of({}, 1e9));
  EXPECT_EQ(boost::json::serialize(assessment_json(usual(), {})), boost::json::serialize(assessment_json(again, {})));
}

TEST(AssessmentJson, OfATargetWithoutFiguresHasItsReason) {
  MadeUp none;
  none.last = none.first - 1;
  const object out = json_of(assessed(input_of(none, 1e9)));
  EXPECT_EQ(out.at("verdict"), "unknown");
  EXPECT_EQ(out.at("reasons").at(0).at("code"), "no_figures");
  EXPECT_FALSE(out.contains("figures"));
  EXPECT_FALSE(out.contains("forecast"));
  EXPECT_FALSE(out.contains("likelihood"));
}

TEST(AssessmentJson, OfOneFigureHasNoForecast) {
  MadeUp one;
  one.first = trade::Month(2025, 10);
  const object out = json_of(assessed(input_of(one, 1e9)));
  EXPECT_EQ(out.at("verdict"), "unknown");
  EXPECT_EQ(out.at("reasons").at(0).at("code"), "too_few_figures");
  EXPECT_FALSE(out.contains("forecast"));
}

TEST(AssessmentJson, OfAReachedAmountIsAchieved) {
  MadeUp later;
  later.last = trade::Month(2026, 9);
  const object out = json_of(assessed(input_of(later, 100e6)));
  EXPECT_EQ(out.at("verdict"), "achieved");
  EXPECT_GT(out.at("figures").at("window_to_date_usd").as_int64(), 100'000'000);
}

TEST(AssessmentJson, OfACompleteWindowIsMissed) {
  MadeUp over;
  over.last = trade::Month(2027, 3);
  const object out = json_of(assessed(input_of(over, 1e9)));
  EXPECT_EQ(out.at("verdict"), "missed");
  EXPECT_FALSE(out.at("required").as_object().contains("monthly_usd"));
  EXPECT_FALSE(out.contains("likelihood"));
}

TEST(AssessmentJson, OfAZeroBaselineHasNoGrowthButAReason) {
  MadeUp zero;
  zero.zero = true;
  const object out = json_of(assessed(input_of(zero, 1e9)));
  const object& required = out.at("required").as_object();
  EXPECT_FALSE(required.contains("annual_growth"));
  EXPECT_EQ(required.at("annual_growth_reason").at("code"), "baseline_not_positive");
}

TEST(AssessmentJson, KeepsAlertsWithoutWhatNobodySaid) {
  storage::AlertRow alert;
  alert.id = "pak-kaz/critical";
  alert.rule = "critical";
  alert.value = 0.027;
  alert.reason_json = "{\"code\":\"x\"}";
  const object out = alert_json(alert);
  EXPECT_TRUE(out.contains("value"));
  EXPECT_FALSE(out.contains("threshold"));
  EXPECT_FALSE(out.contains("acknowledged_by"));
  EXPECT_EQ(out.at("reason").at("code"), "x");
}

TEST(Reports, SpeakOfEveryKindOfTarget) {
  MadeUp none, one, zero, over, spans;
  none.last = none.first - 1;
  one.first = trade::Month(2025, 10);
  zero.zero = true;
  over.last = trade::Month(2027, 3);
  spans.spans = true;
  std::vector<targets::Assessment> all;
  for (const MadeUp& m : {none, one, zero, over, spans}) all.push_back(assessed(input_of(m, 1e9)));
  std::string text = status_table(all, true);
  for (const targets::Assessment& a : all) {
    text += forecast_table(a) + explain_text(a) + charts::svg(fan_chart(a, wording::Language::en));
    expect_sound(boost::json::parse(boost::json::serialize(explain_json(a))));
  }
  for (const char* word : {"nan", "inf ", "-nan", "unknown."}) EXPECT_THAT(text, Not(HasSubstr(word)));
}

TEST(StatusTable, TellsNoProbabilityOfWhatIsDecided) {
  MadeUp over;
  over.last = trade::Month(2027, 3);
  const std::vector<targets::Assessment> all = {assessed(input_of(over, 1e9))};
  const std::string text = status_table(all, false);
  EXPECT_THAT(text, HasSubstr("pak-kaz  missed "));
  EXPECT_THAT(text, HasSubstr("12 of 12"));
  EXPECT_THAT(text, Not(HasSubstr(" 1 %")));
  for (const std::string& paragraph : wording::paragraphs(all[0], wording::Language::en))
    EXPECT_THAT(paragraph, Not(HasSubstr("forecast")));
}

TEST(StatusTable, ColoursTheVerdictAlone) {
  const std::vector<targets::Assessment> all = {usual()};
  const std::string plain = status_table(all, false);
  std::string coloured = status_table(all, true);
  EXPECT_THAT(coloured, HasSubstr("\x1b[31moff track\x1b[0m"));
  for (const char* code : {"\x1b[31m", "\x1b[0m"}) coloured.erase(coloured.find(code), std::string(code).size());
  EXPECT_EQ(coloured, plain);
}

TEST(TextLayout, WrapsByCharactersAndHangsItems) {
  EXPECT_EQ(wrapped("aa bb cc", 1, 6), " aa bb\n cc\n");
  EXPECT_EQ(wrapped("\u00e9\u00e9 bb", 0, 5), "\u00e9\u00e9 bb\n");
  EXPECT_EQ(bullet("-", "one", 2), "  - one\n");
  EXPECT_EQ(wrapped("", 2), "");
}

TEST(FanChart, ShowsWhatIsKnownWhatIsToComeAndThePath) {
  const charts::FanChart chart = fan_chart(usual(), wording::Language::en);
  EXPECT_EQ(chart.trailing.back().month, trade::Month(2025, 10));
  EXPECT_EQ(chart.forecast.front().month, trade::Month(2025, 11));
  EXPECT_EQ(chart.forecast.back().month, trade::Month(2027, 1));
  EXPECT_EQ(chart.path.back().usd, 1e9);
  EXPECT_FALSE(chart.known.empty());
}

}  // namespace
}  // namespace tradewatch::report
