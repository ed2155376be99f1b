// What the pages have in common: rendering, the frame, tables, sections.

#pragma once

#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>

#include "service/web/pages.h"

namespace tradewatch::web {

using View = kainjow::mustache::data;

// `text` with `view`, and with the partials that templates name. A broken template throws std::logic_error.
[[nodiscard]] std::string render(std::string_view text, View view);

// Language, labels, the banner of the past; `title` is the window's.
[[nodiscard]] View framed(const Frame& frame, const std::string& title, const std::string& target_id,
                          const std::string& json_link);

// A text for a section that is shown only if there is one: to mustache an empty string is true.
[[nodiscard]] View text_or_none(const std::string& text);
[[nodiscard]] View flag(bool value);

// An empty cell shows a dash: it is empty by intent.
[[nodiscard]] View table_view(const NamedTable& table);
[[nodiscard]] View tables_view(const std::vector<NamedTable>& tables);
[[nodiscard]] View paragraphs_view(const std::vector<std::string>& paragraphs);

// Links to one drawing in each form: `base` and a dot and each of kChartForms.
[[nodiscard]] View chart_links(const std::string& base, const Frame& frame);

// "4 February 2026" of "2026-02-04"; what is no date stays as it is.
[[nodiscard]] std::string date_words(const std::string& text, wording::Language language);

// "4 February 2026, 09:30 UTC" of "2026-02-04T09:30:00Z"; what is no moment stays as it is.
[[nodiscard]] std::string moment_words(const std::string& text, wording::Language language);

// Verdict, title, probability and newest month: what a card and a page begin with. Every key is set: one that is absent
// would be looked up outside.
[[nodiscard]] View target_head(const TargetPage& page, const Frame& frame);

}  // namespace tradewatch::web
