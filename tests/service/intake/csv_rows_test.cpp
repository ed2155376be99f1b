#include "service/intake/csv_rows.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;
using namespace std::string_literals;

std::string described(CsvRows& rows) {
  std::string text;
  for (auto step = rows.next(); step != CsvRows::Step::end; step = rows.next()) {
    if (step == CsvRows::Step::fault) {
      text += "fault " + std::to_string(rows.fault().line) + ":" + std::to_string(rows.fault().column) + "\n";
      continue;
    }
    text += std::to_string(rows.line());
    for (const Cell& cell : rows.cells()) text += "|" + std::string(cell.text);
    text += "\n";
  }
  return text;
}

std::string rows_of(const std::string& document) {
  CsvRows rows(document);
  return described(rows);
}

// The same document, `piece` bytes at a time.
std::string rows_by_pieces(const std::string& document, std::size_t piece) {
  std::size_t at = 0;
  CsvRows rows([&](char* into, std::size_t room) {
    const std::size_t n = std::min({piece, room, document.size() - at});
    std::memcpy(into, document.data() + at, n);
    at += n;
    return n;
  });
  return described(rows);
}

// libcsv takes a row apart that has a letter beyond ASCII; without it most rows are split where they lie.
TEST(CsvRows, SplitsARowAsLibcsvDoes) {
  std::mt19937 dice(20261128);
  const std::vector<std::string> parts = {"a",    "b c", ",",  ",",     "\"",       "\"",
                                          "\"\"", " ",   "\t", "\",\"", "\"d, e\"", ";"};
  std::uniform_int_distribution<std::size_t> which(0, parts.size() - 1);
  std::uniform_int_distribution<int> length(1, 9);
  int whole = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string row = "x";
    if (i % 2 == 0) row = "\"x\",";
    for (int n = length(dice); n > 0; --n) row += parts[which(dice)];
    std::string by_libcsv = rows_of(row + ",é\n");
    const std::size_t letter = by_libcsv.find("|é");
    if (letter != std::string::npos) {
      by_libcsv.erase(letter, std::string("|é").size());
      ++whole;
      EXPECT_EQ(rows_of(row + "\n"), by_libcsv) << row;
    } else {
      EXPECT_TRUE(by_libcsv.contains("fault") == rows_of(row + "\n").contains("fault")) << row;
    }
  }
  EXPECT_GT(whole, 4'000);
}

TEST(CsvRows, CountsEveryKindOfLineEndOnce) {
  for (const char* end : {"\n", "\r\n", "\r", "\r\r\n"}) {
    const std::string e = end;
    EXPECT_EQ(rows_of("a,b" + e + "c,d" + e + e + "e,f"), "1|a|b\n2|c|d\n4|e|f\n") << e.size();
    EXPECT_EQ(rows_of("a,\"x" + e + "y\"" + e + "c,d" + e), "1|a|x" + e + "y\n3|c|d\n") << e.size();
  }
}

TEST(CsvRows, SplitsAtTheSeparatorThatIsNamedInPlainRowsAndOthers) {
  const auto rows_with = [](const std::string& document, char separator) {
    CsvRows rows(document, separator);
    return described(rows);
  };
  EXPECT_EQ(rows_with("a;b,c; d \n\"e;f\";1,5;\n", ';'), "1|a|b,c|d\n2|e;f|1,5|\n");
  EXPECT_EQ(rows_with("a\tb c\t\n\tx\t\"y\tz\"\n", '\t'), "1|a|b c|\n2||x|y\tz\n");
  EXPECT_EQ(rows_with("a;b\"c\nd;e\n", ';'), "fault 1:2\n2|d|e\n");
}

TEST(CsvRows, SkipsCommentsAndEmptyLinesAndCountsThem) {
  EXPECT_EQ(rows_of("# \"one\na,b\n\n  \n#two\nc,\"#d\"\n"), "2|a|b\n6|c|#d\n");
}

TEST(CsvRows, ReadsQuotedFieldsAsRfc4180Does) {
  EXPECT_EQ(rows_of("\"a,b\",\"say \"\"c\"\"\",\n"), "1|a,b|say \"c\"|\n");
  EXPECT_EQ(rows_of(",,\n"), "1|||\n");
  EXPECT_EQ(rows_of("\"\",x"), "1||x\n");
}

