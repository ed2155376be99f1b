// What people do about alerts over HTTP, on a real store.

#include "service/web/alert_routes.h"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "tests/service/web/on_a_store.h"

namespace tradewatch::web {
namespace {

using testing::HasSubstr;

class AlertRoutes : public OnAStore {
 protected:
  AlertRoutes() {
    settings_.targets.emplace_back().id = "pak";
    settings_.receivers.emplace_back().name = "ministry";
    const storage::AlertRow row{
        "pak.off_track", "pak", "off_track", "firing", "warning", kNow, kNow, 0, 0.1, 0.33, "{}"};
    EXPECT_TRUE(store_->write_alerts({.target = "pak", .book = 0, .states = {row}}));
  }

  boost::json::value ask(const std::string& method, const std::string& path, int status, const std::string& body = "",
                         std::map<std::string, std::string> query = {}) {
    const Request request{method, path, std::move(query), {}, body, "127.0.0.1"};
    EXPECT_TRUE(is_alert_route(request));
    const Response response = alert_route(request, *store_, settings_, kNow);
    EXPECT_EQ(response.status, status) << response.body;
    return boost::json::parse(response.body);
  }

  settings::Settings settings_;
};

TEST_F(AlertRoutes, AcknowledgeAnAlertThatStands) {
  const auto alert =
      ask("POST", "/api/v1/alerts/pak.off_track/acknowledge", 200, R"({"by":"Aisha","note":"the minister knows"})");
  EXPECT_EQ(alert.at("acknowledged_by").as_string(), "Aisha");
  EXPECT_EQ(alert.at("state").as_string(), "firing");
  EXPECT_EQ(ask("GET", "/api/v1/alerts", 200).at(0).at("acknowledged_note").as_string(), "the minister knows");
  EXPECT_EQ(ask("GET", "/api/v1/alerts/history", 200).at(0).at("kind").as_string(), "acknowledged");
  ask("POST", "/api/v1/alerts/pak.stale/acknowledge", 404, R"({"by":"Aisha","note":"x"})");
  ask("GET", "/api/v1/alerts/pak.off_track/acknowledge", 405);
}

TEST_F(AlertRoutes, MakeListAndEndASilence) {
  const auto made = ask("POST", "/api/v1/silences", 201,
                        R"({"target":"pak","until":"2026-03-10","by":"Aisha","reason":"figures are being corrected"})");
  EXPECT_TRUE(made.at("in_force").as_bool());
  const std::string id(made.at("id").as_string());
  EXPECT_EQ(ask("GET", "/api/v1/silences", 200).at(0).at("id").as_string(), id);
  const auto refused = ask("DELETE", "/api/v1/silences/" + id, 400);
  EXPECT_EQ(refused.at("errors").at(0).at("field").as_string(), "by");
  EXPECT_EQ(ask("DELETE", "/api/v1/silences/" + id, 200, "", {{"by", "Bolat"}}).at("ended_by").as_string(), "Bolat");
  ask("DELETE", "/api/v1/silences/" + id, 404, "", {{"by", "Bolat"}});
}

// Case L45: nothing is stored, and the list can still be read.
TEST_F(AlertRoutes, RefuseSilencesWithImpossibleEnds) {
  for (const char* until : {"2026-02-30", "99999-01-01T00:00:00Z", "2026-02-01"}) {
    const auto document =
        ask("POST", "/api/v1/silences", 400, R"({"until":")" + std::string(until) + R"(","by":"Aisha","reason":"x"})");
    EXPECT_EQ(document.at("errors").at(0).at("field").as_string(), "until");
  }
  EXPECT_TRUE(ask("GET", "/api/v1/silences", 200).as_array().empty());
}

TEST_F(AlertRoutes, RefuseBodiesThatSaySomethingElse) {
  EXPECT_EQ(ask("POST", "/api/v1/silences", 400, "[]").at("errors").at(0).at("field").as_string(), "body");
  const auto document = ask("POST", "/api/v1/silences", 400, R"({"until":7,"untill":"x"})");
  EXPECT_EQ(document.at("errors").as_array().size(), 2u);
  ask("PUT", "/api/v1/silences", 405, "{}");
  ask("GET", "/api/v1/alerts/x/y/z", 404);
}

}  // namespace
}  // namespace tradewatch::web
