#include "service/report/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cmath>
#include <map>
#include <regex>
#include <sstream>

#include "tests/service/report/made_up.h"

namespace tradewatch::report {
namespace {

using boost::json::object;

targets::Assessment with_partner(bool spans) {
  MadeUp m;
  m.spans = spans;
  targets::AssessmentInput in = input_of(m, 1e9);
  in.mirror = in.components;
  in.target.mirror = in.target.components;
  for (auto& component : in.mirror) {
    for (auto& f : component.in_force) f.figure.key.source = "kaz-bns";
    component.component.source = "kaz-bns";
  }
  return assessed(in);
}

// "F7 - F12" by the figures' values.
double redo(const std::string& sum, const std::map<std::string, double>& figures) {
  const std::regex term(R"(([-+]?) ?(F\d+))");
  double total = 0.0;
  for (std::sregex_iterator it(sum.begin(), sum.end(), term), end; it != end; ++it) {
    total += ((*it)[1] == "-" ? -1.0 : 1.0) * figures.at((*it)[2]);
  }
  return total;
}

std::map<std::string, double> figures_by_name(const object& explained) {
  std::map<std::string, double> out;
  for (const auto& series : explained.at("series").as_array()) {
    for (const auto& f : series.at("figures").as_array()) {
      const std::string name(f.at("id").as_string());
      EXPECT_FALSE(out.contains(name)) << name;
      out[name] = static_cast<double>(f.at("value_usd").as_int64());
    }
  }
  return out;
}

class Explain : public testing::TestWithParam<bool> {};

TEST_P(Explain, GivesSumsThatAReaderCanRedo) {
  const object explained = explain_json(with_partner(GetParam()));
  const auto figures = figures_by_name(explained);
  int redone = 0;
  for (const auto& series : explained.at("series").as_array()) {
    for (const char* kind : {"observations", "determined"}) {
      for (const auto& row : series.at(kind).as_array()) {
        EXPECT_NEAR(redo(std::string(row.at("sum").as_string()), figures),
                    static_cast<double>(row.at("usd").as_int64()), 1.0);
        ++redone;
      }
    }
  }
  EXPECT_GT(redone, 50);
}

// Lines such as "Twelve months, 2024-11/2025-10 = (F47 - F35) + (F95 - F83) = 123.4 million".
TEST_P(Explain, AddsTheTwelveMonthsUpFromFigures) {
  const targets::Assessment a = with_partner(GetParam());
  const auto figures = figures_by_name(explain_json(a));
  std::istringstream text(explain_text(a));
  const std::regex line_of(R"(.* = ([^=]*F\d+[^=]*) = ([\d,.]+) million.*)");
  int redone = 0;
  for (std::string line; std::getline(text, line);) {
    std::smatch m;
    if (!std::regex_match(line, m, line_of)) continue;
    const std::string sum = std::regex_replace(m[1].str(), std::regex("[()]"), "");
    const std::string amount = std::regex_replace(m[2].str(), std::regex(","), "");
    EXPECT_NEAR(redo(sum, figures), std::stod(amount) * 1e6, 1.0) << line;
    ++redone;
  }
  EXPECT_GT(redone, 100);
}

INSTANTIATE_TEST_SUITE_P(MonthsAndRunningSums, Explain, testing::Bool());

TEST(ExplainText, NamesDocumentLineAndDigestOfEveryFigure) {
  const targets::Assessment a = with_partner(false);
  const std::string text = explain_text(a);
  EXPECT_THAT(text, testing::HasSubstr("F1 "));
  EXPECT_THAT(text, testing::HasSubstr("F232 "));  // 58 months, two flows, two sides
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("F233")));
  EXPECT_THAT(text, testing::HasSubstr("made_up.csv  aaaaaaaaaaaa"));
  EXPECT_THAT(text, testing::HasSubstr("Monte-Carlo error"));
  for (const growth::Member& m : a.forecast->members) {
    const std::string share = std::to_string(std::lround(100.0 * m.weight)) + " % of the paths";
    EXPECT_THAT(text, testing::HasSubstr(std::string(growth::name_of(m.model)) + ": " + share));
  }
}

TEST(ExplainText, SaysTheGrowthPeopleQuoteAndWhatRevisionsAreStillToCome) {
  targets::AssessmentInput in = input_of({}, 1e9);
  const std::string by_default = explain_text(assessed(in));
  EXPECT_THAT(by_default, testing::HasSubstr("Growth people quote"));
  EXPECT_THAT(by_default,
              testing::HasSubstr("Log-linear trend and season of 58 months, 2021-01/2025-10: 6.2 % a year"));
  EXPECT_THAT(by_default,
              testing::HasSubstr("sbp PAK export KAZ: sd 0.02 at every age, the stated default: 0 revisions "
                                 "seen, 20 are needed"));
  trade::RevisionNoise& noise = in.components[0].revision_noise;
  noise.source = "sbp";
  noise.revisions = 44;
  for (const int from : trade::kAgeClassFrom) noise.ages.push_back({from, 100, 22, 0.05});
  const std::string learned = explain_text(assessed(in));
  EXPECT_THAT(learned, testing::HasSubstr("learned from 44 revisions of sbp"));
  EXPECT_THAT(learned, testing::HasSubstr("60 and more"));
  EXPECT_THAT(learned, testing::HasSubstr("0.05000"));
}

TEST(ExplainText, IsTheSameTwice) { EXPECT_EQ(explain_text(with_partner(true)), explain_text(with_partner(true))); }

}  // namespace
}  // namespace tradewatch::report
