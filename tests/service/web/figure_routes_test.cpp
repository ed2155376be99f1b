// Figures over HTTP, on a real store.

#include "service/web/figure_routes.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tests/service/web/on_a_store.h"

namespace tradewatch::web {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

using Words = std::map<std::string, std::string>;

const std::string kDocument =
    "reporter,partner,flow,period,value,unit,source,published\n"
    "PAK,KAZ,export,2026-01,12.5,USD million,sbp,2026-02-15\n"
    "PAK,KAZ,import,2026-01,3.5,USD million,sbp,2026-02-15\n"
    "PAK,CHN,export,2026-01,99,USD million,sbp,2026-02-15\n";

class FigureRoutes : public OnAStore {
 protected:
  Response answer(const std::string& method, const Words& query = {}, const std::string& body = "",
                  const Words& headers = {}, const std::string& path = "/api/v1/figures") {
    const Request request{method, path, query, headers, body, "127.0.0.1"};
    EXPECT_TRUE(is_figure_route(request));
    return figure_route(request, *store_, {}, kNow);
  }
  static boost::json::value parsed(const Response& response) { return boost::json::parse(response.body); }
  std::size_t count() { return parsed(answer("GET")).as_array().size(); }
};

TEST_F(FigureRoutes, TakeADocumentAndListWhatItHolds) {
  const Response taken = answer("POST", {{"name", "sbp.csv"}}, kDocument);
  EXPECT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(parsed(taken).at("outcome").as_string(), "accepted");
  EXPECT_EQ(parsed(taken).at("document").as_string(), "sbp.csv");
  const auto rows = parsed(answer("GET", {{"partner", "Kazakhstan"}, {"flow", "import"}})).as_array();
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].at("value_usd").as_double(), 3.5e6);
  EXPECT_EQ(rows[0].at("document_name").as_string(), "sbp.csv");
  const Response again = answer("POST", {}, kDocument);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(parsed(again).at("outcome").as_string(), "duplicate");
}

TEST_F(FigureRoutes, RefuseADocumentWithEveryFaultAndStoreNothingOfIt) {
  const Response refused = answer("POST", {}, kDocument + "PAK,KAZ,export,2026-13,1,USD,sbp,2026-02-15\n");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.content_type, "application/problem+json");
  const auto fault = parsed(refused).at("report").at("faults").at(0);
  EXPECT_EQ(fault.at("line").as_int64(), 5);
  EXPECT_EQ(fault.at("column_name").as_string(), "period");
  EXPECT_EQ(count(), 0U);
  EXPECT_EQ(answer("POST").status, 400);
}

TEST_F(FigureRoutes, SayWhatADocumentWouldDoWithoutTakingIt) {
  EXPECT_EQ(parsed(answer("POST", {{"dry_run", "true"}}, kDocument)).at("stored").as_int64(), 3);
  EXPECT_EQ(count(), 0U);
}

TEST_F(FigureRoutes, RefuseParametersThatMeanNothingNamingEach) {
  const auto errors = parsed(answer("GET", {{"flow", "sideways"}, {"reporter", "Pakistn"}})).at("errors").as_array();
  ASSERT_THAT(errors, SizeIs(2));
  EXPECT_EQ(errors[0].at("field").as_string(), "reporter");
  EXPECT_THAT(std::string(errors[0].at("expected").as_string()), HasSubstr("Pakistan"));
  EXPECT_EQ(answer("POST", {{"name", "../x.csv"}}, kDocument).status, 400);
  EXPECT_EQ(answer("POST", {{"published", "yesterday"}}, kDocument).status, 400);
  EXPECT_EQ(answer("GET", {{"limit", "0"}}).status, 400);
  EXPECT_EQ(answer("GET", {{"after", "x"}}).status, 400);
  EXPECT_EQ(answer("GET", {{"format", "pdf"}}).status, 400);
  EXPECT_EQ(answer("PUT").status, 405);
  EXPECT_EQ(count(), 0U);
}

