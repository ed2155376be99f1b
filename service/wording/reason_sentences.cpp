#include <fmt/format.h>

#include <map>

#include "service/wording/numbers.h"
#include "service/wording/reason_values.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using V = const ReasonValues&;
using Maker = std::string (*)(V);
using Makers = std::map<std::string_view, Maker>;

const Makers& obstacle_sentences() {
  static const Makers kSentences = {
      {"no_figures",
       [](V v) {
         return v.say(message("reason", "There is no figure of {component} yet."),
                      {{"component", v.text("component")}});
       }},
      {"component_matches_several",
       [](V v) {
         return v.say(message("reason",
                              "More than one series fits {component}: {series}; state source, valuation or basis in "
                              "the settings."),
                      {{"component", v.text("component")}, {"series", v.text("series")}});
       }},
      {"too_few_figures",
       [](V v) {
         return v.say(message("reason",
                              "Too few figures of {component}: {observations} that cover {months} months, where "
                              "{observations_needed} and {months_needed} months are needed."),
                      {{"component", v.text("component")},
                       {"observations", v.whole("observations")},
                       {"months", v.whole("months")},
                       {"observations_needed", v.whole("observations_needed")},
                       {"months_needed", v.whole("months_needed")}});
       }},
      {"figures_end_before_baseline",
       [](V v) {
         return v.say(message("reason", "The figures end in {month}, before the baseline begins in {baseline}."),
                      {{"month", v.period("latest_month")}, {"baseline", v.period("baseline_from")}});
       }},
      {"baseline_before_figures",
       [](V v) {
         return v.say(
             message("reason", "The baseline begins in {month}, before the first figures, so it cannot be stated."),
             {{"month", v.period("baseline_from")}});
       }},
      {"no_forecast", [](V v) { return v.say(message("reason", "No forecast can be made from these figures.")); }},
      {"members_disagree",
       [](V v) {
         return v.say(message("reason",
                              "The forecasts disagree: their probabilities differ by {difference} points, more than "
                              "the {bound} that may be."),
                      {{"difference", v.points("difference")}, {"bound", v.points("bound")}});
       }},
      {"no_figure_yet", [](V v) { return v.say(message("reason", "No figure has come yet.")); }},
      {"mirror_without_twelve_months",
       [](V v) { return v.say(message("reason", "The partner's figures cover no twelve months in a row.")); }},
  };
  return kSentences;
}

