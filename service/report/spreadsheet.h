// Tables as an Office Open XML workbook (.xlsx): dates and numbers as such, and text that stays text.
//
// A cell that begins with `=`, `+`, `-` or `@` is written as a string and never as a formula, whatever it holds. What
// the table was made of stands on a sheet of its own, so that the first row of the other is its header. The same table
// gives the same bytes.

#pragma once

#include <expected>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/trade/date.h"
#include "models/trade/month.h"
#include "service/charts/provenance.h"

namespace tradewatch::report {

// Nothing, a text, a finite number, a day, or a month (which is shown without its day).
using Cell = std::variant<std::monostate, std::string, double, trade::Date, trade::Month>;

struct Spreadsheet {
  std::string name;                 // of the sheet: up to 31 characters without []:*?/ and backslash
  std::vector<std::string> header;  // one for each column
  std::vector<std::vector<Cell>> rows;
  std::vector<std::pair<std::string, std::string>> about;  // source, vintage, terms: a line each
  trade::Instant made{};                                   // when what it shows became known
};

// Fills `about` and `made`: the title, and what the table was made of.
void tell_provenance(Spreadsheet& sheet, const std::string& title, const charts::Provenance& provenance);

// The file's bytes. What a sheet cannot hold (a million rows, a text of over 32,767 characters, a name that is none) is
// a fault in words.
[[nodiscard]] std::expected<std::string, std::string> xlsx_of(const Spreadsheet& sheet);

inline constexpr std::string_view kXlsxMedia = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

}  // namespace tradewatch::report
