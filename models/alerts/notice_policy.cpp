#include "models/alerts/notice_policy.h"

namespace tradewatch::alerts {
namespace {

bool stands(State state) { return state == State::firing || state == State::recovering; }

bool is_any_or(std::string_view wanted, std::string_view name) { return wanted.empty() || wanted == name; }

}  // namespace

bool in_force(const SilenceTerms& s, trade::Instant now) {
  return s.confirmed && s.starts <= now && now < s.ends && (!s.ended || now < *s.ended);
}

bool matches(const SilenceTerms& s, std::string_view target, std::string_view rule, std::string_view receiver) {
  return is_any_or(s.target, target) && is_any_or(s.rule, rule) && is_any_or(s.receiver, receiver);
}

std::string_view name_of(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::firing:
      return "firing";
    case NoticeKind::reminder:
      return "reminder";
    case NoticeKind::resolved:
      return "resolved";
  }
  return {};
}

std::optional<NoticeKind> word_of(State from, State to, Known known) {
  if (to == State::firing && from != State::recovering) return NoticeKind::firing;
  if (to == State::resolved && known == Known::firing) return NoticeKind::resolved;
  return std::nullopt;
}

std::optional<NoticeKind> belated_word(State now, Known known) {
  if (stands(now)) return known == Known::firing ? std::nullopt : std::optional(NoticeKind::firing);
  return known == Known::firing ? std::optional(NoticeKind::resolved) : std::nullopt;
}

bool reminder_due(State state, bool acknowledged, trade::Instant last, std::chrono::days every, trade::Instant now) {
  return state == State::firing && !acknowledged && now - last >= every;
}

}  // namespace tradewatch::alerts
