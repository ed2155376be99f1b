#include "service/intake/comtrade_notes.h"

#include <map>
#include <string>
#include <utility>

namespace tradewatch::intake {
namespace {

constexpr std::size_t kMaxNotes = 20;  // of re-exports; the others are counted

std::string words_for(const trade::Figure& again, const trade::Figure& out) {
  std::string series(again.key.reporter.alpha3());
  series += " to " + std::string(again.key.partner.alpha3()) + " " + trade::format_period(again.period);
  if (again.key.commodity != "TOTAL") series += " " + again.key.commodity;
  return "re-exports exceed exports: " + series + ", " + again.value_text + " of " + out.value_text + " USD";
}

}  // namespace

void add_reexport_notes(Document& document) {
  std::map<std::pair<trade::FlowKey, trade::MonthSpan>, const trade::Figure*> exports;
  bool any = false;
  for (const trade::Figure& figure : document.figures) any = any || figure.key.flow == trade::Flow::re_export;
  if (!any) return;
  for (const trade::Figure& figure : document.figures) {
    if (figure.key.flow == trade::Flow::export_) exports.emplace(std::pair(figure.key, figure.period), &figure);
  }
  std::size_t found = 0;
  for (const trade::Figure& figure : document.figures) {
    if (figure.key.flow != trade::Flow::re_export) continue;
    trade::FlowKey key = figure.key;
    key.flow = trade::Flow::export_;
    const auto out = exports.find({std::move(key), figure.period});
    if (out == exports.end() || !figure.value_usd || !out->second->value_usd) continue;
    if (*figure.value_usd <= *out->second->value_usd) continue;
    if (++found <= kMaxNotes) document.notes.push_back(words_for(figure, *out->second));
    exports.erase(out);  // the same figures under a second classification are told once
  }
  if (found > kMaxNotes) {
    document.notes.push_back("re-exports exceed exports in " + std::to_string(found) + " series; " +
                             std::to_string(kMaxNotes) + " are listed");
  }
}

}  // namespace tradewatch::intake
