#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "service/wording/known.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using targets::Assessment;
using targets::Verdict;

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string title_of(const Assessment& a) { return a.target.title.empty() ? a.target.id : a.target.title; }

const targets::Reason* find(const Assessment& a, std::string_view code) {
  const auto it = std::ranges::find(a.reasons, code, &targets::Reason::code);
  return it == a.reasons.end() ? nullptr : &*it;
}

void add_sentence(std::string& text, const std::string& more) {
  text += (text.empty() || more.empty() ? "" : " ") + more;
}

std::string gap_words(const PathGap& gap) {
  const std::string size = gap.share ? share(std::abs(*gap.share)) : money(std::abs(gap.usd));
  return size + (gap.usd < 0.0 ? " under the path" : " above the path");
}

std::string window_words(const Assessment& a) {
  if (!a.figures) return {};
  const int known = a.figures->window_months_known;
  const int all = a.target.window.months();
  if (known == 0) {
    return fmt::format("No month of the window, {}, is published yet.", span_name(a.target.window));
  }
  if (known == all) {
    return fmt::format("All {} months of the window, {}, are published: {} in total.", all, span_name(a.target.window),
                       money(a.figures->window_to_date_usd));
  }
  return fmt::format("Of the window, {}, {} of {} months are published: {} so far.", span_name(a.target.window), known,
                     all, money(a.figures->window_to_date_usd));
}

std::string forecast_words(const Assessment& a) {
  const targets::TargetForecast& f = *a.forecast;
  std::string text = fmt::format("The window's total is forecast at {}, with 80 % between {} and {}.",
                                 money(f.total.median_usd), money_short(f.total.p10), money_short(f.total.p90));
  add_sentence(text,
               fmt::format("The probability to reach {} is {}.", money(a.target.amount_usd), percent(f.probability)));
  if (f.reach_month) {
    add_sentence(text,
                 fmt::format("Twelve months are as likely as not to reach it by {}.", month_name(*f.reach_month)));
  } else if (f.never_share > 0.5) {
    add_sentence(text,
                 fmt::format("On {} of all paths no twelve months reach it within ten years.", percent(f.never_share)));
  }
  return text;
}

std::string variation_name(const targets::Variation& v) {
  if (v.kind == "offset") return "with the offset of the logarithm at " + v.what;
  if (v.kind == "member") return "with the model " + v.what + " alone";
  if (v.kind == "without_figure") return "without the figure " + v.what;
  return v.kind + " " + v.what;
}

std::string range_words(const targets::TargetForecast& f) {
  if (f.variations.empty()) return {};
  if (percent(f.probability_low) == percent(f.probability_high)) {
    return fmt::format("Other readings of the same figures all give {}.", percent(f.probability_low));
  }
  const auto [low, high] = std::ranges::minmax_element(f.variations, {}, &targets::Variation::probability);
  return fmt::format("Other readings of the same figures give {} to {}: least {}, most {}.", percent(f.probability_low),
                     percent(f.probability_high), variation_name(*low), variation_name(*high));
}

std::string uncertain_words(const Assessment& a) {
  std::string text = a.forecast && !is_decided(a.verdict) ? range_words(*a.forecast) : std::string();
  if (a.figures && trailing_usd(a) && a.figures->trailing_12.estimated) {
    add_sentence(text, fmt::format("Of the twelve months to {}, {} is estimated: figures alone do not determine it.",
                                   month_name(a.figures->trailing_12.month), share(a.figures->estimated_share)));
  }
  for (const targets::Reason& reason : a.reasons) {
    if (reason.code == "baseline_estimated" || reason.code == "spans_disagree") add_sentence(text, sentence(reason));
  }
  if (a.provisional) {
    add_sentence(text, "The result is provisional: figures are usually revised by more than is missing or spare.");
  }
  return text;
}

std::string mirror_words(const Assessment& a) {
  if (!a.mirror) return {};
  if (const auto* reason = find(a, "partner_side")) return sentence(*reason);
  if (a.mirror->partner_trailing_12_usd && a.mirror->span) {
    return fmt::format("On the partner's figures, trade in {} was {}.", span_name(*a.mirror->span),
                       money(*a.mirror->partner_trailing_12_usd));
  }
  return a.mirror->note ? "On the partner's side: " + lower_first(sentence(*a.mirror->note)) : std::string();
}

