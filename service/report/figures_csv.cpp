#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "service/charts/provenance.h"
#include "service/report/tables.h"

namespace tradewatch::report {
namespace {

// RFC 4180: quotation marks where a field holds a comma, a mark, a line break or spaces at its ends.
std::string field(const std::string& text) {
  const bool plain = text.find_first_of(",\"\r\n\t") == std::string::npos && !text.starts_with(' ') &&
                     !text.ends_with(' ') && !text.starts_with('#');
  if (plain) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

// A spreadsheet runs text that begins like a formula; import takes one apostrophe off again.
std::string guarded(const std::string& text) {
  const bool risky = !text.empty() && std::string_view("=+-@\t\r'").find(text.front()) != std::string_view::npos;
  return risky ? "'" + text : text;
}

// A published amount as a number; a text that is none stays one.
Cell number_cell(const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty()) return {};
  return read.ec == std::errc() && read.ptr == end ? Cell(value) : Cell(text);
}

}  // namespace

Spreadsheet figures_sheet(std::span<const storage::Vintage> figures) {
  Spreadsheet sheet;
  sheet.name = "figures";
  sheet.header = {"source",    "reporter", "partner",  "flow",     "commodity",  "valuation",
                  "basis",     "period",   "value",    "unit",     "value, USD", "status",
                  "published", "taken",    "sequence", "document", "reference"};
  std::set<std::string> sources;
  std::int64_t newest = 0;
  trade::Instant newest_taken{};
  for (const storage::Vintage& v : figures) {
    const trade::Figure& f = v.kept.figure;
    const auto text = [](std::string_view words) { return words.empty() ? Cell() : Cell(std::string(words)); };
    sheet.rows.push_back({f.key.source, std::string(f.key.reporter.alpha3()), std::string(f.key.partner.alpha3()),
                          std::string(trade::name_of(f.key.flow)), f.key.commodity,
                          text(trade::name_of(f.key.valuation)), text(trade::name_of(f.key.basis)),
                          trade::format_period(f.period), number_cell(f.value_text), text(f.unit),
                          f.value_usd ? Cell(*f.value_usd) : Cell(), std::string(trade::name_of(f.status)), f.published,
                          trade::format_instant(v.kept.taken), static_cast<double>(v.kept.sequence),
                          v.kept.document_name, text(f.reference)});
    sources.insert(f.key.source);
    newest = std::max(newest, v.kept.sequence);
    newest_taken = std::max(newest_taken, v.kept.taken);
  }
  tell_provenance(sheet, "Published trade figures",
                  {fmt::format("{}", fmt::join(sources, ", ")), fmt::format("every vintage, to sequence {}", newest),
                   newest_taken});
  return sheet;
}

std::string figures_csv(std::span<const storage::Vintage> figures) {
  std::string out =
      "source,reporter,partner,flow,commodity,valuation,basis,period,value,unit,status,published,reference\n";
  for (const storage::Vintage& v : figures) {
    const trade::Figure& f = v.kept.figure;
    const std::vector<std::string> fields = {f.key.source,
                                             std::string(f.key.reporter.alpha3()),
                                             std::string(f.key.partner.alpha3()),
                                             std::string(trade::name_of(f.key.flow)),
                                             f.key.commodity,
                                             std::string(trade::name_of(f.key.valuation)),
                                             std::string(trade::name_of(f.key.basis)),
                                             trade::format_period(f.period),
                                             f.value_usd ? f.value_text : "",
                                             f.unit,
                                             std::string(trade::name_of(f.status)),
                                             f.published_stated ? trade::format_date(f.published) : "",
                                             guarded(f.reference)};
    for (std::size_t i = 0; i < fields.size(); ++i) out += (i == 0 ? "" : ",") + field(fields[i]);
    out += '\n';
  }
  return out;
}

}  // namespace tradewatch::report
