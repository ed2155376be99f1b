#include "service/web/pages.h"

#include <fmt/format.h>

#include <exception>
#include <kainjow/mustache.hpp>
#include <stdexcept>

#include "service/web/embedded.h"
#include "service/web/key_numbers.h"

namespace tradewatch::web {

namespace mustache = kainjow::mustache;
using mustache::data;

namespace {

std::string render(std::string_view text, const data& view) {
  mustache::mustache page{std::string(text)};
  std::string out = page.render(view);
  if (!page.is_valid()) throw std::logic_error("a page template is broken: " + page.error_message());
  return out;
}

// An id as a fragment and class name: what is not a letter, digit, '-' or '_' becomes '-'.
std::string anchor(const std::string& id) {
  std::string text = "target-" + id;
  for (char& c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (!plain) c = '-';
  }
  return text;
}

// An id as a path segment.
std::string segment(const std::string& id) {
  std::string text;
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

// An empty cell shows a dash: it is empty by intent.
data table_view(const NamedTable& table) {
  data header{data::type::list};
  for (const std::string& cell : table.header) header << data{"cell", cell};
  data rows{data::type::list};
  for (const auto& row : table.rows) {
    data cells{data::type::list};
    for (std::size_t i = 1; i < row.size(); ++i) cells << data{"cell", row[i].empty() ? "–" : row[i]};
    data view{data::type::object};
    view.set("name", row.empty() ? "" : row[0]);
    view.set("cells", cells);
    rows << view;
  }
  data view{data::type::object};
  view.set("caption", table.caption);
  view.set("header", header);
  view.set("rows", rows);
  return view;
}

// A text for a section that is shown only if there is one: to mustache an empty string is true.
data text_or_none(const std::string& text) { return text.empty() ? data{data::type::bool_false} : data{text}; }

// Every key is set on every target: a key that is absent would be looked up outside, and show the page's own.
data target_view(const TargetPage& page) {
  const boost::json::object& a = page.assessment;
  const VerdictLook& look = verdict_look(a);
  const std::string id = text_at(a, {"id"});
  data view{data::type::object};
  view.set("anchor", anchor(id));
  view.set("link", "/targets/" + segment(id));
  view.set("json_link", "/api/v1/targets/" + segment(id));
  view.set("title", text_at(a, {"title"}).empty() ? id : text_at(a, {"title"}));
  view.set("verdict", std::string(look.words));
  view.set("verdict_code", std::string(look.code));
  view.set("sign", std::string(look.sign));
  view.set("likelihood", text_or_none(text_at(a, {"likelihood"})));
  view.set("headline", text_or_none(page.headline));
  view.set("as_of", text_or_none(text_at(a, {"as_of"})));
  const auto probability = number_at(a, {"forecast", "probability"});
  view.set("probability", text_or_none(probability ? percent_of_probability(*probability) : ""));

  data paragraphs{data::type::list};
  for (const std::string& text : page.paragraphs) paragraphs << data{"text", text};
  view.set("paragraphs", paragraphs);

  data numbers{data::type::list};
  for (const KeyNumber& number : key_numbers(a)) {
    data card{data::type::object};
    card.set("label", number.label);
    card.set("value", number.value);
    card.set("note", text_or_none(number.note));
    numbers << card;
  }
  view.set("has_numbers", numbers.list_value().empty() ? data{data::type::bool_false} : data{data::type::bool_true});
  view.set("numbers", numbers);

  charts::FanChart chart = page.chart;
  if (chart.id.empty()) chart.id = id;
  view.set("chart", charts::svg(chart));
  data tables{data::type::list};
  const charts::ChartTable months = charts::table(chart);
  if (!months.rows.empty()) tables << table_view({chart.title, months.header, months.rows});
  for (const NamedTable& table : page.tables) tables << table_view(table);
  view.set("tables", tables);
  return view;
}

std::string page_of(const std::vector<const TargetPage*>& pages, const std::string& title, bool whole_list) {
  data targets{data::type::list};
  for (const TargetPage* page : pages) targets << target_view(*page);
  data view{data::type::object};
  view.set("page_title", title);
  view.set("is_list", whole_list ? data{data::type::bool_true} : data{data::type::bool_false});
  view.set("nothing", pages.empty() ? data{data::type::bool_true} : data{data::type::bool_false});
  view.set("targets", targets);
  view.set("target", mustache::partial{[] { return std::string(embedded::target_mustache); }});
  return render(embedded::page_mustache, view);
}

}  // namespace

std::string dashboard_page(const std::vector<TargetPage>& pages) {
  std::vector<const TargetPage*> all;
  for (const TargetPage& page : pages) all.push_back(&page);
  return page_of(all, "Trade targets", true);
}

std::string target_page(const TargetPage& page) { return page_of({&page}, text_at(page.assessment, {"title"}), false); }

std::string message_page(std::string_view title, std::string_view text) {
  data view{data::type::object};
  view.set("title", std::string(title));
  view.set("text", std::string(text));
  return render(embedded::message_mustache, view);
}

}  // namespace tradewatch::web
