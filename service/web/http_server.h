// HTTP/1.1 on the daemon's loop, over TLS 1.2 or 1.3 where a certificate is given: every connection is a coroutine,
// none has a thread.
//
// A connection that is slow, silent or too large is ended by a named limit, with an answer that says which one where
// the protocol still allows an answer. Where every place is taken, who has kept the server waiting longest gives up its
// own to the next client. Answers that last are kept ready (ready_answers.h) and cost no more than their bytes.

#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "service/runtime/clock.h"
#include "service/runtime/loop.h"
#include "service/web/door.h"
#include "service/web/server_limits.h"
#include "service/web/tls_files.h"

namespace tradewatch::web {

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
