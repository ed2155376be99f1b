#include <fmt/format.h>

#include <cmath>
#include <map>

#include "service/wording/numbers.h"
#include "service/wording/reason_values.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using Values = const ReasonValues&;
using Maker = std::string (*)(Values);

// Every sentence begins with a common word, so that a headline can carry it on after a colon.
const std::map<std::string_view, Maker>& judging_sentences() {
  static const std::map<std::string_view, Maker> kSentences = {
      {"no_figures", [](Values v) { return fmt::format("There is no figure of {} yet.", v.text("component")); }},
      {"component_matches_several",
       [](Values v) {
         return fmt::format("More than one series fits {}: {}; state source, valuation or basis in the settings.",
                            v.text("component"), v.text("series"));
       }},
      {"too_few_figures",
       [](Values v) {
         return fmt::format("Too few figures of {}: {} that cover {} months, where {} and {} months are needed.",
                            v.text("component"), v.whole("observations"), v.whole("months"),
                            v.whole("observations_needed"), v.whole("months_needed"));
       }},
      {"figures_end_before_baseline",
       [](Values v) {
         return fmt::format("The figures end in {}, before the baseline begins in {}.", v.period("latest_month"),
                            v.period("baseline_from"));
       }},
      {"baseline_before_figures",
       [](Values v) {
         return fmt::format("The baseline begins in {}, before the first figures, so it cannot be stated.",
                            v.period("baseline_from"));
       }},
      {"no_forecast", [](Values) { return std::string("No forecast can be made from these figures."); }},
      {"members_disagree",
       [](Values v) {
         return fmt::format(
             "The forecasts disagree: their probabilities differ by {} points, more than the {} that may be.",
             decimal(100.0 * v.number("difference"), 0), decimal(100.0 * v.number("bound"), 0));
       }},
      {"amount_reached",
       [](Values v) {
         return fmt::format("Published figures of the window already add up to {}; the target is {}.",
                            v.usd("window_to_date_usd"), v.usd("amount_usd"));
       }},
      {"window_complete_and_short",
       [](Values v) {
         return fmt::format("All months of the window are published and add up to {}; the target is {}.",
                            v.usd("window_to_date_usd"), v.usd("amount_usd"));
       }},
      {"within_revision_noise",
       [](Values v) {
         const std::string known = v.text("origin") == "learned" ? fmt::format("as {} earlier ones of {} say",
                                                                               v.whole("revisions"), v.text("source"))
                                                                 : std::string("by the stated default");
         return fmt::format("The difference, {}, is no more than revisions may still bring: {}, {}.",
                            v.usd("difference_usd"), v.usd("noise_usd"), known);
       }},
      {"probability",
       [](Values v) {
         return fmt::format("The probability to reach {} is {}; the middle forecast is {}.", v.usd("amount_usd"),
                            percent_with_range(v.number("probability"), v.number("low"), v.number("high")),
                            v.usd("median_usd"));
       }},
      {"required_against_best",
       [](Values v) {
         return fmt::format("It would take {} a month; the best on record, {}, averaged {} a month ({}).",
                            v.usd("monthly_usd"), v.period("best_months"), v.usd("best_monthly_usd"),
                            times(v.number("multiple")));
       }},
      {"no_window_month_known",
       [](Values v) {
         return fmt::format("No month of the window ({}) is published yet; figures end in {}.", v.period("window"),
                            v.period("latest_month"));
       }},
      {"all_figures_zero",
       [](Values v) {
         return fmt::format("Every figure of {} is zero, and so is its forecast: nothing shows how it would begin.",
                            v.text("series"));
       }},
      {"window_gap",
       [](Values v) {
         return fmt::format("Figures do not determine {} of the window that {} over: {}; the forecast fills in.",
                            v.number("months") == 1.0 ? "a month" : v.whole("months") + " months",
                            v.number("months") == 1.0 ? "is" : "are", v.text("gaps"));
       }},
      {"baseline_estimated",
       [](Values v) {
         return fmt::format("The baseline, {} in {}, is estimated: figures alone do not determine it.", v.usd("usd"),
                            v.months("from", "to"));
       }},
      {"partner_side",
       [](Values v) {
         return fmt::format("The partner counts {} in {} where this side counts {}: {} as much.", v.usd("partner_usd"),
                            v.months("from", "to"), v.usd("own_usd"), times(v.number("ratio")));
       }},
      {"spans_disagree",
       [](Values v) {
         return fmt::format("Figures of {} disagree: {} was set aside, {} was kept, {} apart.", v.text("series"),
                            v.period("set_aside"), v.period("kept"), money(std::abs(v.number("difference_usd"))));
       }},
      {"reading_rules",
       [](Values v) {
         return v.number("judged") == 1.0
                    ? fmt::format("Only the reading {} of the announcement can be judged.", v.text("reading"))
                    : fmt::format(
                          "Of {} readings of the announcement none is less favourable than {}, which stands here.",
                          v.whole("judged"), v.text("reading"));
       }},
      {"reading_unknown", [](Values v) { return fmt::format("The reading {} cannot be judged.", v.text("reading")); }},
      {"mirror_without_twelve_months",
       [](Values) { return std::string("The partner's figures cover no twelve months in a row."); }},
  };
  return kSentences;
}

