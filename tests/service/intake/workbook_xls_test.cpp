#include <gmock/gmock.h>

#include <string>

#include "service/intake/workbook.h"
#include "tests/service/intake/workbook_stream.h"
#include "tests/service/intake/workbook_words.h"

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string stream_cells(const std::string& stream) { return shown_cells(read_xls(compound("Workbook", stream))); }

std::string cells(const std::string& records, const std::string& globals = "") {
  return stream_cells(biff({{"T1", records}}, globals));
}

constexpr unsigned kNumber = 0x203;
constexpr unsigned kFormula = 0x06;

std::string shared_texts(unsigned count, const std::string& texts) {
  return record(0xFC, u32(count) + u32(count) + texts);
}

TEST(Xls, ReadsNumbersInEveryFormAtFifteenDigits) {
  const unsigned kInteger = 2;
  const unsigned kHundredfold = 1;
  EXPECT_EQ(cells(record(kNumber, head(8, 3) + f64(6.4779999999999998)) +
                  record(0x27E, head(8, 4) + u32(1322200U << 2U | kInteger | kHundredfold)) +
                  record(0x27E, head(8, 5) + u32(static_cast<std::uint32_t>(-5 * 4) | kInteger)) +
                  record(0x27E, head(8, 6) + u32(0x40590000))),
            "T1: C8 number 6.478| D8 number 13222| E8 number -5| F8 number 100|");
  EXPECT_EQ(cells(record(0xBD, u16(7) + u16(2) + u16(0) + u32(1U << 2U | kInteger) + u16(0) + u32(2U << 2U | kInteger) +
                                   u16(3))),
            "T1: C8 number 1| D8 number 2|");
}

TEST(Xls, ReadsResultsOfFormulas) {
  const auto special = [](char kind, char value) {
    return std::string{kind, '\0', value, '\0', '\0', '\0', '\xFF', '\xFF'} + std::string(8, '\0');
  };
  const std::string shared = record(0x4BC, std::string(10, '\0'));
  EXPECT_EQ(cells(record(kFormula, head(1, 1) + f64(13.222) + std::string(8, '\0')) +
                  record(kFormula, head(1, 2) + special(0, 0)) + shared + record(0x207, narrow("2026M03")) +
                  record(kFormula, head(1, 3) + special(1, 1)) + record(kFormula, head(1, 4) + special(2, 0x17)) +
                  record(kFormula, head(1, 5) + special(3, 0))),
            "T1: A1 number 13.222| B1 text 2026M03| C1 text TRUE| D1 error #REF!|");
}

TEST(Xls, RefusesAFormulaWhoseTextIsMissing) {
  const std::string formula =
      record(kFormula, head(1, 2) + std::string("\0\0\0\0\0\0\xFF\xFF", 8) + std::string(8, '\0'));
  EXPECT_THAT(cells(formula), HasSubstr("sheet \"T1\" cell B1"));
  EXPECT_THAT(cells(formula + record(kNumber, head(1, 3) + f64(1))), HasSubstr("sheet \"T1\" cell B1"));
}

TEST(Xls, TellsErrorsFromTexts) {
  EXPECT_EQ(cells(record(0x205, head(1, 1) + u8(0x2A) + u8(1)) + record(0x205, head(1, 2) + u8(0) + u8(0)) +
                  record(0x204, head(1, 3) + narrow("#N/A"))),
            "T1: A1 error #N/A| B1 text FALSE| C1 text #N/A|");
}

TEST(Xls, ReadsSharedTextsOfBothWidthsWithRunsAndPhoneticReadings) {
  const std::string wide = u16(3) + u8(1) + u16(0x041A) + u16(0x0430) + u16(0x0437);
  const std::string rich = u16(4) + u8(4 | 8) + u16(1) + u32(6) + "Rep." + std::string(4, 'r') + std::string(6, 'p');
  const std::string pair = u16(2) + u8(1) + u16(0xD83D) + u16(0xDE00);
  std::string used;
  for (unsigned i = 0; i < 5; ++i) used += record(0xFD, head(1, i + 1) + u32(i));
  EXPECT_EQ(cells(used, shared_texts(5, wide + rich + narrow("") + narrow("a\nb") + pair)),
            "T1: A1 text \u041A\u0430\u0437| B1 text Rep.| D1 text a\nb| E1 text \U0001F600|");
}

TEST(Xls, JoinsTextsThatGoOnInTheNextRecordInAnotherWidth) {
  const std::string start = u32(2) + u32(2) + u16(6) + u8(0) + "Kaz";
  const std::string rest = u8(1) + u16(0x0430) + u16(0x0431) + u16(0x0432) + narrow("next");
  const std::string globals = record(0xFC, start) + record(0x3C, rest);
  EXPECT_EQ(cells(record(0xFD, head(1, 1) + u32(0)) + record(0xFD, head(1, 2) + u32(1)), globals),
            "T1: A1 text Kaz\u0430\u0431\u0432| B1 text next|");
}

