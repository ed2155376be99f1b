// Weekly reports over HTTP: which weeks there are, in which form and language.

#include "service/web/report_routes.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "service/web/language_choice.h"
#include "tests/service/web/on_a_store.h"

namespace tradewatch::web {
namespace {

using testing::HasSubstr;
using wording::Language;

trade::Instant at(const char* text) { return *trade::parse_instant(text); }

class Reports : public OnAStore {
 protected:
  void take(const char* when) {
    const storage::RawDocument document{"d.csv", std::string(64, 'a'), "x", "house-csv", ""};
    ASSERT_TRUE(store_->keep_document(document, {}, at(when)));
  }

  Response get(const std::string& path, std::map<std::string, std::string> query = {},
               std::map<std::string, std::string> headers = {}) {
    const Request request{"GET", path, std::move(query), std::move(headers), "", ""};
    EXPECT_TRUE(is_report_route(request));
    return report_route(request, {*store_, zone_, now_, [&](trade::IsoWeek week) {
                                    ++made_;
                                    return std::make_shared<const report::WeeklySnapshot>(
                                        report::WeeklySnapshot{week,
                                                               trade::monday_of(week),
                                                               trade::monday_of(week) + std::chrono::days(6),
                                                               zone_,
                                                               now_,
                                                               now_,
                                                               true,
                                                               {}});
                                  }});
  }
  std::vector<std::string> weeks(std::map<std::string, std::string> query = {}) {
    std::vector<std::string> out;
    const boost::json::value rows = boost::json::parse(get("/api/v1/reports", std::move(query)).body);
    for (const boost::json::value& row : rows.as_array()) out.emplace_back(row.at("week").as_string());
    return out;
  }

  runtime::TimeZone zone_ = runtime::TimeZone::find("UTC").value();
  trade::Instant now_ = at("2027-01-06T08:00:00Z");  // 2027-W01
  int made_ = 0;
};

TEST_F(Reports, TheRunningWeekIsAPageWhoseAddressNeverChanges) {
  take("2026-12-16T08:00:00Z");
  const Response page = get("/report", {{"lang", "ru"}});
  EXPECT_EQ(page.content_type, "text/html; charset=utf-8");
  EXPECT_EQ(page.body, get("/api/v1/reports/2027-W01", {{"lang", "ru"}, {"format", "html"}}).body);
  EXPECT_EQ(get("/report", {{"lang", "xx"}}).status, 400);
}

TEST_F(Reports, ListsTheWeeksSinceTheFirstDocumentNewestFirst) {
  EXPECT_THAT(weeks(), testing::IsEmpty());
  take("2026-12-16T08:00:00Z");
  EXPECT_THAT(weeks(), testing::ElementsAre("2026-W53", "2026-W52", "2026-W51"));
  EXPECT_THAT(weeks({{"after", "2026-W53"}, {"limit", "1"}}), testing::ElementsAre("2026-W52"));
  EXPECT_THAT(get("/api/v1/reports", {{"limit", "1"}}).headers,
              testing::Contains(testing::Pair("Link", HasSubstr("after=2026-W53"))));
  EXPECT_EQ(get("/api/v1/reports", {{"limit", "0"}}).status, 400);
  EXPECT_EQ(get("/api/v1/reports", {{"after", "yesterday"}}).status, 400);
}

TEST_F(Reports, ListsTheRunningWeekWhileThereIsNoOther) {
  take("2027-01-05T08:00:00Z");
  EXPECT_THAT(weeks(), testing::ElementsAre("2027-W01"));
}

TEST_F(Reports, AnswersInTheFormAndLanguageThatAreAskedFor) {
  const Response json = get("/api/v1/reports/2026-W53");
  EXPECT_EQ(json.content_type, "application/json");
  EXPECT_EQ(boost::json::parse(json.body).at("language").as_string(), "en");
  const Response page = get("/api/v1/reports/2026-W53", {{"format", "html"}, {"lang", "ur"}});
  EXPECT_THAT(page.body, HasSubstr("dir=\"rtl\""));
  EXPECT_THAT(page.headers, testing::Contains(testing::Pair("Content-Language", "ur")));
  const Response chosen =
      get("/api/v1/reports/2026-W53", {}, {{"accept", "text/html,*/*"}, {"accept-language", "de, kk;q=0.9, en;q=0.5"}});
  EXPECT_THAT(chosen.body, HasSubstr("<html lang=\"kk\""));
  EXPECT_THAT(get("/api/v1/reports/2026-W53", {{"format", "text"}, {"lang", "ru"}}).body, HasSubstr("Цели в торговле"));
  EXPECT_EQ(get("/api/v1/reports/2026-W53", {{"format", "pdf"}}).status, 400);
  EXPECT_EQ(get("/api/v1/reports/2026-W53", {{"lang", "de"}}).status, 400);
}

TEST_F(Reports, OfAWeekThatIsNoneSaysWhyAndMakesNothing) {
  for (const auto& [week, why] : std::map<std::string, std::string>{
           {"2025-W53", "2025 has 52"}, {"2027-W02", "has not begun"}, {"week-1", "such as 2027-W01"}}) {
    const Response response = get("/api/v1/reports/" + week);
    EXPECT_EQ(response.status, 404) << week;
    EXPECT_THAT(response.body, HasSubstr(why));
  }
  EXPECT_EQ(made_, 0);
}

TEST(LanguageChoice, TakesTheHeaviestOfOursAndTheFirstOfEquals) {
  EXPECT_EQ(preferred_language("ru-RU,ru;q=0.9,en;q=0.8"), Language::ru);
  EXPECT_EQ(preferred_language("en;q=0.3, ur ; q=0.7"), Language::ur);
  EXPECT_EQ(preferred_language("kk, ru"), Language::kk);
  EXPECT_EQ(preferred_language("de, fr;q=0.5"), std::nullopt);
  EXPECT_EQ(preferred_language("ru;q=0"), std::nullopt);
  EXPECT_EQ(preferred_language("ru;q=x, en;q=0.1"), Language::en);
  EXPECT_EQ(preferred_language(""), std::nullopt);
}

}  // namespace
}  // namespace tradewatch::web
