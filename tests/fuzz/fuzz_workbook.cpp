// Workbooks, .xls by their first bytes, else .xlsx. Inputs that name parts and their texts,
//
//   === xl/workbook.xml
//   <workbook>...
//
// are packed here, with right sums, since changed bytes of a ZIP rarely come as far as the XML in it.

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "service/intake/limits.h"
#include "service/intake/workbook.h"
#include "tests/fuzz/invariants.h"

namespace {

using namespace tradewatch;

constexpr std::string_view kPart = "=== ";

void put(std::string& to, std::uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i, number >>= 8U) to += static_cast<char>(number & 0xFFU);
}

// A ZIP whose parts are stored as they are.
class Package {
 public:
  void add(std::string_view name, std::string_view text) {
    std::string head;
    put(head, 20, 2);  // version, flags, method, time and date
    put(head, 0, 2 + 2 + 2);
    put(head, 0x21, 2);
    put(head, crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())), 4);
    put(head, text.size(), 4);
    put(head, text.size(), 4);
    put(head, name.size(), 2);
    put(head, 0, 2);
    directory_ += "PK\x01\x02";
    put(directory_, 20, 2);
    directory_ += head;
    put(directory_, 0, 2 + 2 + 2 + 4);
    put(directory_, parts_.size(), 4);
    directory_ += name;
    parts_ += "PK\x03\x04" + head;
    parts_ += name;
    parts_ += text;
    ++count_;
  }

  [[nodiscard]] std::string bytes() const {
    std::string all = parts_ + directory_ + "PK\x05\x06";
    put(all, 0, 4);
    put(all, count_, 2);
    put(all, count_, 2);
    put(all, directory_.size(), 4);
    put(all, parts_.size(), 4);
    put(all, 0, 2);
    return all;
  }

 private:
  std::string parts_;
  std::string directory_;
  std::uint64_t count_ = 0;
};

std::string packed(std::string_view text) {
  Package package;
  while (text.starts_with(kPart)) {
    const std::size_t line = std::min(text.find('\n'), text.size());
    const std::string_view name = text.substr(kPart.size(), line - kPart.size());
    text.remove_prefix(std::min(line + 1, text.size()));
    std::size_t end = text.find("\n=== ");
    end = end == std::string_view::npos ? text.size() : end + 1;
    package.add(name.substr(0, 1000), text.substr(0, end));
    text.remove_prefix(end);
  }
  return package.bytes();
}

void check_rows(const intake::Sheet& sheet) {
  int number = 0;
  for (const intake::SheetRow& row : sheet.rows) {
    fuzz::require(row.number > number && row.number <= intake::kMaxSheetRow, "rows are in order");
    number = row.number;
    int column = 0;
    for (const intake::SheetCell& cell : row.cells) {
      fuzz::require(cell.column > column && cell.column <= intake::kMaxSheetColumn, "cells are in order");
      column = cell.column;
      fuzz::require(!cell.text.empty() && fuzz::is_clean(cell.text), "texts of cells are UTF-8", cell.text);
    }
  }
  const auto rows = intake::rows_of(sheet);
  std::size_t count = 0;
  for (auto step = rows->next(); step != intake::RowSource::Step::end; step = rows->next()) {
    if (step == intake::RowSource::Step::fault) fuzz::check(rows->fault());
    ++count;
  }
  fuzz::require(count >= sheet.rows.size(), "every row is given out");
}

void check_workbook(std::string_view bytes) {
  const auto workbook = bytes.starts_with("\xD0\xCF") ? intake::read_xls(bytes) : intake::read_xlsx(bytes);
  if (!workbook) return fuzz::check(workbook.error());
  for (const intake::Sheet& sheet : workbook->sheets) {
    fuzz::require(fuzz::is_clean(sheet.name), "names of sheets are UTF-8", sheet.name);
    check_rows(sheet);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_workbook(bytes.starts_with(kPart) ? packed(bytes) : std::string(bytes));
  return 0;
}
