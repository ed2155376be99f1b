#include "service/web/labels.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tradewatch::web {
namespace {

constexpr auto kEnglish = std::to_array<Label>({
    {"alert_at", "At"},
    {"alert_change", "What"},
    {"alert_rule", "Rule"},
    {"alert_severity", "Severity"},
    {"alert_since", "Since"},
    {"alert_state", "State"},
    {"alert_why", "Why"},
    {"all_targets", "All targets"},
    {"announced", "Announced"},
    {"as_announced", "As announced"},
    {"as_of_banner", "What was known then:"},
    {"as_of_now", "Back to now"},
    {"ask_past", "What was known on"},
    {"ask_past_go", "Show"},
    {"average_multiple", "{:.1f} times the last twelve months' average"},
    {"band_80", "80 % between {} and {}"},
    {"busy", "Busy"},
    {"busy_text", "Other pages are being made first. Try again in a moment."},
    {"chart", "Chart"},
    {"chart_history_alt",
     "Probability to arrive at each publication, as a line of steps; the page of the past has the same as a table."},
    {"data", "The same data:"},
    {"demo_drop", "Drop files of figures into"},
    {"demo_text",
     "This is the demonstration: real figures of the trade of Pakistan and Kazakhstan, in a store of its own at"},
    {"each_month", "Needed each remaining month"},
    {"empty_drop",
     "Drop files of figures here; they are taken within a second and moved to accepted/, or to quarantine/ "
     "with a report that says why:"},
    {"empty_sample", "A file to try: sample.csv, real figures in the house format"},
    {"empty_text",
     "No figure of these targets is here yet. A CSV in the house format, a workbook, SDMX or a Comtrade answer will "
     "do."},
    {"empty_title", "Nothing is here yet: what to do"},
    {"expected", "Expected in the window"},
    {"figures_document", "Document, line"},
    {"figures_published", "Published"},
    {"figures_read_at", "Read at"},
    {"figures_series", "Series"},
    {"figures_period", "Period"},
    {"figures_value", "Value"},
    {"history_said_note",
     "Each assessment as it was made and kept, with the settings of its day. The line above is the same past walked "
     "again with today's settings and methods, each day with what had been published by then."},
    {"history_unit", "probability to arrive"},
    {"history_none", "no forecast could be made"},
    {"json_all", "Programs read the same at"},
    {"latest", "Newest month"},
    {"months_known", "{} months known"},
    {"moment", "Moment"},
    {"news_figure", "Figure"},
    {"news_kind", "Kind"},
    {"news_median", "Effect on the median, US dollars"},
    {"news_probability", "Effect on the probability"},
    {"news_refit", "everything fitted anew"},
    {"news_together", "together"},
    {"no_target", "No target is set. Add one to the settings, and it appears here."},
    {"not_found", "Not found"},
    {"not_found_text", "There is nothing at this address."},
    {"overview_title", "Trade targets"},
    {"past_bad", "Not a moment"},
    {"past_published", "published by {}"},
    {"past_taken", "taken by {}"},
    {"record_assessments", "Assessments"},
    {"record_mean", "Mean probability"},
    {"record_met", "Met"},
    {"record_said", "Said"},
    {"record_targets", "Targets"},
    {"release", "Release"},
    {"past_link", "Since when do we know? The past, publication by publication"},
    {"past_title", "The past"},
    {"past_too_many", "Too many targets for one page of the past; ask for one of them:"},
    {"path_over", "{} over the path"},
    {"path_under", "{} under the path"},
    {"probability", "Probability to arrive"},
    {"published", "published"},
    {"quote", "To quote"},
    {"reading", "Reading"},
    {"reading_amount", "Amount"},
    {"reading_latest", "Newest month"},
    {"reading_median", "Median"},
    {"reading_rules", "(the headline)"},
    {"section_alerts", "Alerts"},
    {"section_changes", "How the alerts came about"},
    {"section_months", "The chart as a table"},
    {"section_record", "How often were we right?"},
    {"section_replay", "Publication by publication"},
    {"section_said", "What was said at the time"},
    {"section_figures", "Figures, with their sources"},
    {"section_forecast", "How sure is this?"},
    {"section_history", "Since when do we know?"},
    {"section_models", "Models and calibration"},
    {"section_news", "What moved the forecast"},
    {"section_partner", "Both reporters"},
    {"section_readings", "How the announcement can be read"},
    {"section_required", "What it would take"},
    {"section_standing", "Where it stands"},
    {"section_uncertain", "What is uncertain"},
    {"sides_months", "Months"},
    {"sides_own", "This side"},
    {"sides_partner", "The partner"},
    {"sides_ratio", "The partner counts"},
    {"since", "Verdict here since"},
    {"skip", "Skip to the content"},
    {"source", "Source"},
    {"spark", "Last twelve months, month by month, the forecast and the path to the target"},
    {"table_alert_history", "Changes of the alerts, newest first"},
    {"table_alerts", "Alerts as they stand"},
    {"table_figures", "Published figures"},
    {"table_fits", "What each model weighs"},
    {"table_growth", "Growth, as two offices judge progress"},
    {"table_months", "Month by month, million US dollars"},
    {"table_news", "What moved the forecast since {}"},
    {"table_range", "What the probability depends on"},
    {"table_readings", "Readings of the announcement"},
    {"table_replay", "Each publication, and what it would have said"},
    {"table_record", "What was said of targets that ended, and what came"},
    {"table_said", "Assessments as they were kept, newest first"},
    {"table_sides", "The same months, as each side counts them"},
    {"tagline", "How likely announced trade targets are to be met, from the figures as published."},
    {"twelve_to", "Twelve months to {}"},
    {"updated", "The page was brought up to date."},
    {"variation", "Choice"},
    {"variation_headline", "as shown"},
    {"variation_median", "Median of the window"},
    {"verdict", "Verdict"},
    {"verdict_achieved", "Achieved"},
    {"verdict_at_risk", "At risk"},
    {"verdict_missed", "Missed"},
    {"verdict_off_track", "Off track"},
    {"verdict_on_track", "On track"},
    {"verdict_unknown", "Not known yet"},
    {"weight", "Weight"},
    {"model", "Model"},
    {"window_so_far", "In the window so far"},
    {"without", "without {}"},
    {"explain", "every figure, sum and weight as text"},
    {"points", "{} points"},
    {"method", "Method"},
    {"growth_actual", "Growth a year"},
    {"growth_required", "Growth needed"},
    {"growth_category", "Judged as"},
});

}  // namespace

std::span<const Label> labels(std::string_view /*language*/) {
  static const auto sorted = [] {
    auto all = kEnglish;
    std::ranges::sort(all, {}, &Label::key);
    return all;
  }();
  return sorted;
}

std::string label(std::string_view key, std::string_view language) {
  const auto all = labels(language);
  const auto found = std::ranges::lower_bound(all, key, {}, &Label::key);
  if (found == all.end() || found->key != key) throw std::logic_error("no label is called " + std::string(key));
  return std::string(found->text);
}

}  // namespace tradewatch::web
