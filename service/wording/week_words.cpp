#include "service/wording/week_words.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "models/alerts/lifecycle.h"
#include "models/alerts/rule.h"
#include "models/trade/country_names.h"
#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

Value moved_value(std::string_view name, std::int64_t usd, Language l) {
  return {name, money(static_cast<double>(usd), l)};
}

std::string in_brackets(const std::string& text, const std::string& more, Language l) {
  return say(l, message("series", "{series} ({more})"), {{"series", text}, {"more", more}});
}

std::span<const trade::CountryNames> names_in(Language language) {
  switch (language) {
    case Language::en:
      return {};
    case Language::ur:
      return trade::urdu_country_names();
    case Language::kk:
      return trade::kazakh_country_names();
    case Language::ru:
      return trade::russian_country_names();
  }
  return {};
}

}  // namespace

std::string week_title(trade::IsoWeek week, Language l) {
  return say(l, message("weekly report", "Trade targets: week {week} of {year}"),
             {{"week", std::to_string(week.week)}, {"year", std::to_string(week.year)}});
}

std::string week_days(trade::Date monday, trade::Date sunday, const std::string& zone, bool over, Language l) {
  const Value first = {"first", date_name(monday, l)};
  const Value last = {"last", date_name(sunday, l)};
  const Value where = {"zone", zone};
  if (!over) {
    return say(
        l, message("weekly report", "{first} to {last} (time zone {zone}). The week is not over: told as known now."),
        {first, last, where});
  }
  return say(l, message("weekly report", "{first} to {last} (time zone {zone}), as known when the week was over."),
             {first, last, where});
}

std::string verdict_move_sentence(const VerdictMove& move, Language l) {
  const std::string before = verdict_words(move.before, move.before_provisional, l);
  const std::string after = verdict_words(move.after, move.after_provisional, l);
  if (before == after) return say(l, message("weekly report", "The verdict stays: {verdict}."), {{"verdict", after}});
  return say(l, message("weekly report", "The verdict changed from “{before}” to “{after}”."),
             {{"before", before}, {"after", after}});
}

std::string week_news_sentence(const targets::News& news, Language l) {
  std::string text = say(l,
                         message("weekly report",
                                 "With the week's figures the probability goes from {probability_before} to "
                                 "{probability}, and the middle forecast from {median_before} to {median}."),
                         {{"probability_before", percent(news.probability_before, l)},
                          {"probability", percent(news.probability_after, l)},
                          moved_value("median_before", news.median_before_usd, l),
                          moved_value("median", news.median_after_usd, l)});
  const std::string largest = largest_news_sentence(news, l);
  return largest.empty() ? text : text + " " + largest;
}

std::string alert_sentence(const std::string& rule, const std::string& state, trade::Date since, Language l) {
  const auto known_rule = alerts::parse_rule(rule);
  const auto known_state = alerts::parse_state(state);
  return say(l, message("weekly report", "Alert “{rule}”: {state} since {date}."),
             {{"rule", known_rule ? rule_words(*known_rule, l) : rule},
              {"state", known_state ? state_words(*known_state, l) : state},
              {"date", date_name(since, l)}});
}

std::string acknowledged_sentence(const std::string& by, const std::string& note, trade::Date at,
                                  std::optional<trade::Date> until, Language l) {
  const Value who = {"who", by};
  const Value words = {"note", note};
  const Value date = {"date", date_name(at, l)};
  if (until) {
    return say(l, message("weekly report", "Acknowledged by {who} on {date} until {until}: {note}"),
               {who, date, {"until", date_name(*until, l)}, words});
  }
  return say(l, message("weekly report", "Acknowledged by {who} on {date}: {note}"), {who, date, words});
}

std::string overdue_sentence(const std::string& series, trade::Date due, Language l) {
  return say(l, message("weekly report", "Figures are overdue: {series}; they were due by {date}."),
             {{"series", series}, {"date", date_name(due, l)}});
}

std::string unacknowledged_sentence(int alerts, Language l) {
  return say(l,
             plural("weekly report", "{count} alert stands that nobody has acknowledged.",
                    "{count} alerts stand that nobody has acknowledged."),
             alerts);
}

std::string country_name(const trade::Country& country, Language l) {
  for (const trade::CountryNames& row : names_in(l)) {
    if (row.alpha3 == country.alpha3()) return std::string(row.names.substr(0, row.names.find('|')));
  }
  return trade::english_name(country);
}

std::string flow_words(const trade::Country& reporter, trade::Flow flow, const trade::Country& partner, Language l) {
  const Value who = {"reporter", country_name(reporter, l)};
  const Value whom = {"partner", country_name(partner, l)};
  switch (flow) {
    case trade::Flow::export_:
      return say(l, message("flow", "{reporter}: exports to {partner}"), {who, whom});
    case trade::Flow::import_:
      return say(l, message("flow", "{reporter}: imports from {partner}"), {who, whom});
    case trade::Flow::re_export:
      return say(l, message("flow", "{reporter}: re-exports to {partner}"), {who, whom});
    case trade::Flow::re_import:
      return say(l, message("flow", "{reporter}: re-imports from {partner}"), {who, whom});
    case trade::Flow::two_way:
      return say(l, message("flow", "{reporter}: trade both ways with {partner}"), {who, whom});
  }
  return {};
}

std::string series_words(const trade::FlowKey& key, Language l) {
  std::string more;
  const auto add = [&](std::string_view part) { more += (more.empty() ? "" : ", ") + std::string(part); };
  if (key.commodity != "TOTAL") add("HS " + key.commodity);
  if (key.valuation != trade::Valuation::unstated) add(trade::name_of(key.valuation));
  if (key.basis != trade::Basis::unstated) add(trade::name_of(key.basis));
  const std::string flow = flow_words(key.reporter, key.flow, key.partner, l);
  return more.empty() ? flow : in_brackets(flow, more, l);
}

std::string change_words(trade::Change change, Language l) {
  switch (change) {
    case trade::Change::first:
      return say(l, message("change of a figure", "new"));
    case trade::Change::duplicate:
      return say(l, message("change of a figure", "the same again"));
    case trade::Change::rounding:
      return say(l, message("change of a figure", "other digits only"));
    case trade::Change::revision:
      return say(l, message("change of a figure", "revised"));
    case trade::Change::withdrawal:
      return say(l, message("change of a figure", "withdrawn"));
  }
  return {};
}

std::string likelihood_key(Language l) {
  using enum targets::Likelihood;
  const auto number = [&](int percentage) {
    return say(l, message("percentage", "{number} %"), {{"number", std::to_string(percentage)}});
  };
  const auto between = [&](targets::Likelihood term, int low, int high) {
    return say(l, message("likelihood key", "{term}: {low} to {high}"),
               {{"term", likelihood_words(term, l)}, {"low", number(low)}, {"high", number(high)}});
  };
  const std::vector<std::string> parts = {
      say(l, message("likelihood key", "{term}: over {number}"),
          {{"term", likelihood_words(virtually_certain, l)}, {"number", number(99)}}),
      between(very_likely, 90, 99),
      between(likely, 66, 90),
      between(about_as_likely_as_not, 33, 66),
      between(unlikely, 10, 33),
      between(very_unlikely, 1, 10),
      say(l, message("likelihood key", "{term}: under {number}"),
          {{"term", likelihood_words(exceptionally_unlikely, l)}, {"number", number(1)}})};
  std::string out;
  for (const std::string& part : parts) add_part(out, part, l);
  return say(l, message("likelihood key", "Words for probabilities. {words}."), {{"words", out}});
}

}  // namespace tradewatch::wording
