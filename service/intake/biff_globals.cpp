#include "service/intake/biff_globals.h"

#include <optional>
#include <unordered_map>
#include <utility>

#include "service/intake/encoding.h"
#include "service/intake/limits.h"
#include "service/intake/shown_text.h"
#include "service/intake/zip_parts.h"

namespace tradewatch::intake {
namespace {

class GlobalsReader {
 public:
  // False behind the last record that counts.
  [[nodiscard]] std::expected<bool, Fault> add(const BiffRecord& record);
  [[nodiscard]] BiffGlobals finish() &&;

 private:
  [[nodiscard]] std::optional<Fault> add_begin(const BiffRecord& record);
  [[nodiscard]] std::optional<Fault> add_sheet(const BiffRecord& record);
  [[nodiscard]] std::optional<Fault> add_texts(const BiffRecord& record);

  BiffGlobals globals_;
  std::unordered_map<int, bool> formats_;  // whether a format shows dates
  std::vector<int> style_formats_;
};

std::optional<Fault> GlobalsReader::add_begin(const BiffRecord& record) {
  constexpr unsigned kExcel97 = 0x0600;
  constexpr unsigned kExcel5 = 0x0500;
  BiffCursor cursor(record);
  const unsigned version = cursor.u16();
  if (version != kExcel97 && version != kExcel5) return damaged_xls("it says it is of a version that is not known");
  globals_.encoding.unicode = version == kExcel97;
  return std::nullopt;
}

std::optional<Fault> GlobalsReader::add_sheet(const BiffRecord& record) {
  BiffCursor cursor(record);
  BiffSheet sheet;
  sheet.at = cursor.u32();
  cursor.skip(1);  // hidden sheets are read like others
  sheet.of_cells = cursor.u8() == 0;
  sheet.name = cursor.text(globals_.encoding, 1);
  if (cursor.broken()) return damaged_xls("its list of sheets");
  if (first_bad_byte(sheet.name)) return Fault{0, 0, "", shown(sheet.name), "a sheet's name", "", ""};
  globals_.sheets.push_back(std::move(sheet));
  if (globals_.sheets.size() <= kMaxSheets) return std::nullopt;
  return Fault{0,
               0,
               "",
               "more than " + std::to_string(kMaxSheets) + " sheets",
               "at most " + std::to_string(kMaxSheets) + " sheets",
               "split the workbook",
               ""};
}

std::optional<Fault> GlobalsReader::add_texts(const BiffRecord& record) {
  BiffCursor cursor(record, 4);  // past the number of cells that use them
  const std::size_t count = cursor.u32();
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < count; ++i) {
    globals_.texts.push_back(cursor.text(globals_.encoding, 2));
    if (cursor.broken()) return damaged_xls("its shared texts");
    bytes += globals_.texts.back().size();
    if (bytes > kMaxSheetText || globals_.texts.size() > kMaxSheetCells) {
      return Fault{
          0,
          0,
          "",
          "more shared texts than the limits",
          "at most " + std::to_string(kMaxSheetCells) + " shared texts of " + shown_bytes(kMaxSheetText) + " together",
          "split the workbook",
          ""};
    }
  }
  return std::nullopt;
}

std::expected<bool, Fault> GlobalsReader::add(const BiffRecord& record) {
  const auto done = [](std::optional<Fault> fault) -> std::expected<bool, Fault> {
    if (fault) return std::unexpected(std::move(*fault));
    return true;
  };
  BiffCursor cursor(record);
  switch (record.type) {
    case Biff::begin:
      return done(add_begin(record));
    case Biff::end:
      return false;
    case Biff::password:
      return std::unexpected(Fault{0, 0, "", "a workbook with a password", "an .xls workbook without one",
                                   "save it without a password", ""});
    case Biff::date_system:
      globals_.dates = cursor.u16() == 1 ? DateSystem::from_1904 : DateSystem::from_1900;
      return true;
    case Biff::code_page:
      globals_.encoding.code_page = cursor.u16();
      return true;
    case Biff::sheet:
      return done(add_sheet(record));
    case Biff::shared_texts:
      return done(add_texts(record));
    case Biff::format: {
      const int number = cursor.u16();
      formats_[number] = is_date_format(cursor.text(globals_.encoding, globals_.encoding.unicode ? 2 : 1));
      return true;
    }
    case Biff::style:
      cursor.skip(2);  // its font
      style_formats_.push_back(cursor.u16());
      return true;
    case Biff::formula:
    case Biff::continuation:
    case Biff::many_rk:
    case Biff::rich_text:
    case Biff::shared_text:
    case Biff::number:
    case Biff::text:
    case Biff::truth_or_error:
    case Biff::formula_text:
    case Biff::rk:
      break;
  }
  return true;
}

BiffGlobals GlobalsReader::finish() && {
  for (const int number : style_formats_) {
    const auto written = formats_.find(number);
    globals_.dates_by_style.push_back(written == formats_.end() ? is_date_format(number) : written->second);
  }
  return std::move(globals_);
}

}  // namespace

std::expected<BiffGlobals, Fault> read_biff_globals(std::string_view stream) {
  GlobalsReader reader;
  BiffRecords records(stream, 0);
  bool first = true;
  for (;;) {
    const auto more = records.next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return std::unexpected(damaged_xls("it breaks off before its sheets"));
    if (first && records.record().type != Biff::begin) return std::unexpected(damaged_xls("it does not begin as one"));
    first = false;
    const auto goes_on = reader.add(records.record());
    if (!goes_on) return std::unexpected(goes_on.error());
    if (!*goes_on) return std::move(reader).finish();
  }
}

}  // namespace tradewatch::intake
