// The weekly report of a made-up week, in its forms and languages.

#include "service/report/weekly.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "service/report/week_choice.h"
#include "tests/service/report/made_up.h"

namespace tradewatch::report {
namespace {

using testing::HasSubstr;
using testing::Not;
using wording::Language;

trade::Instant at(const char* text) { return *trade::parse_instant(text); }

storage::AlertRow standing_alert() {
  storage::AlertRow alert;
  alert.id = "pak-kaz/off_track";
  alert.target = "pak-kaz";
  alert.rule = "off_track";
  alert.state = "firing";
  alert.severity = "warning";
  alert.since = at("2026-11-24T08:00:00Z");
  alert.reason_json = R"({"code":"probability_below","values":{"probability":0.02,"threshold":0.33}})";
  return alert;
}

// As one line: where a sentence is broken is no matter here.
std::string told(const WeeklySnapshot& snapshot, Language language) {
  std::string out;
  for (const char c : weekly_text(snapshot, language)) {
    const bool space = c == ' ' || c == '\n';
    if (!space || (!out.empty() && out.back() != ' ')) out += space ? ' ' : c;
  }
  return out;
}

WeeklySnapshot made_week() {
  WeeklySnapshot s{*trade::parse_iso_week("2026-W48"),
                   *trade::parse_date("2026-11-23"),
                   *trade::parse_date("2026-11-29"),
                   runtime::TimeZone::find("UTC").value(),
                   at("2026-11-22T23:59:59.999999Z"),
                   at("2026-11-29T23:59:59.999999Z"),
                   true,
                   {}};
  TargetWeek week;
  week.assessment = assessed(input_of({}, 1e9));
  week.assessment.target.title = "One <billion> & more";
  week.before = Before{targets::Verdict::at_risk, false, 0.4};
  for (const auto& figures : week.assessment.used) {
    if (figures.empty()) continue;
    week.came_in.push_back({figures.back(), trade::Change::revision, 9.0e6});
    week.came_in.back().kept.document_name = "<b>.csv";
  }
  week.alerts = {standing_alert()};
  storage::TransitionRow fired;
  fired.alert_id = week.alerts[0].id;
  fired.target = "pak-kaz";
  fired.rule = "off_track";
  fired.from = "pending";
  fired.to = "firing";
  fired.at = at("2026-11-24T08:00:00Z");
  fired.reason_json = week.alerts[0].reason_json;
  week.transitions = {fired};
  s.targets.push_back(std::move(week));
  return s;
}

const WeeklySnapshot& week() {
  static const WeeklySnapshot made = made_week();
  return made;
}

TEST(Weekly, TellsWhatChangedAndWhyBeforeAllElse) {
  const std::string text = told(week(), Language::en);
  const std::size_t changed = text.find("What changed this week");
  const std::size_t attention = text.find("What needs attention");
  const std::size_t figures = text.find("Figures that came in");
  const std::size_t due = text.find("Figures that are due");
  EXPECT_LT(changed, attention);
  EXPECT_LT(attention, figures);
  EXPECT_LT(figures, due);
  ASSERT_NE(due, std::string::npos) << text;
  EXPECT_THAT(text, HasSubstr("The verdict changed from “at risk” to “off track”."));
  EXPECT_THAT(text, HasSubstr("Alert “target off track”: standing since 24 November 2026."));
  EXPECT_THAT(text, HasSubstr("The probability to arrive is 2.0 %"));
  EXPECT_THAT(text, HasSubstr("1 alert stands that nobody has acknowledged."));
  EXPECT_THAT(text, HasSubstr("revised, was 9.0 million US dollars"));
  EXPECT_THAT(text, HasSubstr("Words for probabilities. virtually certain: over 99 %; "));
}

TEST(Weekly, SaysWhoAcknowledgedAnAlert) {
  WeeklySnapshot s = made_week();
  s.targets[0].alerts[0].acknowledged = storage::Acknowledgement{
      "pak-kaz/off_track", "A. Khan", "known <to> us", at("2026-11-25T10:00:00Z"), at("2026-12-31T10:00:00Z")};
  const std::string text = told(s, Language::en);
  EXPECT_THAT(text, HasSubstr("Acknowledged by A. Khan on 25 November 2026 until 31 December"));
  EXPECT_THAT(text, Not(HasSubstr("nobody has acknowledged")));
}

TEST(Weekly, OfAQuietWeekSaysThatNothingCame) {
  WeeklySnapshot s = made_week();
  s.targets[0].before.reset();
  s.targets[0].came_in.clear();
  s.targets[0].transitions.clear();
  const std::string text = told(s, Language::en);
  EXPECT_THAT(text, HasSubstr("Nothing: no figure of a target came in, and no alert changed."));
  EXPECT_THAT(text, HasSubstr("None in this week."));
  s.targets.clear();
  EXPECT_THAT(told(s, Language::en), HasSubstr("No target is set."));
}

TEST(Weekly, ThePageNeedsNothingElseAndEscapesWhatItShows) {
  const std::string page = weekly_html(week(), Language::en, Pictures::drawn);
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\" dir=\"ltr\">"));
  EXPECT_THAT(page, HasSubstr(std::string(weekly_stylesheet())));
  EXPECT_THAT(page, HasSubstr("<svg"));
  EXPECT_THAT(page, HasSubstr("One &lt;billion&gt; &amp; more"));
  EXPECT_THAT(page, Not(HasSubstr("<b>.csv")));
  for (const char* outside : {"src=", "href=", "@import", "url(http", "<script", "style=\""})
    EXPECT_THAT(page, Not(HasSubstr(outside))) << outside;
}

