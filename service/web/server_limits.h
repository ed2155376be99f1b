// What one client may take of the server.

#pragma once

#include <chrono>
#include <cstddef>

#include "service/intake/limits.h"

namespace tradewatch::web {

struct ServerLimits {
  std::size_t header_bytes = 8 * 1024;                     // request line and headers: 431
  std::size_t body_bytes = 1024 * 1024;                    // 413
  std::size_t document_bytes = intake::kMaxDocumentBytes;  // of a document of figures: 413
  // The next one takes the place of who has kept the server waiting longest; where nobody does, it gets 503.
  std::size_t connections = 512;
  std::chrono::milliseconds header{5'000};    // from the first wait to the end of the headers: 408, or closed if silent
  std::chrono::milliseconds request{30'000};  // from the headers' end until the answer is written; and between requests
  std::chrono::milliseconds linger{1'000};    // for a client to read a refusal while it still sends
  std::chrono::milliseconds heartbeat{15'000};    // between signs of life to a listener
  std::chrono::milliseconds event_write{10'000};  // for a listener to take what it is sent; then it is dropped
};

}  // namespace tradewatch::web
