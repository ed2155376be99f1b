// The weekly report: one snapshot of an ISO week, told as text, as a page that needs nothing else, and as JSON.
//
// The snapshot is what the store held when the week was over, beside what it held when the week began. So a past week
// is told the same for ever, whatever came in since; only settings and methods are today's. Everything here is a
// function of the snapshot and the language: the same of both gives the same bytes.

#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/targets/assessment.h"
#include "models/trade/iso_week.h"
#include "service/runtime/time_zone.h"
#include "service/storage/records.h"
#include "service/wording/language.h"

namespace tradewatch::report {

// A target as it was when the week began.
struct Before {
  targets::Verdict verdict = targets::Verdict::unknown;
  bool provisional = false;
  std::optional<double> probability;
};

struct TargetWeek {
  targets::Assessment assessment;                   // when the week was over; its news are those of the week as a whole
  std::optional<Before> before;                     // absent where none of its figures came in: nothing moved
  std::vector<storage::Vintage> came_in;            // its figures and the partner's, the newest published first
  std::vector<storage::AlertRow> alerts;            // that stood when the week was over, the most severe first
  std::vector<storage::TransitionRow> transitions;  // of the week, in their order
};

struct WeeklySnapshot {
  trade::IsoWeek week;
  trade::Date monday{};
  trade::Date sunday{};
  runtime::TimeZone zone;           // whose days these are
  trade::Instant begin{};           // what was taken later came in this week
  trade::Instant end{};             // what was taken later is not known here
  bool over = true;                 // the week; else `end` is the moment of asking
  std::vector<TargetWeek> targets;  // the most urgent first
};

// A plain page for a terminal.
[[nodiscard]] std::string weekly_text(const WeeklySnapshot& snapshot, wording::Language language);

enum class Pictures {
  drawn,     // every chart as SVG in the page
  one_mail,  // the chart of the first target alone, as an image that the mail carries: kMailPicture
};
// Where the mail that carries the page puts the address of its picture.
inline constexpr std::string_view kMailPicture = "cid:chart";

// One HTML file that asks for nothing else, from left to right or right to left as the language is written; prints on
// A4.
[[nodiscard]] std::string weekly_html(const WeeklySnapshot& snapshot, wording::Language language, Pictures pictures);
// The style block of that page, exactly: a Content-Security-Policy can name it by its digest.
[[nodiscard]] std::string_view weekly_stylesheet();

// {week, from, to, over, time_zone, as_of, language, title, changed[], attention[], targets[], figures[], due[]}; the
// targets are CONTRACT's assessments, with `paragraphs` and the verdict and probability `before` the week.
[[nodiscard]] boost::json::object weekly_json(const WeeklySnapshot& snapshot, wording::Language language);

}  // namespace tradewatch::report
