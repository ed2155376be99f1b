#include "service/intake/read_document.h"

#include <gmock/gmock.h>

#include <random>
#include <string>

#include "service/intake/digest.h"
#include "service/intake/encoding.h"
#include "service/intake/gunzip.h"
#include "service/intake/limits.h"
#include "tests/service/intake/gzipped.h"

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;

const std::string kDocument =
    "reporter,partner,flow,period,value,unit,source,published,status,reference\n"
    "PAK,KAZ,export,2026-01,1000,USD,sbp,2026-02,final,\"table \"\"3\"\"\"\n"
    "KAZ,Pakistan,M,2025-07/2025-11,6.478,USD million,kaz-bns,2026-02-04,provisional,\n"
    "# a comment\n"
    "586,398,RX,2026-Q1,0.5,USD thousand,comtrade,,withdrawn,\n";

std::string read(const std::string& bytes, const std::string& name = "f.csv") {
  ReadOptions options;
  options.document = name;
  options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  const auto result = read_document(bytes, options);
  if (!result) return to_text(result.error());
  return std::to_string(result->figures.size()) + " figures";
}

const std::string kRows = "reporter,partner,flow,period,value,unit,source\nPAK,KAZ,X,2026-01,1,USD,sbp\n";

TEST(ReadDocument, ReadsGzipUnderAnyName) {
  EXPECT_EQ(read(kRows), "1 figures");
  EXPECT_EQ(read(gzipped(kRows), "f.xlsx"), "1 figures");
  EXPECT_EQ(read(gzipped(kRows.substr(0, 20)) + gzipped(kRows.substr(20))), "1 figures");
}

TEST(ReadDocument, RefusesDamagedAndOversizedGzipInWords) {
  const std::string packed = gzipped(kRows);
  EXPECT_THAT(read(packed.substr(0, packed.size() - 9)), HasSubstr("the gzip file is cut off"));
  EXPECT_THAT(read(gzipped(packed)), HasSubstr("gzip inside gzip"));
  EXPECT_THAT(read(gzipped(std::string(kMaxDocumentBytes + 1, 'x'))),
              HasSubstr("more than 67108864 bytes when unpacked"));
}

TEST(ReadDocument, RefusesOtherContentAsWhatItIs) {
  EXPECT_THAT(read("\n<!DOCTYPE html><html><head><title>Access denied</title>", "trade.xls"),
              HasSubstr("found \"an HTML page named .xls, which begins: Access denied\""));
  EXPECT_THAT(read("<table><tr><td>Armenia</td></tr></table>", "t.xls"), HasSubstr("an HTML page named .xls"));
  EXPECT_THAT(read("PK\x03\x04rest", "f.csv"), HasSubstr("a damaged ZIP archive"));
  EXPECT_THAT(read("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), HasSubstr("a damaged OLE2 file"));
  EXPECT_THAT(read("{\"error\": \"no such key\"}\n"), HasSubstr("found \"an error answer: no such key\""));
  EXPECT_THAT(read("{\"figures\": 3}\n"), HasSubstr("a JSON document, which begins: {\"figures\": 3}"));
  EXPECT_THAT(read("<?xml version=\"1.0\"?><a/>"), HasSubstr("an XML document"));
  EXPECT_THAT(read("%PDF-1.4"), HasSubstr("a PDF file"));
}

// Whatever is done to a document, it is taken or it is refused with at least one fault, in valid UTF-8.
TEST(ReadDocument, SurvivesDamageOfEveryKind) {
  constexpr unsigned kSeed = 42;
  RecordProperty("seed", static_cast<int>(kSeed));
  std::mt19937 random(kSeed);
  const std::string spice = std::string("\0\"\n\r,#\xFF\xD0\xB0;-+eE.0\t /", 20);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = round % 10 == 0 ? gzipped(kDocument) : kDocument;
    const auto changes = 1 + random() % 4;
    for (unsigned i = 0; i < changes; ++i) {
      const std::size_t at = random() % bytes.size();
      const char c = spice[random() % spice.size()];
      switch (random() % 4) {
        case 0:
          bytes[at] = c;
          break;
        case 1:
          bytes.insert(at, 1 + random() % 3, c);
          break;
        case 2:
          bytes.erase(at, 1 + random() % 8);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 60));
          break;
      }
      if (bytes.empty()) bytes = "x";
    }
    ReadOptions options;
    options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
    const auto result = read_document(bytes, options);
    if (result) continue;
    ASSERT_FALSE(result.error().faults.empty()) << "round " << round;
    ASSERT_EQ(first_bad_byte(to_text(result.error())), std::nullopt) << "round " << round;
  }
}

TEST(Digest, IsSha256) {
  // FIPS 180-2, appendix B.1, and the digest of nothing.
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace tradewatch::intake
