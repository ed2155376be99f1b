#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using alerts::Rule;
using alerts::State;

// How the message begins, so that a receiver knows what changed before reading what stands.
std::string_view opening(alerts::NoticeKind kind) {
  switch (kind) {
    case alerts::NoticeKind::firing:
      return "Alert";
    case alerts::NoticeKind::reminder:
      return "Still standing";
    case alerts::NoticeKind::resolved:
      return "Resolved";
  }
  return {};
}

// Rules about the target itself are told by where it stands; the others by their reason.
bool is_about_target(Rule rule) {
  switch (rule) {
    case Rule::off_track:
    case Rule::critical:
    case Rule::behind_path:
    case Rule::achieved:
    case Rule::missed:
      return true;
    case Rule::stale:
    case Rule::anomaly:
    case Rule::revision:
    case Rule::mirror:
      return false;
  }
  return false;
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
    case Rule::behind_path:
      return "target behind its path";
    case Rule::stale:
      return "figures overdue";
    case Rule::anomaly:
      return "unexpected figure";
    case Rule::revision:
      return "large revision";
    case Rule::mirror:
      return "the two sides differ unusually";
    case Rule::achieved:
      return "target achieved";
    case Rule::missed:
      return "target missed";
  }
  return {};
}

std::string notice_text(const targets::Assessment& a, alerts::NoticeKind kind, std::span<const AlertChange> changes,
                        const std::optional<VerdictRevision>& revised) {
  std::string rules;
  for (const AlertChange& change : changes) rules += (rules.empty() ? "" : "; ") + rule_words(change.rule);
  std::string text = fmt::format("{} ({}): ", opening(kind), rules);
  const std::string title = a.target.title.empty() ? a.target.id : a.target.title;
  const bool about_target = std::ranges::any_of(changes, is_about_target, &AlertChange::rule);
  if (about_target) {
    text += headline(a);
    add(text, standing_sentence(a));
    add(text, required_sentence(a));
  } else {
    text += title + ".";
  }
  for (const AlertChange& change : changes) {
    if (change.rule == Rule::behind_path || !is_about_target(change.rule)) add(text, sentence(change.reason));
  }
  if (revised) {
    add(text, fmt::format("A revision of {} changed the verdict from {} to {}.", revised->figure,
                          verdict_words(revised->before), verdict_words(a.verdict)));
  }
  if (!about_target && a.verdict != targets::Verdict::unknown) {
    const char* form = changes.front().rule == Rule::stale ? "The last verdict was: {}." : "The verdict is: {}.";
    add(text, fmt::format(fmt::runtime(form), verdict_words(a.verdict)));
  }
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
