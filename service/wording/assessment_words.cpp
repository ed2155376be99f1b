#include <algorithm>
#include <cmath>

#include "service/wording/known.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using targets::Assessment;
using targets::Verdict;

std::string title_of(const Assessment& a) { return a.target.title.empty() ? a.target.id : a.target.title; }

const targets::Reason* find(const Assessment& a, std::string_view code) {
  const auto it = std::ranges::find(a.reasons, code, &targets::Reason::code);
  return it == a.reasons.end() ? nullptr : &*it;
}

void add_sentence(std::string& text, const std::string& more) {
  text += (text.empty() || more.empty() ? "" : " ") + more;
}

std::string window_sentence(const Assessment& a, Language l) {
  if (!a.figures) return {};
  const int known = a.figures->window_months_known;
  const int all = a.target.window.months();
  const Value window = {"window", span_name(a.target.window, l)};
  const Value total = {"total", money(a.figures->window_to_date_usd, l)};
  if (known == 0) return say(l, message("window", "No month of the window, {window}, is published yet."), {window});
  if (known == all) {
    return say(l,
               plural("window", "The {count} month of the window, {window}, is published: {total} in total.",
                      "All {count} months of the window, {window}, are published: {total} in total."),
               all, {window, total});
  }
  return say(l,
             plural("window", "Of the window, {window}, {known} of {count} month is published: {total} so far.",
                    "Of the window, {window}, {known} of {count} months are published: {total} so far."),
             all, {window, {"known", decimal(known, 0, l)}, total});
}

std::string forecast_sentences(const Assessment& a, Language l) {
  const targets::TargetForecast& f = *a.forecast;
  std::string text =
      say(l, message("forecast", "The window's total is forecast at {median}, with 80 % between {low} and {high}."),
          {{"median", money(f.total.median_usd, l)},
           {"low", money_short(f.total.p10, l)},
           {"high", money_short(f.total.p90, l)}});
  add_sentence(text, say(l, message("forecast", "The probability to reach {amount} is {probability}."),
                         {{"amount", money(a.target.amount_usd, l)}, {"probability", percent(f.probability, l)}}));
  if (f.reach_month) {
    add_sentence(
        text,
        say(l,
            message("forecast", "At least half of all paths reach it in the twelve months to {month} or earlier ones."),
            {{"month", month_name(*f.reach_month, l)}}));
  } else if (f.never_share > 0.5) {
    add_sentence(text,
                 say(l, message("forecast", "On {share} of all paths no twelve months reach it within ten years."),
                     {{"share", percent(f.never_share, l)}}));
  }
  return text;
}

std::string range_sentence(const targets::TargetForecast& f, Language l) {
  if (f.variations.empty()) return {};
  const std::string low = percent(f.probability_low, l);
  const std::string high = percent(f.probability_high, l);
  if (low == high) {
    return say(l, message("range", "Other readings of the same figures all give {probability}."),
               {{"probability", low}});
  }
  const auto [least, most] = std::ranges::minmax_element(f.variations, {}, &targets::Variation::probability);
  return say(l,
             message("range", "Other readings of the same figures give {low} to {high}: least {least}, most {most}."),
             {{"low", low}, {"high", high}, {"least", variation_name(*least, l)}, {"most", variation_name(*most, l)}});
}

std::string uncertain_sentences(const Assessment& a, Language l) {
  std::string text = a.forecast && !is_decided(a.verdict) ? range_sentence(*a.forecast, l) : std::string();
  if (a.figures && trailing_usd(a) && a.figures->trailing_12.estimated) {
    add_sentence(
        text,
        say(l,
            message("estimated",
                    "Of the twelve months to {month}, {share} is estimated: figures alone do not determine it."),
            {{"month", month_name(a.figures->trailing_12.month, l)}, {"share", share(a.figures->estimated_share, l)}}));
  }
  for (const targets::Reason& reason : a.reasons) {
    if (reason.code == "baseline_estimated" || reason.code == "spans_disagree") add_sentence(text, sentence(reason, l));
  }
  if (a.provisional) {
    add_sentence(text, say(l, message("provisional",
                                      "The result is provisional: figures are usually revised by more than is missing "
                                      "or spare.")));
  }
  return text;
}

