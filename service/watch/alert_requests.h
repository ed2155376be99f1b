// What people ask of alerts, checked: acknowledgements and silences from the command line and over HTTP.
//
// A moment is a date (its end in the service's time zone) or an RFC 3339 instant. Texts are plain: 1 to kMaxWords
// bytes, without control characters. Nothing is stored here.

#pragma once

#include <expected>
#include <string>
#include <vector>

#include "service/settings/settings.h"
#include "service/storage/records.h"
#include "service/watch/request_fault.h"

namespace tradewatch::watch {

inline constexpr std::size_t kMaxWords = 500;             // bytes of a name, a reason, a note
inline constexpr std::chrono::days kLongestSilence{366};  // who wants longer changes the receiver's settings

struct AcknowledgeRequest {
  std::string alert_id;
  std::string by;
  std::string note;
  std::string until;  // empty: until the alert resolves
};

struct SilenceRequest {
  std::string target;  // these three: empty matches all
  std::string rule;
  std::string receiver;
  std::string from;  // empty: now
  std::string until;
  std::string by;
  std::string reason;
};

[[nodiscard]] std::expected<storage::Acknowledgement, RequestFaults> checked(const AcknowledgeRequest& request,
                                                                             const settings::Settings& settings,
                                                                             trade::Instant now);

// The id comes from what the silence says and when it was made: the same request at the same moment is the same one.
[[nodiscard]] std::expected<storage::Silence, RequestFaults> checked(const SilenceRequest& request,
                                                                     const settings::Settings& settings,
                                                                     trade::Instant now);

// A name for who ends or confirms a silence.
[[nodiscard]] std::optional<RequestFault> fault_of_name(const std::string& by);

}  // namespace tradewatch::watch
