// HTTP/1.1 on the daemon's loop, over TLS 1.2 or 1.3 where a certificate is given: every connection is a coroutine,
// none has a thread.
//
// A connection that is slow, silent or too large is ended by a named limit, with an answer that says which one where
// the protocol still allows an answer.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "service/intake/limits.h"
#include "service/runtime/clock.h"
#include "service/runtime/loop.h"
#include "service/web/door.h"

namespace tradewatch::web {

struct ServerLimits {
  std::size_t header_bytes = 8 * 1024;                     // request line and headers: 431
  std::size_t body_bytes = 1024 * 1024;                    // 413
  std::size_t document_bytes = intake::kMaxDocumentBytes;  // of a document of figures: 413
  std::size_t connections = 64;                            // the next one gets 503 and is closed
  std::chrono::milliseconds header{5'000};    // from the first wait to the end of the headers: 408, or closed if silent
  std::chrono::milliseconds request{30'000};  // from the headers' end until the answer is written; and between requests
  std::chrono::milliseconds linger{1'000};    // for a client to read a refusal while it still sends
  std::chrono::milliseconds heartbeat{15'000};    // between signs of life to a listener
  std::chrono::milliseconds event_write{10'000};  // for a listener to take what it is sent; then it is dropped
};

// Files in PEM: the service's certificate with those that lead to it, and its key.
struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

// Who is let in, and over what. An address that other machines can reach needs both tokens and TLS.
struct Entrance {
  std::optional<Tokens> tokens = {};
  std::optional<TlsFiles> tls = {};
};

struct ListenFault {
  std::string where;  // the address as given
  std::string found;
  std::string expected;
  std::string what_to_do;
};

class HttpServer {
 public:
  // Listens on `address` (an IP address or `localhost`) and `port`; port 0 takes a free one. Answers come from
  // `handlers` once the loop runs. `loop` and `clock` must outlive every connection: destroy the loop last.
  [[nodiscard]] static std::expected<HttpServer, ListenFault> listen(runtime::Loop& loop, const runtime::Clock& clock,
                                                                     const std::string& address, std::uint16_t port,
                                                                     Handlers handlers, ServerLimits limits = {},
                                                                     Entrance entrance = {});
  // Closes everything at once; no handler is called again.
  ~HttpServer();
  HttpServer(HttpServer&&) noexcept;
  HttpServer& operator=(HttpServer&&) noexcept;

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] std::size_t connections() const;

  // Takes no new connections, closes idle ones, lets requests that have begun finish, and calls `done` from the loop
  // once none is left: at the latest after the request limit. Call from the loop's thread.
  void stop(std::function<void()> done);

 private:
  struct State;
  explicit HttpServer(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;  // shared with the connections, which may outlive the server
};

}  // namespace tradewatch::web
