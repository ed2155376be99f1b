// The pages for people, made from templates/ with every text escaped: pure functions of what they show.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/charts/reliability_chart.h"
#include "service/charts/step_chart.h"
#include "service/web/content.h"
#include "service/wording/language.h"

namespace tradewatch::web {

// The moment that a page of the past tells of.
struct PastMoment {
  std::string words;  // "published by 9 December 2025"
  std::string query;  // "as_published=2025-12-09": added to links that stay in the past
};

// What stands around every page.
struct Frame {
  Place place = {};
  std::optional<PastMoment> past = {};  // absent: now, and the page follows what changes
  std::string cursor = {};              // of the newest event that the page knows of
  wording::Language language = wording::Language::en;
  bool language_asked = false;  // by `?lang=`: links to other pages ask for it, too
  std::string path = "/";       // of the page itself, for links to it in other languages
};

// A card for each target in the order given; how to begin where there is no figure yet, and what the demo is.
[[nodiscard]] std::string overview_page(const std::vector<SharedPage>& pages, const Frame& frame);

// One target in full.
[[nodiscard]] std::string target_page(const TargetPage& page, const Frame& frame);

// Drawings of a past as pages show them, wide and for phones.
inline constexpr charts::Size kWideSteps{.width = 760, .height = 300};
inline constexpr charts::Size kNarrowSteps{.width = 380, .height = 270};

// How one target came to where it stands.
struct HistoryPage {
  std::string id;
  std::string title;
  std::string since;  // one sentence
  charts::StepChart chart;
  std::optional<charts::ReliabilityChart> record;  // drawn in the section "record"
  std::vector<PageSection> sections;
};
[[nodiscard]] std::string history_page(const HistoryPage& page, const Frame& frame);

// A page that only says something, with links to go on: address and text.
[[nodiscard]] std::string message_page(std::string_view title, std::string_view text, const Frame& frame,
                                       const std::vector<std::pair<std::string, std::string>>& links = {});

// `path` in the past that the frame tells of and in the language that was asked for; as it is where neither is.
[[nodiscard]] std::string in_past(const std::string& path, const Frame& frame);
// The same without the past.
[[nodiscard]] std::string in_language(const std::string& path, const Frame& frame);
// A drawing of the page: it speaks the page's language, asked for or not.
[[nodiscard]] std::string drawing_link(const std::string& path, const Frame& frame);

// An id as a path segment.
[[nodiscard]] std::string segment(std::string_view id);

// A table as CSV (RFC 4180). A cell that a spreadsheet would run as a formula gets one apostrophe in front; a number is
// left as it is.
[[nodiscard]] std::string csv_of(const charts::ChartTable& table);

}  // namespace tradewatch::web
