// Who is let in, with and without tokens.

#include "service/web/door.h"

#include <gmock/gmock.h>

namespace tradewatch::web {
namespace {

using std::chrono::seconds;

const trade::Instant kNow = *trade::parse_instant("2026-03-01T09:00:00Z");

class TokenDoor : public testing::Test {
 protected:
  // The status with which a request is turned away; 0: let in.
  int status(const std::string& method, const std::string& path, std::map<std::string, std::string> headers,
             trade::Instant now = kNow, const std::string& remote = "192.0.2.1") {
    headers.emplace("host", "trade.example.gov");
    const auto refused = door_.turned_away({method, path, {}, std::move(headers), "", remote}, now);
    return refused ? refused->status : 0;
  }

  Door door_{*Tokens::parse(token_line("desk", Scope::read, "r") + "\n" + token_line("importer", Scope::write, "w")),
             "https"};
};

TEST_F(TokenDoor, LetsATokenReadUnderAnyNameAndNobodyElse) {
  EXPECT_EQ(status("GET", "/", {{"authorization", "Bearer r"}}), 0);
  EXPECT_EQ(status("GET", "/api/v1/targets", {{"authorization", "Bearer w"}}), 0);
  for (const char* path : {"/", "/style.css", "/metrics", "/api/v1/targets", "/api/v1/openapi.json", "/nothing"})
    EXPECT_EQ(status("GET", path, {}), 401) << path;
  EXPECT_EQ(status("GET", "/", {{"authorization", "Bearer x"}}), 401);
}

TEST_F(TokenDoor, TellsHealthToAnybody) {
  for (const char* path : {"/healthz", "/readyz", "/api/v1/health"}) EXPECT_EQ(status("GET", path, {}), 0) << path;
}

TEST_F(TokenDoor, LetsOnlyATokenThatMayWriteChangeSomething) {
  EXPECT_EQ(status("POST", "/api/v1/figures", {{"authorization", "Bearer r"}}), 403);
  EXPECT_EQ(status("POST", "/api/v1/figures", {{"authorization", "Bearer w"}}), 0);
  EXPECT_EQ(status("POST", "/api/v1/figures", {}), 401);
}

TEST_F(TokenDoor, LetsNoOtherSiteUseThePasswordThatABrowserSends) {
  const std::string basic = "Basic eDp3";  // x:w
  EXPECT_EQ(status("DELETE", "/api/v1/silences/s", {{"authorization", basic}}), 403);
  EXPECT_EQ(status("DELETE", "/api/v1/silences/s", {{"authorization", basic}, {"origin", "https://evil.example"}}),
            403);
  EXPECT_EQ(status("DELETE", "/api/v1/silences/s", {{"authorization", basic}, {"origin", "https://trade.example.gov"}}),
            0);
  EXPECT_EQ(status("DELETE", "/api/v1/silences/s", {{"authorization", "Bearer w"}, {"origin", "https://evil.example"}}),
            403);
}

TEST_F(TokenDoor, LetsAnAddressGuessTenTimesAMinuteAndAGoodTokenAlways) {
  for (int i = 0; i < kWrongTokens; ++i) EXPECT_EQ(status("GET", "/", {{"authorization", "Bearer x"}}), 401);
  EXPECT_EQ(status("GET", "/", {{"authorization", "Bearer x"}}), 429);
  EXPECT_EQ(status("GET", "/", {{"authorization", "Bearer r"}}), 0);
  EXPECT_EQ(status("GET", "/", {{"authorization", "Bearer x"}}, kNow, "192.0.2.2"), 401) << "another address";
  EXPECT_EQ(status("GET", "/", {{"authorization", "Bearer x"}}, kNow + seconds(61)), 401);
}

TEST_F(TokenDoor, WatchesNoMoreAddressesThanItMay) {
  for (std::size_t i = 0; i < 3 * kAddressesWatched; ++i)
    EXPECT_EQ(status("GET", "/", {{"authorization", "Bearer x"}}, kNow, std::to_string(i)), 401);
}

TEST(LoopbackDoor, AnswersToNamesOfThisMachineAlone) {
  Door door;
  const auto status = [&](const std::string& host) {
    const auto refused = door.turned_away({"GET", "/", {}, {{"host", host}}, "", "127.0.0.1"}, kNow);
    return refused ? refused->status : 0;
  };
  EXPECT_EQ(status("localhost:8640"), 0);
  EXPECT_EQ(status("trade.example.gov"), 421);
}

}  // namespace
}  // namespace tradewatch::web
