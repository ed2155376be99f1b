#include "service/web/page_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "models/trade/date.h"
#include "models/trade/month.h"
#include "service/report/text_layout.h"
#include "service/web/chart_forms.h"
#include "service/web/embedded.h"
#include "service/web/key_numbers.h"
#include "service/web/labels.h"
#include "service/wording/event_words.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::web {

namespace mustache = kainjow::mustache;

namespace {

constexpr std::size_t kShortCell = 32;  // characters: a moment in words

View partial(std::string_view text) {
  return mustache::partial{[text] { return std::string(text); }};
}

View labels_view(wording::Language language) {
  View view{View::type::object};
  for (const Label& each : labels()) view.set(std::string(each.key), wording::say(language, each.text));
  return view;
}

View past_view(const PastMoment& past, const std::string& target_id, const Frame& frame) {
  View view{View::type::object};
  view.set("words", past.words);
  view.set("now_link", in_language(target_id.empty() ? "/" : "/targets/" + segment(target_id), frame));
  return view;
}

// `path` with a parameter more, if there is one.
std::string with(std::string path, const std::string& parameter) {
  if (parameter.empty()) return path;
  return std::move(path) + (path.contains('?') ? "&" : "?") + parameter;
}

std::string parameter_of(wording::Language language) { return fmt::format("lang={}", wording::name_of(language)); }

std::string past_of(const Frame& frame) { return frame.past ? frame.past->query : std::string(); }

// This page in each language, under the language's own name.
View languages_view(const Frame& frame) {
  View view{View::type::list};
  for (const wording::Language language : wording::kLanguages) {
    View link{View::type::object};
    link.set("href", with(with(frame.path, past_of(frame)), parameter_of(language)));
    link.set("tag", std::string(wording::name_of(language)));
    link.set("own_name", std::string(wording::own_name_of(language)));
    link.set("current", flag(language == frame.language));
    view << link;
  }
  return view;
}

// An id as a fragment: what is not a letter, digit or '-' becomes '-'.
std::string anchor(const std::string& id) {
  std::string text = "target-" + id;
  for (char& c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    if (!plain) c = '-';
  }
  return text;
}

std::string month_words(const std::string& text, wording::Language language) {
  const auto month = trade::parse_month(text);
  return month ? wording::month_name(*month, language) : text;
}

// Days and months begin with digits in some languages: "9 December 2025", "2025 жылғы қазан". A number has no digits
// behind a space, since groups of digits are kept together; a year has four and no code of a currency behind it.
bool names_a_day(std::string_view cell) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view behind = cell.substr(std::min(cell.find(' '), cell.size()));
  if (std::ranges::any_of(behind, is_digit)) return true;
  const bool four_digits = cell.size() - behind.size() == 4 && std::all_of(cell.begin(), cell.begin() + 4, is_digit);
  return four_digits && behind.size() > 1 && std::isupper(static_cast<unsigned char>(behind[1])) == 0;
}

// A number is set as one, so that columns line up; a short text stays on one line where there is room.
std::string_view kind_of(const std::string& cell) {
  if (cell.empty()) return "none";
  if (report::width_of(cell) > kShortCell) return "long";
  const std::size_t at = cell.starts_with('-') ? 1 : 0;
  const bool number = at < cell.size() && std::isdigit(static_cast<unsigned char>(cell[at])) != 0;
  return number && !names_a_day(cell) ? "number" : "short";
}

// Of a web address that is all of a cell, the host: enough to say whose it is, and to follow. Empty for any other cell.
std::string host_of(std::string_view cell) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!cell.starts_with(scheme) || cell.find_first_of(" \t\"<>") != std::string_view::npos) continue;
    const std::string_view rest = cell.substr(scheme.size());
    const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    return std::string(host.starts_with("www.") ? host.substr(4) : host);
  }
  return {};
}

}  // namespace

std::string render(std::string_view text, View view) {
  view.set("head", partial(embedded::head_mustache));
  view.set("foot", partial(embedded::foot_mustache));
  view.set("table", partial(embedded::table_mustache));
  view.set("chart", partial(embedded::chart_mustache));
  mustache::mustache page{std::string(text)};
  std::string out = page.render(view);
  if (!page.is_valid()) throw std::logic_error("a page template is broken: " + page.error_message());
  return out;
}

