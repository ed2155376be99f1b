#include "service/wording/page_words.h"

#include "service/wording/known.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using targets::Assessment;
using targets::Verdict;

std::string title_of(const Assessment& a) { return a.target.title.empty() ? a.target.id : a.target.title; }

std::string upper_first(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

// How much of what it would take is known: a message each.
Message quote_of(const std::optional<targets::Required>& required) {
  if (!required || required->remaining_months <= 0) {
    return message("quote",
                   "“{title}” is {verdict}: with figures to {latest}, published by {date}, the probability that "
                   "{months} add up to {amount} is {probability}.");
  }
  if (!required->best_12) {
    return message("quote",
                   "“{title}” is {verdict}: with figures to {latest}, published by {date}, the probability that "
                   "{months} add up to {amount} is {probability}, and it would take {needed} a month.");
  }
  return message("quote",
                 "“{title}” is {verdict}: with figures to {latest}, published by {date}, the probability that {months} "
                 "add up to {amount} is {probability}, and it would take {needed} a month where the best on record "
                 "averaged {best}.");
}

}  // namespace

std::string summary(const Assessment& a, Language l) {
  const Value amount = {"amount", money(a.target.amount_usd, l)};
  if (is_decided(a.verdict)) {
    return say(l, message("summary", "Published figures of {months} add up to {total}; the target is {amount}."),
               {{"months", span_name(a.target.window, l)},
                {"total", money(a.figures ? a.figures->window_to_date_usd : 0.0, l)},
                amount});
  }
  if (a.verdict != Verdict::unknown && a.forecast) {
    const targets::TargetForecast& f = *a.forecast;
    // English begins with a term, which has a small letter; other languages begin with a word of their own.
    return upper_first(
        say(l, message("summary", "{likelihood} ({probability}) to reach {amount} by {month}."),
            {{"likelihood", likelihood_words(targets::likelihood_of(f.probability), l)},
             {"probability", percent_with_range(f.probability, f.probability_low, f.probability_high, l)},
             amount,
             {"month", month_name(a.target.window.last, l)}}));
  }
  return a.reasons.empty() ? std::string() : sentence(a.reasons.front(), l);
}

std::string quotable(const Assessment& a, Language l) {
  if (is_decided(a.verdict) || a.verdict == Verdict::unknown || !a.forecast || !a.figures || !a.figures->published)
    return headline(a, l);
  std::string needed;
  std::string best;
  if (a.required) {
    needed = money(a.required->monthly_usd, l);
    if (const auto& most = a.required->best_12) best = money_short(most->value_usd / most->span.months(), l);
  }
  return say(l, quote_of(a.required),
             {{"title", title_of(a)},
              {"verdict", verdict_words(a.verdict, l)},
              {"latest", month_name(a.figures->latest_month, l)},
              {"date", date_name(*a.figures->published, l)},
              {"months", span_name(a.target.window, l)},
              {"amount", money(a.target.amount_usd, l)},
              {"probability", percent(a.forecast->probability, l)},
              {"needed", needed},
              {"best", best}});
}

std::optional<TwoSides> two_sides(const Assessment& a, Language l) {
  if (!a.mirror || !a.mirror->span || !a.mirror->partner_trailing_12_usd || !a.mirror->own_same_months_usd) {
    return std::nullopt;
  }
  return TwoSides{.months = span_name(*a.mirror->span, l),
                  .own = money(*a.mirror->own_same_months_usd, l),
                  .partner = money(*a.mirror->partner_trailing_12_usd, l),
                  .ratio = a.mirror->ratio ? times(*a.mirror->ratio, l) : std::string()};
}

std::string known_since_sentences(const KnownSince& since, Language l) {
  std::string text =
      say(l,
          since.or_earlier ? message("known since", "The verdict has been “{verdict}” since {date} or earlier.")
                           : message("known since", "The verdict has been “{verdict}” since {date}."),
          {{"verdict", verdict_words(since.verdict, l)}, {"date", date_name(since.date, l)}});
  const Value month = {"month", since.latest_month ? month_name(*since.latest_month, l) : std::string()};
  const Value probability = {"probability", since.probability ? percent(*since.probability, l) : std::string()};
  if (since.latest_month && since.probability) {
    return text + " " +
           say(l,
               message("known since",
                       "Figures to {month} were out by that day, and the probability was {probability}."),
               {month, probability});
  }
  if (since.latest_month)
    text += " " + say(l, message("known since", "Figures to {month} were out by that day."), {month});
  if (since.probability)
    text += " " + say(l, message("known since", "The probability was {probability} that day."), {probability});
  return text;
}

std::string verdict_threshold_words(Verdict below, double probability, Language l) {
  return say(l, message("threshold", "{verdict} below {probability}"),
             {{"verdict", verdict_words(below, l)}, {"probability", percent(probability, l)}});
}

std::string probability_course_sentence(const std::optional<double>& first, trade::Date first_date,
                                        const std::optional<double>& last, trade::Date last_date, Language l) {
  const auto words = [&](const std::optional<double>& p) {
    return p ? percent(*p, l) : say(l, message("probability course", "no forecast"));
  };
  return say(l, message("probability course", "From {first} on {first_date} to {last} on {last_date}."),
             {{"first", words(first)},
              {"first_date", date_name(first_date, l)},
              {"last", words(last)},
              {"last_date", date_name(last_date, l)}});
}

}  // namespace tradewatch::wording
