#include "service/web/pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "service/charts/sparkline.h"
#include "service/web/embedded.h"
#include "service/web/key_numbers.h"
#include "service/web/labels.h"
#include "service/web/page_parts.h"

namespace tradewatch::web {
namespace {

constexpr charts::Size kNarrowFan{.width = 380, .height = 430};
constexpr charts::Size kNarrowMirror{.width = 380, .height = 300};
constexpr charts::Size kNarrowRecord{.width = 380, .height = 360};
constexpr std::string_view kHistory = "history";  // the section whose content comes by itself, since it takes a while

bool has_figures(const SharedPage& page) { return page->assessment.contains("figures"); }

// What to do where nothing is known yet, and what the demo is; nothing for those who are at home here.
View welcome_view(const std::vector<SharedPage>& pages, const Frame& frame) {
  const bool empty = !frame.past && !pages.empty() && std::ranges::none_of(pages, has_figures);
  const bool demo = frame.place.demo && !frame.past;
  if (!empty && !demo) return flag(false);
  View view{View::type::object};
  view.set("demo", flag(demo));
  view.set("empty", flag(empty));
  view.set("heading", label(empty ? "empty_title" : "demo_text", frame.language));
  view.set("inbox", frame.place.inbox);
  view.set("store", frame.place.store);
  return view;
}

View numbers_view(const boost::json::object& assessment, wording::Language language) {
  View numbers{View::type::list};
  for (const KeyNumber& number : key_numbers(assessment, language)) {
    View card{View::type::object};
    card.set("name", number.label);
    card.set("value", number.value);
    card.set("note", text_or_none(number.note));
    numbers << card;
  }
  return numbers;
}

// A chart on a page, with links to its data at `address`. Wide and narrow stand on one page, so their ids differ.
template <typename Chart>
View drawing_view(Chart chart, const charts::Size& wide, const charts::Size& narrow, const std::string& address,
                  const Frame& frame) {
  View view{View::type::object};
  view.set("wide", charts::svg(chart, wide));
  chart.id += "-narrow";
  view.set("narrow", charts::svg(chart, narrow));
  view.set("links", chart_links(address, frame));
  return view;
}

View section_view(const PageSection& section, const Frame& frame) {
  View view{View::type::object};
  view.set("name", section.name);
  view.set("heading", label("section_" + section.name, frame.language));
  view.set("paragraphs", paragraphs_view(section.paragraphs));
  view.set("tables", tables_view(section.tables));
  view.set("open", flag(!section.on_demand));
  view.set("folded", flag(section.on_demand));
  view.set("history", flag(section.name == kHistory));
  view.set("drawing", flag(false));
  return view;
}

// Only addresses of the web are links: a source may be any text.
bool is_web_address(const std::string& text) { return text.starts_with("https://") || text.starts_with("http://"); }

void set_announcement(View& view, const boost::json::object& assessment, wording::Language language) {
  const std::string source = text_at(assessment, {"announcement", "source"});
  view.set("announced", text_or_none(date_words(text_at(assessment, {"announced"}), language)));
  view.set("announcement", text_or_none(text_at(assessment, {"announcement", "text"})));
  view.set("said_by", text_or_none(text_at(assessment, {"announcement", "said_by"})));
  view.set("source_link", text_or_none(is_web_address(source) ? source : ""));
}

Frame of_now(Frame frame) {
  frame.past.reset();
  return frame;
}

View links_to_explanation(const std::string& id, const Frame& frame) {
  View link{View::type::object};
  link.set("href", in_past("/targets/" + segment(id) + "/explain.txt", frame));
  link.set("text", label("explain", frame.language));
  View links{View::type::list};
  links << link;
  return links;
}

}  // namespace

std::string overview_page(const std::vector<SharedPage>& pages, const Frame& frame) {
  View view = framed(frame, label("overview_title", frame.language), "", "/api/v1/targets");
  View targets{View::type::list};
  for (const SharedPage& page : pages) {
    View card = target_head(*page, frame);
    card.set("spark", charts::sparkline(page->chart, label("spark", frame.language)));
    targets << card;
  }
  view.set("targets", targets);
  view.set("nothing", flag(pages.empty()));
  view.set("welcome", welcome_view(pages, frame));
  return render(embedded::overview_mustache, view);
}

std::string target_page(const TargetPage& page, const Frame& frame) {
  const std::string id = text_at(page.assessment, {"id"});
  const std::string address = "/targets/" + segment(id);
  const std::string title = text_at(page.assessment, {"title"});
  View view = framed(frame, title.empty() ? id : title, id, "/api/v1" + address);
  const View head = target_head(page, frame);
  for (const char* key : {"title", "verdict", "verdict_code", "sign", "likelihood", "summary", "latest", "published",
                          "since", "probability"}) {
    view.set(key, *head.get(key));
  }
  view.set("all_link", in_past("/", frame));
  view.set("as_of", text_or_none(text_at(page.assessment, {"as_of"})));
  view.set("as_of_words", moment_words(text_at(page.assessment, {"as_of"}), frame.language));
  view.set("quote", text_or_none(page.quote));
  view.set("counted", text_or_none(page.counted));
  set_announcement(view, page.assessment, frame.language);
  const View numbers = numbers_view(page.assessment, frame.language);
  view.set("has_numbers", flag(!numbers.list_value().empty()));
  view.set("numbers", numbers);
  charts::FanChart chart = page.chart;
  if (chart.id.empty()) chart.id = id;
  view.set("drawing", drawing_view(chart, {}, kNarrowFan, address + "/chart", frame));
  const Frame now = of_now(frame);
  view.set("past_link", in_language(address + "/history", frame));
  view.set("past_image", drawing_link(address + "/history.svg", now));
  view.set("narrow_past_image", drawing_link(address + "/history.svg?size=narrow", now));
  View sections{View::type::list};
  for (const PageSection& section : page.sections) {
    View each = section_view(section, frame);
    each.set("links", section.name == "models" ? links_to_explanation(id, frame) : flag(false));
    if (section.name == "partner" && page.mirror)
      each.set("drawing", drawing_view(*page.mirror, charts::kMirrorSize, kNarrowMirror, address + "/mirror", frame));
    sections << each;
  }
  view.set("sections", sections);
  return render(embedded::target_mustache, view);
}

std::string history_page(const HistoryPage& page, const Frame& frame) {
  const std::string address = "/targets/" + segment(page.id);
  const std::string title = page.title.empty() ? page.id : page.title;
  View view = framed(frame, label("past_title", frame.language) + ": " + title, page.id, address + "/history.json");
  view.set("title", title);
  view.set("link", in_language(address, frame));
  view.set("since", text_or_none(page.since));
  charts::StepChart chart = page.chart;
  chart.note.clear();  // it stands above
  view.set("drawing", drawing_view(chart, kWideSteps, kNarrowSteps, address + "/history", frame));
  View sections{View::type::list};
  for (const PageSection& section : page.sections) {
    View each = section_view(section, frame);
    if (section.name == "record" && page.record)
      each.set("drawing",
               drawing_view(*page.record, charts::kReliabilitySize, kNarrowRecord, "/record", of_now(frame)));
    sections << each;
  }
  view.set("sections", sections);
  return render(embedded::history_mustache, view);
}

std::string message_page(std::string_view title, std::string_view text, const Frame& frame,
                         const std::vector<std::pair<std::string, std::string>>& links) {
  View view = framed(frame, std::string(title), "", "/api/v1/targets");
  view.set("live", flag(false));
  view.set("text", std::string(text));
  View list{View::type::list};
  for (const auto& [href, words] : links) {
    View link{View::type::object};
    link.set("href", href);
    link.set("text", words);
    list << link;
  }
  view.set("links", list);
  return render(embedded::message_mustache, view);
}

std::string segment(std::string_view id) {
  std::string text;
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

std::string csv_of(const charts::ChartTable& table) {
  std::string out;
  const auto add_row = [&](const std::vector<std::string>& row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::string cell = row[i];
      const bool number = cell.find_first_not_of("+-.0123456789") == std::string::npos;
      if (!cell.empty() && !number && std::string_view("=+-@\t\r").contains(cell.front())) cell.insert(0, 1, '\'');
      std::string quoted;
      for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
      const bool quotes = cell.find_first_of(",\"\r\n") != std::string::npos;
      out += (i > 0 ? "," : "") + (quotes ? '"' + quoted + '"' : cell);
    }
    out += "\r\n";
  };
  add_row(table.header);
  for (const auto& row : table.rows) add_row(row);
  return out;
}

}  // namespace tradewatch::web
