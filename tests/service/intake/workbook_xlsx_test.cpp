#include <gmock/gmock.h>

#include <string>

#include "service/intake/limits.h"
#include "service/intake/workbook.h"
#include "tests/service/intake/workbook_package.h"
#include "tests/service/intake/workbook_words.h"

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string cells(const PackageParts& parts) { return shown_cells(read_xlsx(zipped(parts))); }
std::string cells(const std::string& rows, const std::string& strings = "") { return cells(package(rows, strings)); }

TEST(Xlsx, KeepsTheCountOfSharedStringsWhenOneIsEmpty) {
  EXPECT_EQ(cells("<row r='8'><c r='B8' t='s'><v>2</v></c><c r='C8'><v>6.478</v></c><c r='D8' t='s'><v>1</v></c></row>",
                  "<si><t>x</t></si><si/><si><t>Kazakhstan, Rep. of</t></si>"),
            "T1: B8 text Kazakhstan, Rep. of| C8 number 6.478|");
}

TEST(Xlsx, JoinsRichTextAndLeavesOutPhoneticReadings) {
  EXPECT_EQ(
      cells("<row r='1'><c r='A1' t='s'><v>0</v></c></row>",
            "<si><r><t xml:space='preserve'>Kazakhstan, </t></r><r><rPr><b/></rPr><t>Rep.</t></r>"
            "<r><t xml:space='preserve'> </t></r><r><t><![CDATA[of]]></t></r><rPh sb='0' eb='1'><t>XX</t></rPh></si>"),
      "T1: A1 text Kazakhstan, Rep. of|");
}

TEST(Xlsx, ReadsStringsInTheCellAndResultsOfFormulas) {
  EXPECT_EQ(cells("<row r='1'><c r='A1' t='inlineStr'><is><r><t>Paki</t></r><r><t>stan</t></r></is></c>"
                  "<c r='B1' t='str'><f>\"2026M03\"</f><v>2026M03</v></c><c r='C1'><f>10+3.222</f><v>1.3222E1</v></c>"
                  "<c r='D1' t='b'><v>1</v></c><c r='E1' t='d'><v>2026-03-01T00:00:00</v></c></row>"),
            "T1: A1 text Pakistan| B1 text 2026M03| C1 number 13.222| D1 text TRUE| E1 date 2026-03-01|");
}

TEST(Xlsx, PlacesCellsAndRowsWithoutPositionBehindTheOneBefore) {
  EXPECT_EQ(cells("<row/><row><c/><c><v>1</v></c></row><row r='5'><c r='C5'><v>2</v></c><c><v>3</v></c></row>"
                  "<row><c><v>4</v></c></row>"),
            "T1: B2 number 1| C5 number 2| D5 number 3| A6 number 4|");
}

TEST(Xlsx, HoldsNothingForCellsWithoutAValue) {
  EXPECT_EQ(cells("<row r='8'><c r='A8'/><c r='B8' t='s'/><c r='C8' t='str'><v></v></c><c r='D8' s='1'><v/></c>"
                  "<c r='E8'><v>0</v></c></row>"),
            "T1: E8 number 0|");
}

TEST(Xlsx, TellsErrorsFromTexts) {
  EXPECT_EQ(cells("<row r='8'><c r='C8' t='str'><v>#REF!</v></c><c r='D8' t='e'><f>A1</f><v>#REF!</v></c></row>"),
            "T1: C8 text #REF!| D8 error #REF!|");
}

TEST(Xlsx, WritesNumbersWithFifteenDigits) {
  EXPECT_EQ(cells("<row r='1'><c><v>6.4779999999999998</v></c><c><v>0.30000000000000004</v></c><c><v>1E-3</v></c>"
                  "<c><v> 6478000 </v></c><c><v>-0</v></c><c><v>1234567890123456</v></c></row>"),
            "T1: A1 number 6.478| B1 number 0.3| C1 number 0.001| D1 number 6478000| E1 number 0| "
            "F1 number 1.23456789012346e+15|");
}

TEST(Xlsx, WritesDatesAsDaysInBothSystems) {
  const std::string rows =
      "<row r='1'><c s='1'><v>46082</v></c><c s='2'><v>46082.5</v></c><c s='3'><v>46082</v></c></row>";
  EXPECT_EQ(cells(rows), "T1: A1 date 2026-03-01| B1 date 2026-03-01T12:00:00| C1 number 46082|");
  PackageParts parts = package("<row r='1'><c s='1'><v>44620</v></c></row>");
  std::string& book = parts["xl/workbook.xml"];
  book.insert(book.find("<sheets>"), "<workbookPr date1904='1'/>");
  EXPECT_EQ(cells(parts), "T1: A1 date 2026-03-01|");
}

