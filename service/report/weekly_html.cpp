#include <kainjow/mustache.hpp>

#include "service/report/weekly_page.h"

namespace tradewatch::report {
namespace {

namespace mustache = kainjow::mustache;

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark;--ink:#1d2733;--soft:#52606d;--line:#cbd3dc;--ground:#fff;--bad:#8c1127;"
    "--risk:#8a5a00;--good:#1f6b2e;--open:#5b3e8c}"
    "body{margin:0 auto;padding:1.5rem;max-width:52rem;background:var(--ground);color:var(--ink);"
    "font:16px/1.5 system-ui,\"Noto Sans\",sans-serif}"
    ":lang(ur) body,body:lang(ur){font-family:\"Noto Sans\",\"Noto Nastaliq Urdu\",\"Noto Naskh "
    "Arabic\",serif;line-height:2.3}"
    "h1{font-size:1.6rem;line-height:1.3;margin:0}:lang(ur) h1,:lang(ur) h2{line-height:2.2}"
    "h2{font-size:1.2rem;line-height:1.3;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}"
    "p{margin:.5rem 0}.days,footer,caption,.note{color:var(--soft);font-size:.9rem}"
    "ul{margin:.5rem 0;padding-inline-start:1.3rem}li{margin:.3rem 0}"
    ".target{border-inline-start:4px solid var(--open);padding-inline-start:1rem;margin:1.5rem 0}"
    ".target>p:first-of-type{font-weight:600}"
    ".missed,.off_track{border-color:var(--bad)}.at_risk{border-color:var(--risk)}"
    ".on_track,.achieved{border-color:var(--good)}"
    "figure{margin:1rem 0}figure svg,figure img{max-width:100%;height:auto;direction:ltr;overflow:visible}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.85rem}"
    "th,td{text-align:start;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--line)}"
    "footer{margin-top:2rem;border-top:1px solid var(--line)}"
    "@media screen and (prefers-color-scheme:dark){:root{--ink:#e4e9ef;--soft:#a9b4c0;--line:#36414d;"
    "--ground:#151b22;--bad:#ff8fa0;--risk:#f0b95a;--good:#8fd19e;--open:#c3a8f0}}"
    "@media screen and (max-width:42rem){body{padding:1rem}.wide :is(table,tbody,tr){display:block}"
    ".wide thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    ".wide tr{border-bottom:1px solid var(--line);padding:.4rem 0}"
    ".wide td{display:grid;grid-template-columns:8.5rem "
    "minmax(0,1fr);overflow-wrap:anywhere;gap:.75rem;border:0;padding:.1rem 0}"
    ".wide td::before{content:attr(data-head);color:var(--soft)}}"
    "@page{size:A4;margin:15mm}"
    "@media print{body{max-width:none;padding:0;font-size:10.5pt}h2{break-after:avoid}"
    "figure,tr,li{break-inside:avoid}.wide{overflow:visible}a{color:inherit}}";

constexpr const char* kPage = R"(<!DOCTYPE html>
<html lang="{{language}}" dir="{{direction}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{title}}</title>
<style>{{{style}}}</style>
</head>
<body>
<main>
<h1>{{title}}</h1>
<p class="days">{{days}}</p>
{{#sections}}<section{{#verdict}} class="target {{verdict}}"{{/verdict}}>
<h2>{{heading}}</h2>
{{#paragraphs}}<p>{{text}}</p>
{{/paragraphs}}{{#chart}}<figure>{{{chart}}}</figure>
{{/chart}}{{#picture}}<figure><img src="{{picture}}" alt="{{heading}}"></figure>
{{/picture}}{{#has_points}}<ul>
{{#points}}<li>{{text}}</li>
{{/points}}</ul>
{{/has_points}}{{#table}}<div class="wide" tabindex="0" role="region" aria-label="{{heading}}"><table>
<thead><tr>{{#header}}<th scope="col">{{text}}</th>{{/header}}</tr></thead>
<tbody>
{{#rows}}<tr>{{#cells}}<td data-head="{{head}}">{{text}}</td>{{/cells}}</tr>
{{/rows}}</tbody>
</table></div>
{{#note}}<p class="note">{{note}}</p>
{{/note}}{{/table}}</section>
{{/sections}}</main>
<footer>
{{#foot}}<p>{{text}}</p>
{{/foot}}</footer>
</body>
</html>
)";

mustache::data texts(const std::vector<std::string>& lines) {
  mustache::data list{mustache::data::type::list};
  for (const std::string& line : lines) list.push_back(mustache::data{"text", line});
  return list;
}

// Each cell with the heading of its column, which stands beside it on a narrow screen.
mustache::data cells_view(const std::vector<std::string>& header, const std::vector<std::string>& row) {
  mustache::data list{mustache::data::type::list};
  for (std::size_t c = 0; c < row.size(); ++c) {
    mustache::data cell{"text", row[c]};
    cell.set("head", c < header.size() ? header[c] : std::string());
    list.push_back(cell);
  }
  return list;
}

mustache::data table_view(const PageTable& table) {
  mustache::data view;
  view.set("header", texts(table.header));
  mustache::data rows{mustache::data::type::list};
  for (const auto& row : table.rows) rows.push_back(mustache::data{"cells", cells_view(table.header, row)});
  view.set("rows", rows);
  if (!table.note.empty()) view.set("note", table.note);
  return view;
}

mustache::data section_view(const PageSection& section) {
  mustache::data view;
  view.set("heading", section.heading);
  if (!section.verdict.empty()) view.set("verdict", section.verdict);
  view.set("paragraphs", texts(section.paragraphs));
  view.set("has_points", !section.points.empty());
  view.set("points", texts(section.points));
  if (section.table) view.set("table", table_view(*section.table));
  return view;
}

}  // namespace

std::string_view weekly_stylesheet() { return kStyle; }

std::string weekly_html(const WeeklySnapshot& snapshot, wording::Language language, Pictures pictures) {
  const WeeklyPage page = weekly_page(snapshot, language);
  mustache::data view;
  view.set("language", std::string(wording::name_of(language)));
  view.set("direction", std::string(wording::direction_of(language)));
  view.set("style", std::string(kStyle));
  view.set("title", page.title);
  view.set("days", page.days);
  mustache::data sections{mustache::data::type::list};
  bool first_chart = true;
  for (const PageSection& section : page.sections) {
    mustache::data part = section_view(section);
    if (section.chart && pictures == Pictures::drawn) part.set("chart", charts::svg(*section.chart));
    if (section.chart && pictures == Pictures::one_mail && std::exchange(first_chart, false))
      part.set("picture", std::string(kMailPicture));
    sections.push_back(part);
  }
  view.set("sections", sections);
  view.set("foot", texts(page.foot));
  mustache::mustache layout{std::string(kPage)};
  return layout.render(view);
}

}  // namespace tradewatch::report
