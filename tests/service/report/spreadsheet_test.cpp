// Workbooks as bytes; what is in them is read by another program in tests/scenarios/api_scenario.py.

#include "service/report/spreadsheet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace tradewatch::report {
namespace {

Spreadsheet small() {
  return {.name = "figures",
          .header = {"published", "value", "note"},
          .rows = {{*trade::parse_date("2025-12-09"), 12.5, std::string("=1+1")},
                   {trade::Month(2025, 10), std::nan(""), std::monostate()}},
          .about = {{"Source", "sbp"}},
          .made = *trade::parse_instant("2026-03-01T09:30:00Z")};
}

TEST(Workbooks, AreTheSameBytesForTheSameTable) {
  const auto bytes = xlsx_of(small());
  ASSERT_TRUE(bytes) << bytes.error();
  EXPECT_THAT(*bytes, testing::StartsWith("PK\x03\x04"));
  EXPECT_EQ(xlsx_of(small()), bytes);
  Spreadsheet other = small();
  other.rows[0][1] = 12.6;
  EXPECT_NE(xlsx_of(other), bytes);
  Spreadsheet timeless = small();
  timeless.made = {};
  EXPECT_EQ(xlsx_of(timeless), xlsx_of(timeless)) << "no clock is asked";
}

TEST(Workbooks, SayWhatASheetCannotHold) {
  Spreadsheet named = small();
  named.name = "a/b";
  EXPECT_FALSE(xlsx_of(named));
  Spreadsheet long_text = small();
  long_text.rows[0][2] = std::string(40'000, 'x');
  const auto refused = xlsx_of(long_text);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error(), testing::HasSubstr("exceeds"));
}

}  // namespace
}  // namespace tradewatch::report