TEST(Xlsx, UndoesEscapesOfControlCharacters) {
  EXPECT_EQ(cells("<row r='1'><c t='inlineStr'><is><t>a_x000D_b_x005F_x000D_ _xD83D__xDE00_ _x12_</t></is></c></row>"),
            "T1: A1 text a\rb_x000D_ \xF0\x9F\x98\x80 _x12_|");
}

TEST(Xlsx, ReadsAnyPrefixAbsoluteTargetsAndStrictNamespaces) {
  PackageParts parts = package("");
  parts["xl/worksheets/sheet1.xml"] =
      "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?><x:worksheet "
      "xmlns:x='http://purl.oclc.org/ooxml/spreadsheetml/main'>"
      "<!-- <x:row r='1'> --><x:sheetData><x:row r='2'><x:c "
      "r='A2'><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>";
  std::string& relations = parts["xl/_rels/workbook.xml.rels"];
  relations.replace(relations.find("worksheets/sheet1.xml"), 0, "/xl/./other/../");
  EXPECT_EQ(cells(parts), "T1: A2 number 7|");
}

TEST(Xlsx, GivesSheetsInTheOrderOfTheWorkbook) {
  PackageParts parts = package("<row r='1'><c><v>1</v></c></row>");
  std::string& book = parts["xl/workbook.xml"];
  book.insert(book.find("<sheet name"),
              "<sheet name='Z &amp; A' sheetId='9' r:id='r9'/><sheet name='chart' r:id='r8'/>");
  std::string& relations = parts["xl/_rels/workbook.xml.rels"];
  relations.insert(relations.find("</Relationships>"),
                   "<Relationship Id='r9' Type='x/worksheet' Target='worksheets\\z.xml'/>"
                   "<Relationship Id='r8' Type='x/chartsheet' Target='chart.xml'/>");
  parts["xl/worksheets/Z.xml"] = "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>";
  EXPECT_EQ(cells(parts), "Z & A: A1 number 2|T1: A1 number 1|");
}

TEST(Xlsx, RefusesPositionsThatContradictEachOther) {
  EXPECT_THAT(cells("<row r='8'><c r='D9'><v>1</v></c></row>"),
              HasSubstr("sheet \"T1\" cell A8: found \"a cell that calls itself \"D9\"\", expected a cell of row 8"));
  EXPECT_THAT(cells("<row r='8'><c r='D8'><v>1</v></c><c r='D8'><v>2</v></c></row>"), HasSubstr("cell D8"));
  EXPECT_THAT(cells("<row r='8'><c r='D8'><v>1</v></c></row><row r='7'/>"), HasSubstr("row \"7\" behind row 8"));
  EXPECT_THAT(cells("<row r='9999999'/>"), HasSubstr("at most 1048576"));
  EXPECT_THAT(cells("<row r='1'><c r='XFE1'><v>1</v></c></row>"), HasSubstr("XFE1"));
}

TEST(Xlsx, RefusesValuesItCannotReadAndNamesTheCell) {
  EXPECT_THAT(cells("<row r='8'><c r='D8'><v>6,478</v></c></row>"),
              HasSubstr("sheet \"T1\" cell D8: found \"6,478\", expected a number"));
  EXPECT_THAT(cells("<row r='8'><c r='D8'><v>INF</v></c></row>"), HasSubstr("expected a number"));
  EXPECT_THAT(cells("<row r='8'><c r='D8' t='s'><v>3</v></c></row>", "<si/>"),
              HasSubstr("cell D8: found \"shared string 3\", expected one of the 1 shared strings"));
  EXPECT_THAT(cells("<row r='8'><c r='D8' t='q'><v>3</v></c></row>"), HasSubstr("a cell of the type \"q\""));
  EXPECT_THAT(cells("<row r='8'><c r='D8' t='str'><v>\xFF</v></c></row>"), HasSubstr("text in UTF-8"));
}

TEST(Xlsx, RefusesADoctypeBrokenAndForeignXml) {
  const auto sheet = [](const std::string& text) {
    PackageParts parts = package("");
    parts["xl/worksheets/sheet1.xml"] = text;
    return cells(parts);
  };
  EXPECT_THAT(sheet("<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>"),
              HasSubstr("part \"xl/worksheets/sheet1.xml\": found \"a DOCTYPE\""));
  EXPECT_THAT(sheet(""), HasSubstr("a part without XML"));
  EXPECT_THAT(sheet("<worksheet><sheetData><row>"), HasSubstr("breaks off"));
  EXPECT_THAT(sheet("<worksheet><sheetData></worksheet>"), HasSubstr("</worksheet> that ends nothing"));
  EXPECT_THAT(sheet("<a><!-- <b/></a>"), HasSubstr("breaks off"));
  EXPECT_THAT(sheet("<?xml version='1.0' encoding='windows-1251'?><a/>"), HasSubstr("windows-1251"));
  EXPECT_THAT(sheet(std::string("\xFF\xFE<\0a\0", 6)), HasSubstr("UTF-16"));
  std::string deep;
  for (std::size_t i = 0; i <= kMaxXmlDepth; ++i) deep += "<a>";
  EXPECT_THAT(sheet(deep), HasSubstr("nested more than 64 deep"));
}

