#include "service/wording/replay_words.h"

#include <fmt/format.h>

#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

std::string rule_of(const std::string& name, Language l) {
  const auto rule = alerts::parse_rule(name);
  return rule ? rule_words(*rule, l) : name;
}

std::string state_of(const std::string& name, Language l) {
  const auto state = alerts::parse_state(name);
  return state ? state_words(*state, l) : name;
}

}  // namespace

std::string replay_head(const targets::Target& target, Language l) {
  return say(l,
             message("replay",
                     "{amount} in {months}, announced {date}. Each day below knows only what had been published by "
                     "then; the rules and the forecast are those of now."),
             {{"amount", money(target.amount_usd, l)},
              {"months", span_name(target.window, l)},
              {"date", date_name(target.announced, l)}});
}

std::string replay_without_figures(Language l) {
  return say(l, message("replay", "No figure of the target was published yet."));
}

std::string replay_extent(int publications, int without_change, trade::Date first, trade::Date last) {
  return fmt::format("{} from {} to {}; {} changed neither verdict nor alert.",
                     count(publications, "publication", "publications"), date_name(first), date_name(last),
                     without_change);
}

std::string replay_day(trade::Date date, std::optional<trade::Month> latest, std::optional<double> probability,
                       std::optional<double> median_usd) {
  std::string text = date_name(date) + ":";
  text += latest ? " figures to " + month_name(*latest) : std::string(" not every figure is there");
  if (probability) text += ", probability " + percent(*probability);
  if (median_usd) text += ", middle forecast " + money(*median_usd);
  return text + ".";
}

std::string verdict_change(std::optional<targets::Verdict> from, targets::Verdict to, const std::string& reading,
                           Language l) {
  const Value verdict = {"verdict", verdict_words(to, l)};
  const Value where = {"reading", reading};
  if (!from) {
    return reading.empty()
               ? say(l, message("replay", "verdict: {verdict}"), {verdict})
               : say(l, message("replay", "verdict: {verdict}, by the reading {reading}"), {verdict, where});
  }
  const Value before = {"before", verdict_words(*from, l)};
  if (reading.empty()) return say(l, message("replay", "verdict: {before} -> {verdict}"), {before, verdict});
  return say(l, message("replay", "verdict: {before} -> {verdict}, by the reading {reading}"),
             {before, verdict, where});
}

std::string alert_change(const std::string& rule, const std::string& from, const std::string& to, Language l) {
  return say(l, message("replay", "alert, {rule}: {before} -> {state}."),
             {{"rule", rule_of(rule, l)}, {"before", state_of(from, l)}, {"state", state_of(to, l)}});
}

std::string changed_figure_words(const trade::Figure& figure, trade::Change change) {
  const std::string value = figure.value_usd ? figure.value_text + " " + figure.unit : std::string("withdrawn");
  return fmt::format("{} {}: {} ({})", trade::describe(figure.key), trade::format_period(figure.period), value,
                     trade::name_of(change));
}

}  // namespace tradewatch::wording
