#include "service/intake/pull_outcome.h"

namespace tradewatch::intake {

std::string_view name_of(PullOutcome outcome) {
  switch (outcome) {
    case PullOutcome::new_figures:
      return "new_figures";
    case PullOutcome::nothing_new:
      return "nothing_new";
    case PullOutcome::unchanged:
      return "unchanged";
    case PullOutcome::nothing_found:
      return "nothing_found";
    case PullOutcome::forbidden:
      return "forbidden";
    case PullOutcome::not_found:
      return "not_found";
    case PullOutcome::rate_limited:
      return "rate_limited";
    case PullOutcome::redirected:
      return "redirected";
    case PullOutcome::server_error:
      return "server_error";
    case PullOutcome::odd_status:
      return "odd_status";
    case PullOutcome::too_large:
      return "too_large";
    case PullOutcome::timed_out:
      return "timed_out";
    case PullOutcome::unreachable:
      return "unreachable";
    case PullOutcome::broken_off:
      return "broken_off";
    case PullOutcome::no_key:
      return "no_key";
    case PullOutcome::refused:
      return "refused";
    case PullOutcome::not_stored:
      return "not_stored";
    case PullOutcome::stopped:
      return "stopped";
  }
  return {};
}

bool is_failure(PullOutcome outcome) { return outcome >= PullOutcome::forbidden && outcome <= PullOutcome::not_stored; }

}  // namespace tradewatch::intake