TEST(Xlsx, RefusesWhatIsOverALimitAndNamesTheLimit) {
  PackageParts parts = package("");
  parts["xl/worksheets/sheet1.xml"].assign(kMaxPartBytes + 1, ' ');
  EXPECT_THAT(cells(parts), HasSubstr("at most 128 MiB (134217728 bytes) in one part"));
  EXPECT_THAT(cells("<row><c t='str'><v>" + std::string(kMaxXmlElementBytes, 'x') + "</v></c></row>"),
              HasSubstr("an element of more than 4 MiB"));
  EXPECT_THAT(cells("<row><c t='str'><v>" + std::string(kMaxCellBytes + 1, 'x') + "</v></c></row>"),
              HasSubstr("sheet \"T1\" cell A1: found \"a text of 98305 bytes\", expected at most 96 KiB"));
  std::string rows;
  for (int i = 0; i < 1000; ++i) rows += "<row><c t='s'><v>0</v></c></row>";
  EXPECT_THAT(cells(rows, "<si><t>" + std::string(kMaxCellBytes, 'x') + "</t></si>"),
              HasSubstr("at most 64 MiB (67108864 bytes) in all cells together"));
}

// Case L20: the directory of the archive says 1 kB.
TEST(Xlsx, DoesNotBelieveTheSizesOfTheDirectory) {
  std::string bytes = zipped({{"xl/worksheets/sheet1.xml", std::string(kMaxPartBytes + 1, ' ')}});
  const std::size_t entry = bytes.rfind("PK\x01\x02");
  bytes.replace(entry + 24, 4, std::string("\x00\x04\x00\x00", 4));
  EXPECT_THAT(shown_cells(read_xlsx(bytes)), HasSubstr("more than 128 MiB"));
}

TEST(Xlsx, SaysWhatAnArchiveIsWhenItHoldsNoWorkbook) {
  EXPECT_THAT(cells(PackageParts{{"a.txt", "x"}}), HasSubstr("a ZIP archive without a workbook"));
  EXPECT_THAT(cells(PackageParts{{"xl/workbook.bin", "x"}}), HasSubstr("a binary workbook (.xlsb)"));
  EXPECT_THAT(cells(PackageParts{{"content.xml", "x"}, {"META-INF/manifest.xml", "x"}}), HasSubstr("OpenDocument"));
  EXPECT_THAT(shown_cells(read_xlsx("PK\x03\x04 and then nothing")), HasSubstr("a damaged ZIP archive"));
  PackageParts parts = package("");
  parts.erase("xl/worksheets/sheet1.xml");
  EXPECT_THAT(cells(parts), HasSubstr("without the part \"xl/worksheets/sheet1.xml\""));
}

TEST(Xlsx, RefusesDamagedBytesWithoutExceptionOrCrash) {
  const std::string whole =
      zipped(package("<row r='1'><c t='s'><v>0</v></c><c s='1'><v>46082</v></c></row>", "<si><t>Pakistan</t></si>"));
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    const auto workbook = read_xlsx(bytes);
    if (workbook) {
      EXPECT_THAT(shown_cells(workbook), StartsWith("T1:")) << at;
    }
    EXPECT_FALSE(read_xlsx(whole.substr(0, at)).has_value()) << at;
  }
}

TEST(SheetRows, AreFilledWithEmptyCellsAndNamed) {
  const auto workbook =
      read_xlsx(zipped(package("<row r='3'><c r='B3'><v>1</v></c><c r='D3' t='e'><v>#N/A</v></c></row>")));
  ASSERT_TRUE(workbook.has_value());
  const auto rows = rows_of(workbook->sheets.front());
  EXPECT_EQ(rows->sheet(), "T1");
  ASSERT_EQ(rows->next(), RowSource::Step::row);
  EXPECT_EQ(rows->line(), 3);
  ASSERT_EQ(rows->cells().size(), 4U);
  EXPECT_EQ(rows->cells()[0].text, "");
  EXPECT_EQ(rows->cells()[1].text, "1");
  EXPECT_EQ(rows->cells()[1].kind, CellKind::number);
  EXPECT_EQ(rows->cells()[2].text, "");
  EXPECT_EQ(rows->cells()[3].kind, CellKind::error);
  EXPECT_EQ(rows->cells()[3].line, 3);
  EXPECT_EQ(rows->next(), RowSource::Step::end);
}

}  // namespace
}  // namespace tradewatch::intake
