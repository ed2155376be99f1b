#include "service/intake/mapping.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <utility>

#include "models/trade/letters.h"
#include "service/intake/shown_text.h"
#include "service/settings/table_reader.h"

namespace tradewatch::intake {
namespace {

using settings::Kind;
using settings::TableReader;

constexpr std::array<std::string_view, 3> kDateOrders = {"year-month-day", "day-month-year", "month-day-year"};

Kind<TextPattern> pattern() {
  const std::string expected = "a regular expression";
  return {expected, [expected](const toml::node& node) -> std::expected<TextPattern, settings::Miss> {
            const auto* text = node.as_string();
            if (text == nullptr) return settings::miss();
            auto parsed = TextPattern::parse(text->get());
            if (!parsed) return settings::miss(expected + "; " + parsed.error());
            return *std::move(parsed);
          }};
}

Kind<std::string> any_text() {
  return {"a text", [](const toml::node& node) -> std::expected<std::string, settings::Miss> {
            const auto* text = node.as_string();
            if (text == nullptr) return settings::miss();
            return text->get();
          }};
}

Kind<bool> yes_or_no() {
  return {"true or false", [](const toml::node& node) -> std::expected<bool, settings::Miss> {
            const auto* value = node.as_boolean();
            if (value == nullptr) return settings::miss();
            return value->get();
          }};
}

// What stands between the fields of a CSV file.
Kind<char> separator() {
  return {R"(",", ";" or "tab")", [](const toml::node& node) -> std::expected<char, settings::Miss> {
            const auto* text = node.as_string();
            if (text == nullptr) return settings::miss();
            if (text->get() == "tab" || text->get() == "\t") return '\t';
            if (text->get() == "," || text->get() == ";") return text->get().front();
            return settings::miss();
          }};
}

// Letters of a column, "B" or "AC".
Kind<std::string> letters() {
  return {"the letters of a column, such as B",
          [](const toml::node& node) -> std::expected<std::string, settings::Miss> {
            const auto* text = node.as_string();
            if (text == nullptr || text->get().empty() || text->get().size() > 3) return settings::miss();
            for (const char c : text->get()) {
              if (c < 'A' || c > 'Z') return settings::miss();
            }
            return text->get();
          }};
}

// The name of a cell, "B4": up to three letters, up to seven digits.
Kind<std::string> cell() {
  return {"a cell, such as B4", [](const toml::node& node) -> std::expected<std::string, settings::Miss> {
            const auto* text = node.as_string();
            if (text == nullptr) return settings::miss();
            const std::string& name = text->get();
            const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
            const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
            const auto digits = std::ranges::find_if_not(name, is_letter);
            const auto letters = digits - name.begin();
            const auto numbers = name.end() - digits;
            const bool good = letters >= 1 && letters <= 3 && numbers >= 1 && numbers <= 7;
            if (!good || !std::all_of(digits, name.end(), is_digit)) return settings::miss();
            return name;
          }};
}

void read_source_of_piece(TableReader& table, Piece& piece) {
  int named = 0;
  const auto take = [&](std::string_view key, Piece::From from) {
    if (!table.has(key)) return;
    piece.from = from;
    ++named;
  };
  take("text", Piece::From::constant);
  take("column", Piece::From::column);
  take("letter", Piece::From::letter);
  take("heading", Piece::From::heading);
  take("sheet", Piece::From::sheet);
  take("cell", Piece::From::cell);
  take("above", Piece::From::above);
  take("document", Piece::From::document);
  table.into(piece.text, "text", any_text());
  piece.heading = table.optional("column", pattern());
  table.into(piece.text, "letter", letters());
  (void)table.optional("heading", yes_or_no());
  (void)table.optional("sheet", yes_or_no());
  table.into(piece.text, "cell", cell());
  if (auto above = table.optional("above", pattern())) piece.pattern = *std::move(above);
  if (auto document = table.optional("document", pattern())) piece.pattern = *std::move(document);
  if (named != 1) {
    table.missing("column", "one of text, column, letter, heading, sheet, cell, above and document");
  }
}

Piece read_piece(TableReader& table) {
  Piece piece;
  read_source_of_piece(table, piece);
  const bool is_search = piece.from == Piece::From::above || piece.from == Piece::From::document;
  if (!is_search) piece.pattern = table.optional("pattern", pattern());
  table.into(piece.as, "as", any_text());
  table.into(piece.optional, "optional", yes_or_no());
  table.table("map", [&](TableReader& map) {
    map.ignore_others();
    for (const std::string& key : map.keys()) {
      if (auto meaning = map.optional(key, any_text())) piece.map.emplace(trade::lower_case(key), *std::move(meaning));
    }
  });
  return piece;
}

// A text, a table, or a list of tables.
FieldText read_field(TableReader& figure, std::string_view key) {
  FieldText field;
  if (figure.is_text(key)) {
    Piece piece;
    figure.into(piece.text, key, any_text());
    field.push_back(std::move(piece));
  } else if (figure.is_list(key)) {
    figure.each_table(key, [&](TableReader& table) { field.push_back(read_piece(table)); });
  } else {
    figure.table(key, [&](TableReader& table) { field.push_back(read_piece(table)); });
  }
  return field;
}

void read_table_shape(TableReader& file, Mapping& mapping) {
  file.table("table", [&](TableReader& table) {
    mapping.sheets = table.optional("sheets", pattern());
    if (auto cells = table.list("headings", pattern())) mapping.header_cells = *std::move(cells);
    table.into(mapping.header_periods, "period_headings", settings::whole_number(1, 1000));
    table.into(mapping.header_rows, "heading_rows", settings::whole_number(1, 5));
    mapping.value_headings = table.optional("values", pattern());
    if (auto columns = table.list("value_letters", letters())) mapping.value_letters = *std::move(columns);
    mapping.end = table.optional("end", pattern());
    table.into(mapping.last_zeros_unpublished, "last_zeros_are_unpublished", yes_or_no());
    table.into(mapping.decimal_comma, "decimal_comma", yes_or_no());
    mapping.separator = table.optional("separator", separator());
    table.into(mapping.date_order, "dates",
               settings::one_of(std::vector<std::string_view>(kDateOrders.begin(), kDateOrders.end())));
    if (mapping.header_cells.empty() && mapping.header_periods == 0) {
      table.missing("headings", "the headings by which the table is known, or period_headings");
    }
  });
  file.each_table("recognise", [&](TableReader& table) { mapping.recognise.push_back(read_piece(table)); });
  file.each_table("skip", [&](TableReader& table) {
    Skip skip;
    table.into(skip.reason, "reason", settings::text());
    table.into(skip.unless, "unless", yes_or_no());
    skip.piece = read_piece(table);
    if (skip.reason.empty()) table.missing("reason", "why such rows are left out, in words");
    mapping.skips.push_back(std::move(skip));
  });
}

void read_figure_fields(TableReader& file, Mapping& mapping) {
  const bool refuses = !mapping.refuse.empty();
  if (!file.has("figure") && !refuses) file.missing("figure", "a table `[figure]`");
  file.table("figure", [&](TableReader& figure) {
    const std::array<std::pair<std::string_view, FieldText*>, 11> fields = {{
        {"reporter", &mapping.reporter},
        {"partner", &mapping.partner},
        {"partner_name", &mapping.partner_name},
        {"flow", &mapping.flow},
        {"period", &mapping.period},
        {"unit", &mapping.unit},
        {"commodity", &mapping.commodity},
        {"valuation", &mapping.valuation},
        {"basis", &mapping.basis},
        {"status", &mapping.status},
        {"published", &mapping.published},
    }};
    constexpr std::array<std::string_view, 5> kNeeded = {"reporter", "partner", "flow", "period", "unit"};
    for (const auto& [key, field] : fields) *field = read_field(figure, key);
    for (const std::string_view key : kNeeded) {
      if (!figure.has(key)) figure.missing(key, "a text, or where the table writes it");
    }
  });
}

Fault fault_of(const settings::SettingsFault& fault) {
  return {fault.line, fault.column, fault.key, fault.found, fault.expected, ""};
}

}  // namespace

std::expected<Mapping, std::vector<Fault>> parse_mapping(std::string_view toml) {
  toml::table root;
  try {
    root = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    constexpr int kLongestWords = 300;
    const auto at = error.source().begin;
    std::string words(error.description());  // quotes the file, line ends included
    std::ranges::replace(words, '\n', ' ');
    Fault fault{static_cast<int>(at.line),   static_cast<int>(at.column), "",
                shown(words, kLongestWords), "a mapping file in TOML",    ""};
    return std::unexpected(std::vector<Fault>{std::move(fault)});
  }
  settings::FaultList faults;
  faults.begin_file("");
  TableReader file(root, "", root.source().begin, faults);
  Mapping mapping;
  if (auto name = file.required("name", settings::identifier())) mapping.name = *std::move(name);
  file.into(mapping.title, "title", any_text());
  file.into(mapping.source, "source", settings::identifier());
  file.into(mapping.refuse, "refuse", settings::text());
  const auto codes = file.optional("codes", settings::one_of({"un", "imf", "census"}));
  if (codes == "imf") mapping.codes = trade::CodeList::imf;
  if (codes == "census") mapping.codes = trade::CodeList::census;
  if (!file.has("table")) file.missing("table", "a table `[table]`");
  read_table_shape(file, mapping);
  read_figure_fields(file, mapping);
  file.finish();
  if (faults.count() == 0) return mapping;
  std::vector<Fault> list;
  for (const settings::SettingsFault& fault : faults.sorted()) list.push_back(fault_of(fault));
  return std::unexpected(std::move(list));
}

}  // namespace tradewatch::intake
