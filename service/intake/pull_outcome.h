// How a round of a pull ended. The names are labels in /metrics and words in `status`; once released they are kept.

#pragma once

#include <string_view>

namespace tradewatch::intake {

enum class PullOutcome {
  // The source answered with figures.
  new_figures,  // at least one was stored
  nothing_new,  // all of them were known
  unchanged,    // the document itself was known, or the source said so (304)
  // It answered without figures: an empty list, 204, or 404 for every period that was asked for.
  nothing_found,
  // Failures.
  forbidden,     // 401, 403: the key, or a quota that is used up
  not_found,     // 404, 410
  rate_limited,  // 429
  redirected,    // to a host that is not allowed, or without end
  server_error,  // 5xx
  odd_status,    // any other
  too_large,
  timed_out,
  unreachable,  // no name, no connection, no trust in its certificate
  broken_off,   // the answer ended before it was whole
  no_key,       // the file of the key cannot be read, or holds none
  refused,      // a document that is not taken; it is in the quarantine
  not_stored,   // the store could not take it
  stopped,      // by us; counts as nothing
};

[[nodiscard]] std::string_view name_of(PullOutcome outcome);
// Neither figures nor an empty answer: the next try comes sooner.
[[nodiscard]] bool is_failure(PullOutcome outcome);

}  // namespace tradewatch::intake
