#include "service/wording/replay_words.h"

#include <fmt/format.h>

#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

std::string rule_of(const std::string& name) {
  const auto rule = alerts::parse_rule(name);
  return rule ? rule_words(*rule) : name;
}

std::string state_of(const std::string& name) {
  const auto state = alerts::parse_state(name);
  return state ? state_words(*state) : name;
}

}  // namespace

std::string replay_head(const targets::Target& target) {
  return fmt::format(
      "{} in {}, announced {}. Each day below knows only what had been published by then; the rules and "
      "the forecast are those of now.",
      money(target.amount_usd), span_name(target.window), date_name(target.announced));
}

std::string replay_without_figures() { return "No figure of the target was published yet."; }

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

std::string verdict_change(std::optional<targets::Verdict> from, targets::Verdict to, const std::string& reading) {
  const std::string where = reading.empty() ? std::string() : fmt::format(", by the reading {}", reading);
  if (!from) return "verdict: " + verdict_words(to) + where;
  return fmt::format("verdict: {} -> {}{}", verdict_words(*from), verdict_words(to), where);
}

std::string alert_change(const std::string& rule, const std::string& from, const std::string& to) {
  return fmt::format("alert, {}: {} -> {}.", rule_of(rule), state_of(from), state_of(to));
}

std::string changed_figure_words(const trade::Figure& figure, trade::Change change) {
  const std::string value = figure.value_usd ? figure.value_text + " " + figure.unit : std::string("withdrawn");
  return fmt::format("{} {}: {} ({})", trade::describe(figure.key), trade::format_period(figure.period), value,
                     trade::name_of(change));
}

}  // namespace tradewatch::wording
