// One JSON document posted over HTTP, and what its answer means for a notice.
//
// Delivered is any status of 2xx. Other answers are temporary or permanent:
//   - permanent are those that say that this notice will never be taken: 400, 404, 405, 406, 410, 411, 413 to 418,
//     422, 424, 426, 428, 431, 451 and other 4xx;
//   - 401, 403 and 407 are temporary: an operator mends a key, and no notice is lost meanwhile; so are 408, 409, 421,
//     423, 425, 429 and all of 5xx;
//   - a redirect is never followed, since a notice goes to the host of the settings alone: temporary, until the
//     settings name the new address.
// `Retry-After`, in seconds or as a date, is taken from any answer that is temporary.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/delivery/curl_handle.h"
#include "service/delivery/receiver.h"

namespace tradewatch::delivery {

struct Post {
  std::string url;
  std::vector<std::string> headers;  // "name: value"
  std::string body;
  bool url_is_secret = false;  // no part of it but its host may be shown, and the answer's words may hold it
};

// `now` is for a date in `Retry-After`.
[[nodiscard]] Delivery post(CurlHandle& handle, const Post& post, trade::Instant now);

// `Retry-After` as a wait; absent when it is neither. A date that is past is no wait.
[[nodiscard]] std::optional<std::chrono::seconds> parse_retry_after(const std::string& value, trade::Instant now);

[[nodiscard]] bool is_permanent_status(long status);

}  // namespace tradewatch::delivery