std::string mirror_sentence(const Assessment& a, Language l) {
  if (!a.mirror) return {};
  if (const auto* reason = find(a, "partner_side")) return sentence(*reason, l);
  if (a.mirror->partner_trailing_12_usd && a.mirror->span) {
    return say(l, message("mirror", "On the partner's figures, trade in {months} was {amount}."),
               {{"months", span_name(*a.mirror->span, l)}, {"amount", money(*a.mirror->partner_trailing_12_usd, l)}});
  }
  if (!a.mirror->note) return {};
  return say(l, message("mirror", "On the partner's side: {reason}"), {{"reason", sentence(*a.mirror->note, l)}});
}

std::string decided_headline(const Assessment& a, Language l) {
  return say(
      l,
      message("headline",
              "{title}: {verdict}: published figures of {months} add up to {total}, and the target is {amount}."),
      {{"title", title_of(a)},
       {"verdict", verdict_words(a.verdict, a.provisional, l)},
       {"months", span_name(a.target.window, l)},
       {"total", money(a.figures ? a.figures->window_to_date_usd : 0.0, l)},
       {"amount", money(a.target.amount_usd, l)}});
}

std::string likely_headline(const Assessment& a, Language l) {
  const targets::TargetForecast& f = *a.forecast;
  return say(l, message("headline", "{title}: {verdict}, {likelihood} ({probability}) to reach {amount} by {month}."),
             {{"title", title_of(a)},
              {"verdict", verdict_words(a.verdict, l)},
              {"likelihood", likelihood_words(targets::likelihood_of(f.probability), l)},
              {"probability", percent_with_range(f.probability, f.probability_low, f.probability_high, l)},
              {"amount", money(a.target.amount_usd, l)},
              {"month", month_name(a.target.window.last, l)}});
}

std::string unknown_headline(const Assessment& a, Language l) {
  const Value title = {"title", title_of(a)};
  const Value verdict = {"verdict", verdict_words(a.verdict, l)};
  if (a.reasons.empty()) return say(l, message("headline", "{title}: {verdict}."), {title, verdict});
  return say(l, message("headline", "{title}: {verdict}. {reason}"),
             {title, verdict, {"reason", sentence(a.reasons.front(), l)}});
}

// Why it cannot be judged, as far as the headline's reasons go.
std::string unknown_sentences(const Assessment& a, Language l) {
  std::string text;
  for (const targets::Reason& reason : a.reasons) {
    if (reason.code == "probability" || reason.code == "required_against_best") break;
    add_sentence(text, sentence(reason, l));
  }
  return text;
}

// Where the trailing total stands against the path: three of each, since a sentence is translated as a whole.
Message standing_message(bool estimated, const std::optional<PathGap>& gap) {
  if (!gap) {
    return estimated ? message("standing", "The twelve months to {month} stand at {total}, partly estimated.")
                     : message("standing", "The twelve months to {month} stand at {total}.");
  }
  if (gap->usd < 0.0) {
    return estimated ? message("standing",
                               "The twelve months to {month} stand at {total}, partly estimated, {gap} under the path.")
                     : message("standing", "The twelve months to {month} stand at {total}, {gap} under the path.");
  }
  return estimated ? message("standing",
                             "The twelve months to {month} stand at {total}, partly estimated, {gap} above the path.")
                   : message("standing", "The twelve months to {month} stand at {total}, {gap} above the path.");
}

