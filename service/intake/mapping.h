// A mapping: how the cells of one kind of table become figures. Users write them as TOML files; the formats that
// tradewatch knows from the start are files of the same kind under config/mappings/, built into the program.
//
// A table has a row of headings, cells above it (title, unit), and rows of data below. Some columns hold values; every
// value becomes one figure, whose parts (reporter, partner, flow, period, ...) are texts taken from where the table
// writes them: a column of the row, the heading of the value's column, the sheet's name, a cell above the headings.
// The page on mapping files is in config/mappings/README.md.

#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/trade/partner.h"
#include "service/intake/document_fault.h"
#include "service/intake/text_pattern.h"

namespace tradewatch::intake {

// Where one piece of text stands, and what is made of it.
struct Piece {
  enum class From {
    constant,  // `text` as the mapping writes it
    column,    // the row's cell under the first heading that matches `heading`
    letter,    // the row's cell in column `text`, such as "B"
    heading,   // the heading of the value's column
    sheet,     // the sheet's name
    cell,      // the cell named `text`, such as "B4", above the headings
    above,     // the first cell above the headings that `pattern` matches
    document,  // the first cell of any sheet's beginning that `pattern` matches
  };
  From from = From::constant;
  std::string text;
  std::optional<TextPattern> heading;
  std::optional<TextPattern> pattern;      // the text must match; absent: any text
  std::string as = {};                     // "$2-$1" of the pattern's groups; empty: group 1, or all when it has none
  std::map<std::string, std::string> map;  // of what came out, lower case, to what is meant; others stay as they are
  bool optional = false;                   // a column that need not be there, a pattern that need not match
};

// The pieces, with a space between those that say something.
using FieldText = std::vector<Piece>;

// Rows or values that are known and not wanted.
struct Skip {
  Piece piece;          // its pattern decides
  bool unless = false;  // leave out when the pattern does not match
  std::string reason;
};

struct Mapping {
  std::string name;    // "us-census-country"
  std::string title;   // for people
  std::string source;  // who published: the key of the figures; empty: --source must say
  trade::CodeList codes = trade::CodeList::un;
  std::string refuse;  // not empty: a document of this kind is recognised and refused with these words

  std::optional<TextPattern> sheets;          // names of the sheets that hold figures; absent: all
  std::vector<TextPattern> header_cells;      // each must stand in the heading row
  int header_periods = 0;                     // so many cells of the heading row are periods
  int header_rows = 1;                        // headings are written in so many rows
  std::vector<Piece> recognise;               // each must match, beside the headings
  std::optional<TextPattern> value_headings;  // the columns that hold values; absent: those headed by a period
  std::vector<std::string> value_letters;     // or these columns
  std::optional<TextPattern> end;             // first filled cell of the row that ends the data
  std::vector<Skip> skips;
  bool last_zeros_unpublished = false;  // months behind the last one that is not 0 everywhere are not out yet
  bool decimal_comma = false;           // "1 234,5"
  std::optional<char> separator;        // of a CSV file's fields; absent: whichever makes the headings fit
  std::string date_order = "year-month-day";

  FieldText reporter;
  FieldText partner;
  FieldText partner_name;
  FieldText flow;
  FieldText period;
  FieldText unit;
  FieldText commodity;
  FieldText valuation;
  FieldText basis;
  FieldText status;
  FieldText published;
};

// Every fault of the file at once, with lines and columns.
[[nodiscard]] std::expected<Mapping, std::vector<Fault>> parse_mapping(std::string_view toml);

}  // namespace tradewatch::intake
