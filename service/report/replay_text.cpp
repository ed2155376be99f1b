#include <fmt/format.h>

#include <boost/json/parse.hpp>

#include "service/report/replay_report.h"
#include "service/report/text_layout.h"
#include "service/wording/numbers.h"
#include "service/wording/replay_words.h"
#include "service/wording/sentences.h"

namespace tradewatch::report {
namespace {

constexpr std::size_t kFiguresOfADay = 12;  // of one day; JSON has them all

// The sentence that the transition keeps.
std::string because(const storage::TransitionRow& t) {
  boost::system::error_code failed;
  const boost::json::value reason = boost::json::parse(t.reason_json, failed);
  if (failed || !reason.is_object()) return {};
  const auto* text = reason.as_object().if_contains("text");
  return text != nullptr && text->is_string() ? std::string(text->as_string()) : std::string();
}

std::string figures_of(const std::vector<storage::Vintage>& figures, const std::string& head) {
  std::string out;
  for (std::size_t i = 0; i < std::min(figures.size(), kFiguresOfADay); ++i)
    out += bullet("-", printable(head + wording::changed_figure_words(figures[i].kept.figure, figures[i].change)), 4);
  if (figures.size() > kFiguresOfADay)
    out += bullet("-", fmt::format("and {} more", figures.size() - kFiguresOfADay), 4);
  return out;
}

std::string step_text(const ReplayStep& step) {
  std::string out =
      "\n" +
      wrapped(printable(wording::replay_day(step.date, step.latest_month, step.probability, step.median_usd)), 0);
  if (step.verdict_changed()) {
    out += bullet(
        "*", printable(wording::verdict_change(step.before, step.verdict, step.reading, wording::Language::en)), 2);
    if (!step.probability && !step.reasons.empty())
      out += wrapped(printable(wording::sentence(step.reasons.front(), wording::Language::en)), 4);
  }
  for (const storage::TransitionRow& t : step.alerts)
    out += bullet("*", printable(wording::alert_change(t.rule, t.from, t.to, wording::Language::en) + " " + because(t)),
                  2);
  if (step.figures.empty() && step.partner_figures.empty()) return out;
  out += "  published that day:\n" + figures_of(step.figures, "");
  return out + figures_of(step.partner_figures, "partner's side: ");
}

}  // namespace

std::string replay_text(const Replay& replay) {
  const targets::Target& t = replay.target;
  std::string out = wrapped(printable(fmt::format("{}: {}", t.id, t.title)), 0);
  out += wrapped(wording::replay_head(t, wording::Language::en), 0);
  if (replay.steps.empty()) return out + wording::replay_without_figures(wording::Language::en) + "\n";
  int silent = 0;
  std::string steps;
  for (const ReplayStep& step : replay.steps) {
    if (step.changed()) steps += step_text(step);
    if (!step.changed()) ++silent;
  }
  out += wrapped(
      wording::replay_extent(replay.publications, silent, replay.steps.front().date, replay.steps.back().date), 0);
  return out + steps;
}

}  // namespace tradewatch::report