const Makers& judging_sentences() {
  static const Makers kSentences = {
      {"amount_reached",
       [](V v) {
         return v.say(
             message("reason", "Published figures of the window already add up to {total}; the target is {amount}."),
             {{"total", v.usd("window_to_date_usd")}, {"amount", v.usd("amount_usd")}});
       }},
      {"window_complete_and_short",
       [](V v) {
         return v.say(
             message("reason", "All months of the window are published and add up to {total}; the target is {amount}."),
             {{"total", v.usd("window_to_date_usd")}, {"amount", v.usd("amount_usd")}});
       }},
      {"within_revision_noise",
       [](V v) {
         const bool learned = v.text("origin") == "learned";
         const std::string difference = v.usd("difference_usd");
         const std::string noise = v.usd("noise_usd");
         if (!learned) {
           return v.say(message("reason",
                                "The difference, {difference}, is no more than revisions may still bring: {noise}, by "
                                "the stated default."),
                        {{"difference", difference}, {"noise", noise}});
         }
         return v.say(plural("reason",
                             "The difference, {difference}, is no more than revisions may still bring: {noise}, as "
                             "{count} earlier one of {source} says.",
                             "The difference, {difference}, is no more than revisions may still bring: {noise}, as "
                             "{count} earlier ones of {source} say."),
                      v.count("revisions"),
                      {{"difference", difference}, {"noise", noise}, {"source", v.text("source")}});
       }},
      {"probability",
       [](V v) {
         return v.say(
             message("reason", "The probability to reach {amount} is {probability}; the middle forecast is {median}."),
             {{"amount", v.usd("amount_usd")},
              {"probability", v.range("probability", "low", "high")},
              {"median", v.usd("median_usd")}});
       }},
      {"required_against_best",
       [](V v) {
         return v.say(message("reason",
                              "It would take {needed} a month; the best on record, {months}, averaged {best} a month "
                              "({multiple})."),
                      {{"needed", v.usd("monthly_usd")},
                       {"months", v.period("best_months")},
                       {"best", v.usd("best_monthly_usd")},
                       {"multiple", v.times("multiple")}});
       }},
      {"no_window_month_known",
       [](V v) {
         return v.say(message("reason", "No month of the window ({window}) is published yet; figures end in {month}."),
                      {{"window", v.period("window")}, {"month", v.period("latest_month")}});
       }},
      {"all_figures_zero",
       [](V v) {
         return v.say(message("reason",
                              "Every figure of {series} is zero, and so is its forecast: nothing shows how it would "
                              "begin."),
                      {{"series", v.text("series")}});
       }},
      {"window_gap",
       [](V v) {
         return v.say(plural("reason",
                             "Figures do not determine {count} month of the window that is over: {gaps}; the forecast "
                             "fills in.",
                             "Figures do not determine {count} months of the window that are over: {gaps}; the "
                             "forecast fills in."),
                      v.count("months"), {{"gaps", v.text("gaps")}});
       }},
      {"baseline_estimated",
       [](V v) {
         return v.say(
             message("reason", "The baseline, {amount} in {months}, is estimated: figures alone do not determine it."),
             {{"amount", v.usd("usd")}, {"months", v.months("from", "to")}});
       }},
      {"partner_side",
       [](V v) {
         return v.say(message("reason",
                              "The partner counts {partner} in {months} where this side counts {own}: {ratio} as "
                              "much."),
                      {{"partner", v.usd("partner_usd")},
                       {"months", v.months("from", "to")},
                       {"own", v.usd("own_usd")},
                       {"ratio", v.times("ratio")}});
       }},
      {"spans_disagree",
       [](V v) {
         return v.say(message("reason",
                              "Figures of {series} disagree: {set_aside} was set aside, {kept} was kept, {difference} "
                              "apart."),
                      {{"series", v.text("series")},
                       {"set_aside", v.period("set_aside")},
                       {"kept", v.period("kept")},
                       {"difference", v.usd_size("difference_usd")}});
       }},
      {"reading_rules",
       [](V v) {
         if (v.number("judged") == 1.0) {
           return v.say(message("reason", "Only the reading {reading} of the announcement can be judged."),
                        {{"reading", v.text("reading")}});
         }
         return v.say(plural("reason",
                             "Of {count} reading of the announcement none is less favourable than {reading}, which "
                             "stands here.",
                             "Of {count} readings of the announcement none is less favourable than {reading}, which "
                             "stands here."),
                      v.count("judged"), {{"reading", v.text("reading")}});
       }},
      {"reading_unknown",
       [](V v) {
         return v.say(message("reason", "The reading {reading} cannot be judged."), {{"reading", v.text("reading")}});
       }},
  };
  return kSentences;
}

const Makers& growth_sentences() {
  static const Makers kSentences = {
      {"too_few_window_months",
       [](V v) {
         return v.say(plural("reason",
                             "Progress is assessed from {needed} known months of the window; {count} month known so "
                             "far.",
                             "Progress is assessed from {needed} known months of the window; {count} months known so "
                             "far."),
                      v.count("known"), {{"needed", v.whole("needed")}});
       }},
      {"baseline_not_positive",
       [](V v) { return v.say(message("reason", "The baseline is zero, so there is no growth to measure from it.")); }},
      {"amount_not_above_baseline",
       [](V v) { return v.say(message("reason", "The target is not above its baseline, so it asks for no growth.")); }},
      {"too_few_months_for_a_trend",
       [](V v) {
         return v.say(message("reason",
                              "A growth rate needs {months} single months or {years} yearly totals that figures "
                              "determine."),
                      {{"months", v.whole("months_needed")}, {"years", v.whole("years_needed")}});
       }},
      {"zero_in_the_trend",
       [](V v) {
         return v.say(message("reason", "A month or year of zero has no logarithm, so no growth rate is quoted."));
       }},
      {"same_months_unknown",
       [](V v) { return v.say(message("reason", "Growth over the same months of the baseline cannot be measured.")); }},
  };
  return kSentences;
}

