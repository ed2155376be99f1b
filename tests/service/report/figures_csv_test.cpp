#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/intake/read_document.h"
#include "service/report/tables.h"
#include "tests/service/report/made_up.h"

namespace tradewatch::report {
namespace {

std::vector<storage::Vintage> vintages() {
  std::vector<storage::Vintage> out;
  int year = 2001;
  for (const char* reference :
       {"=HYPERLINK(\"x\")", "-7 % on the year", "@table 4", "+1", "'quoted", "a, \"b\"", "", "#5"}) {
    const trade::FlowKey key{"sbp",  trade::Country("PAK"), trade::Country("KAZ"), trade::Flow::re_export,
                             "0901", trade::Valuation::fob, trade::Basis::payments};
    storage::Vintage v;
    v.kept = figure(key, std::to_string(year++), "1200.50", "2026-02-04");
    v.kept.figure.reference = reference;
    out.push_back(v);
  }
  out[1].kept.figure.status = trade::Status::withdrawn;
  out[1].kept.figure.value_usd.reset();
  out[1].kept.figure.value_text.clear();
  out[2].kept.figure.published_stated = false;
  return out;
}

TEST(FiguresCsv, ImportsAgainUnchanged) {
  const auto before = vintages();
  intake::ReadOptions options;
  options.taken_date = *trade::parse_date("2026-02-04");
  const auto back = intake::read_document(figures_csv(before), options);
  ASSERT_TRUE(back.has_value());
  ASSERT_EQ(back->figures.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    const trade::Figure& was = before[i].kept.figure;
    const trade::Figure& is = back->figures[i];
    EXPECT_EQ(is.key, was.key);
    EXPECT_EQ(is.period, was.period);
    EXPECT_EQ(is.value_usd, was.value_usd);
    EXPECT_EQ(is.value_text, was.value_text);
    EXPECT_EQ(is.unit, was.unit);
    EXPECT_EQ(is.status, was.status);
    EXPECT_EQ(is.published, was.published);
    EXPECT_EQ(is.published_stated, was.published_stated);
    EXPECT_EQ(is.reference, was.reference);
  }
}

TEST(FiguresCsv, StartsNoReferenceLikeAFormula) {
  const std::string csv = figures_csv(vintages());
  EXPECT_THAT(csv, testing::HasSubstr(",\"'=HYPERLINK(\"\"x\"\")\"\n"));
  EXPECT_THAT(csv, testing::HasSubstr(",'-7 % on the year\n"));
  EXPECT_THAT(csv, testing::HasSubstr(",'@table 4\n"));
}

TEST(FiguresTable, CannotSteerATerminal) {
  auto rows = vintages();
  rows[0].kept.figure.reference = "\x1b[2J\xc2\x9b";
  EXPECT_THAT(figures_table(rows), testing::Not(testing::HasSubstr("\x1b")));
  EXPECT_THAT(figures_table(rows), testing::HasSubstr("?[2J?"));
}

}  // namespace
}  // namespace tradewatch::report