std::string decided(const Assessment& a) {
  return fmt::format("{}: {}{}: published figures of {} add up to {}, and the target is {}.", title_of(a),
                     verdict_words(a.verdict), a.provisional ? " (provisional)" : "", span_name(a.target.window),
                     money(a.figures ? a.figures->window_to_date_usd : 0.0), money(a.target.amount_usd));
}

std::string likely(const Assessment& a) {
  const targets::TargetForecast& f = *a.forecast;
  return fmt::format("{}: {}, {} ({}) to reach {} by {}.", title_of(a), verdict_words(a.verdict),
                     targets::name_of(targets::likelihood_of(f.probability)),
                     percent_with_range(f.probability, f.probability_low, f.probability_high),
                     money(a.target.amount_usd), month_name(a.target.window.last));
}

}  // namespace

std::string verdict_words(Verdict verdict) {
  switch (verdict) {
    case Verdict::achieved:
      return "achieved";
    case Verdict::on_track:
      return "on track";
    case Verdict::at_risk:
      return "at risk";
    case Verdict::off_track:
      return "off track";
    case Verdict::missed:
      return "missed";
    case Verdict::unknown:
      return "cannot be judged";
  }
  return {};
}

std::string standing_sentence(const Assessment& a) {
  const auto trailing = trailing_usd(a);
  if (!trailing) return {};
  const auto gap = path_gap(a);
  return fmt::format("The twelve months to {} stand at {}{}{}.", month_name(a.figures->trailing_12.month),
                     money(*trailing), a.figures->trailing_12.estimated ? ", partly estimated" : "",
                     gap ? ", " + gap_words(*gap) : "");
}

std::string required_sentence(const Assessment& a) {
  if (!a.required || a.required->remaining_months <= 0 || a.verdict == Verdict::achieved) return {};
  const targets::Required& r = *a.required;
  std::string text = fmt::format("It would take {} a month in {}", money(r.monthly_usd),
                                 r.remaining_months == a.target.window.months()
                                     ? fmt::format("all {} months of the window", r.remaining_months)
                                     : count(r.remaining_months, "remaining month", "remaining months"));
  if (r.best_12) {
    text += fmt::format("; the best on record, {}, averaged {}", span_name(r.best_12->span),
                        money_short(r.best_12->value_usd / r.best_12->span.months()));
  }
  return text + ".";
}

std::string headline(const Assessment& a) {
  switch (a.verdict) {
    case Verdict::achieved:
    case Verdict::missed:
      return decided(a);
    case Verdict::on_track:
    case Verdict::at_risk:
    case Verdict::off_track:
      if (a.forecast) return likely(a);
      break;
    case Verdict::unknown:
      break;
  }
  const std::string why = a.reasons.empty() ? "" : ": " + lower_first(sentence(a.reasons.front()));
  return fmt::format("{}: {}{}", title_of(a), verdict_words(a.verdict), why.empty() ? "." : why);
}

std::vector<Paragraph> paragraphs_by_topic(const Assessment& a) {
  std::vector<Paragraph> out;
  const auto add = [&](Topic topic, std::string text) {
    if (!text.empty()) out.push_back({topic, std::move(text)});
  };
  if (a.verdict == Verdict::unknown) {
    std::string text;
    for (const targets::Reason& reason : a.reasons) {
      if (reason.code == "probability" || reason.code == "required_against_best") break;
      add_sentence(text, sentence(reason));
    }
    add(Topic::not_judged, text);
  }
  std::string stands = standing_sentence(a);
  add_sentence(stands, window_words(a));
  add(Topic::standing, stands);
  std::string required = required_sentence(a);
  if (!required.empty() && a.required->multiple_of_recent_12) {
    std::string more =
        fmt::format("That is {} the average month of the last twelve", times(*a.required->multiple_of_recent_12));
    if (a.required->multiple_of_best_12)
      more += fmt::format(" and {} the best", times(*a.required->multiple_of_best_12));
    add_sentence(required, more + ".");
  }
  add(Topic::required, required);
  if (a.forecast && !is_decided(a.verdict)) add(Topic::forecast, forecast_words(a));
  add(Topic::news, news_sentence(a));
  add(Topic::readings, readings_sentence(a));
  add(Topic::partner, mirror_words(a));
  add(Topic::uncertain, uncertain_words(a));
  return out;
}

std::vector<std::string> paragraphs(const Assessment& a) {
  std::vector<std::string> out;
  for (Paragraph& paragraph : paragraphs_by_topic(a)) out.push_back(std::move(paragraph.text));
  return out;
}

}  // namespace tradewatch::wording
