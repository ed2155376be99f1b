// What an Alertmanager is sent: alerts under labels that stay the same, again and again while they fire.

#include "service/delivery/alertmanager_receiver.h"

#include <boost/json.hpp>

#include "tests/service/delivery/http_stub.h"
#include "tests/service/delivery/places.h"

namespace tradewatch::delivery {
namespace {

namespace json = boost::json;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::IsEmpty;
using testing::SizeIs;

const trade::Instant kNow = at("2026-03-01T09:00:00Z");

storage::AlertRow alert(const std::string& rule, const std::string& state, trade::Instant since) {
  storage::AlertRow row;
  row.id = "pak-kaz." + rule;
  row.target = "pak-kaz";
  row.rule = rule;
  row.state = state;
  row.severity = "warning";
  row.since = since;
  row.opened = kNow - minutes(90);
  row.reason_json = R"({"code":"x","text":"why it fires"})";
  return row;
}

class Alertmanager : public testing::Test {
 protected:
  AlertmanagerOptions options() { return {.url = stub_.url(""), .instance = "desk", .resend_every = seconds(30)}; }
  // The alerts of the newest request.
  json::array posted() {
    const HttpRequest request = stub_.requests().back();
    EXPECT_EQ(request.line, "POST /api/v2/alerts HTTP/1.1");
    return json::parse(request.body).as_array();
  }

  HttpStub stub_{{http("200 OK")}};
  AlertmanagerReceiver receiver_{"wall", options()};
};

TEST_F(Alertmanager, IsToldOfANoticesAlertsAtOnce) {
  const std::string body =
      R"({"id":"n1","kind":"firing","target":"pak-kaz","title":"One billion","text":"Very unlikely.","alerts":[)"
      R"({"rule":"critical","state":"firing","severity":"critical","since":"2026-03-01T08:00:00.000000Z"},)"
      R"({"rule":"stale","state":"resolved","severity":"warning","since":"2026-03-01T08:30:00.000000Z"}]})";
  ASSERT_TRUE(receiver_.deliver(notice("n1", body), kNow));
  const json::array alerts = posted();
  ASSERT_EQ(alerts.size(), 2U);
  EXPECT_EQ(alerts[0].at("labels"), json::parse(R"({"alertname":"tradewatch_critical","target":"pak-kaz",)"
                                                R"("rule":"critical","severity":"critical","instance":"desk"})"));
  EXPECT_EQ(alerts[0].at("annotations"), json::parse(R"({"summary":"One billion","description":"Very unlikely."})"));
  EXPECT_EQ(alerts[0].at("startsAt"), "2026-03-01T08:00:00.000000Z");
  EXPECT_EQ(alerts[0].at("endsAt").as_string(), trade::format_instant(kNow + seconds(120))) << "four intervals on";
  EXPECT_EQ(alerts[1].at("endsAt").as_string(), trade::format_instant(kNow));
}

TEST_F(Alertmanager, IsSentWhatFiresAgainAndWhatResolvedForAQuarterOfAnHour) {
  const std::vector<storage::AlertRow> rows = {
      alert("critical", "firing", kNow - minutes(60)), alert("off_track", "recovering", kNow - minutes(5)),
      alert("stale", "resolved", kNow - minutes(14)), alert("mirror", "resolved", kNow - minutes(15)),
      alert("revision", "pending", kNow)};
  ASSERT_TRUE(receiver_.refresh(rows, kNow));
  const json::array alerts = posted();
  ASSERT_EQ(alerts.size(), 3U);
  EXPECT_EQ(alerts[0].at("labels").at("rule"), "critical");
  EXPECT_EQ(alerts[0].at("startsAt").as_string(), trade::format_instant(kNow - minutes(90)));
  EXPECT_EQ(alerts[0].at("endsAt").as_string(), trade::format_instant(kNow + seconds(120)));
  EXPECT_EQ(alerts[0].at("annotations").at("description"), "why it fires") << "no notice of this process told more";
  EXPECT_EQ(alerts[1].at("labels").at("rule"), "off_track") << "better, but not over";
  EXPECT_EQ(alerts[2].at("endsAt").as_string(), trade::format_instant(kNow - minutes(14)));
  EXPECT_EQ(receiver_.refresh_every(), seconds(30));
}

TEST_F(Alertmanager, IsLeftAloneWhenNothingStands) {
  ASSERT_TRUE(receiver_.refresh({}, kNow));
  EXPECT_THAT(stub_.requests(), IsEmpty());
}

}  // namespace
}  // namespace tradewatch::delivery