TEST(Weekly, TheMailHasOnePictureAndNoDrawing) {
  const std::string page = weekly_html(week(), Language::en, Pictures::one_mail);
  EXPECT_THAT(page, Not(HasSubstr("<svg")));
  EXPECT_THAT(page, HasSubstr("<img src=\"" + std::string(kMailPicture) + "\""));
}

TEST(Weekly, SpeaksEveryLanguageInEveryForm) {
  for (const Language l : wording::kLanguages) {
    const std::string page = weekly_html(week(), l, Pictures::drawn);
    EXPECT_THAT(page, HasSubstr("dir=\"" + std::string(wording::direction_of(l)) + "\""));
    const std::string text = told(week(), l);
    for (const char* odd : {"{", "}", "nan", "unknown."}) EXPECT_THAT(text, Not(HasSubstr(odd))) << text;
    const auto json = weekly_json(week(), l);
    EXPECT_EQ(json.at("language").as_string(), wording::name_of(l));
    const auto& target = json.at("targets").as_array().at(0).as_object();
    if (l == Language::en) continue;
    for (const char* english : {"The ", "probability", " months", "target off track"}) {
      EXPECT_THAT(text, Not(HasSubstr(english))) << wording::name_of(l) << "\n" << text;
      EXPECT_THAT(std::string(target.at("headline").as_string()), Not(HasSubstr(english)));
    }
    for (const auto& reason : target.at("reasons").as_array())
      EXPECT_THAT(std::string(reason.at("text").as_string()), Not(HasSubstr("The "))) << wording::name_of(l);
  }
}

TEST(Weekly, IsTheSameBytesEachTime) {
  for (const Language l : wording::kLanguages) {
    EXPECT_EQ(weekly_text(week(), l), weekly_text(made_week(), l));
    EXPECT_EQ(weekly_html(week(), l, Pictures::drawn), weekly_html(made_week(), l, Pictures::drawn));
    EXPECT_EQ(boost::json::serialize(weekly_json(week(), l)), boost::json::serialize(weekly_json(made_week(), l)));
  }
}

TEST(Weekly, AsJsonKeepsCodesAndNumbers) {
  const auto json = weekly_json(week(), Language::ur);
  EXPECT_EQ(json.at("week").as_string(), "2026-W48");
  EXPECT_EQ(json.at("from").as_string(), "2026-11-23");
  EXPECT_EQ(json.at("over").as_bool(), true);
  const auto& target = json.at("targets").as_array().at(0).as_object();
  EXPECT_EQ(target.at("verdict").as_string(), "off_track");
  EXPECT_EQ(target.at("before").at("verdict").as_string(), "at_risk");
  EXPECT_EQ(target.at("alerts").as_array().at(0).at("rule").as_string(), "off_track");
  EXPECT_EQ(json.at("figures").as_array().at(0).at("change").as_string(), "revision");
}

TEST(ChosenWeek, ExistsAndHasBegun) {
  const trade::IsoWeek current = *trade::parse_iso_week("2027-W02");
  EXPECT_EQ(chosen_week("2026-W53", current), *trade::parse_iso_week("2026-W53"));
  EXPECT_EQ(chosen_week("2027-W02", current), current);
  const auto expected = [&](const char* text) { return chosen_week(text, current).error().expected; };
  EXPECT_EQ(expected("2025-W53"), "a week that exists: 2025 has 52, 2025-W01 to 2025-W52");
  EXPECT_EQ(expected("2026-W54"), "a week that exists: 2026 has 53, 2026-W01 to 2026-W53");
  EXPECT_EQ(expected("2027-W03"), "a week until 2027-W02, the one that is running");
  for (const char* text : {"", "2026", "2026-48", "2026-W1", "W48", "last", "2026-W48x", "20266W48"})
    EXPECT_EQ(expected(text), "an ISO week such as 2027-W02") << text;
}

}  // namespace
}  // namespace tradewatch::report