TEST_F(FigureRoutes, PageThroughAllVintagesOnceInTheOrderOfTaking) {
  answer("POST", {}, kDocument);
  answer("POST", {},
         "reporter,partner,flow,period,value,unit,source,published\n"
         "PAK,KAZ,export,2026-01,13,USD million,sbp,2026-03-01\n");
  std::vector<std::string> seen;
  Words query{{"limit", "3"}};
  const Response first = answer("GET", query);
  const auto add = [&](const Response& page) {
    const boost::json::value rows = parsed(page);
    for (const auto& row : rows.as_array()) seen.emplace_back(row.at("value").as_string());
  };
  add(first);
  ASSERT_THAT(first.headers, SizeIs(1));
  EXPECT_EQ(first.headers[0].second, "</api/v1/figures?after=3&limit=3>; rel=\"next\"");
  query["after"] = "3";
  const Response second = answer("GET", query);
  add(second);
  EXPECT_THAT(second.headers, IsEmpty());
  EXPECT_THAT(seen, ElementsAre("12.5", "3.5", "99", "13"));
}

TEST_F(FigureRoutes, GiveAPageThatCanBeImportedAgainUnchanged) {
  answer("POST", {}, kDocument);
  const Response page = answer("GET", {{"format", "csv"}});
  EXPECT_THAT(page.content_type, HasSubstr("text/csv"));
  const auto report = parsed(answer("POST", {}, page.body));
  EXPECT_EQ(report.at("stored").as_int64(), 0);
  EXPECT_EQ(report.at("duplicates").as_int64(), 3);
}

TEST_F(FigureRoutes, GiveTheSameAnswerToTheSameKeyAndDoNothingTwice) {
  const Words key{{"idempotency-key", "6f1c-1"}};
  const Response first = answer("POST", {}, kDocument, key);
  EXPECT_EQ(first.status, 201);
  const Response again = answer("POST", {}, kDocument, key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_THAT(again.headers, ElementsAre(Pair("Idempotency-Replayed", "true")));
  EXPECT_EQ(answer("POST", {{"source", "pbs"}}, kDocument, key).status, 422) << "another request";
  EXPECT_EQ(answer("POST", {}, kDocument, {{"idempotency-key", "two words"}}).status, 400);
  EXPECT_EQ(count(), 3U);
}

TEST_F(FigureRoutes, ForgetAKeyAfterThirtyDays) {
  ASSERT_TRUE(store_->remember({"old", "digest", 201, "{}", kNow - storage::kAnswersKept - std::chrono::hours(1)}));
  ASSERT_TRUE(store_->remember({"new", "digest", 201, "{}", kNow}));
  EXPECT_FALSE(store_->answered("old").value());
  EXPECT_EQ(store_->answered("new").value()->body, "{}");
  ASSERT_TRUE(store_->remember({"new", "digest", 422, "x", kNow}));
  EXPECT_EQ(store_->answered("new").value()->status, 201) << "the first stays";
}

TEST_F(FigureRoutes, TellTheHistoryOfATarget) {
  for (int sequence = 1; sequence <= 3; ++sequence) {
    storage::AssessmentRow row{"pak", sequence, "digest", kNow, "{}", "off_track", 0.1 * sequence, std::nullopt};
    ASSERT_TRUE(store_->write_assessment({row}));
  }
  const std::string path = "/api/v1/targets/pak/history";
  const auto all = parsed(answer("GET", {}, "", {}, path)).as_array();
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[2].at("probability").as_double(), 0.1 * 3);
  EXPECT_EQ(all[0].at("verdict").as_string(), "off_track");
  const Response page = answer("GET", {{"limit", "1"}, {"after", "1"}}, "", {}, path);
  EXPECT_EQ(parsed(page).at(0).at("sequence").as_int64(), 2);
  EXPECT_EQ(page.headers.at(0).second, "</api/v1/targets/pak/history?after=2&limit=1>; rel=\"next\"");
  EXPECT_EQ(answer("GET", {}, "", {}, "/api/v1/targets/other/history").status, 404);
  EXPECT_EQ(answer("POST", {}, "", {}, path).status, 405);
}

TEST(TakesDocument, IsAPostOfFiguresAlone) {
  EXPECT_TRUE(takes_document("POST", "/api/v1/figures"));
  EXPECT_FALSE(takes_document("GET", "/api/v1/figures"));
  EXPECT_FALSE(takes_document("POST", "/api/v1/silences"));
}

}  // namespace
}  // namespace tradewatch::web
