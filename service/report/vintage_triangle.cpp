#include <algorithm>
#include <map>
#include <set>

#include "service/report/tables.h"
#include "service/report/text_layout.h"

namespace tradewatch::report {
namespace {

constexpr auto left = TextTable::Align::left;
constexpr auto right = TextTable::Align::right;

// What a vintage says, in the unit it was published in, with a mark of what it did to the one before.
std::string cell_of(const storage::Vintage& vintage) {
  const trade::Figure& figure = vintage.kept.figure;
  if (figure.status == trade::Status::withdrawn) return "withdrawn";
  std::string text = figure.value_text;
  if (vintage.change == trade::Change::rounding) text += " ~";
  if (vintage.change == trade::Change::revision) text += " r";
  return text;
}

}  // namespace

std::string vintage_triangle(std::span<const storage::Vintage> figures) {
  if (figures.empty()) return "No figure.\n";
  struct Group {
    std::set<trade::Date> dates;
    std::map<trade::MonthSpan, std::map<trade::Date, std::string>> rows;
  };
  std::map<std::string, Group> groups;  // by series and unit: amounts of two units do not share a table
  for (const storage::Vintage& vintage : figures) {
    const trade::Figure& figure = vintage.kept.figure;
    Group& group = groups[trade::describe(figure.key) + ", " + (figure.unit.empty() ? "no unit" : figure.unit)];
    group.dates.insert(figure.published);
    group.rows[figure.period][figure.published] = cell_of(vintage);  // vintages come in their order: the last counts
  }
  std::string text;
  for (const auto& [name, group] : groups) {
    if (!text.empty()) text += "\n";
    text += name + ", as published on\n";
    std::vector<TextTable::Column> columns = {{"period", left}};
    for (const trade::Date date : group.dates) columns.push_back({trade::format_date(date), right});
    TextTable table(columns);
    for (const auto& [period, cells] : group.rows) {
      std::vector<std::string> row = {trade::format_period(period)};
      for (const trade::Date date : group.dates) {
        const auto cell = cells.find(date);
        row.push_back(cell == cells.end() ? std::string() : cell->second);
      }
      table.add(std::move(row));
    }
    text += table.text();
  }
  return text + "r: a revision of the vintage before, ~: the same but for rounding\n";
}

}  // namespace tradewatch::report