TEST(CsvRows, SkipsOneByteOrderMarkAndRefusesTwo) {
  EXPECT_EQ(rows_of("\xEF\xBB\xBF\"a\",b\n"), "1|a|b\n");
  EXPECT_EQ(rows_of("\xEF\xBB\xBF\xEF\xBB\xBF"
                    "a,b\n"),
            "fault 1:1\n");
}

TEST(CsvRows, NamesTheLineOfAQuoteThatIsNeverClosed) { EXPECT_EQ(rows_of("a,b\nc,\"d\ne,f\n"), "1|a|b\nfault 2:2\n"); }

TEST(CsvRows, GoesOnBehindAStrayQuote) {
  EXPECT_EQ(rows_of("a,b\nc,5\" pipe\ne,f\n"), "1|a|b\nfault 2:2\n3|e|f\n");
  EXPECT_EQ(rows_of("a,b\nc,\"d\"x\ne,f\n"), "1|a|b\nfault 2:2\n3|e|f\n");
  EXPECT_EQ(rows_of("a,b\nc,5\" and 6\" pipe\ne,f\n"), "1|a|b\nfault 2:2\n3|e|f\n");
}

TEST(CsvRows, NamesBytesThatAreNoText) {
  EXPECT_EQ(rows_of("a,b\nc,1\0002\ne,f\n"s), "1|a|b\nfault 2:2\n3|e|f\n");
  EXPECT_EQ(rows_of("a,b\n\xCF\xE0,d\ne,f\n"), "1|a|b\nfault 2:1\n3|e|f\n");
  EXPECT_EQ(rows_of("# \xCF\na,b\n"), "fault 1:0\n2|a|b\n");
  EXPECT_EQ(rows_of("a,\"x\n\xFF\",b\n"), "fault 2:2\n");
}

TEST(CsvRows, RecognisesUtf16) {
  std::string plain = "reporter,partner\nPAK,KAZ\n";
  std::string wide;
  for (const char c : plain) wide += std::string{c, '\0'};
  for (const std::string& document : {wide, "\xFF\xFE" + wide, "\xFE\xFF\0r\0e"s}) {
    CsvRows rows(document);
    ASSERT_EQ(rows.next(), CsvRows::Step::fault);
    EXPECT_EQ(rows.fault().hint, "UTF-16, save as CSV UTF-8");
    EXPECT_EQ(rows.next(), CsvRows::Step::end);
  }
}

TEST(CsvRows, ReadsTheSameInPiecesOfAnySize) {
  const std::string document =
      "\xEF\xBB\xBF# note \u0430\r\r\na,\"b\r\nc\",d\r\n\r\nx,5\"y,z\r\n\"q\"\"r\",\xD0\xB0,s\r#end "
      "\u0430\rlast,row,\"x\r\n\"\r\n#tail";
  const std::string whole = rows_of(document);
  EXPECT_THAT(whole, HasSubstr("fault"));
  for (std::size_t piece = 1; piece <= document.size(); ++piece)
    EXPECT_EQ(rows_by_pieces(document, piece), whole) << piece;
}

// A row that ends with CR is taken apart by libcsv, one that ends with LF where it lies if its fields are plain.
TEST(CsvRows, ReadsTheSameBeforeEveryLineEnd) {
  constexpr std::uint64_t kSeed = 20261127;
  SCOPED_TRACE(testing::Message() << "seed " << kSeed);
  std::mt19937_64 random(kSeed);
  const std::vector<std::string> pieces = {"a", "12", ",", ",", " ", "\t", "\"", "#", "\u0430", "\xFF", "0123456789"};
  for (int document = 0; document < 20'000; ++document) {
    std::string with_lf;
    std::string with_cr;
    for (int row = 0; row < 3; ++row) {
      std::string text;
      for (std::uint64_t n = random() % 8; n > 0; --n) text += pieces[random() % pieces.size()];
      with_lf += text + (random() % 2 == 0 ? "\n" : "\r\n");
      with_cr += text + "\r";
    }
    if (with_lf.find('"') != std::string::npos) continue;  // then a line end may be part of a field
    ASSERT_EQ(rows_of(with_lf), rows_of(with_cr)) << with_lf;
  }
}

TEST(CsvRows, ReadsRowsOfAnyLength) {
  for (const std::size_t size : {std::size_t{4093}, std::size_t{4094}, std::size_t{4095}, std::size_t{9000}}) {
    const std::string field(size, 'x');
    EXPECT_EQ(rows_of(field + ",b\nc,d\n"), "1|" + field + "|b\n2|c|d\n");
  }
}

}  // namespace
}  // namespace tradewatch::intake