TEST(Xls, WritesDatesAsDaysInBothSystems) {
  const std::string own = record(0x41E, u16(164) + narrow("yyyy\\-mm\\-dd"));
  const std::string styles =
      record(0xE0, u16(0) + u16(0)) + record(0xE0, u16(0) + u16(17)) + record(0xE0, u16(0) + u16(164));
  EXPECT_EQ(cells(record(kNumber, head(1, 1, 0) + f64(46082)) + record(kNumber, head(1, 2, 1) + f64(46082)) +
                      record(kNumber, head(1, 3, 2) + f64(46082.25)),
                  own + styles),
            "T1: A1 number 46082| B1 date 2026-03-01| C1 date 2026-03-01T06:00:00|");
  EXPECT_EQ(cells(record(kNumber, head(1, 1, 1) + f64(44620)), record(0x22, u16(1)) + styles),
            "T1: A1 date 2026-03-01|");
}

TEST(Xls, GivesSheetsOfCellsInOrderHiddenOnesToo) {
  const auto one = [](double value) { return record(kNumber, head(1, 1) + f64(value)); };
  const std::string chart_inside = record(0x809, std::string(16, '\0')) + one(9) + record(0x0A, "");
  EXPECT_EQ(stream_cells(biff({{"B", one(1), 1}, {"chart", one(2), 0x200}, {"A", chart_inside + one(3)}})),
            "B: A1 number 1|A: A1 number 3|");
}

TEST(Xls, PutsCellsInOrderAndRefusesTwoValuesInOne) {
  const std::string first = record(kNumber, head(1, 1) + f64(1));
  const std::string later = record(kNumber, head(2, 2) + f64(2));
  EXPECT_EQ(cells(later + first + first), "T1: A1 number 1| B2 number 2|");
  EXPECT_THAT(cells(later + record(kNumber, head(2, 2) + f64(3))),
              HasSubstr("sheet \"T1\" cell B2: found \"2 and 3\", expected one value in a cell"));
}

TEST(Xls, ReadsExcel95InItsCodePage) {
  const std::string text = "\xCA\xE0\xE7";  // windows-1251
  const std::string stream = biff({{text, record(0x204, head(1, 1) + u16(3) + text)}}, record(0x42, u16(1251)), 0x0500);
  EXPECT_EQ(shown_cells(read_xls(compound("Book", stream))), "\u041A\u0430\u0437: A1 text \u041A\u0430\u0437|");
}

TEST(Xls, ReadsStreamsAmongSmallSectorsAndLargeOnes) {
  std::string records;
  std::string expected = "T1:";
  for (unsigned i = 1; i <= 500; ++i) {
    records += record(kNumber, head(i, 1) + f64(i));
    expected += " A" + std::to_string(i) + " number " + std::to_string(i) + "|";
  }
  EXPECT_EQ(cells(records), expected);
}

TEST(Xls, RefusesPasswordsAndFilesOfOtherPrograms) {
  EXPECT_THAT(cells("", record(0x2F, std::string(54, '\0'))), HasSubstr("found \"a workbook with a password\""));
  const auto file = [](const char* stream) { return shown_cells(read_xls(compound(stream, "x"))); };
  EXPECT_THAT(file("EncryptedPackage"), HasSubstr("found \"a workbook with a password\""));
  EXPECT_THAT(file("WordDocument"), HasSubstr("found \"a Word document\""));
  EXPECT_THAT(file("Other"), HasSubstr("an OLE2 file without a workbook"));
}

// Case L32: nothing stands behind the signature.
TEST(Xls, RefusesAHeaderWithoutAFile) {
  EXPECT_THAT(shown_cells(read_xls("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(504, '\0'))),
              HasSubstr("its header makes no sense"));
  EXPECT_THAT(shown_cells(read_xls("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")), HasSubstr("cut off inside its header"));
}

TEST(Xls, RefusesChainsThatGoRoundInACircle) {
  std::string bytes = compound("Workbook", biff({{"T1", std::string(5000, '\0')}}));
  bytes.replace(512 + 4 * 4, 4, u32(3));  // sector 4 is followed by 3
  EXPECT_THAT(shown_cells(read_xls(bytes)), HasSubstr("the sectors of the stream \"Workbook\""));
  std::string tree = compound("Workbook", biff({{"T1", ""}}));
  tree.replace(1024 + 128 + 68, 4, u32(1));  // its entry is its own brother
  EXPECT_THAT(shown_cells(read_xls(tree)), HasSubstr("its directory goes round in a circle"));
}

TEST(Xls, RefusesDamagedBytesWithoutExceptionOrCrash) {
  const std::string globals = record(0xE0, u16(0) + u16(17)) + shared_texts(1, narrow("Pakistan"));
  const std::string whole =
      compound("Workbook",
               biff({{"T1", record(0xFD, head(1, 1) + u32(0)) + record(kNumber, head(1, 2) + f64(46082))}}, globals));
  ASSERT_THAT(shown_cells(read_xls(whole)), StartsWith("T1: A1 text Pakistan|"));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char flip : {'\x01', '\x55', '\xFF'}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ flip);
      static_cast<void>(shown_cells(read_xls(bytes)));
    }
    static_cast<void>(shown_cells(read_xls(whole.substr(0, at))));
  }
}

}  // namespace
}  // namespace tradewatch::intake
