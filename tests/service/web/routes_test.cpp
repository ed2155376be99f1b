#include "service/web/routes.h"

#include <boost/json/parse.hpp>

#include "tests/service/web/sample_content.h"

namespace tradewatch::web {
namespace {

using testing::HasSubstr;
using testing::Not;

Response get(const std::string& path, std::map<std::string, std::string> query = {}) {
  const SampleContent content;
  return route({.method = "GET", .path = path, .query = std::move(query), .headers = {}, .body = "", .remote = ""},
               content);
}

std::vector<std::string> ids(const std::string& body) {
  std::vector<std::string> result;
  const boost::json::value parsed = boost::json::parse(body);
  for (const auto& target : parsed.as_array()) {
    result.emplace_back(target.at("id").as_string().c_str());
  }
  return result;
}

TEST(Routes, TheDashboardShowsTheMostUrgentTargetFirst) {
  const std::string page = get("/").body;
  const std::size_t off_track = page.find("Pakistan-Kazakhstan");
  const std::size_t unknown = page.find("Nothing is known");
  const std::size_t on_track = page.find("&lt;script&gt;alert(1)");
  EXPECT_LT(off_track, unknown);
  EXPECT_LT(unknown, on_track);
  EXPECT_NE(on_track, std::string::npos);
}

TEST(Routes, ServeTheSampleInTheHouseFormatAndTheScriptFromHere) {
  EXPECT_THAT(get("/sample.csv").body, HasSubstr("reporter,partner,flow,period"));
  EXPECT_THAT(get("/sample.csv").content_type, HasSubstr("text/csv"));
  EXPECT_THAT(get("/live.js").content_type, HasSubstr("text/javascript"));
  EXPECT_EQ(get("/icon.svg").content_type, "image/svg+xml");
  EXPECT_EQ(get("/favicon.ico").body, get("/icon.svg").body);
}

TEST(Routes, APageSpeaksTheLanguageOfTheAddressElseOfTheBrowserElseEnglish) {
  const SampleContent content;
  const auto answer = [&](std::map<std::string, std::string> query, const std::string& accepted) {
    return route({.method = "GET",
                  .path = "/targets/pak-kaz-1bn",
                  .query = std::move(query),
                  .headers = {{"accept-language", accepted}},
                  .body = "",
                  .remote = ""},
                 content);
  };
  EXPECT_THAT(answer({{"lang", "ur"}}, "ru").body, HasSubstr("<html lang=\"ur\" dir=\"rtl\">"));
  const Response by_browser = answer({}, "de, kk;q=0.9, en;q=0.5");
  EXPECT_THAT(by_browser.body, HasSubstr("<html lang=\"kk\""));
  EXPECT_THAT(by_browser.body, HasSubstr("<a href=\"/\">tradewatch</a>")) << "the browser says it again";
  EXPECT_THAT(by_browser.headers, testing::Contains(testing::Pair("Content-Language", "kk")));
  EXPECT_THAT(by_browser.headers, testing::Contains(testing::Pair("Vary", "Accept-Language")));
  EXPECT_THAT(answer({}, "de").body, HasSubstr("<html lang=\"en\""));
  EXPECT_EQ(answer({{"lang", "de"}}, "").status, 400);
  EXPECT_EQ(get("/targets/pak-kaz-1bn/history", {{"lang", "de"}}).status, 400);
  EXPECT_EQ(get("/targets/pak-kaz-1bn/chart.svg", {{"lang", "de"}}).status, 400);
  EXPECT_THAT(get("/targets/nobody", {{"lang", "ru"}}).body, HasSubstr("По этому адресу ничего нет."));
}

TEST(Routes, AChartIsThereAsDrawingTableAndData) {
  EXPECT_EQ(get("/targets/pak-kaz-1bn/chart.svg").content_type, "image/svg+xml");
  EXPECT_THAT(get("/targets/pak-kaz-1bn/mirror.svg").body, HasSubstr("As both sides count it"));
  EXPECT_THAT(get("/targets/pak-kaz-1bn/mirror.csv").body, HasSubstr("2025-01/2025-06,108,54,0.50 times,"));
  EXPECT_THAT(get("/targets/pak-kaz-1bn/mirror.json").body, HasSubstr(R"("own_usd":1.08E8,"partner_usd":5.4E7)"));
  EXPECT_EQ(get("/targets/empty/mirror.svg").status, 404) << "one side is not enough";
  const Response table = get("/targets/pak-kaz-1bn/chart.csv");
  EXPECT_THAT(table.content_type, HasSubstr("text/csv"));
  EXPECT_THAT(table.body, HasSubstr("2024-10,no figure,"));
  const auto data = boost::json::parse(get("/targets/pak-kaz-1bn/chart.json").body);
  EXPECT_EQ(data.at("amount_usd").to_number<double>(), 1e9);
  EXPECT_EQ(data.at("trailing_12").as_array().size(), 17u) << "a month without a figure has no row and no 0";
}

TEST(Routes, JsonHoldsNoNumberThatIsNone) {
  for (const char* path : {"/api/v1/targets", "/api/v1/targets/x&y"}) {
    const Response response = get(path);
    EXPECT_EQ(response.content_type, "application/json");
    EXPECT_THAT(response.body, Not(HasSubstr("NaN")));
    boost::system::error_code error;
    boost::json::parse(response.body, error);  // strict: takes neither NaN nor Infinity
    EXPECT_FALSE(error) << path;
  }
  const auto hostile = boost::json::parse(get("/api/v1/targets/x&y").body);
  EXPECT_FALSE(hostile.at("required").as_object().contains("monthly_usd"));
  EXPECT_EQ(hostile.at("required").at("remaining_months").as_int64(), 3);
}

TEST(Routes, ListsPageByIdAndSayWhereToGoOn) {
  EXPECT_THAT(ids(get("/api/v1/targets").body), testing::ElementsAre("x&y", "empty", "pak-kaz-1bn"));
  const Response first = get("/api/v1/targets", {{"limit", "1"}});
  EXPECT_THAT(ids(first.body), testing::ElementsAre("x&y"));
  ASSERT_EQ(first.headers.size(), 1u);
  EXPECT_EQ(first.headers[0].second, "</api/v1/targets?after=x%26y&limit=1>; rel=\"next\"");
  const Response rest = get("/api/v1/targets", {{"limit", "5"}, {"after", "x&y"}});
  EXPECT_THAT(ids(rest.body), testing::ElementsAre("empty", "pak-kaz-1bn"));
  EXPECT_TRUE(rest.headers.empty());
}

TEST(Routes, RefuseALimitOrPlaceThatIsNone) {
  for (const char* limit : {"0", "-1", "1001", "x", "1x", ""}) {
    EXPECT_EQ(get("/api/v1/targets", {{"limit", limit}}).status, 400) << limit;
  }
  EXPECT_EQ(get("/api/v1/targets", {{"after", "nobody"}}).status, 400);
}

TEST(Routes, WhatIsNotThereIsAProblemForProgramsAndAPageForPeople) {
  for (const char* path : {"/api/v1/nothing", "/api/v1/targets/nobody", "/api/v1/targets/a/b"}) {
    const Response response = get(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_EQ(response.content_type, "application/problem+json") << path;
    EXPECT_EQ(boost::json::parse(response.body).at("status").as_int64(), 404) << path;
  }
  for (const char* path : {"/nothing", "/targets/nobody", "/targets/", "/targets/nobody/chart.svg", "/targets/a/b"}) {
    const Response response = get(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_THAT(response.content_type, HasSubstr("text/html")) << path;
  }
}

TEST(Routes, OnlyReading) {
  const SampleContent content;
  const Response response =
      route({.method = "POST", .path = "/", .query = {}, .headers = {}, .body = "", .remote = ""}, content);
  EXPECT_EQ(response.status, 405);
  EXPECT_THAT(response.headers, testing::ElementsAre(testing::Pair("Allow", "GET, HEAD")));
}

TEST(Routes, ReadinessSaysWhyNot) {
  SampleContent content;
  const Request request{.method = "GET", .path = "/readyz", .query = {}, .headers = {}, .body = "", .remote = ""};
  EXPECT_EQ(route(request, content).status, 200);
  content.health_ = {.ready = false, .reason = "the store is being migrated"};
  const Response response = route(request, content);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, "the store is being migrated\n");
  EXPECT_EQ(get("/healthz").body, "ok\n");
}

// Case L58: what waiting does not mend is said where machines look whether to call somebody.
TEST(Routes, HealthSaysWhenSomebodyHasToCome) {
  SampleContent content;
  content.health_ = {.ready = false, .reason = "the store is damaged", .sound = false};
  const auto ask = [&](const std::string& path) {
    return route({.method = "GET", .path = path, .query = {}, .headers = {}, .body = "", .remote = ""}, content);
  };
  EXPECT_EQ(ask("/healthz").status, 503);
  EXPECT_EQ(ask("/healthz").body, "the store is damaged\n");
  EXPECT_EQ(ask("/readyz").status, 503);
  EXPECT_EQ(ask("/api/v1/health").status, 200);
  EXPECT_EQ(ask("/api/v1/health").body, "{\"ready\":false,\"sound\":false,\"reason\":\"the store is damaged\"}\n");
}

TEST(Routes, ServeTheStyleAndTheMetrics) {
  EXPECT_EQ(get("/style.css").content_type, "text/css; charset=utf-8");
  EXPECT_EQ(get("/metrics").content_type, "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace
}  // namespace tradewatch::web
