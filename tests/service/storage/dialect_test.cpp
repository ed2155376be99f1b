#include "service/storage/dialect.h"

#include <gmock/gmock.h>

#include "service/storage/migration.h"

namespace tradewatch::storage {
namespace {

using testing::ElementsAre;

TEST(Dialect, NamesTypesAsEachDatabaseDoes) {
  EXPECT_EQ(in_dialect(Dialect::sqlite, "a {text}, b {real}){strict}"), "a TEXT, b REAL) STRICT");
  EXPECT_EQ(in_dialect(Dialect::postgresql, "a {text}, b {real}){strict}"),
            "a text COLLATE \"C\", b double precision)");
}

TEST(Dialect, SplitsAScriptAtTheSemicolonsThatEndALine) {
  EXPECT_THAT(statements_of(Dialect::sqlite, "-- why; not\nA (\n  b\n);\n\nC;\nD"),
              ElementsAre("A (\n  b\n)", "C", "D\n"));
}

TEST(Dialect, BringsBytesBackFromHexadecimalDigits) {
  const std::string bytes("\0\x7f\x80\xffz", 5);
  EXPECT_EQ(bytes_parameter(Dialect::postgresql, bytes), "007f80ff7a");
  EXPECT_EQ(bytes_of_hex("007F80ff7A"), bytes);
}

TEST(Migrations, AreNumberedFromOneWithoutGaps) {
  int expected = 1;
  for (const Migration& migration : migrations()) EXPECT_EQ(migration.number, expected++);
  EXPECT_GT(expected, 1);
}

}  // namespace
}  // namespace tradewatch::storage
