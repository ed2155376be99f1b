#include "service/web/later_request.h"

namespace tradewatch::web {
namespace {

std::optional<LaterRequest> asked(const std::string& path, std::map<std::string, std::string> query = {},
                                  const std::string& method = "GET") {
  return later_request(
      {.method = method, .path = path, .query = std::move(query), .headers = {}, .body = "", .remote = ""});
}

TEST(LaterRequest, IsEveryAddressOfThePast) {
  const std::map<std::string, std::string> then = {{"as_published", "2025-08-01"}};
  EXPECT_EQ(asked("/", then)->page, LaterPage::overview);
  EXPECT_EQ(asked("/", then)->as_published, "2025-08-01");
  EXPECT_EQ(asked("/targets/t1", then)->page, LaterPage::target);
  EXPECT_EQ(asked("/targets/t1", {{"as_of", ""}})->id, "t1") << "an empty moment is one that is refused or now";
  EXPECT_EQ(asked("/targets/t1/chart.csv", then)->form, "csv");
}

TEST(LaterRequest, OfNowIsOnlyWhatTakesAWhile) {
  for (const char* path : {"/", "/targets/t1", "/targets/t1/chart.svg", "/targets/t1/chart.csv", "/style.css"}) {
    EXPECT_FALSE(asked(path)) << path;
  }
  EXPECT_FALSE(asked("/targets/t1/mirror.json"));
  EXPECT_EQ(asked("/targets/t1/chart.png")->page, LaterPage::chart);
  EXPECT_EQ(asked("/targets/t1/mirror.xlsx")->page, LaterPage::mirror);
  EXPECT_EQ(asked("/record.svg")->page, LaterPage::record);
  EXPECT_EQ(asked("/targets/t1/history")->page, LaterPage::history);
  EXPECT_EQ(asked("/targets/t1/history.svg")->form, "svg");
  EXPECT_EQ(asked("/targets/t1/explain.txt")->page, LaterPage::explanation);
}

TEST(LaterRequest, DrawingsSpeakTheLanguageAskedForAndDataIsEnglish) {
  EXPECT_EQ(asked("/targets/t1/history", {{"lang", "ur"}})->language, wording::Language::ur);
  EXPECT_EQ(asked("/targets/t1/history.svg", {{"lang", "ur"}})->language, wording::Language::ur);
  EXPECT_EQ(asked("/targets/t1/history.csv", {{"lang", "ur"}})->language, wording::Language::en);
  EXPECT_FALSE(asked("/targets/t1/history", {{"lang", "de"}})) << "the route refuses it";
}

TEST(LaterRequest, IsNothingElse) {
  for (const char* path :
       {"/targets/", "/targets/a/b/history", "/api/v1/targets", "/targets/t1/chart.gif", "/history"}) {
    EXPECT_FALSE(asked(path, {{"as_of", "3"}})) << path;
  }
  EXPECT_FALSE(asked("/targets/t1/history", {}, "POST"));
  EXPECT_TRUE(asked("/targets/t1/history", {}, "HEAD"));
}

}  // namespace
}  // namespace tradewatch::web
