// Documents made to take time or memory, or to be taken for something else: each is refused in words, soon, and without
// taking much. Times are of the processor, so that a busy machine changes nothing; memory is what the process holds at
// most while it reads, beyond what it held before.

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <vector>

#include "service/intake/csv_rows.h"
#include "service/intake/encoding.h"
#include "service/intake/limits.h"
#include "service/intake/read_document.h"
#include "service/intake/xml_text.h"
#include "tests/service/intake/workbook_package.h"

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kMebi = std::size_t{1} << 20U;
constexpr double kMostSeconds = 3.0;  // under 1.3 on a server of 2024; room for slower ones
constexpr std::size_t kMostBytes = 100 * kMebi;

// Sanitizers take time and keep freed memory, and builds without optimisation take time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif
#ifdef __OPTIMIZE__
constexpr double kSlower = kSanitized ? 15.0 : 1.0;
#else
constexpr double kSlower = 15.0;
#endif

double processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// "VmRSS" or "VmHWM" (its peak) of this process, in bytes.
std::size_t memory(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) return std::stoul(line.substr(name.size() + 1)) * 1024;
  }
  return 0;
}

void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

// The refusal in words, or "N figures"; fails when it took too long or too much.
std::string read(const std::string& bytes, std::size_t most_bytes = kMostBytes) {
  ReadOptions options;
  options.document = "f";
  options.default_source = "test";
  options.taken_date = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
  forget_peak();
  const std::size_t before = memory("VmRSS");
  const double from = processor_seconds();
  const auto result = read_document(bytes, options);
  const double took_s = processor_seconds() - from;
  const std::size_t peak = memory("VmHWM");
  const std::size_t grown = peak > before ? peak - before : 0;
  EXPECT_LT(took_s, kMostSeconds * kSlower);
  if (!kSanitized) {
    EXPECT_LT(grown / kMebi, most_bytes / kMebi) << "MiB";
  }
  ::testing::Test::RecordProperty("ms", static_cast<int>(took_s * 1000));
  ::testing::Test::RecordProperty("MiB", static_cast<int>(grown / kMebi));
  if (result) return std::to_string(result->figures.size()) + " figures";
  std::string text = to_text(result.error());
  EXPECT_EQ(first_bad_byte(text), std::nullopt);
  EXPECT_LT(text.size(), kMebi) << "a report is read by people";
  return text.substr(0, 2000);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  all.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// `size` NUL bytes, deflated: with a gzip header and trailer, or raw.
std::string deflated_zeros(std::size_t size, bool gzip) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, gzip ? 15 + 16 : -15, 9, Z_DEFAULT_STRATEGY);
  std::string packed;
  std::string zeros(kMebi, '\0');
  std::array<char, 4096> out{};
  for (std::size_t left = size, result = Z_OK; result != Z_STREAM_END;) {
    const std::size_t piece = std::min(left, zeros.size());
    left -= piece;
    stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
    stream.avail_in = static_cast<uInt>(piece);
    do {
      stream.next_out = reinterpret_cast<Bytef*>(out.data());
      stream.avail_out = out.size();
      result = static_cast<std::size_t>(deflate(&stream, left == 0 ? Z_FINISH : Z_NO_FLUSH));
      packed.append(out.data(), out.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return packed;
}

void put(std::string& to, std::uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i, number >>= 8U) to += static_cast<char>(number & 0xFFU);
}

// A ZIP by bytes, whose directory says what it is told to.
class Archive {
 public:
  // The part's own header and data; gives its offset.
  std::size_t add_data(const std::string& name, const std::string& deflated, std::size_t claimed_size) {
    const std::size_t offset = bytes_.size();
    bytes_ += "PK\x03\x04" + head(name, deflated.size(), claimed_size) + name + deflated;
    return offset;
  }

  void add_entry(const std::string& name, std::size_t offset, std::size_t packed_size, std::size_t claimed_size) {
    directory_ += "PK\x01\x02";
    put(directory_, 20, 2);
    directory_ += head(name, packed_size, claimed_size);
    put(directory_, 0, 10);
    put(directory_, offset, 4);
    directory_ += name;
    ++entries_;
  }

  [[nodiscard]] std::string bytes() const {
    std::string all = bytes_ + directory_ + "PK\x05\x06";
    put(all, 0, 4);
    put(all, entries_, 2);
    put(all, entries_, 2);
    put(all, directory_.size(), 4);
    put(all, bytes_.size(), 4);
    put(all, 0, 2);
    return all;
  }

 private:
  static std::string head(const std::string& name, std::size_t packed_size, std::size_t claimed_size) {
    std::string text;
    put(text, 20, 2);
    put(text, 0, 2);
    put(text, 8, 2);  // deflated
    put(text, 0, 2);
    put(text, 0x21, 2);
    put(text, 0, 4);  // the sum, which is looked at last
    put(text, packed_size, 4);
    put(text, claimed_size, 4);
    put(text, name.size(), 2);
    put(text, 0, 2);
    return text;
  }

  std::string bytes_;
  std::string directory_;
  std::size_t entries_ = 0;
};

std::string archive_of(std::size_t unpacked, std::size_t claimed) {
  const std::string data = deflated_zeros(unpacked, false);
  Archive archive;
  const std::size_t offset = archive.add_data("xl/workbook.xml", data, claimed);
  archive.add_entry("xl/workbook.xml", offset, data.size(), claimed);
  return archive.bytes();
}

TEST(HostileDocuments, AZipBombIsRefusedAtTheLimitOfAPart) {
  const std::size_t size = 2 * kMaxPartBytes;
  EXPECT_THAT(read(archive_of(size, size)), HasSubstr("more than 128 MiB"));
}

TEST(HostileDocuments, AZipWhoseDirectoryLiesIsRefused) {
  EXPECT_THAT(read(archive_of(2 * kMaxPartBytes, 100)), HasSubstr("f: "));
  EXPECT_THAT(read(archive_of(100, 0xFFFFFFF0U)), HasSubstr("a damaged ZIP archive"));
}

// Every entry of the directory unpacks the same bytes, so a small file becomes a very large one.
TEST(HostileDocuments, AZipWhosePartsOverlapIsRefused) {
  const std::string data = deflated_zeros(kMaxPartBytes / 2, false);
  Archive archive;
  const std::size_t offset = archive.add_data("a", data, kMaxPartBytes / 2);
  for (std::size_t i = 0; i < kMaxParts; ++i)
    archive.add_entry(std::to_string(i), offset, data.size(), kMaxPartBytes / 2);
  EXPECT_THAT(read(archive.bytes()), HasSubstr("f: "));
}

TEST(HostileDocuments, AZipOfMorePartsThanAWorkbookHasIsRefused) {
  Archive archive;
  archive.add_data("a", "", 0);
  for (std::size_t i = 0; i < 65'535; ++i) archive.add_entry("a" + std::to_string(i), 0, 0, 0);
  EXPECT_THAT(read(archive.bytes()), HasSubstr("more than 10000 parts"));
}

TEST(HostileDocuments, NamesOfPartsAreReadOnceHoweverLongTheyAre) {
  const std::string empty = deflated_zeros(0, false);
  Archive archive;
  for (int i = 0; i < 500; ++i) {
    const std::string name = std::string(65'000, '/') + std::to_string(i);
    archive.add_entry(name, archive.add_data(name, empty, 0), empty.size(), 0);
  }
  EXPECT_THAT(read(archive.bytes()), HasSubstr("f: "));
}

TEST(HostileDocuments, AGzipBombIsRefusedAtTheLimitOfADocument) {
  EXPECT_THAT(read(deflated_zeros(4 * kMaxDocumentBytes, true)), HasSubstr("more than 67108864 bytes when unpacked"));
}

TEST(HostileDocuments, AGzipOfAMillionMembersIsReadInOneGo) {
  EXPECT_THAT(read(repeated(deflated_zeros(1, true), 1'000'000)), HasSubstr("f:"));
}

const std::string kLaughs =
    "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
    "<!ENTITY e SYSTEM \"file:///etc/passwd\">]><StructureSpecificData>&d;&e;</StructureSpecificData>";

TEST(HostileDocuments, EntitiesOfADocumentsOwnAreNotRead) {
  EXPECT_THAT(read(kLaughs), HasSubstr("an XML document with a DOCTYPE"));
  auto parts = package("<row/>");
  parts["xl/workbook.xml"] = kLaughs;
  EXPECT_THAT(read(zipped(parts)), HasSubstr("a DOCTYPE"));
  parts = package("<row/>", "<si><t>&b;</t></si>");
  parts["xl/sharedStrings.xml"] = kLaughs + parts["xl/sharedStrings.xml"];
  EXPECT_THAT(read(zipped(parts)), HasSubstr("a DOCTYPE"));
}

TEST(HostileDocuments, XmlThatIsAMillionDeepIsRefused) {
  const std::size_t deep = 1'000'000;
  EXPECT_THAT(read(repeated("<a>", deep)), HasSubstr("XML that breaks off"));
  EXPECT_THAT(read(repeated("<a>", deep) + repeated("</a>", deep)), HasSubstr("an XML document"));
  EXPECT_THAT(read("<StructureSpecificData><DataSet>" + repeated("<Series>", deep)), HasSubstr("XML that breaks off"));
  EXPECT_THAT(read(zipped(package(repeated("<a>", deep)))), HasSubstr("nested more than 64 deep"));
}

TEST(HostileDocuments, JsonThatIsAMillionDeepIsRefused) {
  const std::size_t deep = 1'000'000;
  const std::string why = "at most 32 objects and arrays inside each other";
  EXPECT_THAT(read(repeated("[", deep)), HasSubstr(why));
  EXPECT_THAT(read(repeated("[", deep) + repeated("]", deep)), HasSubstr(why));
  EXPECT_THAT(read(repeated("{\"data\":", deep)), HasSubstr(why));
}

TEST(HostileDocuments, ALineWithoutAnEndIsRefused) {
  EXPECT_THAT(read(std::string(kMaxDocumentBytes, 'x')), HasSubstr("rows of at most 1 MiB"));
  EXPECT_THAT(read(std::string(kMaxDocumentBytes, ' ')), HasSubstr("f:"));
  EXPECT_THAT(read("#" + std::string(kMaxDocumentBytes - 1, 'x')), HasSubstr("f:"));
  EXPECT_THAT(read(std::string(kMaxDocumentBytes, '\n')), HasSubstr("f:"));
  EXPECT_THAT(read(std::string(kMaxDocumentBytes + 1, 'x')), HasSubstr("f:"));
}

TEST(HostileDocuments, AFieldWithoutAnEndIsRefused) {
  const std::string header = "reporter,partner,flow,period,value,unit,source\n";
  EXPECT_THAT(read(header + "\"" + std::string(kMaxDocumentBytes - 100, 'x')), HasSubstr("a closing quotation mark"));
  EXPECT_THAT(read(header + "\"" + std::string(kMaxDocumentBytes - 100, 'x') + "\"\n"),
              HasSubstr("a closing quotation mark"));
  EXPECT_THAT(read("{\"data\": \"" + std::string(kMaxDocumentBytes - 100, 'x')), HasSubstr("cut off"));
  EXPECT_THAT(read("<a b=\"" + std::string(kMaxDocumentBytes - 100, 'x')), HasSubstr("XML that"));
}

// A panel is read piece by piece, and no piece of a line that never ends is kept.
TEST(HostileDocuments, AStreamWithoutALineEndIsNotKept) {
  for (const char* start : {"", "#", "a,\"b"}) {
    std::size_t left = std::size_t{300} * kMebi;
    bool begun = false;
    CsvRows rows([&](char* into, std::size_t room) {
      const std::size_t size = std::min(left, room);
      std::fill_n(into, size, 'x');
      if (!begun) std::ranges::copy(std::string_view(start), into);
      begun = true;
      left -= size;
      return size;
    });
    forget_peak();
    const std::size_t before = memory("VmRSS");
    EXPECT_NE(rows.next(), CsvRows::Step::row);
    const std::size_t peak = memory("VmHWM");
    if (!kSanitized) {
      EXPECT_LT((peak > before ? peak - before : 0) / kMebi, 10) << start;
    }
  }
}

TEST(HostileDocuments, HeadingsAreSoughtOnceInRowsAsWideAsASheet) {
  std::string row;
  for (std::size_t i = 1; i < kMaxTableColumns; ++i) row += "Country Code" + std::to_string(i) + ",";
  EXPECT_THAT(read(repeated(row + "x\n", 200)), HasSubstr("f:"));
}

TEST(HostileDocuments, RowsOfNothingButCommasAreRefused) {
  EXPECT_THAT(read(repeated(std::string(kMaxRowBytes - 10, ',') + "\n", 63)), HasSubstr("f:"));
}

TEST(HostileDocuments, RowsThatAreAllFaultyAreToldUpToAThousand) {
  const std::string header = "reporter,partner,flow,period,value,unit,source\n";
  EXPECT_THAT(read(header + repeated("\"\"x\n", 2'000'000)), HasSubstr("f:2:"));
  EXPECT_THAT(read(header + repeated("a,b\n", 2'000'000)), HasSubstr("f:2:"));
}

TEST(HostileDocuments, NamesOfNobodyAreLookedUpButNotGuessedAtByTheMillion) {
  std::string house = "reporter,partner,flow,period,value,unit,source\n";
  std::string foreign = "Country Code,Counterpart Country Code,Indicator Code,Attribute,2024\n";
  for (int i = 0; i < 100'000; ++i) {
    const std::string nobody = "Pakistano" + std::to_string(i);
    house += nobody + ",K" + nobody + ",export,2026-01,1,USD,sbp\n";
    foreign += nobody + ",K" + nobody + ",TXG_FOB_USD,Value,1\n";
  }
  EXPECT_THAT(read(house), HasSubstr("nearest: Pakistan"));
  EXPECT_THAT(read(foreign), HasSubstr("nearest: Pakistan"));
}

// Cells in the last column make every row of a table as wide as a sheet can be.
std::string sheets_of_the_last_column(int count) {
  std::string rows;
  for (int row = 1; row <= 60; ++row) {
    rows += "<row r='" + std::to_string(row) + "'><c r='XFD" + std::to_string(row) + "'><v>1</v></c></row>";
  }
  auto parts = package(rows);
  std::string sheets;
  for (int i = 0; i < count; ++i) sheets += "<sheet name='T" + std::to_string(i) + "' sheetId='1' r:id='r1'/>";
  std::string& book = parts["xl/workbook.xml"];
  const std::size_t from = book.find("<sheet ");
  book.replace(from, book.find("</sheets>") - from, sheets);
  return zipped(parts);
}

TEST(HostileDocuments, SheetsWithNothingButTheirLastColumnAreRefused) {
  EXPECT_THAT(read(sheets_of_the_last_column(256)), HasSubstr("at most 100000000 cells up to the last of each row"));
  EXPECT_THAT(read(sheets_of_the_last_column(90)), HasSubstr("a workbook of no known kind"));
}

TEST(HostileDocuments, NulBytesAreRefused) {
  EXPECT_THAT(read(std::string(kMaxDocumentBytes, '\0')), HasSubstr("f:"));
  const std::string row = "PAK,KAZ,export,2026-01,1,USD,sbp\n";
  const std::string header = "reporter,partner,flow,period,value,unit,source\n";
  EXPECT_THAT(read(header + row + std::string("PAK\0,KAZ", 8)), HasSubstr("a NUL byte"));
  EXPECT_THAT(read(std::string("{\"data\": \"\0\"}", 13)), HasSubstr("UTF-8 without NUL"));
  EXPECT_THAT(read(std::string("<a>\0</a>", 8)), HasSubstr("text in UTF-8"));
}

std::string wide(std::string_view text, std::size_t bytes, bool big_endian) {
  std::string all;
  for (const char c : text) {
    std::string unit(bytes, '\0');
    unit[big_endian ? bytes - 1 : 0] = c;
    all += unit;
  }
  return all;
}

TEST(HostileDocuments, Utf16AndUtf32AreRefusedByName) {
  const std::string text = "reporter,partner,flow,period,value,unit,source\n";
  EXPECT_THAT(read("\xFF\xFE" + wide(text, 2, false)), HasSubstr("UTF-16, save as CSV UTF-8"));
  EXPECT_THAT(read("\xFE\xFF" + wide(text, 2, true)), HasSubstr("UTF-16, save as CSV UTF-8"));
  EXPECT_THAT(read(wide(text, 2, false)), HasSubstr("UTF-16, save as CSV UTF-8"));
  EXPECT_THAT(read(std::string("\xFF\xFE\0\0", 4) + wide(text, 4, false)), HasSubstr("UTF-32, save as CSV UTF-8"));
  EXPECT_THAT(read(std::string("\0\0\xFE\xFF", 4) + wide(text, 4, true)), HasSubstr("UTF-32, save as CSV UTF-8"));
  EXPECT_THAT(read("\xFF\xFE" + wide("{\"data\": []}", 2, false)), HasSubstr("UTF-16"));
  EXPECT_THAT(read("\xFF\xFE" + wide("<a/>", 2, false)), HasSubstr("UTF-16"));
}

// A tree takes many times its text, so trees have a limit of their own; up to it they stay under that of a process.
TEST(HostileDocuments, TreesAreRefusedBeforeTheyTakeHalfAGigabyte) {
  constexpr std::size_t kMostOfATree = 512 * kMebi;
  const std::string values = "at most 8000000 values";
  EXPECT_THAT(read("[" + repeated("1,", 32'000'000) + "1]", kMostOfATree), HasSubstr(values));
  EXPECT_THAT(read("[" + repeated("[],", 21'000'000) + "1]", kMostOfATree), HasSubstr(values));
  EXPECT_THAT(read("{\"data\":[" + repeated("{\"a\":1},", 8'000'000) + "1]}", kMostOfATree), HasSubstr(values));
  EXPECT_THAT(read("<a>" + repeated("<b/>", kMaxXmlMarks - 10) + "</a>", kMostOfATree), HasSubstr("an XML document"));
}

}  // namespace
}  // namespace tradewatch::intake