const std::map<std::string_view, Maker>& other_sentences() {
  static const std::map<std::string_view, Maker> kSentences = {
      {"too_few_window_months",
       [](Values v) {
         return fmt::format("Progress is assessed from {} known months of the window; {} known so far: {}.",
                            v.whole("needed"), v.number("known") == 1.0 ? "month" : "months", v.whole("known"));
       }},
      {"baseline_not_positive",
       [](Values) { return std::string("The baseline is zero, so there is no growth to measure from it."); }},
      {"amount_not_above_baseline",
       [](Values) { return std::string("The target is not above its baseline, so it asks for no growth."); }},
      {"too_few_months_for_a_trend",
       [](Values v) {
         return fmt::format("A growth rate needs {} single months or {} yearly totals that figures determine.",
                            v.whole("months_needed"), v.whole("years_needed"));
       }},
      {"zero_in_the_trend",
       [](Values) { return std::string("A month or year of zero has no logarithm, so no growth rate is quoted."); }},
      {"same_months_unknown",
       [](Values) { return std::string("Growth over the same months of the baseline cannot be measured."); }},
      {"probability_below",
       [](Values v) {
         return fmt::format("The probability to arrive is {}; the alert's threshold is {}.", v.chance("probability"),
                            v.chance("threshold"));
       }},
      {"required_beyond_record",
       [](Values v) {
         return fmt::format("It would take {} a month, more than the best on record: {}, with {} a month.",
                            v.usd("monthly_usd"), v.period("best_months"), v.usd("best_monthly_usd"));
       }},
      {"no_figure_yet", [](Values) { return std::string("No figure has come yet."); }},
      {"figures_overdue",
       [](Values v) {
         const std::string how = v.number("releases") > 0.0
                                     ? fmt::format("as {} earlier releases say", v.whole("releases"))
                                     : std::string("as the settings allow");
         return fmt::format("The newest figures of {} were published on {}, {} days ago; the next were due by {}, {}.",
                            v.text("component"), v.text("published"), v.whole("days"), v.text("due"), how);
       }},
      {"behind_path",
       [](Values v) {
         return fmt::format("{} stands at {}, where the path asks for {}; {} at {}, where it asks for {}.",
                            v.period("year_months"), v.usd("year_usd"), v.usd("year_expected_usd"),
                            v.period("recent_months"), v.usd("recent_usd"), v.usd("recent_expected_usd"));
       }},
      {"outside_band",
       [](Values v) {
         const std::string others = v.number("figures") > 1.0
                                        ? fmt::format(" {} new figures are outside their bands.", v.whole("figures"))
                                        : std::string();
         return fmt::format(
             "The new figure {} is {}, outside the 99 % band of {} to {} that was forecast for it; look "
             "whether unit and period are right.{}",
             v.text("figure"), v.usd("usd"), v.usd("low_usd"), v.usd("high_usd"), others);
       }},
      {"no_surprise", [](Values) { return std::string("The figures of the newest release lie in their bands."); }},
      {"trailing_total_revised",
       [](Values v) {
         return fmt::format("The newest release changed the total of {} from {} to {} ({}).", v.period("months"),
                            v.usd("before_usd"), v.usd("after_usd"), share(v.number("change")));
       }},
      {"figure_revised",
       [](Values v) {
         return fmt::format("The newest release revised {} from {} to {}.", v.text("figure"), v.usd("before_usd"),
                            v.usd("after_usd"));
       }},
      {"figure_taken_back",
       [](Values v) {
         return fmt::format("The newest release took back {}, which had been {}.", v.text("figure"),
                            v.usd("before_usd"));
       }},
      {"sum_contradicted",
       [](Values v) {
         return fmt::format("The newest release contradicts {} ({}): the sum of {} is smaller.", v.text("figure"),
                            v.usd("before_usd"), v.period("against"));
       }},
      {"no_revision", [](Values) { return std::string("The newest release revised nothing that matters."); }},
      {"unusual_mirror",
       [](Values v) {
         return fmt::format("In {} the partner counts {} what this side counts; usual over {} years is {} ({} to {}).",
                            v.period("months"), times(v.number("ratio")), v.whole("years"), times(v.number("usual")),
                            decimal(v.number("low"), 2), decimal(v.number("high"), 2));
       }},
  };
  return kSentences;
}

Maker find(std::string_view code) {
  for (const auto* table : {&judging_sentences(), &other_sentences()}) {
    if (const auto found = table->find(code); found != table->end()) return found->second;
  }
  return nullptr;
}

std::string as_it_stands(const targets::Reason& reason) {
  std::string text = reason.code;
  for (const auto& [name, value] : reason.values) {
    const double* number = std::get_if<double>(&value);
    text += fmt::format("{}{} = {}", &name == &reason.values.front().first ? ": " : ", ", name,
                        number != nullptr ? fmt::format("{}", *number) : std::get<std::string>(value));
  }
  return text + ".";
}

}  // namespace

bool has_sentence(std::string_view code) { return find(code) != nullptr; }

std::string sentence(const targets::Reason& reason) {
  const Maker maker = find(reason.code);
  return maker != nullptr ? maker(ReasonValues(reason)) : as_it_stands(reason);
}

}  // namespace tradewatch::wording
