#include "service/report/text_layout.h"
#include "service/report/weekly_page.h"

namespace tradewatch::report {
namespace {

std::string underlined(const std::string& text, char line) {
  return printable(text) + "\n" + std::string(width_of(text), line) + "\n";
}

std::string table_text(const PageTable& table) {
  std::vector<TextTable::Column> columns;
  for (const std::string& head : table.header) columns.push_back({head, TextTable::Align::left});
  TextTable out(columns);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (const std::string& cell : row) cells.push_back(printable(cell));
    out.add(std::move(cells));
  }
  return out.text() + (table.note.empty() ? "" : table.note + "\n");
}

std::string section_text(const PageSection& section) {
  std::string out = "\n" + underlined(section.heading, '-');
  bool first = true;
  for (const std::string& paragraph : section.paragraphs) {
    out += (first ? "" : "\n") + wrapped(printable(paragraph), 0);
    first = false;
  }
  if (!section.paragraphs.empty() && !section.points.empty()) out += "\n";
  for (const std::string& point : section.points) out += bullet("*", printable(point), 0);
  if (section.table) out += table_text(*section.table);
  return out;
}

}  // namespace

std::string weekly_text(const WeeklySnapshot& snapshot, wording::Language language) {
  const WeeklyPage page = weekly_page(snapshot, language);
  std::string out = underlined(page.title, '=') + wrapped(page.days, 0);
  for (const PageSection& section : page.sections) out += section_text(section);
  out += "\n";
  for (const std::string& line : page.foot) out += wrapped(line, 0);
  return out;
}

}  // namespace tradewatch::report
