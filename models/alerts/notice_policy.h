// Whether somebody is told, and why not.
//
// A receiver hears that an alert fires, hears it again while it stands unacknowledged, and hears that it is over if it
// had heard of it. A silence keeps a word back: when it ends, the receiver is told what has become of the alert
// since, if that is not what it knows. An acknowledgement stops reminders alone.

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "models/alerts/lifecycle.h"
#include "models/trade/date.h"

namespace tradewatch::alerts {

// An empty target, rule or receiver matches all.
struct SilenceTerms {
  std::string_view target;
  std::string_view rule;
  std::string_view receiver;
  trade::Instant starts{};
  trade::Instant ends{};                // not included
  std::optional<trade::Instant> ended;  // before its time
  bool confirmed = true;
};

// Whether the terms hold at `now`, whoever they match.
[[nodiscard]] bool in_force(const SilenceTerms& silence, trade::Instant now);
[[nodiscard]] bool matches(const SilenceTerms& silence, std::string_view target, std::string_view rule,
                           std::string_view receiver);

enum class NoticeKind { firing, reminder, resolved };
[[nodiscard]] std::string_view name_of(NoticeKind kind);

// What a receiver knows of an alert.
enum class Known { nothing, firing, resolved };

// The word that a change of state calls for, to a receiver who knows `known`; nothing: none.
[[nodiscard]] std::optional<NoticeKind> word_of(State from, State to, Known known);

// The word that is due once nothing keeps it back: what stands against what is known.
[[nodiscard]] std::optional<NoticeKind> belated_word(State now, Known known);

// Whether it is time to say again that an alert stands. `last` is when it was last said, or when it fired; a clock that
// was set back reminds no earlier.
[[nodiscard]] bool reminder_due(State state, bool acknowledged, trade::Instant last, std::chrono::days every,
                                trade::Instant now);

}  // namespace tradewatch::alerts
