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

}  // namespace

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