View framed(const Frame& frame, const std::string& title, const std::string& target_id, const std::string& json_link) {
  View view{View::type::object};
  view.set("lang", std::string(wording::name_of(frame.language)));
  view.set("dir", std::string(wording::direction_of(frame.language)));
  view.set("languages", languages_view(frame));
  view.set("asked_language",
           text_or_none(frame.language_asked ? std::string(wording::name_of(frame.language)) : std::string()));
  view.set("home_link", in_language("/", frame));
  view.set("report_link", in_language("/report", frame));
  view.set("label", labels_view(frame.language));
  view.set("page_title", title);
  view.set("target_id", target_id);
  view.set("json_link", json_link);
  view.set("cursor", frame.cursor);
  view.set("live", flag(!frame.past));
  view.set("past", frame.past ? past_view(*frame.past, target_id, frame) : flag(false));
  return view;
}

View text_or_none(const std::string& text) {
  if (text.empty()) return flag(false);
  return View{text};
}

View flag(bool value) { return View{value ? View::type::bool_true : View::type::bool_false}; }

View table_view(const NamedTable& table) {
  View header{View::type::list};
  for (const std::string& cell : table.header) header << View{"cell", cell};
  View rows{View::type::list};
  for (const auto& row : table.rows) {
    View cells{View::type::list};
    for (std::size_t i = 1; i < row.size(); ++i) {
      const std::string host = host_of(row[i]);
      const std::string& shown = host.empty() ? row[i] : host;
      View cell{"cell", shown.empty() ? "–" : shown};
      cell.set("address", host.empty() ? flag(false) : View{row[i]});
      cell.set("kind", std::string(kind_of(shown)));
      cell.set("head", i < table.header.size() ? table.header[i] : std::string());
      cells << cell;
    }
    View view{View::type::object};
    view.set("name", row.empty() ? "" : row[0]);
    view.set("name_kind", row.empty() || report::width_of(row[0]) > kShortCell ? "long" : "short");
    view.set("cells", cells);
    rows << view;
  }
  View view{View::type::object};
  view.set("caption", table.caption);
  view.set("header", header);
  view.set("rows", rows);
  return view;
}

View tables_view(const std::vector<NamedTable>& tables) {
  View view{View::type::list};
  for (const NamedTable& table : tables) view << table_view(table);
  return view;
}

View paragraphs_view(const std::vector<std::string>& paragraphs) {
  View view{View::type::list};
  for (const std::string& text : paragraphs) view << View{"text", text};
  return view;
}

View chart_links(const std::string& base, const Frame& frame) {
  View view{View::type::list};
  for (const std::string_view form : kChartForms) {
    View link{View::type::object};
    const std::string path = fmt::format("{}.{}", base, form);
    const bool drawn = form == "svg" || form == "png";  // data is the same in every language
    link.set("href", drawn ? drawing_link(path, frame) : with(path, past_of(frame)));
    link.set("name", fmt::format(".{}", form));
    view << link;
  }
  return view;
}

View target_head(const TargetPage& page, const Frame& frame) {
  const boost::json::object& a = page.assessment;
  const VerdictLook& look = verdict_look(a);
  const std::string id = text_at(a, {"id"});
  View view{View::type::object};
  view.set("anchor", anchor(id));
  view.set("link", in_past("/targets/" + segment(id), frame));
  view.set("title", text_at(a, {"title"}).empty() ? id : text_at(a, {"title"}));
  view.set("verdict", label("verdict_" + std::string(look.code), frame.language));
  view.set("verdict_code", std::string(look.code));
  view.set("sign", std::string(look.sign));
  view.set("likelihood", text_or_none(wording::likelihood_words(text_at(a, {"likelihood"}), frame.language)));
  view.set("summary", text_or_none(page.summary));
  view.set("latest", text_or_none(month_words(text_at(a, {"figures", "latest_month"}), frame.language)));
  view.set("published", text_or_none(date_words(text_at(a, {"figures", "published"}), frame.language)));
  view.set("since", text_or_none(date_words(text_at(a, {"since"}).substr(0, 10), frame.language)));
  const auto probability = number_at(a, {"forecast", "probability"});
  view.set("probability", text_or_none(probability ? wording::percent(*probability, frame.language) : ""));
  return view;
}

std::string date_words(const std::string& text, wording::Language language) {
  const auto date = trade::parse_date(text);
  return date ? wording::date_name(*date, language) : text;
}

std::string moment_words(const std::string& text, wording::Language language) {
  const auto moment = trade::parse_instant(text);
  return moment ? wording::moment_name(*moment, language) : text;
}

std::string in_past(const std::string& path, const Frame& frame) {
  return in_language(with(path, past_of(frame)), frame);
}

std::string in_language(const std::string& path, const Frame& frame) {
  return with(path, frame.language_asked ? parameter_of(frame.language) : std::string());
}

std::string drawing_link(const std::string& path, const Frame& frame) {
  const bool plain = frame.language == wording::Language::en;
  return with(with(path, past_of(frame)), plain ? std::string() : parameter_of(frame.language));
}

}  // namespace tradewatch::web
