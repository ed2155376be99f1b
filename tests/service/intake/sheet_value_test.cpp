#include "service/intake/sheet_value.h"

#include <gmock/gmock.h>

namespace tradewatch::intake {
namespace {

TEST(SheetValue, KnowsDateFormats) {
  for (const char* code :
       {"yyyy-mm-dd", "mmm-yy", "[$-409]d/m/yy h:mm;@", "D.M.YYYY", "\"Stand\" dd.mm.yyyy", "h:mm"}) {
    EXPECT_TRUE(is_date_format(code)) << code;
  }
  for (const char* code :
       {"General", "0.00", "#,##0.0_);[Red](#,##0.0)", "0 \"days\"", "0\\d", "[h]:mm", "@", "0_m", ""}) {
    EXPECT_FALSE(is_date_format(code)) << code;
  }
}

// The edges that ECMA-376 (18.17.4) names: the two origins, the day that never was, the last day.
TEST(SheetValue, CountsDaysFromTheirOrigin) {
  EXPECT_EQ(sheet_date(1, DateSystem::from_1900), "1900-01-01");
  EXPECT_EQ(sheet_date(59, DateSystem::from_1900), "1900-02-28");
  EXPECT_EQ(sheet_date(60, DateSystem::from_1900), std::nullopt);
  EXPECT_EQ(sheet_date(61, DateSystem::from_1900), "1900-03-01");
  EXPECT_EQ(sheet_date(2958465, DateSystem::from_1900), "9999-12-31");
  EXPECT_EQ(sheet_date(2958466, DateSystem::from_1900), std::nullopt);
  EXPECT_EQ(sheet_date(0, DateSystem::from_1904), "1904-01-01");
  EXPECT_EQ(sheet_date(0.5, DateSystem::from_1900), "12:00:00");
  EXPECT_EQ(sheet_date(46081.9999999, DateSystem::from_1900), "2026-03-01");
  EXPECT_EQ(sheet_date(-1, DateSystem::from_1900), std::nullopt);
}

}  // namespace
}  // namespace tradewatch::intake
