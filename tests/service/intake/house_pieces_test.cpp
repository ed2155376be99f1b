#include "service/intake/house_pieces.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "service/intake/csv_rows.h"
#include "service/intake/house_reader.h"
#include "service/intake/house_row.h"

namespace tradewatch::intake {
namespace {

using ::testing::HasSubstr;

constexpr trade::Date kTaken = std::chrono::sys_days{std::chrono::year{2026} / 11 / 25};
const std::string kColumnNames = "reporter,partner,flow,period,value,unit,source,published,reference\n";

ReadOptions pieced_options() {
  ReadOptions options;
  options.document = "large.csv";
  options.taken_date = kTaken;
  return options;
}

// Every field of a figure, told apart by lines.
std::string all_of(const std::vector<trade::Figure>& figures) {
  std::string text;
  for (const trade::Figure& f : figures) {
    text += trade::describe(f.key) + "|" + trade::format_period(f.period) + "|" + std::to_string(f.value_usd.value()) +
            "|" + f.value_text + "|" + f.unit + "|" + trade::format_date(f.published) + "|" + f.reference + "|" +
            std::to_string(f.line) + "\n";
  }
  return text;
}

struct Rows {
  HouseHeader header;
  std::string_view rest;
  int line = 0;
};

Rows rows_of(const std::string& document) {
  CsvRows rows(document);
  EXPECT_EQ(rows.next(), CsvRows::Step::row);
  return {read_house_header(rows.cells(), 1, UnknownColumns::refuse).value(),
          std::string_view(document).substr(rows.next_offset()), rows.next_line()};
}

// The rows one after another; nothing where there is a fault.
std::optional<std::string> one_after_another(const std::string& document) {
  const ReadOptions options = pieced_options();
  CsvRows rows(document);
  if (rows.next() != CsvRows::Step::row) return std::nullopt;
  const Rows all = rows_of(document);
  FaultList faults;
  HouseRow row(all.header, options, faults);
  std::vector<trade::Figure> figures;
  for (auto step = rows.next(); step != CsvRows::Step::end; step = rows.next()) {
    if (step == CsvRows::Step::fault) return std::nullopt;
    if (!row.read(rows.cells(), rows.line(), figures.emplace_back())) return std::nullopt;
  }
  return all_of(figures);
}

std::optional<std::string> in_pieces(const std::string& document, unsigned threads) {
  const ReadOptions options = pieced_options();
  const Rows all = rows_of(document);
  const auto figures = read_in_pieces(all.rest, all.line, all.header, options, threads);
  if (!figures) return std::nullopt;
  return all_of(*figures);
}

// About two pieces beyond the least, with all that a clean document may hold.
std::string large_document(std::string_view line_end) {
  std::string document = kColumnNames;
  for (int i = 0; document.size() < kLeastPiecedBytes + 150'000; ++i) {
    const std::string month = std::to_string(1950 + i % 70) + (i % 12 < 9 ? "-0" : "-") + std::to_string(i % 12 + 1);
    const std::string partner = i % 3 == 0 ? "\"Korea, Republic of\"" : i % 3 == 1 ? "Kazakhstan" : "Côte d'Ivoire";
    std::string reference = i % 5 == 0 ? "\"page 7, \"\"table\"\" 2\"" : "page 7";
    if (i % 101 == 0) reference = "\"two\nlines\"";
    document += "PAK," + partner + ",export," + month + "," + std::to_string(i) + ".25,USD thousand,sbp,2026-01-31," +
                reference + std::string(line_end);
    if (i % 97 == 0) document += "# a comment" + std::string(line_end) + std::string(line_end);
  }
  return document;
}

TEST(HousePieces, GiveTheSameFiguresAsReadingOneRowAfterAnother) {
  for (const std::string_view line_end : {"\n", "\r\n", "\r\r\n"}) {
    const std::string document = large_document(line_end);
    const auto wanted = one_after_another(document);
    ASSERT_TRUE(wanted);
    for (const unsigned threads : {2U, 3U, 7U}) EXPECT_EQ(in_pieces(document, threads), wanted) << threads;
  }
}

TEST(HousePieces, AreNotMadeOfWhatIsReadAtOnce) {
  EXPECT_FALSE(in_pieces(large_document("\n"), 1));
  EXPECT_FALSE(in_pieces(kColumnNames + "PAK,KAZ,export,2026-01,1,USD,sbp,2026-02-01,\n", 2));
}

// Marks, line ends, comments and byte order marks where they do not belong: whatever is read is what it says.
TEST(HousePieces, ReadADamagedDocumentAsItIsOrNotAtAll) {
  const std::string clean = large_document("\n");
  std::mt19937 dice(20261128);
  std::uniform_int_distribution<std::size_t> place(kColumnNames.size(), clean.size() - 1);
  int read = 0;
  int refused = 0;
  for (int i = 0; i < 40; ++i) {
    std::string document = clean;
    const std::vector<std::string> damages = {"\"",   "\n",  "\r", "#", "\xEF\xBB\xBF", "\n# it's 5\" wide\n",
                                              "\"\"", "\xff"};
    const std::size_t at = place(dice);
    const bool whole_line = i % 2 == 0;
    const std::size_t where = whole_line ? document.find('\n', at) + 1 : at;
    document.insert(where, damages[static_cast<std::size_t>(i / 2) % damages.size()]);
    const auto wanted = one_after_another(document);
    const auto found = in_pieces(document, 3);
    if (found) {
      EXPECT_EQ(found, wanted) << "damage " << i << " at " << where;
      ++read;
    } else {
      ++refused;
    }
  }
  EXPECT_GT(read, 0);
  EXPECT_GT(refused, 0);
}

TEST(HousePieces, ALargeDocumentNamesTheLineOfItsLastFault) {
  std::string document = large_document("\n");
  const auto lines = std::ranges::count(document, '\n');
  document += "PAK,KAZ,export,2026-13,1,USD,sbp,2026-02-01,\n";
  const auto refused = read_house(document, pieced_options());
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_text(refused.error()), HasSubstr("large.csv:" + std::to_string(lines + 1) + ":4: period"));
}

}  // namespace
}  // namespace tradewatch::intake
