#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "service/wording/message.h"
#include "service/wording/numbers.h"
#include "service/wording/sentences.h"

namespace tradewatch::wording {
namespace {

using alerts::Rule;

// How the message begins, so that a receiver knows what changed before reading what stands.
std::string opening(alerts::NoticeKind kind, Language l) {
  switch (kind) {
    case alerts::NoticeKind::firing:
      return say(l, message("a notice begins", "Alert"));
    case alerts::NoticeKind::reminder:
      return say(l, message("a notice begins", "Still standing"));
    case alerts::NoticeKind::resolved:
      return say(l, message("a notice begins", "Resolved"));
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

std::string notice_text(const targets::Assessment& a, alerts::NoticeKind kind, std::span<const AlertChange> changes,
                        const std::optional<VerdictRevision>& revised, Language l) {
  std::string rules;
  for (const AlertChange& change : changes) add_part(rules, rule_words(change.rule, l), l);
  const bool about_target = std::ranges::any_of(changes, is_about_target, &AlertChange::rule);
  const std::string title = a.target.title.empty() ? a.target.id : a.target.title;
  std::string text =
      say(l, message("a notice begins", "{kind} ({rules}): {sentence}"),
          {{"kind", opening(kind, l)},
           {"rules", rules},
           {"sentence",
            about_target ? headline(a, l) : say(l, message("a notice begins", "{title}."), {{"title", title}})}});
  if (about_target) {
    add(text, standing_sentence(a, l));
    add(text, required_sentence(a, l));
  }
  for (const AlertChange& change : changes) {
    if (change.rule == Rule::behind_path || !is_about_target(change.rule)) add(text, sentence(change.reason, l));
  }
  if (revised) {
    add(text, say(l, message("notice", "A revision of {figure} changed the verdict from {before} to {after}."),
                  {{"figure", revised->figure},
                   {"before", verdict_words(revised->before, l)},
                   {"after", verdict_words(a.verdict, l)}}));
  }
  if (!about_target && a.verdict != targets::Verdict::unknown) {
    const Message form = changes.front().rule == Rule::stale ? message("notice", "The last verdict was: {verdict}.")
                                                             : message("notice", "The verdict is: {verdict}.");
    add(text, say(l, form, {{"verdict", verdict_words(a.verdict, l)}}));
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

std::string uncounted_sentence(std::span<const Rule> rules, Language l) {
  std::string list;
  for (const Rule rule : rules) add_part(list, rule_words(rule, l), l);
  if (list.empty()) return {};
  return say(l,
             message("alerts",
                     "Alerts are counted in releases, and what came since the last one is none: a document of "
                     "the same published date or an older one, a withdrawal, other settings. Counted again "
                     "with the next release: {rules}."),
             {{"rules", list}});
}

}  // namespace tradewatch::wording