// The same of what it would take.
std::string required_message(const Assessment& a, Language l) {
  const targets::Required& r = *a.required;
  const bool whole_window = r.remaining_months == a.target.window.months();
  const Value needed = {"needed", money(r.monthly_usd, l)};
  if (!r.best_12) {
    const auto form = whole_window ? plural("required", "It would take {needed} in the {count} month of the window.",
                                            "It would take {needed} a month in all {count} months of the window.")
                                   : plural("required", "It would take {needed} in the {count} remaining month.",
                                            "It would take {needed} a month in {count} remaining months.");
    return say(l, form, r.remaining_months, {needed});
  }
  const auto form =
      whole_window
          ? plural("required",
                   "It would take {needed} in the {count} month of the window; the best on record, {months}, averaged "
                   "{best} a month.",
                   "It would take {needed} a month in all {count} months of the window; the best on record, {months}, "
                   "averaged {best}.")
          : plural("required",
                   "It would take {needed} in the {count} remaining month; the best on record, {months}, averaged "
                   "{best} a month.",
                   "It would take {needed} a month in {count} remaining months; the best on record, {months}, averaged "
                   "{best}.");
  const double best = r.best_12->value_usd / r.best_12->span.months();
  return say(l, form, r.remaining_months,
             {needed, {"months", span_name(r.best_12->span, l)}, {"best", money_short(best, l)}});
}

std::string multiples_sentence(const targets::Required& r, Language l) {
  if (!r.multiple_of_recent_12) return {};
  const Value recent = {"recent", times(*r.multiple_of_recent_12, l)};
  if (!r.multiple_of_best_12)
    return say(l, message("required", "That is {recent} the average month of the last twelve."), {recent});
  return say(l, message("required", "That is {recent} the average month of the last twelve and {best} the best."),
             {recent, {"best", times(*r.multiple_of_best_12, l)}});
}

}  // namespace

std::string variation_name(const targets::Variation& v, Language l) {
  const Value what = {"what", v.what};
  if (v.kind == "offset") return say(l, message("a choice", "with the offset of the logarithm at {what}"), {what});
  if (v.kind == "member") return say(l, message("a choice", "with the model {what} alone"), {what});
  if (v.kind == "without_figure") return say(l, message("a choice", "without the figure {what}"), {what});
  return v.kind + " " + v.what;
}

std::string standing_sentence(const Assessment& a, Language l) {
  const auto trailing = trailing_usd(a);
  if (!trailing) return {};
  const auto gap = path_gap(a);
  std::string size;
  if (gap) size = gap->share ? share(std::abs(*gap->share), l) : money(std::abs(gap->usd), l);
  return say(l, standing_message(a.figures->trailing_12.estimated, gap),
             {{"month", month_name(a.figures->trailing_12.month, l)}, {"total", money(*trailing, l)}, {"gap", size}});
}

std::string required_sentence(const Assessment& a, Language l) {
  if (!a.required || a.required->remaining_months <= 0 || a.verdict == Verdict::achieved) return {};
  return required_message(a, l);
}

std::string headline(const Assessment& a, Language l) {
  switch (a.verdict) {
    case Verdict::achieved:
    case Verdict::missed:
      return decided_headline(a, l);
    case Verdict::on_track:
    case Verdict::at_risk:
    case Verdict::off_track:
      if (a.forecast) return likely_headline(a, l);
      break;
    case Verdict::unknown:
      break;
  }
  return unknown_headline(a, l);
}

std::vector<Paragraph> paragraphs_by_topic(const Assessment& a, Language l) {
  std::vector<Paragraph> out;
  const auto add = [&](Topic topic, std::string text) {
    if (!text.empty()) out.push_back({topic, std::move(text)});
  };
  if (a.verdict == Verdict::unknown) add(Topic::not_judged, unknown_sentences(a, l));
  std::string stands = standing_sentence(a, l);
  add_sentence(stands, window_sentence(a, l));
  add(Topic::standing, stands);
  std::string required = required_sentence(a, l);
  if (!required.empty()) add_sentence(required, multiples_sentence(*a.required, l));
  add(Topic::required, required);
  if (a.forecast && !is_decided(a.verdict)) add(Topic::forecast, forecast_sentences(a, l));
  add(Topic::news, news_sentence(a, l));
  add(Topic::readings, readings_sentence(a, l));
  add(Topic::partner, mirror_sentence(a, l));
  add(Topic::uncertain, uncertain_sentences(a, l));
  return out;
}

std::vector<std::string> paragraphs(const Assessment& a, Language l) {
  std::vector<std::string> out;
  for (Paragraph& paragraph : paragraphs_by_topic(a, l)) out.push_back(std::move(paragraph.text));
  return out;
}

}  // namespace tradewatch::wording
