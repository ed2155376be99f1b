#include "service/report/mirror_chart_of.h"

#include <algorithm>
#include <set>

#include "service/report/chart_provenance.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

using targets::CombinedSum;
using wording::Language;
using wording::message;

charts::MirrorLabels labels_of(Language l) {
  const auto line = [l](const wording::Message& text) { return wording::own_line(l, wording::say(l, text)); };
  return {.unit = line(message("mirror chart", "million US dollars, average a month")),
          .own = line(message("mirror chart", "this side")),
          .partner = line(message("mirror chart", "the partner")),
          .months = line(message("mirror chart", "months")),
          .own_total = line(message("mirror chart", "this side, million US dollars")),
          .partner_total = line(message("mirror chart", "the partner, million US dollars")),
          .ratio = line(message("mirror chart", "the partner counts")),
          .empty = line(message("chart", "no figure"))};
}

std::vector<charts::SideSpan> side_of(const std::vector<CombinedSum>& sums, trade::Month first) {
  std::vector<charts::SideSpan> side;
  for (const CombinedSum& s : sums) {
    if (s.span.first >= first) side.push_back({s.span, s.value_usd / s.span.months()});
  }
  return side;
}

using Spans = std::set<std::pair<trade::Month, trade::Month>>;

// From each month with which sums of both sides begin, the shortest span that both tell exactly.
void add_common(Spans& spans, const std::vector<CombinedSum>& own, const std::vector<CombinedSum>& theirs,
                trade::Month first) {
  std::set<trade::Month> begins, ends;
  for (const CombinedSum& s : own) {
    begins.insert(s.span.first);
    ends.insert(s.span.last);
  }
  for (const CombinedSum& s : theirs) {
    if (s.span.first < first || !begins.contains(s.span.first)) continue;
    for (const CombinedSum& until : theirs) {
      const trade::MonthSpan span{s.span.first, until.span.last};
      if (span.last < span.first || !ends.contains(span.last)) continue;
      if (!targets::total_of(own, span) || !targets::total_of(theirs, span)) continue;
      spans.emplace(span.first, span.last);
      break;
    }
  }
}

// Every span that a side has published, and those that both tell; the totals of each side where its sums tile them.
std::vector<charts::SidesRow> rows_of(const std::vector<CombinedSum>& own, const std::vector<CombinedSum>& theirs,
                                      trade::Month first, Language l) {
  Spans spans;
  for (const auto* side : {&own, &theirs}) {
    for (const CombinedSum& s : *side) {
      if (s.span.first >= first) spans.emplace(s.span.first, s.span.last);
    }
  }
  add_common(spans, own, theirs, first);
  std::vector<charts::SidesRow> rows;
  for (const auto& [from, to] : spans) {
    charts::SidesRow row{.span = {from, to}, .own_usd = {}, .partner_usd = {}, .ratio = {}};
    row.own_usd = targets::total_of(own, row.span);
    row.partner_usd = targets::total_of(theirs, row.span);
    if (row.own_usd && row.partner_usd && *row.own_usd > 0)
      row.ratio = wording::times(*row.partner_usd / *row.own_usd, l);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string description_of(const targets::Assessment& a, Language l) {
  std::string text;
  for (const wording::Paragraph& p : wording::paragraphs_by_topic(a, l)) {
    if (p.topic == wording::Topic::partner) text += (text.empty() ? "" : " ") + p.text;
  }
  return text;
}

}  // namespace

std::optional<charts::MirrorChart> mirror_chart(const targets::Assessment& a, Language l) {
  const std::vector<CombinedSum> theirs = targets::combine(a.mirror_series);
  if (a.combined.empty() || theirs.empty()) return std::nullopt;
  const trade::Month first = std::max(a.combined.back().span.last, theirs.back().span.last) - (kMirrorMonths - 1);
  charts::MirrorChart chart;
  chart.own = side_of(a.combined, first);
  chart.partner = side_of(theirs, first);
  if (chart.own.empty() || chart.partner.empty()) return std::nullopt;
  const std::string name = a.target.title.empty() ? a.target.id : a.target.title;
  chart.id = "mirror-" + a.target.id;
  chart.title = wording::say(l, message("mirror chart", "{title}: as both sides count it"), {{"title", name}});
  chart.description = description_of(a, l);
  chart.rows = rows_of(a.combined, theirs, first, l);
  chart.labels = labels_of(l);
  chart.provenance = provenance_of(a, DrawnSides::both);
  return chart;
}

}  // namespace tradewatch::report
