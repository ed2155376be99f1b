// The alerts of a target's page: terms and sentences of the reader's language, no code of ours.

#include "service/cli/alert_rows.h"

#include <gmock/gmock.h>

namespace tradewatch::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using wording::Language;

trade::Instant at(const char* text) { return trade::parse_instant(text).value(); }

Background background() {
  Background b;
  b.transitions.push_back(
      {.alert_id = "a-1",
       .target = "t",
       .rule = "off_track",
       .from = "pending",
       .to = "firing",
       .at = at("2026-02-04T09:05:00Z"),
       .sequence = 7,
       .reason_json = R"({"code":"probability_below","values":{"probability":0.2,"threshold":0.33}})",
       .value = 0.2,
       .threshold = 0.33});
  b.events.push_back({.at = at("2026-02-05T10:00:00Z"),
                      .target = "t",
                      .alert_id = "a-1",
                      .kind = "acknowledged",
                      .author = "A. Khan",
                      .note = "seen"});
  b.events.push_back({.at = at("2026-02-03T10:00:00Z"), .kind = "silenced", .author = "A. Khan", .reference = "3"});
  return b;
}

TEST(AlertRows, TellTheHistoryNewestFirstInWords) {
  const web::NamedTable table = alert_history_table(background(), Language::en);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_THAT(table.rows[0],
              ElementsAre("5 February 2026, 10:00 UTC", "target off track", "acknowledged", "A. Khan: seen"));
  EXPECT_THAT(table.rows[1], ElementsAre("4 February 2026, 09:05 UTC", "target off track",
                                         "waiting for the next release -> standing", HasSubstr("33 %")));
  EXPECT_THAT(table.rows[2],
              ElementsAre("3 February 2026, 10:00 UTC", "any alert", "silence begins", "Silence 3, A. Khan."));
}

TEST(AlertRows, HoldNoEnglishInOtherLanguages) {
  for (const Language l : {Language::ur, Language::kk, Language::ru}) {
    for (const auto& row : alert_history_table(background(), l).rows) {
      for (const std::string& cell : row) {
        for (const char* english :
             {"February", "off track", "off_track", "firing", "pending", "silence", "acknowledged"})
          EXPECT_EQ(cell.find(english), std::string::npos) << cell;
      }
    }
  }
}

}  // namespace
}  // namespace tradewatch::cli