const Makers& alert_sentences() {
  static const Makers kSentences = {
      {"probability_below",
       [](V v) {
         return v.say(
             message("reason", "The probability to arrive is {probability}; the alert's threshold is {threshold}."),
             {{"probability", v.chance("probability")}, {"threshold", v.chance("threshold")}});
       }},
      {"required_beyond_record",
       [](V v) {
         return v.say(message("reason",
                              "It would take {needed} a month, more than the best on record: {months}, with {best} a "
                              "month."),
                      {{"needed", v.usd("monthly_usd")},
                       {"months", v.period("best_months")},
                       {"best", v.usd("best_monthly_usd")}});
       }},
      {"figures_overdue",
       [](V v) {
         const Value component = {"component", v.text("component")};
         const Value published = {"published", v.date("published")};
         const Value days = {"days", v.whole("days")};
         const Value due = {"due", v.date("due")};
         if (v.number("releases") > 0.0) {
           return v.say(plural("reason",
                               "The newest figures of {component} were published on {published}, {days} days ago; "
                               "the next were due by {due}, as {count} earlier release says.",
                               "The newest figures of {component} were published on {published}, {days} days ago; "
                               "the next were due by {due}, as {count} earlier releases say."),
                        v.count("releases"), {component, published, days, due});
         }
         return v.say(message("reason",
                              "The newest figures of {component} were published on {published}, {days} days ago; "
                              "the next were due by {due}, as the settings allow."),
                      {component, published, days, due});
       }},
      {"behind_path",
       [](V v) {
         return v.say(message("reason",
                              "Against the path: {year_months} stands at {year}, where {year_expected} is asked for; "
                              "{recent_months} at {recent}, where {recent_expected} is asked for."),
                      {{"year_months", v.period("year_months")},
                       {"year", v.usd("year_usd")},
                       {"year_expected", v.usd("year_expected_usd")},
                       {"recent_months", v.period("recent_months")},
                       {"recent", v.usd("recent_usd")},
                       {"recent_expected", v.usd("recent_expected_usd")}});
       }},
      {"outside_band",
       [](V v) {
         std::string text = v.say(
             message("reason",
                     "The new figure {figure} is {amount}, outside the 99 % band of {low} to {high} that was forecast "
                     "for it; look whether unit and period are right."),
             {{"figure", v.text("figure")},
              {"amount", v.usd("usd")},
              {"low", v.usd("low_usd")},
              {"high", v.usd("high_usd")}});
         if (v.count("figures") <= 1) return text;
         return text + " " +
                v.say(plural("reason", "{count} new figure is outside its band.",
                             "{count} new figures are outside their bands."),
                      v.count("figures"));
       }},
      {"no_surprise",
       [](V v) { return v.say(message("reason", "The figures of the newest release lie in their bands.")); }},
  };
  return kSentences;
}

const Makers& revision_sentences() {
  static const Makers kSentences = {
      {"trailing_total_revised",
       [](V v) {
         return v.say(
             message("reason", "The newest release changed the total of {months} from {before} to {after} ({change})."),
             {{"months", v.period("months")},
              {"before", v.usd("before_usd")},
              {"after", v.usd("after_usd")},
              {"change", v.share("change")}});
       }},
      {"figure_revised",
       [](V v) {
         return v.say(message("reason", "The newest release revised {figure} from {before} to {after}."),
                      {{"figure", v.text("figure")}, {"before", v.usd("before_usd")}, {"after", v.usd("after_usd")}});
       }},
      {"figure_taken_back",
       [](V v) {
         return v.say(message("reason", "The newest release took back {figure}, which had been {before}."),
                      {{"figure", v.text("figure")}, {"before", v.usd("before_usd")}});
       }},
      {"sum_contradicted",
       [](V v) {
         return v.say(
             message("reason", "The newest release contradicts {figure} ({before}): the sum of {months} is smaller."),
             {{"figure", v.text("figure")}, {"before", v.usd("before_usd")}, {"months", v.period("against")}});
       }},
      {"no_revision", [](V v) { return v.say(message("reason", "The newest release revised nothing that matters.")); }},
      {"unusual_mirror",
       [](V v) {
         return v.say(plural("reason",
                             "In {months} the partner counts {ratio} what this side counts; usual over {count} year is "
                             "{usual} ({low} to {high}).",
                             "In {months} the partner counts {ratio} what this side counts; usual over {count} years "
                             "is {usual} ({low} to {high})."),
                      v.count("years"),
                      {{"months", v.period("months")},
                       {"ratio", v.times("ratio")},
                       {"usual", v.times("usual")},
                       {"low", v.two_decimals("low")},
                       {"high", v.two_decimals("high")}});
       }},
  };
  return kSentences;
}

Maker find(std::string_view code) {
  for (const Makers* table :
       {&obstacle_sentences(), &judging_sentences(), &growth_sentences(), &alert_sentences(), &revision_sentences()}) {
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

std::string sentence(const targets::Reason& reason, Language language) {
  const Maker maker = find(reason.code);
  return maker != nullptr ? maker(ReasonValues(reason, language)) : isolated(language, as_it_stands(reason));
}

}  // namespace tradewatch::wording
