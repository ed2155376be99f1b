#include <utility>

#include "service/intake/biff_cells.h"
#include "service/intake/biff_globals.h"
#include "service/intake/ole2_file.h"
#include "service/intake/sheet_rows.h"
#include "service/intake/workbook.h"

namespace tradewatch::intake {
namespace {

// The stream that holds the workbook, or what the file is instead.
std::expected<std::string, Fault> workbook_stream(const Ole2File& file) {
  if (file.has("Workbook")) return file.stream("Workbook");
  if (file.has("Book")) return file.stream("Book");
  std::string found = "an OLE2 file without a workbook";
  std::string hint = "save the sheet as .xlsx or as CSV UTF-8";
  if (file.has("WordDocument")) found = "a Word document";
  if (file.has("EncryptedPackage")) {
    found = "a workbook with a password";
    hint = "save it without a password";
  }
  return std::unexpected(Fault{0, 0, "", std::move(found), "an .xls workbook", std::move(hint), ""});
}

}  // namespace

std::expected<Workbook, Fault> read_xls(std::string_view bytes) {
  const auto file = Ole2File::open(bytes);
  if (!file) return std::unexpected(file.error());
  const auto stream = workbook_stream(*file);
  if (!stream) return std::unexpected(stream.error());
  const auto globals = read_biff_globals(*stream);
  if (!globals) return std::unexpected(globals.error());
  Workbook workbook;
  SheetTally tally;
  for (const BiffSheet& entry : globals->sheets) {
    if (!entry.of_cells) continue;
    auto sheet = read_biff_sheet(*stream, entry, *globals, tally);
    if (!sheet) return std::unexpected(std::move(sheet.error()));
    workbook.sheets.push_back(std::move(*sheet));
  }
  return whole_workbook(std::move(workbook));
}

}  // namespace tradewatch::intake
