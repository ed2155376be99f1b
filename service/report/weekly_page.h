// What the weekly report says, in order and in one language, before it is text or HTML: both show the same.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/charts/fan_chart.h"
#include "service/report/weekly.h"

namespace tradewatch::report {

struct PageTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // each as long as `header`
  std::string note;                            // under it; may be empty
};

struct PageSection {
  std::string heading;
  std::string verdict;  // its code, of a section about a target; else empty
  std::vector<std::string> paragraphs;
  std::optional<charts::FanChart> chart;
  std::vector<std::string> points;
  std::optional<PageTable> table;
};

struct WeeklyPage {
  std::string title;
  std::string days;
  std::vector<PageSection> sections;
  std::vector<std::string> foot;
};

[[nodiscard]] WeeklyPage weekly_page(const WeeklySnapshot& snapshot, wording::Language language);

// What the week brought, target by target, a paragraph each; then changes of alerts. Empty when nothing came.
[[nodiscard]] std::vector<std::string> changes_of(const WeeklySnapshot& snapshot, wording::Language language);
// What somebody should look at; empty when nothing is.
[[nodiscard]] std::vector<std::string> attention_of(const WeeklySnapshot& snapshot, wording::Language language);

// Each once, however many targets use it; the newest published first.
[[nodiscard]] std::vector<const storage::Vintage*> figures_of(const WeeklySnapshot& snapshot);

// "Pakistan: exports to Kazakhstan (sbp)", of the component that falls due first.
[[nodiscard]] std::string due_series(const targets::Assessment& assessment, wording::Language language);

}  // namespace tradewatch::report
