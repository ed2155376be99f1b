#include <fmt/format.h>

#include <cmath>

#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using alerts::Rule;
using alerts::State;

// How the message begins, so that a receiver knows what changed before reading what stands.
std::string opening(Rule rule, State from, State to) {
  switch (to) {
    case State::inactive:
      return fmt::format("No longer waiting ({}): ", rule_words(rule));
    case State::pending:
      return fmt::format("Waiting for the next release ({}): ", rule_words(rule));
    case State::firing:
      if (from == State::firing) return fmt::format("Still standing ({}): ", rule_words(rule));
      if (from == State::recovering) return fmt::format("Standing again ({}): ", rule_words(rule));
      return fmt::format("Alert ({}): ", rule_words(rule));
    case State::recovering:
      return fmt::format("Recovering ({}): ", rule_words(rule));
    case State::resolved:
      return fmt::format("Resolved ({}): ", rule_words(rule));
  }
  return {};
}

void add(std::string& text, const std::string& more) {
  if (!more.empty()) text += " " + more;
}

std::string figure_words(const trade::KeptFigure& f) {
  return fmt::format("{} ({} {}, published {})", trade::format_period(f.figure.period), f.figure.value_text,
                     f.figure.unit, trade::format_date(f.figure.published));
}

}  // namespace

std::string state_words(State state) {
  switch (state) {
    case State::inactive:
      return "inactive";
    case State::pending:
      return "waiting for the next release";
    case State::firing:
      return "standing";
    case State::recovering:
      return "recovering";
    case State::resolved:
      return "resolved";
  }
  return {};
}

std::string rule_words(Rule rule) {
  switch (rule) {
    case Rule::off_track:
      return "target off track";
    case Rule::critical:
      return "target almost out of reach";
    case Rule::stale:
      return "figures overdue";
  }
  return {};
}

std::string alert_message(const targets::Assessment& a, Rule rule, State from, State to,
                          const targets::Reason& reason) {
  std::string text = opening(rule, from, to);
  if (rule == Rule::stale) {
    const std::string title = a.target.title.empty() ? a.target.id : a.target.title;
    text += fmt::format("{}. {}", title, sentence(reason));
    if (a.verdict != targets::Verdict::unknown)
      add(text, fmt::format("The last verdict was: {}.", verdict_words(a.verdict)));
    return text;
  }
  text += headline(a);
  add(text, standing_sentence(a));
  add(text, required_sentence(a));
  return text;
}

std::string set_aside_sentence(const trade::SetAside& s, std::span<const trade::KeptFigure> figures) {
  const auto at = [&](int i) { return figure_words(figures[static_cast<std::size_t>(i)]); };
  const std::string against = s.against >= 0 ? at(s.against) : "others together";
  switch (s.why) {
    case trade::SetAside::Why::negative_difference:
      return fmt::format("{} is set aside: {} covers more months and is smaller, by {}, so nothing is left between.",
                         at(s.figure), against, money(std::abs(s.difference_usd)));
    case trade::SetAside::Why::superseded:
      return fmt::format("{} is set aside: {} says the same months in a newer release, and differs by {}.",
                         at(s.figure), against, money(std::abs(s.difference_usd)));
    case trade::SetAside::Why::redundant:
      return fmt::format("{} is set aside: the total of these months follows from newer figures ({}), {} apart.",
                         at(s.figure), against, money(std::abs(s.difference_usd)));
  }
  return {};
}

}  // namespace tradewatch::wording
